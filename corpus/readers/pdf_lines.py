"""The lines of a PDF's page, from the characters that pdfium finds."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.block import SIGNS, called
from corpus.layout import Box, Line, Page, is_bold
from corpus.readers.pdf_rules import FAR, Uprights

LETTER = 0.5  # of their height: as wide as letters are, on average, at most
WIDE = 1.35  # times the page's usual width of a character: there may be a gap within the line
GAP = 1.2  # times the height of its letters: pieces of a line so far apart belong to two columns or cells
SMALLEST = 1.0  # points: damaged fonts have letters without height
RAISED = 0.08  # of the line's height: how far a footnote's mark stands above the foot of the line, at least
SMALLER = 0.85  # of the line's height: how high a footnote's mark is, at most
_HYPHEN = "\ufffe"  # what pdfium says for a hyphen at a line's end, with no line end after it
_LINE_ENDS = re.compile(f"\r\n|\n|\r|{_HYPHEN}")
_DIGITS = re.compile(r"(?:^|(?<=[^\s\d]))\d{1,3}(?!\w)|\d{5,7}(?!\w)")  # where the mark of a footnote may stand
_MARK = re.compile(r"[^\w\s]|\(?(?:\d{1,4}|[ivxlc]{1,5}|[A-Za-z])[.)]?|\d+(\.\d+)+\.?")
_FIGURE = re.compile(r"[-+\u2212\u00a3]?\d[\d.,]*%?")
_LETTER = re.compile(r"[^\W\d_]")
_UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")


class Characters:
    """The boxes and fonts of a text page's characters, by their place in its text."""

    def __init__(self, text: pdfium.PdfTextPage, page: Page) -> None:
        self._text = text
        self.content = text.get_text_range().translate(dict.fromkeys(map(ord, SIGNS), " "))
        self._same = len(self.content) == text.count_chars()  # each character has the number of its place, as is usual
        self._page, self._moved = page, page.is_moved
        self._box = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(96)
        self._flags = ctypes.c_int()

    def box(self, at: int) -> Box:
        """Left, bottom, right and top, with the room that the font gives each letter."""
        raw.FPDFText_GetLooseCharBox(self._text, self.number(at), self._box)
        box = self._box.left, self._box.bottom, self._box.right, self._box.top
        if not abs(sum(box)) < FAR:  # damaged numbers: without end, or none at all
            box = 0.0, 0.0, 0.0, 0.0
        return self._page.shown(box) if self._moved else box

    def font(self, at: int) -> str:
        """The font's name, without the mark of a subset; "bold" is added where only the weight tells."""
        number = self.number(at)
        raw.FPDFText_GetFontInfo(self._text, number, self._name, 96, self._flags)
        name = self._name.value.decode("latin-1").rpartition("+")[2]
        return name if raw.FPDFText_GetFontWeight(self._text, number) < 600 else f"{name} bold"

    def number(self, at: int) -> int:
        """The number pdfium has for the character at that place."""
        return at if self._same else max(0, raw.FPDFText_GetCharIndexFromTextIndex(self._text, at))


def lines_of(characters: Characters, page: int, uprights: Uprights | None = None) -> Iterator[Line]:
    """The lines of a page, in pieces where they are wide apart or an upright rule parts them."""
    content = characters.content
    spans = list(_spans(content))
    ends = [(characters.box(start), characters.box(end - 1)) for start, end, _ in spans]
    letters = [(last[2] - first[0]) / (span[1] - span[0]) for span, (first, last) in zip(spans, ends, strict=True)]
    usual = median([width for width, span in zip(letters, spans, strict=True) if span[1] - span[0] > 20] or [0.0])
    for (start, end, hyphen), (first, last), width in zip(spans, ends, letters, strict=True):
        pieces = [(start, end)]
        height = first[3] - first[1]
        crossed = uprights is not None and uprights.has_one(first[0], last[2], (first[1] + first[3]) / 2)
        if crossed or not usual or width > WIDE * min(usual, LETTER * height) or abs(first[1] - last[1]) > height:
            pieces = list(_pieces(characters, start, end, uprights))
        for begin, stop in pieces:
            if line := _line(characters, content, begin, stop, page, hyphen and stop == end):
                yield replace(line, apart=True) if begin > start else line


