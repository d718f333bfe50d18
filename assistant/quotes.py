"""The quote gate: whether words really stand in a paragraph.

Every word and digit is compared exactly, after making alike what only looks different: white space, dashes,
quotation marks, ligatures, and words hyphenated at a line's end. "…" or "[...]" parts a quote into pieces that
must all be there, in order. A quote of fewer than three words supports nothing, unless it is a whole line of
the paragraph (a name, a date).
"""

import re
from dataclasses import dataclass

MIN_WORDS = 3
_DOTS = r"(?:\u2026|\.(?:\s?\.){2,})"
_ELLIPSIS = re.compile(rf"\s*(?:\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS})\s*")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u0060\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    }
)
# Only what is the same word set in other type; folding more would make "10²" equal "102".
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb06": "st"}


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text made comparable; `origins` gives each character's place in the text as it was."""

    text: str
    origins: tuple[int, ...]


def find_quote(quote: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where a quote's pieces stand in a text, as character spans in order; empty when it does not stand there."""
    folded = _fold(text)
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in filter(str.strip, _ELLIPSIS.split(quote)):
        match = _whole_words(piece).search(folded.text, at)
        if match is None or not _says_something(_fold(piece).text, text):
            return ()
        spans.append((folded.origins[match.start()], folded.origins[match.end() - 1] + 1))
        at = match.end()
    return tuple(spans)


def stands(quote: str, text: str) -> bool:
    """Whether a quote stands in a text."""
    return bool(find_quote(quote, text))


def _whole_words(piece: str) -> re.Pattern[str]:
    """A piece as whole words and numbers: "200 crimes" is not in "1,200 crimes", nor "it can" in "it can't"."""
    parts = [re.escape(_fold(part).text) for part in _LINE_END_HYPHEN.split(piece)]
    before = r"(?<!\w)(?<!\w['-])(?!(?:(?<=-)|(?<=\d[.,:/]))\d)"
    after = r"(?!\w)(?!['-]\w)(?!(?<=\d)[.,:/]\d)"
    return re.compile(before + "-?".join(parts) + after)  # a line's end does not tell whether the word has a hyphen


def _says_something(piece: str, text: str) -> bool:
    words = [word for word in piece.split() if re.search(r"\w", word)]
    lines = {_fold(line).text for line in text.split("\n")}
    return len(words) >= MIN_WORDS or (bool(words) and piece in lines)


def _fold(text: str) -> _Folded:
    characters: list[str] = []
    origins: list[int] = []
    skip_to = 0
    for at, character in enumerate(text):
        if at < skip_to:
            continue
        if broken := _LINE_END_HYPHEN.match(text, at):
            skip_to = broken.end()
            continue
        for folded in _LIGATURES.get(character, character).translate(_ALIKE):
            folded = " " if folded.isspace() else folded
            if (folded == " " and (not characters or characters[-1] == " ")) or folded == "\u00ad":
                continue
            characters.append(folded)
            origins.append(at)
    while characters and characters[-1] == " ":
        characters.pop()
        origins.pop()
    return _Folded("".join(characters), tuple(origins))


_LINE_END_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad\u2010][ \t]*\n[ \t]*(?=[a-z])")
