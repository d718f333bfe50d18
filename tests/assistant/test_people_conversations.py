"""Conversations: each person's own, found, taken away, deleted; thawed answers; feedback as eval cases."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import Answer, Status
from assistant.answers import Answers
from assistant.frozen import Frozen, freeze
from assistant.people.conversations import Conversation, Conversations
from assistant.people.database import Database
from assistant.people.exported import as_json, as_markdown
from assistant.people.feedback import Feedback, Feedbacks, Opinion, case_row
from assistant.people.thawed import thaw
from corpus import Corpus
from evals.case import Case, Kind
from tests.assistant.letters import evidence
from tests.assistant.test_frozen import LETTER, MADE_WITH, TEXTS, answer, put

NOW = datetime.now(UTC)


def everything(_: Frozen) -> bool:
    return True


@pytest.fixture
def kept(tmp_path: Path) -> Answers:
    return Answers(tmp_path, days=7)


@pytest.fixture
def conversations(tmp_path: Path, kept: Answers) -> Conversations:
    return Conversations(Database(tmp_path), kept)


def given(kept: Answers, question: str, days_ago: float = 0) -> str:
    """The id of a kept answer to that question."""
    refusal = Answer(question, Status.OUT_OF_SCOPE, "It is about something else.")
    frozen = freeze(refusal, MADE_WITH, NOW - timedelta(days=days_ago))
    kept.put(frozen)
    return frozen.id


def titles(found: tuple[Conversation, ...]) -> list[str]:
    return [each.title for each in found]


def test_an_answer_goes_on_with_the_conversation_of_the_one_before(conversations: Conversations, kept: Answers) -> None:
    first, second, other = given(kept, "Bail?"), given(kept, "And why?"), given(kept, "Custody?")
    conversations.add("anne", first)
    conversations.add("anne", other)
    conversations.add("anne", second, [first, ""])
    found = conversations.list("anne", everything)
    assert titles(found) == ["Bail?", "Custody?"]
    assert [each.question for each in found[0].answers] == ["Bail?", "And why?"]


def test_nobody_finds_reads_goes_on_with_or_deletes_another_s(conversations: Conversations, kept: Answers) -> None:
    hers = given(kept, "Bail?")
    conversations.add("anne", hers)
    id = conversations.list("anne", everything)[0].id
    for person in ("ben", ""):
        assert conversations.list(person, everything) == ()
        assert conversations.get(person, id, everything) is None
        assert conversations.remove(person, id) == 0
    conversations.add("ben", given(kept, "His?"), [hers])
    assert titles(conversations.list("ben", everything)) == ["His?"]
    assert [each.question for each in conversations.list("anne", everything)[0].answers] == ["Bail?"]


def test_words_are_found_in_questions_and_answers(conversations: Conversations, kept: Answers) -> None:
    conversations.add("anne", given(kept, "How is bail handled?"))
    conversations.add("anne", given(kept, "Who runs custody?"))
    assert titles(conversations.list("anne", everything, "BAIL handled")) == ["How is bail handled?"]
    assert len(conversations.list("anne", everything, "something else")) == 2
    assert conversations.list("anne", everything, "bail custody") == ()
    assert len(conversations.list("anne", everything, limit=1)) == 1


def test_what_is_deleted_is_gone_with_its_answers_and_the_feedback_on_them(
    conversations: Conversations, kept: Answers, tmp_path: Path
) -> None:
    answers = [given(kept, str(number)) for number in range(3)]
    for id in answers:
        conversations.add("anne", id)
        Feedbacks(Database(tmp_path)).give(id, "ben", Opinion.RIGHT)
    last = conversations.list("anne", everything)[0]
    assert conversations.remove("anne", last.id) == 1
    assert kept.get(answers[2]) is None
    assert kept.get(answers[0])
    assert conversations.remove("anne") == 2
    assert conversations.list("anne", everything) == ()
    assert Feedbacks(Database(tmp_path)).all() == ()


def test_what_may_not_be_shown_and_what_is_past_its_time_is_left_out(
    conversations: Conversations, kept: Answers
) -> None:
    first, second = given(kept, "Bail?"), given(kept, "Secret?")
    conversations.add("anne", first)
    conversations.add("anne", second, [first])
    assert [each.question for each in conversations.list("anne", lambda each: each.id != second)[0].answers] == [
        "Bail?"
    ]
    assert conversations.list("anne", lambda _: False) == ()
    kept.remove(first)
    assert titles(conversations.list("anne", everything)) == ["Secret?"]


def test_old_ones_and_too_many_give_way(
    conversations: Conversations, kept: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.people.conversations.MOST", 2)
    for question in ("1", "2", "3"):
        conversations.add("anne", given(kept, question))
    assert titles(conversations.list("anne", everything)) == ["3", "2"]
    with Database(tmp_path).changing() as database:
        database.execute("UPDATE conversations SET changed = ?", ((NOW - timedelta(days=8)).isoformat(),))
    conversations.add("ben", given(kept, "new"))
    with Database(tmp_path).reading() as database:
        assert database.execute("SELECT count(*) FROM conversations").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM turns").fetchone() == (1,)


def test_nothing_is_noted_without_a_person_or_a_kept_answer(conversations: Conversations, kept: Answers) -> None:
    conversations.add("", given(kept, "Bail?"))
    conversations.add("anne", "")
    assert conversations.list("", everything) == conversations.list("anne", everything) == ()
    assert conversations.get("anne", "\ud800", everything) is None


# Thawed


def test_an_answer_is_thawed_as_it_was_given(corpus: Corpus) -> None:
    put(corpus, *TEXTS)
    near = replace(evidence("x"), paragraph=corpus.paragraphs(LETTER.id)[0], document=LETTER)
    before = replace(answer(corpus), context=(near,))
    after = thaw(freeze(before, MADE_WITH, NOW), corpus)
    assert (after.question, after.status, after.message) == (before.question, before.status, before.message)
    assert [claim.text for claim in after.claims] == [claim.text for claim in before.claims]
    assert [each.paragraph for each in after.claims[0].citations] == [
        each.paragraph for each in before.claims[0].citations
    ]
    assert [each.paragraph for each in after.context] == [each.paragraph for each in before.context]
    assert after.id


def test_of_what_was_changed_or_removed_since_the_words_are_those_of_then(corpus: Corpus) -> None:
    put(corpus, *TEXTS)
    before = answer(corpus)
    frozen = freeze(before, MADE_WITH, NOW)
    put(corpus, *(text.replace("a", "e") for text in TEXTS))
    cited = thaw(frozen, corpus).claims[0].citations[0]
    assert (cited.paragraph.id, cited.paragraph.text) == (
        before.claims[0].citations[0].paragraph.id,
        before.claims[0].citations[0].paragraph.text,
    )
    corpus.remove(LETTER.id)
    assert thaw(frozen, corpus).claims[0].citations[0].document.title == cited.document.title


# Taken away


def test_it_is_taken_away_as_markdown_in_which_nothing_of_a_text_is_markup(corpus: Corpus) -> None:
    put(corpus, *TEXTS)
    near = replace(evidence("x"), paragraph=corpus.paragraphs(LETTER.id)[0], document=LETTER)
    frozen = freeze(replace(answer(corpus), context=(near,), question="Is *this* <b>bold</b>?\n# No"), MADE_WITH, NOW)
    told = as_markdown(Conversation("x", NOW, (frozen,)), corpus)
    assert told.startswith("# Is \\*this\\* \\<b\\>bold\\</b\\>? \\# No\n")
    assert f"- {frozen.claims[0].text} [1]" in told
    assert "Sources:\n\n1. " in told
    assert "National context, not about this force:\n\n- " in told


def test_it_is_taken_away_as_json_with_what_became_of_each_source(corpus: Corpus) -> None:
    put(corpus, *TEXTS)
    frozen = freeze(answer(corpus), MADE_WITH, NOW)
    rows = json.loads(as_json(Conversation("x", NOW, (frozen,)), corpus))["answers"]
    assert rows[0]["question"] == frozen.question
    assert rows[0]["claims"][0]["citations"][0]["standing"] == "unchanged"


# Feedback


def test_of_each_person_the_last_feedback_on_an_answer_counts(tmp_path: Path) -> None:
    feedback = Feedbacks(Database(tmp_path))
    feedback.give("a", "anne", Opinion.RIGHT)
    feedback.give("a", "anne", Opinion.UNCLEAR, "  What\n is it? ")
    feedback.give("a", "ben", Opinion.RIGHT, "x" * 5000)
    told = {each.person: each for each in feedback.all()}
    assert (told["anne"].opinion, told["anne"].words) == (Opinion.UNCLEAR, "What is it?")
    assert len(told["ben"].words) == 2000


@pytest.mark.parametrize("opinion", list(Opinion))
def test_feedback_is_an_eval_case_that_names_paragraphs_only_where_the_answer_was_right(
    corpus: Corpus, opinion: Opinion
) -> None:
    put(corpus, *TEXTS)
    frozen = freeze(answer(corpus), MADE_WITH, NOW)
    row = case_row(Feedback(frozen.id, "anne", opinion, "words", NOW), frozen)
    case = Case.model_validate(row)
    assert (case.kind, case.question) == (Kind.DIRECT, frozen.understood)
    cited = {citation.paragraph for claim in frozen.claims for citation in claim.citations}
    assert case.needed_ids == (cited if opinion is Opinion.RIGHT else set())
    assert {each["paragraph"] for each in row["cited"]} == cited
    assert ("answered" in case.statuses) == (opinion in (Opinion.RIGHT, Opinion.MISSING))
