"""What a statement comes out as, from the sentences nearest to it: how near they are, and in what they disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from assistant.agreement import Disagreement, Kind
from assistant.answer import Citation
from assistant.quoted import Quoted

# Nearness of a statement and a sentence is cosine and MaxSim, weighed as these tell a paraphrase's sentence from the next
# best of its letter. Picked on the tuning paraphrases: 92 % of their sentences are above the first line, and 4 % of
# paraphrases have another sentence of the letter above it. Above the second, what disagrees speaks of the same thing.
COSINE, MAXSIM = 0.3, 0.7
SUPPORTS = 0.65
SAME_MATTER = 0.60
OUTWEIGHS = 0.06  # how much nearer the sentence that disagrees must be than one that agrees

Thing = TypeVar("Thing")


class Verdict(StrEnum):
    """How a statement came out."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    MISQUOTED = "misquoted"
    NOT_FOUND = "not_found"
    NOTHING_TO_CHECK = "nothing_to_check"

    @property
    def label(self) -> str:
        """The verdict for a reader."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement with its verdict and the reason in a sentence.

    `citations`: what supports or contradicts it; of one not found the nearest sentence, offered as just that.
    `quoted`: what became of its quotation, if it has one. `reference`: whether the reference written with it is right,
    in a sentence; empty where none is. `is_misplaced`: it is not.
    """

    statement: str
    verdict: Verdict
    reason: str
    citations: tuple[Citation, ...] = ()
    quoted: Quoted | None = None
    reference: str = ""
    is_misplaced: bool = False

    @property
    def needs_a_look(self) -> bool:
        """Whether it does not stand, or not where its reference says."""
        return self.is_misplaced or self.verdict not in (Verdict.SUPPORTED, Verdict.NOTHING_TO_CHECK)


@dataclass(frozen=True, slots=True)
class Compared(Generic[Thing]):
    """A sentence beside a statement: how near they are, and in what the statement disagrees with it, if in anything."""

    sentence: Thing
    cosine: float
    maxsim: float
    wrong: Disagreement | None

    @property
    def nearness(self) -> float:
        """How near they are, between 0 and 1."""
        return nearness(self.cosine, self.maxsim)

    @property
    def supports(self) -> bool:
        """Whether the sentence says what the statement says."""
        return self.wrong is None and self.nearness >= SUPPORTS

    @property
    def contradicts(self) -> bool:
        """Whether it speaks of the same matter and has other words for it; an added "not" needs none."""
        if self.wrong is None or self.wrong.kind is Kind.UNSAID:
            return False
        if self.wrong.source:
            return self.nearness >= SAME_MATTER
        return self.wrong.kind is Kind.NEGATION and self.nearness >= SUPPORTS


def nearness(cosine: float, maxsim: float) -> float:
    """How near a sentence is to a statement, between 0 and 1."""
    return COSINE * cosine + MAXSIM * maxsim


def decided(compared: Sequence[Compared[Thing]]) -> tuple[Verdict, Compared[Thing] | None]:
    """The verdict on a statement and the sentence that decides it; None where none does."""
    best = sorted(compared, key=lambda each: -each.nearness)
    agreeing = next((each for each in best if each.supports), None)
    against = next((each for each in best if each.contradicts), None)
    if against and (agreeing is None or against.nearness > agreeing.nearness + OUTWEIGHS):
        return Verdict.CONTRADICTED, against
    return (Verdict.SUPPORTED, agreeing) if agreeing else (Verdict.NOT_FOUND, None)
