"""Comparisons: "better than", "less consistent". A claim may not turn one round."""

import re

from assistant.agreement.source import Disagreement, Kind, Source

_UP = re.compile(
    r"\b(?:more|better|stronger|higher|greater|larger|longer|faster|quicker|older|wider|best|strongest|highest)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:less|worse|weaker|lower|fewer|poorer|smaller|shorter|slower|younger|narrower|worst|poorest|weakest|lowest)\b",
    re.IGNORECASE,
)
_NO_COMPARISON = re.compile(
    r"\b(?:more or less|no more|no less|more than (?:\d|one|two|three|half|a )|less than (?:\d|one|two|three|half|a )|at least|once more|more recently|"
    r"nevertheless|no longer|any longer|as long|no better|no fewer|not more|not less|no older|best practice|best interests?|older (?:people|children|siblings?))",
    re.IGNORECASE,
)


def comparison_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A claim that compares only downwards where its source compares only upwards, or the reverse."""
    mine, theirs = _NO_COMPARISON.sub(" ", claim), _NO_COMPARISON.sub(" ", source.text)
    for here, there in ((_UP, _DOWN), (_DOWN, _UP)):
        word, other = here.search(mine), there.search(theirs)
        if word and other and not there.search(mine) and not here.search(theirs):
            return Disagreement(Kind.OPPOSITE, word[0], other[0])
    return None
