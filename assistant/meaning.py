"""Whether the difference between a quote and its source changes a number, or the meaning."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.agreement.figures import figures_of
from assistant.agreement.words import Loaded, cues_of, opposites, words_of
from assistant.difference import Change
from index import stem

_OPPOSING = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "mis")
_SMALL_FIGURE = re.compile("[\u00b9\u00b2\u00b3\u2070-\u2079\u00bc-\u00be]")  # "10²" is not 10
_TURNING = frozenset(Loaded) - {Loaded.AGAINST}


def changes_number(changes: Sequence[Change]) -> bool:
    """Whether any number in digits or words is another one, or in another place."""
    return any(_numbers(each.quoted) != _numbers(each.source) for each in changes if each.is_in_words)


def changes_meaning(changes: Sequence[Change]) -> bool:
    """Whether a number changes, a negation, a "some" or "must", or a word gives way to its opposite.

    What changes otherwise may still say something else: this tells what surely does.
    """
    turned = [_loaded(" ".join(getattr(each, side) for each in changes)) for side in ("quoted", "source")]
    differ = [each for each in changes if each.is_in_words]
    return (
        changes_number(changes)
        or turned[0] != turned[1]
        or any(_loaded(each.quoted) != _loaded(each.source) or _is_opposite(each) for each in differ)
    )


def _numbers(text: str) -> list[str]:
    figures = [str(each.value) for each in figures_of(text)]
    return (figures or re.findall(r"\d+", text)) + _SMALL_FIGURE.findall(text)


def _loaded(text: str) -> Counter[Loaded]:
    return Counter(does for cue in cues_of(text) for does in cue.does & _TURNING)


def _is_opposite(change: Change) -> bool:
    mine, theirs = [{word.lower for word in words_of(side)} for side in (change.quoted, change.source)]
    stems = {stem(word) for word in theirs}
    if any(not opposites(in_place=True).get(stem(word), frozenset()).isdisjoint(stems) for word in mine):
        return True
    return any(
        f"{each}{word}" in other
        for one, other in ((mine, theirs), (theirs, mine))
        for word in one
        for each in _OPPOSING
    )
