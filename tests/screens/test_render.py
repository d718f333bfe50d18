from dataclasses import replace

from assistant import Answer, Assistant
from screens.render import as_copied, conversation, highlighted, source_panel, sources_of

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
    assert "uses no source" in source_panel(0, answer, None, (), 0)
