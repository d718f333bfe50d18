"""The quote gate's eye: whether words really stand in a text.

Every word and digit is compared exactly, after making alike what only looks different: white space, dashes,
quotation marks, ligatures, bullets, and words hyphenated at a line's end. "…" or "[...]" parts a quote into pieces
that must all be there, in order. A quote of fewer than three words supports nothing, unless it is a whole line of
the text (a name, a date). `assistant.gate` looks for a quote in the corpus, and tells what is wrong with it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

MIN_WORDS = 3
_DOTS = r"(?:\u2026+\.?|\.(?:\s?\.){2,})"
_SPACE = r"(?:(?<!\s)\s++)?"  # looked through once: long runs of white space cost no time
_ELLIPSIS = re.compile(rf"{_SPACE}(?:\[\s*+{_DOTS}\s*+\]|\(\s*+{_DOTS}\s*+\)|{_DOTS})\s*+")
# U+0002 and U+FFFE are what PDF viewers copy in place of such a hyphen, without the end of the line.
_LINE_END_HYPHEN = re.compile(r"(?<=[a-z])(?:[-\u00ad\u2010][^\S\n\f\r]*+[\n\f\r]|[\u0002\ufffe])\s*+(?=[a-z])")
_UNSEEN = r"\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphens and marks of no width
_BULLETS = r"\u2022\u2023\u25aa\u25cf\u25e6\u25fc\uf06e\uf0b7"
# Only what is the same word set in other type; folding more would make "10²" equal "102".
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb06": "st"}
_OTHER_TYPE = re.compile(
    rf"(?P<broken>{_LINE_END_HYPHEN.pattern})"
    r"|(?P<kept>(?<=\w)(?:[-\u2010][^\S\n\f\r]*+[\n\f\r]|[\u0002\ufffe])\s*+(?=\w))"
    rf"|(?P<dash>[\s{_UNSEEN}]*+[\u2014\u2015][\s{_UNSEEN}]*+|\s++[-\u2010-\u2013\u2212]\s++)"
    rf"|(?P<space>[{_UNSEEN}]*[\s{_BULLETS}][\s{_BULLETS}{_UNSEEN}]*)"
    rf"|(?P<nothing>[{_UNSEEN}]+)"
    r"|(?P<hyphen>[\u2010-\u2013\u2212])"
    r"|(?P<ligature>[\ufb00-\ufb04\ufb06])"
    r"|(?P<inches>(?<=\d)[\u201c-\u201f\u2033])"
    r"|(?P<mark>[\u2018-\u201b\u2032`\u00b4\u00ab\u00bb]|(?<!\d)[\"\u201c-\u201f\u2033])"
)
# A dash between words and a hyphen within one are told apart so that a quote may end before a dash.
_TYPED = {"dash": "\u2014", "space": " ", "nothing": "", "kept": "-", "hyphen": "-", "inches": '"', "mark": "'"}
_WORD = re.compile(r"\w[^\s\u2014]*")


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text made comparable; `origins` gives each character's place in the text as it was."""

    text: str
    origins: tuple[int, ...]


def find_quote(quote: str, text: str, as_writers_do: bool = False) -> tuple[tuple[int, int], ...]:
    """Where a quote's pieces stand in a text, as character spans in order; empty when it does not stand there.

    `as_writers_do`: it may begin with a capital where the text has none, or the reverse ("[T]he" marks that, before
    any piece), and end in a full stop or comma that is not in the text.
    """
    patterns = _patterns(quote, as_writers_do)
    spans = _spans(patterns, _fold(text), text)
    if not spans and _LINE_END_HYPHEN.search(text):
        return _spans(patterns, _fold(text, broken="-"), text)  # a line's end does not tell whose hyphen it is
    return spans


def stands(quote: str, text: str) -> bool:
    """Whether a quote stands in a text."""
    return bool(find_quote(quote, text))


