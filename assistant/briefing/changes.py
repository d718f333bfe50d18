"""What two inspections say differently of the same matter: pairs of near sentences whose types differ."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from assistant.briefing.brief import FindingType
from assistant.briefing.findings import CONCERNS, Finding
from corpus import Document
from index.scope import places_of

# How much two sentences must have in common to speak of one matter: the cosine of their content words, weighed by
# rarity, and this and how near they come by meaning together. Picked by reading the nearest pairs of ten forces' letters,
# of which few speak of one matter.
SHARED, LIKE = 0.3, 0.8
WEIGHTIEST = 120  # findings of each kind that are compared
LOOKED_AT = 12  # pairs, those with most words in common, whose meaning is compared
_GOOD = frozenset({FindingType.STRENGTH})
_BAD = frozenset(CONCERNS)
Nearness = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Change:
    """A finding of an earlier inspection, and what a later one says of the same matter."""

    earlier: Finding
    later: Finding


def changes(findings: Sequence[Finding], nearness: Nearness) -> Iterator[Change]:
    """The changes, the nearest pairs first.

    Letters on different places of a force, in one programme, are compared in what they say of the police only.
    """
    rarity = _rarity(findings)
    pairs = [(_shared(*pair, rarity=rarity), *pair) for pair in _pairs(findings)]
    likely = sorted(pairs, key=lambda each: -each[0])[:LOOKED_AT]
    near = [
        (shared + nearness(one.sentence, other.sentence), one, other)
        for shared, one, other in likely
        if shared >= SHARED
    ]
    for fit, earlier, later in sorted(near, key=lambda each: -each[0]):
        if fit >= LIKE:
            yield Change(earlier, later)


def comparable(earlier: Document, later: Document) -> bool:
    """Whether two documents are inspections of one place, or of one programme, at different times."""
    if not (earlier.latest and later.latest and earlier.latest < later.latest):
        return False
    return same_place(earlier, later) or (earlier.programme is not None and earlier.programme == later.programme)


def same_place(one: Document, other: Document) -> bool:
    """Whether two documents are about one place, or both about the whole force."""
    return places_of(one.title) == places_of(other.title)


def _pairs(findings: Iterable[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """Earlier and later findings that may be set side by side: one good, one bad, on a theme of both."""
    told = sorted((each for each in findings if each.themes), key=lambda each: -each.worth)
    good, bad = ([each for each in told if each.type in types][:WEIGHTIEST] for types in (_GOOD, _BAD))
    documents = {each.document.id: each.document for each in (*good, *bad)}
    only_police = {pair: _comparison(*(documents[id] for id in pair)) for pair in permutations(documents, 2)}
    for one, other in product(good, bad):
        if set(one.themes).isdisjoint(other.themes):
            continue
        for earlier, later in ((one, other), (other, one)):
            needs_police = only_police.get((earlier.document.id, later.document.id))
            if needs_police is not None and (not needs_police or (earlier.is_on_police and later.is_on_police)):
                yield earlier, later


def _comparison(earlier: Document, later: Document) -> bool | None:
    """Whether the two can be compared in what they say of the police only; None where they cannot at all."""
    return not same_place(earlier, later) if comparable(earlier, later) else None


def _rarity(findings: Sequence[Finding]) -> dict[str, float]:
    """How rare each stem is among the findings: the logarithm of how many there are to one that has it."""
    counts = Counter(stem for each in findings for stem in each.stems)
    return {stem: math.log(len(findings) / count) for stem, count in counts.items()}


def _shared(one: Finding, other: Finding, rarity: dict[str, float]) -> float:
    """The cosine of two sentences' stems, each weighed by its rarity."""

    def length(stems: Iterable[str]) -> float:
        return math.sqrt(sum(rarity[each] ** 2 for each in stems))

    total = length(one.stems) * length(other.stems)
    return length(one.stems & other.stems) ** 2 / total if total else 0.0
