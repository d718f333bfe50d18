"""Which findings a section shows: the weightiest, none twice, from all documents and themes in turn."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from assistant.briefing.findings import CONCERNS, Finding
from corpus import Paragraph

# What a line is worth after one of the same document, or of the same theme, was taken; and one a document older.
SAME_DOCUMENT, SAME_THEME, OLDER = 0.97, 0.9, 0.75
REPEATS = 0.7  # share of the fewer content words that two lines have in common above which they say the same


class Chooser:
    """Chooses findings for one section after the other; what one has taken, no other repeats."""

    def __init__(self, may_be_quoted: Callable[[Paragraph], bool]) -> None:
        self._may_be_quoted = may_be_quoted
        self._taken: list[Finding] = []

    def choose(self, findings: Iterable[Finding], count: int) -> tuple[Finding, ...]:
        """At most so many of these, those of the latest document first and of one document the weightiest."""
        left = list(findings)
        ages = _ages(left)
        chosen: list[Finding] = []
        documents: Counter[str] = Counter()
        themes: Counter[str] = Counter()

        def worth(finding: Finding) -> float:
            theme = finding.themes[0] if finding.themes else ""
            balance = SAME_DOCUMENT ** documents[finding.document.id] * SAME_THEME ** themes[theme]
            return finding.worth * balance * OLDER ** ages[finding.document.id]

        while left and len(chosen) < count:
            best = max(left, key=worth)
            left.remove(best)
            if self._is_told(best, chosen) or not self._may_be_quoted(best.paragraph):
                continue
            within = [each for each in chosen if best.holds(each)]
            chosen = [*(each for each in chosen if each not in within), best]
            self._taken = [*(each for each in self._taken if each not in within), best]
            documents[best.document.id] += 1
            themes[best.themes[0] if best.themes else ""] += 1
        return tuple(sorted(chosen, key=lambda each: (ages[each.document.id], -each.worth, each.paragraph.position)))

    def take_both(self, one: Finding, other: Finding) -> bool:
        """Take two that belong together, if neither is told yet and both may be quoted; whether they were taken."""
        free = not any(self._is_told(each) for each in (one, other))
        if free and self._may_be_quoted(one.paragraph) and self._may_be_quoted(other.paragraph):
            self._taken += [one, other]
            return True
        return False

    def _is_told(self, finding: Finding, here: Sequence[Finding] = ()) -> bool:
        """Whether it repeats what was taken; what it quotes along of the lines `here`, it may replace."""
        return any(repeats(finding, each) for each in self._taken if not (each in here and finding.holds(each)))


def repeats(one: Finding, other: Finding) -> bool:
    """Whether one says what the other has said: it has sentences of it, or nearly the same words.

    Blame repeats no praise, nor the reverse, unless it is the very sentence; blame may quote the praise it leans on.
    """
    same_side = (one.type in CONCERNS) == (other.type in CONCERNS)
    if one.paragraph.id == other.paragraph.id:
        return one.end == other.end or other.holds(one) or (one.holds(other) and (same_side or other.type in CONCERNS))
    if not same_side:
        return False
    fewer = min(len(one.stems), len(other.stems))
    return bool(fewer) and len(one.stems & other.stems) >= REPEATS * fewer


def _ages(findings: Sequence[Finding]) -> dict[str, int]:
    """For each document how many of the others are later."""
    documents = {each.document.id: each.document for each in findings}.values()
    latest = sorted(documents, key=lambda each: (-(each.latest or date.min).toordinal(), each.id))
    return {each.id: age for age, each in enumerate(latest)}
