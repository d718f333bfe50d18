"""How general tools look a quote up: as it is, or by the likeness of letters."""

from collections.abc import Sequence
from difflib import SequenceMatcher

FUZZY = 0.9
_NEAREST = (
    3  # texts that are compared, those with most of the quote's words, and stretches of each: all would take hours
)


def finds_plainly(quote: str, texts: Sequence[str]) -> bool:
    """Whether a quote is in one of the texts as it is, white space aside."""
    words = " ".join(quote.split())
    return any(words in " ".join(text.split()) for text in texts)


def finds_fuzzily(quote: str, texts: Sequence[str]) -> bool:
    """Whether a stretch of one of the texts is as much like the quote as fuzzy matchers ask for."""
    words = set(quote.split())
    nearest = sorted(texts, key=lambda text: -len(words & set(text.split())))[:_NEAREST]
    return any(_partial_ratio(quote, text) >= FUZZY for text in nearest)


def _partial_ratio(quote: str, text: str) -> float:
    """The ratio of the quote and the stretch of its length, about one of the longest equal parts, that is most alike."""
    blocks = SequenceMatcher(None, quote, text, autojunk=False).get_matching_blocks()
    starts = {max(0, block.b - block.a) for block in sorted(blocks, key=lambda block: -block.size)[:_NEAREST]}
    stretches = (text[start : start + len(quote)] for start in starts)
    return max(SequenceMatcher(None, quote, each, autojunk=False).ratio() for each in stretches)
