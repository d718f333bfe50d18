"""Whether a claim agrees with the sentences it rests on: what can be explained, and why not.

Numbers, dates, names, forces, negations, opposites, quantities and modal words of a claim are compared with those of
its source, by rule; the first disagreement is told with its words. Nothing here is learned, and nothing is guessed
from how alike two sentences look: two that differ in one "not" look the same.
"""

from collections.abc import Callable

from assistant.agreement.bodies import body_disagreement
from assistant.agreement.bounded import modality_disagreement, quantity_disagreement
from assistant.agreement.counted import date_disagreement, number_disagreement
from assistant.agreement.days import Day
from assistant.agreement.named import force_disagreement, name_disagreement
from assistant.agreement.ranked import comparison_disagreement
from assistant.agreement.said import Nearness, coverage, unsaid
from assistant.agreement.source import Disagreement, Kind, Source
from assistant.agreement.turned import negation_disagreement, opposite_disagreement
from assistant.agreement.worded import wording_disagreement

__all__ = ["Day", "Disagreement", "Kind", "Nearness", "Source", "coverage", "disagreement"]

_CHECKS: tuple[Callable[[str, Source], Disagreement | None], ...] = (
    force_disagreement,
    date_disagreement,
    number_disagreement,
    name_disagreement,
    body_disagreement,
    opposite_disagreement,
    comparison_disagreement,
    negation_disagreement,
    quantity_disagreement,
    modality_disagreement,
    wording_disagreement,
)


def disagreement(claim: str, source: Source, nearness: Nearness | None = None) -> Disagreement | None:
    """The first thing in which a claim says other than its source, or more; None when it is borne out."""
    if claim.strip() in source.text:
        return None
    for check in _CHECKS:
        if found := check(claim, source):
            return found
    return unsaid(claim, source, nearness)
