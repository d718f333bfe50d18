"""Where quoted words stand on the pages of a PDF.

The words are matched letter by letter and digit by digit with what is printed within a paragraph's areas, across lines
and pages. What lies between letters (white space, hyphens, dashes, quotation marks) is left out, as are the marks of
footnotes between words. Whether the words stand in the paragraph is not decided here: `assistant.quotes` does that.
"""

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Area
from corpus.pictures import Frame, frame_of, opened, opened_page

NEAR = 2.0  # points by which a letter's middle may lie outside of its paragraph's area
_HYPHEN = 2  # what pdfium says for a hyphen at a line's end
_SAME_LINE = 0.5  # share of the lower height by which letters of one line stand beside each other
_PARTS = re.compile(r"\u2026|\.(?:\s?\.){2,}|\|")  # "…" leaves words out; "|" parts the cells of a table's row
_GAP = " *"  # between letters; `_folded` leaves letters, digits and spaces
_MARK = rf"{_GAP}(?:\d{{1,3}}{_GAP})??"  # between words, there may be the mark of a footnote


@dataclass(frozen=True, slots=True)
class Look:
    """What is wanted of a file: a page, and the places on it of words quoted from a paragraph's areas.

    `page` counts from 1; None is the one where the quoted words begin, else the paragraph.
    """

    path: Path
    page: int | None
    areas: tuple[Area, ...]
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be shown: how many its file has, how it is framed, and the quoted lines on it."""

    page: int
    pages: int
    frame: Frame
    lines: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A printed character (or a space), its place, and how far it is turned, in quarters: many turned pages turn it back."""

    text: str
    area: Area
    quarter: int = 0

    @property
    def depth(self) -> float:
        """How far down the text it stands, in its own direction."""
        area = self.area
        return (-area.top, -area.right, area.bottom, area.left)[self.quarter]


def look(wanted: Look, report: Callable[[float], None]) -> Sheet:
    """The page that is wanted, as `Workers` calls it.

    Raises `UnreadableFile` when it cannot be shown, `UnusableInput` when there is no such page.
    """
    with opened(wanted.path) as document:
        found = [line for quote in wanted.quotes for line in _places(document, wanted.areas, quote)]
        number = wanted.page or min(area.page for area in found or wanted.areas)
        with opened_page(document, number) as page:
            lines = tuple(dict.fromkeys(line for line in found if line.page == number))
            return Sheet(number, len(document), frame_of(page), lines)


def places(path: Path, areas: Sequence[Area], quote: str) -> tuple[Area, ...]:
    """A box for each line of the quoted words, within a paragraph's areas; none when they are not found.

    `areas` are all of the paragraph, in reading order: words may begin on one page and end on the next.
    """
    with opened(path) as document:
        return _places(document, areas, quote)


def _places(document: pdfium.PdfDocument, areas: Sequence[Area], quote: str) -> tuple[Area, ...]:
    if not any(map(str.isalnum, quote)):
        return ()
    blocks = [list(_letters(document, area)) for area in areas]
    # The file's order is nearly always the one to read in. Where it is not, the lines of each block are put in theirs.
    for order in (list, _from_top_to_bottom):
        letters = [letter for block in blocks for letter in order(block)]
        if spans := _spans(letters, quote):
            return tuple(_box(line) for start, end in spans for line in _lines(letters[start:end]))
    return ()


def _letters(document: pdfium.PdfDocument, area: Area) -> Iterator[_Letter]:
    """The characters printed within an area, in the file's order; what is between them as white space."""
    if not 1 <= area.page <= len(document):
        return
    with opened_page(document, area.page) as page:
        text = page.get_textpage()
        box = raw.FS_RECTF()
        for at in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, at)
            character = "-" if code == _HYPHEN else chr(code)
            raw.FPDFText_GetLooseCharBox(text, at, box)
            place = Area(area.page, box.left, box.bottom, box.right, box.top)
            if character.isspace() or not character.isprintable():
                yield _Letter(" ", place)
            elif _is_within(place, area):
                yield _Letter(character, place, round(raw.FPDFText_GetCharAngle(text, at) / (math.pi / 2)) % 4)
        text.close()
        yield _Letter(" ", area)