def _spans(content: str) -> Iterator[tuple[int, int, bool]]:
    """Where each line begins and ends, without the white space around it, and whether it ends in a hyphen."""
    at = 0
    ends = [*_LINE_ENDS.finditer(content), None]
    for end in ends:
        stop = end.start() if end else len(content)
        line = content[at:stop]
        if line.strip():
            yield (
                at + len(line) - len(line.lstrip()),
                stop - len(line) + len(line.rstrip()),
                bool(end and end[0] == _HYPHEN),
            )
        at = end.end() if end else stop


def _pieces(characters: Characters, start: int, end: int, uprights: Uprights | None) -> Iterator[tuple[int, int]]:
    """The parts of a line that stand well apart: columns or cells side by side."""
    content = characters.content
    words = [match.span() for match in re.finditer(r"\S+", content[start:end])]
    first, before = start, start
    right = height = low = 0.0
    for number, (begin, stop) in enumerate(words):
        left, bottom, _, top = characters.box(start + begin)
        gap, below = left - right > GAP * max(height, top - bottom), abs(bottom - low) > 0.7 * height
        ruled = uprights is not None and uprights.has_one(right, left, (low + top) / 2)
        mark = _is_mark(content[first:before]) and not _FIGURE.fullmatch(content[start + begin : start + stop])
        if number and (ruled or below or left < right - height or (gap and not mark)):
            yield first, before
            first = start + begin
        before = start + stop
        _, low, right, top = characters.box(before - 1)
        height = top - low
    yield first, end


def _is_mark(text: str) -> bool:
    """A list mark, a number or a footnote's mark has a gap after it, and belongs to what follows."""
    return len(text) <= 8 and bool(_MARK.fullmatch(text))


def _line(characters: Characters, content: str, start: int, end: int, page: int, hyphen: bool) -> Line | None:
    text = content[start:end]
    if not _UNKNOWN.sub("", text).strip():
        return None
    left, right = characters.box(start)[0], characters.box(end - 1)[2]
    first, last = _probes(text)
    _, bottom, _, top = characters.box(start + first)
    height = top - bottom
    before = (
        " " if content[max(0, start - 1) : start].strip("\r\n").isspace() else ""
    )  # parts it from what it goes on with
    text = before + _UNKNOWN.sub("", _with_calls(characters, text, start, bottom, height)) + ("-" if hyphen else "")
    font = characters.font(start + first)
    last_font = characters.font(start + last) if is_bold(font) else font
    return Line(page, text, left, bottom, max(left, right), top, max(SMALLEST, round(height, 1)), font, last_font)


def _probes(text: str) -> tuple[int, int]:
    """The characters that tell a line's looks: its first and last letter, else whatever is there."""
    first = _LETTER.search(text)
    if first is None:
        return 0, len(text) - 1
    last = _LETTER.search(text[::-1])
    return first.start(), len(text) - 1 - (last.start() if last else 0)


def _with_calls(characters: Characters, text: str, start: int, bottom: float, height: float) -> str:
    """The line's text with the marks of footnotes told apart: small digits that stand higher than the rest."""
    parts, at = [], 0
    for match in _DIGITS.finditer(text):
        first = match.end()
        while first > match.start() and _is_raised(characters.box(start + first - 1), bottom, height):
            first -= 1
        if first < match.end():
            parts += [text[at:first], called(text[first : match.end()])]
            at = match.end()
    return "".join([*parts, text[at:]])


def _is_raised(box: Box, bottom: float, height: float) -> bool:
    return box[1] > bottom + RAISED * height and box[3] - box[1] < SMALLER * height
