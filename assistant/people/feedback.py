"""What people think of answers, stored beside the frozen answer, and as eval cases."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from assistant.answer import Status
from assistant.answers import Answers
from assistant.frozen import Frozen, FrozenCitation
from assistant.people.database import Database
from corpus.command import Json

LONGEST = 2000  # characters of somebody's own words
_CASE_WORDS = 8  # of a paragraph, by which a case knows it again


class Opinion(StrEnum):
    """What somebody thinks of an answer."""

    RIGHT = "right"
    WRONG_SOURCE = "wrong_source"
    MISSING = "missing"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        """It in words: "Wrong source"."""
        return _LABELS[self]


_LABELS = {
    Opinion.RIGHT: "Right",
    Opinion.WRONG_SOURCE: "Wrong source",
    Opinion.MISSING: "Something missing",
    Opinion.UNCLEAR: "Unclear",
}


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person (by key; empty where nobody told who it was) thinks of an answer (by id), in their words, too."""

    answer: str
    person: str
    opinion: Opinion
    words: str
    time: datetime


class Feedbacks:
    """All feedback; of each person the last on an answer. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, answer: str, person: str, opinion: Opinion, words: str = "") -> None:
        """Store what a person thinks of an answer, in place of what they thought before."""
        told = " ".join(words.encode("utf-8", "replace").decode().split())[:LONGEST]
        row = (answer, person, opinion.value, told, datetime.now(UTC).isoformat(timespec="seconds"))
        with self._database.changing() as database:
            database.execute("INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?)", row)

    def all(self) -> tuple[Feedback, ...]:
        """All feedback, the earliest first."""
        with self._database.reading() as database:
            rows = database.execute("SELECT answer, person, opinion, words, time FROM feedback ORDER BY time, answer")
            return tuple(
                Feedback(answer, person, Opinion(opinion), words, datetime.fromisoformat(time))
                for answer, person, opinion, words, time in rows
            )

    def forget(self, person: str) -> None:
        """Forget who gave a person's feedback; what they thought stays."""
        with self._database.changing() as database:
            database.execute("UPDATE OR REPLACE feedback SET person = '' WHERE person = ?", (person,))


def with_answers(feedback: Feedbacks, answers: Answers) -> Iterator[tuple[Feedback, Frozen]]:
    """All feedback with the answer it is on; what is on an answer that is no longer kept is left out."""
    for each in feedback.all():
        if frozen := answers.get(each.answer):
            yield each, frozen


def case_rows(given: Iterable[tuple[Feedback, Frozen]]) -> Iterator[Json]:
    """Feedback as eval cases; where several people gave some on one answer, the ids of the later ones are numbered."""
    counts = Counter[str]()
    for feedback, frozen in given:
        row = case_row(feedback, frozen)
        counts[feedback.answer] += 1
        count = counts[feedback.answer]
        yield row if count == 1 else row | {"id": f"{row['id']}-{count}"}


def case_row(feedback: Feedback, frozen: Frozen) -> Json:
    """Feedback as an eval case (`evals.case.Case`), with what was told besides.

    An answer found right names its paragraphs, or that nothing answers. Of any other feedback, the paragraphs that
    answer are for a person to name: `needed` is empty, and `cited` tells what the answer rested on.
    """
    is_right, cites = feedback.opinion is Opinion.RIGHT, bool(frozen.claims)
    cited = [citation for claim in frozen.claims for citation in claim.citations]
    return {
        "id": f"feedback-{feedback.answer[:12]}",
        "question": frozen.understood,
        "kind": "unanswerable" if is_right and not cites else "direct",
        "category": f"feedback: {feedback.opinion}",
        "needed": _sources(cited) if is_right else [],
        "also": [],
        "statuses": _statuses(feedback.opinion, frozen.status),
        "forces": list(frozen.filters.forces) if frozen.filters else [],
        "told": feedback.words,
        "given": frozen.status,
        "cited": _sources(cited),
    }


def _statuses(opinion: Opinion, given: Status) -> list[str]:
    """The statuses that are right, as far as the feedback tells."""
    if opinion is Opinion.RIGHT:
        return [given]
    return [Status.ANSWERED, Status.PARTLY_ANSWERED] if opinion is Opinion.MISSING else []


def _sources(cited: list[FrozenCitation]) -> list[Json]:
    first = {each.paragraph: each for each in reversed(cited)}
    ordered = dict.fromkeys(each.paragraph for each in cited)
    return [{"paragraph": id, "words": " ".join(first[id].words.split()[:_CASE_WORDS])} for id in ordered]
