"""Two versions of a text with the words marked in which they differ; escaped."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from markupsafe import Markup, escape

MOST = 1500  # words of each that are compared: the time grows with their product


@lru_cache(maxsize=256)
def compared(then: str, now: str) -> tuple[Markup, Markup]:
    """The older text with the words that are gone in <del>, and the newer with those that came in <ins>."""
    old, new = _words(then), _words(now)
    if max(len(old), len(new)) > MOST:
        return escape(then), escape(now)
    matcher = SequenceMatcher(None, [each.strip() for each in old], [each.strip() for each in new], autojunk=False)
    gone, come = Markup(), Markup()
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        gone += _marked(old[start:end], "del", what != "equal")
        come += _marked(new[new_start:new_end], "ins", what != "equal")
    return gone, come


def _words(text: str) -> list[str]:
    """The words, each with the white space after it."""
    return re.findall(r"\S+\s*", text)


def _marked(words: Sequence[str], mark: str, is_marked: bool) -> Markup:
    text = "".join(words)
    if not is_marked or not text:
        return escape(text)
    inside = text.rstrip()
    return Markup("<{mark}>{inside}</{mark}>{space}").format(mark=mark, inside=inside, space=text[len(inside) :])