def pieces(quote: str) -> list[str]:
    """The parts of a quote around "…"."""
    return [piece for piece in _ELLIPSIS.split(quote) if piece.strip()]


def words_in(piece: str) -> int:
    """How many words it has; "well-managed" is one."""
    return len(_WORD.findall(folded(piece)))


def folded(text: str) -> str:
    """A text in plain type: what is alike in this is the same, word for word."""
    return _fold(text).text


def without_line_ends(text: str) -> str:
    """A text with the words put together that are hyphenated at a line's end."""
    return _LINE_END_HYPHEN.sub("", text)


@lru_cache(maxsize=2048)  # a quote is looked for in one paragraph after the other, and in many an answer
def _patterns(quote: str, as_writers_do: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each piece, and the pattern that finds it."""
    parts = pieces(quote)
    found = []
    for at, piece in enumerate(parts):
        ends = {"begins": at == 0, "closes": at == len(parts) - 1} if as_writers_do else {}
        found.append((piece, _whole_words(piece, as_writers_do, **ends)))
    return tuple(found)


def _spans(
    patterns: tuple[tuple[str, re.Pattern[str]], ...], source: _Folded, text: str
) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    at = 0
    for piece, pattern in patterns:
        match = pattern.search(source.text, at)
        if match is None or not _says_something(piece, text):
            return ()
        spans.append((source.origins[match.start()], source.origins[match.end() - 1] + 1))
        at = match.end()
    return tuple(spans)


def _whole_words(piece: str, bracketed: bool, begins: bool = False, closes: bool = False) -> re.Pattern[str]:
    """A piece as whole words and numbers: "200 crimes" is not in "1,200 crimes", nor "it can" in "it can't"."""
    piece = piece.strip()
    stop = piece[-1] if closes and piece[-1] in ".," and piece.strip(".,") else ""
    parts = [_pattern(part) for part in _LINE_END_HYPHEN.split(piece[: len(piece) - len(stop)])]
    words = "-?".join(parts)  # a line's end does not tell whether the word has a hyphen
    if bracketed:
        words = re.sub(r"^(\W*)\\\[([^\W\d_])\\\]", _either_case, words)
    if begins:
        words = re.sub(r"^((?:\\.|[^\w\\\[])*)([^\W\d_])", _either_case, words)
    before = r"(?<!\w)(?<!\w['-])(?!(?:(?<=-)|(?<=\d[.,:/]))\d)"
    after = r"(?!\w)(?!['-]\w)(?!(?<=\d)[.,:/]\d)"
    return re.compile(f"{before}{words}(?:{re.escape(stop)})?{after}")


def _pattern(part: str) -> str:
    return re.sub(r"\\-|\u2014", "[-\u2014]", re.escape(folded(part)))


def _either_case(match: re.Match[str]) -> str:
    return f"{match[1]}[{match[2].lower()}{match[2].upper()}]"


def _says_something(piece: str, text: str) -> bool:
    count = words_in(piece)
    return count >= MIN_WORDS or (count > 0 and folded(piece) in {folded(line) for line in text.split("\n")})


@lru_cache(maxsize=1024)  # a paragraph is looked through for every quote of it
def _fold(text: str, broken: str = "") -> _Folded:
    parts: list[str] = []
    origins: list[int] = []
    at = 0
    for match in _OTHER_TYPE.finditer(text):
        new = _typed(match, broken)
        parts += [text[at : match.start()], new]
        origins += [*range(at, match.start()), *[match.start()] * len(new)]
        at = match.end()
    whole = "".join(parts) + text[at:]
    origins += range(at, len(text))
    start = len(whole) - len(whole.lstrip(" "))
    end = len(whole.rstrip(" "))
    return _Folded(whole[start:end], tuple(origins[start:end]))


def _typed(match: re.Match[str], broken: str) -> str:
    kind = str(match.lastgroup)
    if kind == "broken":
        return broken
    return _LIGATURES[match[0]] if kind == "ligature" else _TYPED[kind]
