"""Which findings a section shows: the weightiest for their length that say something new, most from the latest document."""

from collections.abc import Callable, Iterable, Mapping, Sequence

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
        left = sorted(findings, key=self._alone, reverse=True)
        chosen = list(chosen)
        while left:
            best = self._best(left)
            left.remove(best)
            kept = [each for each in chosen if not best.holds(each)]
            if self._is_told(best, chosen) or not fits(best, kept) or not self._may_be_quoted(best.paragraph):
                continue
            self._taken = [*(each for each in self._taken if each in kept or each not in chosen), best]
            chosen = [*kept, best]
        return chosen

    def _in_order(self, chosen: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(
            sorted(chosen, key=lambda each: (self._ages[each.document.id], -each.worth, each.paragraph.position))
        )

    def _best(self, ranked: Sequence[Finding]) -> Finding:
        """The one worth most beside what is taken. `ranked`: by what they are worth alone, which is never less."""
        best, most = ranked[0], -1.0
        for each in ranked:
            if self._alone(each) <= most:
                break
            if (worth := self._alone(each) * self._new(each)) > most:
                best, most = each, worth
        return best

    def _alone(self, finding: Finding) -> float:
        """What it is worth for its length, at its age."""
        age = self._ages[finding.document.id]
        later: float = EARLIER * OLDER ** (age - 1) if age else 1.0
        return finding.worth / float(_room([finding]) ** LENGTH) * later

    def _new(self, finding: Finding) -> float:
        """The share of its words that no line has."""
        return 1 - max((_shared(finding, each) for each in self._taken), default=0.0)

    def _is_told(self, finding: Finding, here: Sequence[Finding] = ()) -> bool:
        """Whether it repeats what was taken; what it quotes along of the lines `here`, it may replace."""
        return any(repeats(finding, each) for each in self._taken if not (each in here and finding.holds(each)))


def room_of(lines: Iterable[str]) -> int:
    """The room that lines take, in words: their own, and as many as their notes take."""
    return sum(len(each.split()) + NOTE for each in lines)


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
