"""Eval cases: questions whose answering paragraphs a person has named."""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

CASES = Path(__file__).with_name("cases")


class Kind(StrEnum):
    """How a question is put, or that nothing answers it."""

    DIRECT = "direct"
    LAY = "lay"
    SEVERAL = "several"
    METADATA = "metadata"
    DATED = "dated"
    COMPARISON = "comparison"
    FOLLOW_UP = "follow_up"
    UNANSWERABLE = "unanswerable"


class Source(BaseModel):
    """A paragraph by id, and a few of its words, so that a case survives a re-cut and mistakes show."""

    model_config = ConfigDict(frozen=True)

    paragraph: str
    words: str


class Turn(BaseModel):
    """An earlier question of the conversation."""

    model_config = ConfigDict(frozen=True)

    question: str


class Case(BaseModel):
    """A question; the paragraphs an answer needs, those it may also cite, and the statuses that are right.

    `forces` (ids) are those it asks about. Of a follow-up, `history` is what was asked before, and `whole_forces` and
    `whole_words` are what the question made whole must name.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    kind: Kind
    category: str | None = None
    needed: tuple[Source, ...] = ()
    also: tuple[Source, ...] = ()
    statuses: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    forces: tuple[str, ...] = ()
    whole_forces: tuple[str, ...] = ()
    whole_words: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the corpus answers it."""
        return self.kind is not Kind.UNANSWERABLE

    @property
    def needed_ids(self) -> frozenset[str]:
        """The paragraphs an answer needs."""
        return frozenset(source.paragraph for source in self.needed)

    @property
    def accepted_ids(self) -> frozenset[str]:
        """The paragraphs an answer may cite."""
        return self.needed_ids | {source.paragraph for source in self.also}


def load(split: str) -> tuple[Case, ...]:
    """The cases of a split: "tuning" or "reporting", of the included letter; "letters_tuning" or "letters_reporting"."""
    lines = (CASES / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(Case.model_validate_json(line) for line in lines if line.strip())
