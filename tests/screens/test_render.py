from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, Assistant, Status
from assistant.answers import Answers
from corpus import Area, Corpus, force
from index import Filters, Scope
from screens.ask import BY_MODEL, AskScreen
from screens.filters import ANY, filters_of
from screens.pages import Pages
from screens.render import as_copied, conversation, highlighted, narrowed, source_panel, sources_of
from screens.view import view
from tests.assistant.letters import evidence
from tests.screens.letters import put_letter
from tests.screens.visits import visit

QUESTION = "How does Staffordshire handle wanted suspects?"


def test_quoted_words_are_marked_and_all_text_is_escaped() -> None:
    marked = highlighted("Fish & <b>chips</b> were found. No more.", ["<b>chips</b> were found"])
    assert marked == "Fish &amp; <mark>&lt;b&gt;chips&lt;/b&gt; were found</mark>. No more."


def test_overlapping_quotes_are_marked_once_and_no_word_is_lost() -> None:
    marked = highlighted("one two three four five six", ["one two three four", "three four five six"])
    assert marked.replace("<mark>", "").replace("</mark>", "") == "one two three four five six"
    assert marked.count("<mark>") == 1


def test_a_paragraph_cited_twice_is_one_source(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    assert [source.paragraph.position for source in sources_of(answer)] == [27, 28]
    assert len(answer.claims) > 2


def test_mark_up_in_a_question_never_becomes_mark_up(assistant: Assistant) -> None:
    answer = replace(assistant.ask(QUESTION), question="<script>alert(1)</script>", message="<i>x</i>")
    page = conversation([answer])
    assert "<script>" not in page
    assert "<i>" not in page


def test_an_answer_is_copied_with_numbered_sources(assistant: Assistant) -> None:
    copied = as_copied(assistant.ask(QUESTION))
    assert copied.startswith(QUESTION)
    assert "[2] HMIC letter to Staffordshire Police, Core business, 4 September 2014 · Crime recording" in copied


def test_an_answer_without_sources_says_so(assistant: Assistant) -> None:
    answer: Answer = assistant.ask("How does Kent handle wanted suspects?")
    assert "uses no source" in source_panel(0, answer, None)


@pytest.fixture
def screen(assistant: Assistant, tmp_path: Path) -> Iterator[AskScreen]:
    pages = Pages(assistant.corpus)
    yield AskScreen(assistant, pages, Answers(tmp_path))
    pages.close()


def test_a_source_has_a_link_to_its_own_page(assistant: Assistant, screen: AskScreen) -> None:
    _, panel, _, answers = list(screen.ask(QUESTION, [], ANY, ANY, ANY, ANY, BY_MODEL, visit()))[-1]
    assert 'href="source?paragraph=staffordshire-core-business-2014%2327&amp;quote=' in panel
    assert 'target="_blank"' in panel
    assert len(answers) == 1


def test_what_is_done_meanwhile_is_told_where_there_is_time_to_read_it(
    screen: AskScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first step at once; the others only after a while: each is sent to everybody who asks."""
    asked: Any = ([], ANY, ANY, ANY, ANY, BY_MODEL, visit())  # not what another test asked: that is known at once
    first, *_, last = screen.ask("How are wanted suspects found by Staffordshire?", *asked)
    assert "Searching 1 document" in first[0]
    assert "answer status-" in last[0]
    monkeypatch.setattr("screens.ask.READABLE", 0)
    told = [talk for talk, *_ in screen.ask("How are wanted suspects traced by Staffordshire?", *asked)]
    assert any("Reading" in talk for talk in told)


def test_a_source_that_changed_after_the_answer_is_shown_as_it_was(corpus: Corpus) -> None:
    document = put_letter(corpus)
    paragraph = corpus.paragraphs(document.id)[3]
    pages = Pages(corpus)
    shown = view(corpus, pages, document, replace(paragraph, text="The force did nothing of the kind."))
    assert [each.text for each in shown.around] == ["The force did nothing of the kind."]
    assert shown.sheet is None
    assert "changed or removed" in shown.problem
    corpus.remove(document.id)
    assert view(corpus, pages, document, paragraph).around == (paragraph,)


def test_a_paragraph_on_a_page_that_its_file_has_not_costs_the_picture_only(corpus: Corpus) -> None:
    document = put_letter(corpus)
    moved = [replace(each, areas=(Area(9, 0, 0, 100, 100),)) for each in corpus.paragraphs(document.id)]
    corpus.put(document, moved)
    pages = Pages(corpus)
    shown = view(corpus, pages, document, corpus.paragraphs(document.id)[3])
    pages.close()
    assert shown.sheet is None
    assert "There is no page 9." in shown.problem


def test_only_what_the_filters_narrowed_is_told() -> None:
    asked = Answer("Question?", Status.ANSWERED, "Message.", Scope("", (force("norfolk"),)))
    chosen = filters_of("norfolk", "2019", "2022", "letters")
    assert narrowed(asked) == ""
    assert narrowed(replace(asked, filters=Filters())) == ""
    assert narrowed(replace(asked, filters=chosen)) == "Norfolk Constabulary · 2019 to 2022 · letters"
    named = replace(asked, scope=Scope("", (force("kent"),)), filters=chosen)
    assert narrowed(named) == "2019 to 2022 · letters"
    assert "Only: 2019 to 2022 · letters" in as_copied(named)
    assert narrowed(replace(asked, scope=None, filters=chosen)) == ""


def test_national_context_is_shown_apart_and_numbered_after_the_claims(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    assert "National context" not in conversation([answer])
    context = evidence("Most forces do well.", forces=())
    told = replace(answer, context=(context,))
    source = sources_of(told)[-1]
    assert (source.number, source.paragraph, source.quotes) == (3, context.paragraph, ())
    assert conversation([told]).count("National context, not about this force</h4>") == 1
    assert "National context, not about this force:\n“Most forces do well.” [3]" in as_copied(told)


def test_context_beside_several_forces_is_about_none_of_them() -> None:
    scope = Scope("", (force("kent"), force("essex")))
    told = Answer(
        "Question?", Status.ANSWERED, "Message.", scope, context=(evidence("Most forces do well.", forces=()),)
    )
    assert "National context, not about these forces" in conversation([told])


def test_a_question_that_was_understood_otherwise_can_be_changed_and_no_mark_up_comes_of_it() -> None:
    answer = Answer("And bail?", Status.ANSWERED, "Message.", understood='Kent "bail" <b>?')
    assert 'data-question="Kent &#34;bail&#34; &lt;b&gt;?"' in conversation([answer])
    assert 'class="change"' not in conversation([replace(answer, understood=answer.question)])


def test_years_the_wrong_way_round_keep_the_question_and_the_conversation(screen: AskScreen) -> None:
    *_, answers = list(screen.ask(QUESTION, [], ANY, ANY, ANY, ANY, BY_MODEL, visit()))[-1]
    talk, _, box, answers = list(screen.ask("And bail?", answers, ANY, "2016", "2014", ANY, BY_MODEL, visit()))[-1]
    assert box == "And bail?"
    assert "No year is both from 2016 on and up to 2014" in talk
    assert QUESTION in talk
    *_, answers = list(screen.ask("And bail?", answers, ANY, ANY, ANY, ANY, BY_MODEL, visit()))[-1]
    assert "Staffordshire" in answers[-1].understood