def _is_within(place: Area, area: Area) -> bool:
    across, up = (place.left + place.right) / 2, (place.bottom + place.top) / 2
    return area.left - NEAR <= across <= area.right + NEAR and area.bottom - NEAR <= up <= area.top + NEAR


def _spans(letters: Sequence[_Letter], quote: str) -> list[tuple[int, int]]:
    """Where each part of the quote stands among the letters; all parts in order, or none."""
    folded = [_folded(letter.text) for letter in letters]
    starts = list(accumulate(map(len, folded), initial=0))
    text = "".join(folded)
    spans: list[tuple[int, int]] = []
    at = 0
    for part in _PARTS.split(quote):
        if words := _words(part):
            match = _whole(words).search(text, at) or re.compile(_MARK.join(words)).search(text, at)
            if match is None:
                return []
            first, last = bisect_right(starts, match.start()) - 1, bisect_left(starts, match.end())
            spans.append(_with_marks(letters, part.strip(), first, last))
            at = match.end()
    return spans


def _with_marks(letters: Sequence[_Letter], part: str, first: int, last: int) -> tuple[int, int]:
    """With the quotation mark or the full stop that is printed beside the words, where the quote has one there."""
    while first and not part[0].isalnum() and _is_mark(letters[first - 1]):
        first -= 1
    while last < len(letters) and not part[-1].isalnum() and _is_mark(letters[last]):
        last += 1
    return first, last


def _is_mark(letter: _Letter) -> bool:
    return not letter.text.isalnum() and not letter.text.isspace()


def _words(part: str) -> list[str]:
    """A pattern for each word of a quote, which may be parted anywhere."""
    spelt = (_folded(word).replace(" ", "") for word in part.split())
    return [_GAP.join(word) for word in spelt if word]


def _folded(text: str) -> str:
    """Ligatures and accents taken apart, and a space for all that is no letter and no digit."""
    apart = (character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character))
    return "".join(character if character.isalnum() else " " for character in apart)


def _whole(words: Sequence[str]) -> re.Pattern[str]:
    """As whole words: "the force" is not in "the forces". A footnote's mark may follow, a list's number go before."""
    before = r"(?<!\w)" if words[0][0].isdigit() else r"(?<![^\W\d])"
    after = r"(?!\w)" if words[-1][-1].isdigit() else r"(?![^\W\d])"
    return re.compile(before + _MARK.join(words) + after)


def _from_top_to_bottom(letters: Sequence[_Letter]) -> list[_Letter]:
    lines = sorted(_lines(letters), key=lambda line: line[0].depth)
    return [letter for line in lines for letter in (*line, _Letter(" ", line[0].area))]


def _lines(letters: Sequence[_Letter]) -> Iterator[list[_Letter]]:
    """The letters, in lists of those that go on in one line, with the spaces between them."""
    line: list[_Letter] = []
    spaces: list[_Letter] = []
    for letter in letters:
        if letter.text.isspace():
            spaces.append(letter)
            continue
        if line and not _goes_on(line[-1], letter):
            yield line
            line = []
        line += [*spaces, letter] if line else [letter]
        spaces = []
    if line:
        yield line


def _goes_on(before: _Letter, after: _Letter) -> bool:
    one, other = before.area, after.area
    if one.page != other.page or before.quarter != after.quarter:
        return False
    if before.quarter % 2 == 0:
        shared, least = min(one.top, other.top) - max(one.bottom, other.bottom), min(_height(one), _height(other))
    else:
        shared, least = min(one.right, other.right) - max(one.left, other.left), min(_width(one), _width(other))
    return shared > _SAME_LINE * least


def _height(area: Area) -> float:
    return area.top - area.bottom


def _width(area: Area) -> float:
    return area.right - area.left


def _box(line: Sequence[_Letter]) -> Area:
    areas = [letter.area for letter in line if not letter.text.isspace()]
    return Area(
        areas[0].page,
        min(area.left for area in areas),
        min(area.bottom for area in areas),
        max(area.right for area in areas),
        max(area.top for area in areas),
    )
