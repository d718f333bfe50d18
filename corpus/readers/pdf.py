"""PDF files, by pypdfium2: the text layer's lines, with their boxes and fonts."""

import ctypes
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.block import Reading, called
from corpus.document import Area
from corpus.errors import UnreadableFile
from corpus.layout import THIN, Box, Line, Page, arrange, is_bold, rejoin, side_by_side
from corpus.readers.ocr import can_recognise, recognise
from corpus.readers.sheet import sheet
from corpus.readers.text import MAX_BYTES
from corpus.readers.whole import is_whole

MAX_PAGES = 3000
TABLE = 4  # lines side by side on a page, at least, before tables are looked for
LETTER = 0.5  # of their height: as wide as letters are, on average, at most
WIDE = 1.35  # times the page's usual width of a character: there may be a gap within the line
GAP = 1.2  # times the height of its letters: pieces of a line so far apart belong to two columns or cells
SHORTEST = 8.0  # points: what is drawn smaller is no rule of a table
MAX_RULES = 2000  # of a page; where there are more, it is a map or a chart, and they take long to compare
SMALLEST = 1.0  # points: damaged fonts have letters without height
FAR = 1e9  # points
RAISED = 0.08  # of the line's height: how far a footnote's mark stands above the foot of the line, at least
SMALLER = 0.85  # of the line's height: how high a footnote's mark is, at most
_HYPHEN = "\ufffe"  # what pdfium says for a hyphen at a line's end, with no line end after it
_LINE_ENDS = re.compile(f"\r\n|\n|\r|{_HYPHEN}")
_DIGITS = re.compile(r"(?:^|(?<=[^\s\d]))\d{1,3}(?!\w)|\d{5,7}(?!\w)")  # where the mark of a footnote may stand
_MARK = re.compile(r"[^\w\s]|\(?(?:\d{1,4}|[ivxlc]{1,5}|[A-Za-z])[.)]?|\d+(\.\d+)+\.?")
_FIGURE = re.compile(r"[-+\u2212\u00a3]?\d[\d.,]*%?")
_LETTER = re.compile(r"[^\W\d_]")
_UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")


def read_pdf(path: Path, report: Callable[[float], None] = lambda share: None, *, ocr: bool = False) -> Reading:
    """A PDF's blocks. Raises `UnreadableFile`.

    `report` is told the share of pages done. `ocr`: where there is no text layer, the text is recognised.
    """
    with _opened(path) as document:
        pages = []
        for number in range(1, len(document) + 1):
            pages.append(_page(document, number, path))
            report(number / len(document))
        if _has_words(pages):
            return arrange(pages)
        if not ocr:
            raise UnreadableFile(*_no_text(path, len(pages)))
        pages = recognise(document, report)
    if not _has_words(pages):
        raise UnreadableFile(f"No words could be recognised in {path.name}.", "Check that it is the file you meant.")
    return arrange(pages, ocr=True)


def _has_words(pages: Sequence[Page]) -> bool:
    return any(character.isalnum() for page in pages for line in page.lines for character in line.text)


def _no_text(path: Path, pages: int) -> tuple[str, str]:
    """The problem and its remedy."""
    problem = (
        f"{path.name} has no text layer: its {pages} {'page is a picture' if pages == 1 else 'pages are pictures'}."
    )
    if can_recognise():
        return (
            problem,
            "Its text can be recognised (OCR): python -m corpus add --ocr FILE, or the button in the Library.",
        )
    return problem, "Install tesseract (Debian: tesseract-ocr), and its text can be recognised (OCR)."


def _opened(path: Path) -> "closing[pdfium.PdfDocument]":
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB.", "Split it and add the parts."
            )
        if not size:
            raise UnreadableFile(f"{path.name} is empty.", "Check that it is the file you meant.")
        data = path.read_bytes()
        document = pdfium.PdfDocument(data)
    except OSError as fault:
        raise UnreadableFile(
            f"{path.name} cannot be opened ({fault.strerror}).", "Check that it exists and may be read."
        ) from fault
    except pdfium.PdfiumError as fault:
        raise _refused(path, fault) from fault
    try:
        if not 0 < len(document) <= MAX_PAGES:
            raise UnreadableFile(f"{path.name} has {len(document)} pages.", f"Add files of 1 to {MAX_PAGES} pages.")
        if not is_whole(data):
            raise UnreadableFile(
                f"{path.name} is damaged: a part of it is missing or changed.", "Get it again from where it came."
            )
    except UnreadableFile:
        document.close()
        raise
    return closing(document)


def _refused(path: Path, fault: pdfium.PdfiumError) -> UnreadableFile:
    if getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD:
        return UnreadableFile(
            f"{path.name} is protected by a password.", "Save a copy without the password and add that."
        )
    return UnreadableFile(
        f"{path.name} is damaged or no PDF.", "Open it, print or export it as PDF again, and add that."
    )


def _rules(page: pdfium.PdfPage, shown: Page) -> tuple[Area, ...]:
    """The lines and boxes drawn on a page, where there are no more than a table may have."""
    shapes = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)
    areas = (Area(shown.number, *shown.shown(shape.get_bounds())) for shape in shapes)
    long = (area for area in areas if SHORTEST <= max(area.right - area.left, area.top - area.bottom) < FAR)
    rules = tuple(islice(long, MAX_RULES + 1))
    return rules if len(rules) <= MAX_RULES else ()


