"""Which findings a section shows: the weightiest for their length that say something new, most from the latest document."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.briefing.brief import FindingType
from assistant.briefing.findings import CONCERNS, Finding
from corpus import Document, Paragraph

# What a line of an earlier document is worth beside the latest's, and less for each document older than that; what share
# of the room such lines have together. Where the latest has no more to tell, they may have all that is left.
EARLIER, OLDER, EARLIER_SHARE = 0.4, 0.9, 0.25
NOTE = 20  # words: the room that a line's note takes, and the end of the line that stays empty
LENGTH = 0.3  # power of a line's length by which its worth is divided, as two short ones tell more than a long one
REPEATS = 0.7  # share of the fewer content words that two lines have in common above which they say the same
Shares = Mapping[FindingType, tuple[tuple[FindingType, ...], float]]


@dataclass(slots=True, eq=False)
class _Candidate:
    """A finding with what it is worth alone, and the largest share of its words that the first `seen` lines have.

    `removals`: how many lines had been taken back when that was counted.
    """

    finding: Finding
    alone: float
    shared: float = 0.0
    seen: int = 0
    removals: int = 0


class Chooser:
    """Chooses findings for one section after the other; what one has taken, no other repeats.

    By maximal marginal relevance (Carbonell and Goldstein 1998): again and again the one that is worth most, less the
    share of its words that a line has already.
    """

    def __init__(self, documents: Sequence[Document], may_be_quoted: Callable[[Paragraph], bool]) -> None:
        """`documents`: those that the findings are from, latest first."""
        self._ages = {each.id: age for age, each in enumerate(documents)}
        self._may_be_quoted = may_be_quoted
        self._taken: list[Finding] = []
        self._removals = 0  # of lines that were taken, and replaced by one that quotes them along

    def choose(self, findings: Iterable[Finding], count: int) -> tuple[Finding, ...]:
        """At most so many of these, those of the latest document first and of one document the weightiest."""
        return self._in_order(self._chosen(findings, lambda best, kept: len(kept) < count))

    def fill(self, findings: Iterable[Finding], room: float, shares: Shares) -> tuple[Finding, ...]:
        """As many of these as there is room for, in words, in the same order.

        `shares`: by type, all types that have a share of the room with it, and that share.
        """

        def fits(best: Finding, kept: Sequence[Finding]) -> bool:
            types, share = shares.get(best.type, ((), 1.0))
            alike = [each for each in (*kept, best) if each.type in types]
            return _room((*kept, best)) <= room and _room(alike) <= room * share

        def leads(best: Finding, kept: Sequence[Finding]) -> bool:
            earlier = [each for each in (*kept, best) if self._ages[each.document.id]]
            return fits(best, kept) and (best not in earlier or _room(earlier) <= room * EARLIER_SHARE)

        told = list(findings)
        first = self._chosen(told, leads)
        return self._in_order(self._chosen(told, fits, first))

    def take_both(self, one: Finding, other: Finding) -> bool:
        """Take two that belong together, if neither is told yet and both may be quoted; whether they were taken."""
        free = not any(self._is_told(each) for each in (one, other))
        if free and self._may_be_quoted(one.paragraph) and self._may_be_quoted(other.paragraph):
            self._taken += [one, other]
            return True
        return False

    def _chosen(
        self,
        findings: Iterable[Finding],
        fits: Callable[[Finding, Sequence[Finding]], bool],
        chosen: Sequence[Finding] = (),
    ) -> list[Finding]:
        """The chosen, and those of the findings that fit with them, the best first."""
        candidates = (_Candidate(each, self._alone(each)) for each in findings)
        left = sorted(candidates, key=lambda each: each.alone, reverse=True)
        chosen = list(chosen)
        while left:
            candidate = self._best(left)
            left.remove(candidate)
            best = candidate.finding
            kept = [each for each in chosen if not best.holds(each)]
            if self._is_told(best, chosen) or not fits(best, kept) or not self._may_be_quoted(best.paragraph):
                continue
            if len(kept) < len(chosen):
                self._taken = [each for each in self._taken if each in kept or each not in chosen]
                self._removals += 1
            self._taken.append(best)
            chosen = [*kept, best]
        return chosen

    def _in_order(self, chosen: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(
            sorted(chosen, key=lambda each: (self._ages[each.document.id], -each.worth, each.paragraph.position))
        )

    def _best(self, ranked: Sequence[_Candidate]) -> _Candidate:
        """The one worth most beside what is taken. `ranked`: by what they are worth alone, which is never less."""
        best, most = ranked[0], -1.0
        for each in ranked:
            if each.alone <= most:
                break
            if (worth := each.alone * self._new(each)) > most:
                best, most = each, worth
        return best

    def _alone(self, finding: Finding) -> float:
        """What it is worth for its length, at its age."""
        age = self._ages[finding.document.id]
        later: float = EARLIER * OLDER ** (age - 1) if age else 1.0
        return finding.worth / float(_room([finding]) ** LENGTH) * later

    def _new(self, candidate: _Candidate) -> float:
        """The share of its words that no line has; only the lines taken since it was last asked are looked at."""
        if candidate.removals != self._removals:
            candidate.shared, candidate.seen, candidate.removals = 0.0, 0, self._removals
        for each in self._taken[candidate.seen :]:
            candidate.shared = max(candidate.shared, _shared(candidate.finding, each))
        candidate.seen = len(self._taken)
        return 1 - candidate.shared

    def _is_told(self, finding: Finding, here: Sequence[Finding] = ()) -> bool:
        """Whether it repeats what was taken; what it quotes along of the lines `here`, it may replace."""
        return any(repeats(finding, each) for each in self._taken if not (each in here and finding.holds(each)))


def room_of(lines: Iterable[str]) -> int:
    """The room that lines take, in words: their own, and as many as their notes take."""
    return sum(_words(each) + NOTE for each in lines)


@lru_cache(maxsize=8192)
def _words(line: str) -> int:
    return len(line.split())


def _room(findings: Iterable[Finding]) -> int:
    return room_of(each.quote for each in findings)


def repeats(one: Finding, other: Finding) -> bool:
    """Whether one says what the other has said: it has sentences of it, or nearly the same words.

    Blame repeats no praise, nor the reverse, unless it is the very sentence; blame may quote the praise it leans on.
    """
    same_side = (one.type in CONCERNS) == (other.type in CONCERNS)
    if one.paragraph.id == other.paragraph.id:
        return one.end == other.end or other.holds(one) or (one.holds(other) and (same_side or other.type in CONCERNS))
    return same_side and _shared(one, other) >= REPEATS


def _shared(one: Finding, other: Finding) -> float:
    """The share of the fewer content words that two have in common."""
    fewer = min(len(one.stems), len(other.stems))
    return len(one.stems & other.stems) / fewer if fewer else 0.0
