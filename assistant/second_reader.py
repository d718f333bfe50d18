"""A second reader of a statement and its source, and what its word may change in the verdict of the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.agreement import Source, disagreement
from assistant.quotes import stands
from assistant.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a claim and its source: supported, contradicted or not found.

    `words`: those of the source that decide it; empty for not found. `reader`: who read it, for a reason.
    """

    verdict: Verdict
    words: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """The verdict that stands, and the reading that moved it; None where the rules' own stands."""

    verdict: Verdict
    moved_by: Reading | None = None


class SecondReader(Protocol):
    """Reads a claim and a source together, as a person would."""

    def read(self, claim: str, source: str) -> Reading | None:
        """Its reading; None where it has none that counts."""
        ...


def only_wording(claim: str, source: Source) -> bool:
    """Whether nothing but other wording is held against a claim.

    No number, date, name, force, negation, opposite, quantity or modal word disagrees, and none of its judgements
    ("outstanding") is one that only the source's own words can bear.
    """
    return disagreement(claim, source, lambda _, __: 1.0) is None


def settled(verdict: Verdict, source: str, readings: Sequence[Reading | None], is_only_wording: bool) -> Settled:
    """The rules' verdict on a claim by its source, after its second readers.

    They can make "supported" stricter, one of them is enough, a contradiction before a "not found". They can lift "not
    found" to "supported" where all of them say so and only wording is held against the claim. What the rules find
    contradicted stays so. A reading without words that stand in the source says nothing, unless it is "not found".
    """
    heard = [each for each in readings if each and (each.verdict is Verdict.NOT_FOUND or stands(each.words, source))]
    against = sorted((each for each in heard if each.verdict is not Verdict.SUPPORTED), key=_by_strictness)
    if verdict is Verdict.SUPPORTED and against:
        return Settled(against[0].verdict, against[0])
    if verdict is Verdict.NOT_FOUND and is_only_wording and heard and not against:
        return Settled(Verdict.SUPPORTED, heard[0])
    return Settled(verdict)


def _by_strictness(reading: Reading) -> int:
    return (Verdict.CONTRADICTED, Verdict.NOT_FOUND, Verdict.SUPPORTED).index(reading.verdict)