def _page(document: pdfium.PdfDocument, number: int, path: Path) -> Page:
    try:
        page = document[number - 1]
        with closing(page), closing(page.get_textpage()) as text:
            bare = sheet(page, number)
            characters = _Characters(text, bare)
            found = replace(bare, lines=tuple(rejoin(list(_lines(characters, number)))))
            if side_by_side(found.lines) < TABLE:
                return found
            rules = _rules(page, found)
            if uprights := _uprights(rules):
                found = replace(found, lines=tuple(rejoin(list(_lines(characters, number, uprights)))))
            return replace(found, rules=rules)
    except pdfium.PdfiumError as fault:
        raise UnreadableFile(
            f"Page {number} of {path.name} is damaged.", "Open it, print or export it as PDF again, and add that."
        ) from fault


class _Characters:
    """The boxes and fonts of a text page's characters, by their place in its text."""

    def __init__(self, text: pdfium.PdfTextPage, page: Page) -> None:
        self._text = text
        self.content = text.get_text_range()
        self._same = len(self.content) == text.count_chars()  # each character has the number of its place, as is usual
        self._page, self._moved = page, page.is_moved
        self._box = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(96)
        self._flags = ctypes.c_int()

    def box(self, at: int) -> Box:
        """Left, bottom, right and top, with the room that the font gives each letter."""
        raw.FPDFText_GetLooseCharBox(self._text, self._number(at), self._box)
        box = self._box.left, self._box.bottom, self._box.right, self._box.top
        if not abs(sum(box)) < FAR:  # damaged numbers: without end, or none at all
            box = 0.0, 0.0, 0.0, 0.0
        return self._page.shown(box) if self._moved else box

    def font(self, at: int) -> str:
        """The font's name, without the mark of a subset; "bold" is added where only the weight tells."""
        number = self._number(at)
        raw.FPDFText_GetFontInfo(self._text, number, self._name, 96, self._flags)
        name = self._name.value.decode("latin-1").rpartition("+")[2]
        return name if raw.FPDFText_GetFontWeight(self._text, number) < 600 else f"{name} bold"

    def _number(self, at: int) -> int:
        return at if self._same else max(0, raw.FPDFText_GetCharIndexFromTextIndex(self._text, at))


def _lines(characters: _Characters, page: int, uprights: Sequence[Area] = ()) -> Iterator[Line]:
    """The lines of a page, in pieces where they are wide apart or an upright rule parts them."""
    content = characters.content
    spans = list(_spans(content))
    ends = [(characters.box(start), characters.box(end - 1)) for start, end, _ in spans]
    letters = [(last[2] - first[0]) / (span[1] - span[0]) for span, (first, last) in zip(spans, ends, strict=True)]
    usual = median([width for width, span in zip(letters, spans, strict=True) if span[1] - span[0] > 20] or [0.0])
    for (start, end, hyphen), (first, last), width in zip(spans, ends, letters, strict=True):
        pieces = [(start, end)]
        height = first[3] - first[1]
        if uprights or not usual or width > WIDE * min(usual, LETTER * height) or abs(first[1] - last[1]) > height:
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


def _pieces(characters: _Characters, start: int, end: int, uprights: Sequence[Area]) -> Iterator[tuple[int, int]]:
    """The parts of a line that stand well apart: columns or cells side by side."""
    content = characters.content
    words = [match.span() for match in re.finditer(r"\S+", content[start:end])]
    first, before = start, start
    right = height = low = 0.0
    for number, (begin, stop) in enumerate(words):
        left, bottom, _, top = characters.box(start + begin)
        gap, below = left - right > GAP * max(height, top - bottom), abs(bottom - low) > 0.7 * height
        ruled = any(_stands_between(rule, right, left, (low + top) / 2) for rule in uprights)
        mark = _is_mark(content[first:before]) and not _FIGURE.fullmatch(content[start + begin : start + stop])
        if number and (ruled or below or left < right - height or (gap and not mark)):
            yield first, before
            first = start + begin
        before = start + stop
        _, low, right, top = characters.box(before - 1)
        height = top - low
    yield first, end


def _uprights(rules: Sequence[Area]) -> list[Area]:
    """Upright rules, and what two boxes side by side share: a side of one box may be behind a few words."""
    boxes = [rule for rule in rules if min(rule.right - rule.left, rule.top - rule.bottom) > THIN]
    ends: defaultdict[int, list[Area]] = defaultdict(list)
    for box in boxes:
        ends[round(box.right)].append(box)
    shared = [
        Area(box.page, box.left, max(box.bottom, other.bottom), other.right, min(box.top, other.top))
        for box in boxes
        for right in range(round(box.left - THIN), round(box.left + THIN) + 1)
        for other in ends.get(right, ())
    ]
    return [rule for rule in (*rules, *shared) if _is_upright(rule)]


def _is_upright(rule: Area) -> bool:
    return rule.right - rule.left <= THIN < rule.top - rule.bottom


def _stands_between(rule: Area, right: float, left: float, height: float) -> bool:
    return right - 1 <= (rule.left + rule.right) / 2 <= left + 1 and rule.bottom <= height <= rule.top


def _is_mark(text: str) -> bool:
    """A list mark, a number or a footnote's mark has a gap after it, and belongs to what follows."""
    return len(text) <= 8 and bool(_MARK.fullmatch(text))


def _line(characters: _Characters, content: str, start: int, end: int, page: int, hyphen: bool) -> Line | None:
    text = content[start:end]
    if not _UNKNOWN.sub("", text).strip():
        return None
    left, right = characters.box(start)[0], characters.box(end - 1)[2]
    first, last = _probes(text)
    _, bottom, _, top = characters.box(start + first)
    height = top - bottom
    text = _UNKNOWN.sub("", _with_calls(characters, text, start, bottom, height)) + ("-" if hyphen else "")
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


def _with_calls(characters: _Characters, text: str, start: int, bottom: float, height: float) -> str:
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
