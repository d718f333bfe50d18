"""The picture of the coverage chart: a grid on A4, as small as its rows allow and as low as they can still be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.graphics.shapes import Drawing

from assistant.briefing.noted import clean
from assistant.briefing.pdf_page import GREY, INK, RULE
from assistant.charts.held import Coverage, Held, Row
from assistant.charts.legend import LINE, MARK, legend, lines_of
from assistant.charts.looks import BOLD, LEAST_WIDTH, LONG, MARGIN, MARKS, PLAIN, SHORT, SMALL, STRIPE, TINY
from assistant.charts.page import around, page
from assistant.charts.shapes import area, fitting, mark, rule, tally, text, width_of
from assistant.charts.told import NO_DATE, embargo

UPRIGHT = 22  # rows above which the paper stands upright
_PURPOSE = (
    "Each mark is a document, in the year in which it was published; a number beside it counts several. "
    "A blank tells that the collection holds none, not that nobody inspected."
)
_NAME, _TOTAL = 190, 34  # points: the column of names, where there are many years; that of totals
_WIDEST, _ROOMY, _HIGHEST, _LOWEST = 60, 34, 20, 11.5  # points: columns and rows
_HEAD, _AFTER = 16, 6  # points: of the years; below the legend
_APART, _SMALLEST = 2, 0.75  # points between marks; the share of their size at which they can still be read


def picture(found: Coverage, title: str, foot: str) -> Drawing:
    """The picture, with its title above and its foot below."""
    return _Picture(found, title, foot).drawing()


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Points: of the paper, its columns and its rows."""

    width: float
    name: float
    column: float
    row: float


class _Picture:
    """The picture in the making, from the top down."""

    def __init__(self, found: Coverage, title: str, foot: str) -> None:
        self._found = found
        self._sizes = _sizes(found)
        self._legend_lines = lines_of(legend(found, self._framed()), self._sizes.width - 2 * MARGIN)
        words = around(self._sizes.width, title, _PURPOSE, embargo(found.documents, found.made), [foot])
        rows = len(found.rows) + 1  # the totals
        others = words.top + _HEAD + LINE * len(self._legend_lines) + _AFTER + words.bottom
        self._sizes = replace(self._sizes, row=_row(found, others))
        height = others + rows * self._sizes.row
        self._drawing = page(self._sizes.width, height, words)
        self._top = float(self._drawing.height - words.top - _HEAD)

    def drawing(self) -> Drawing:
        self._heads()
        for at, row in enumerate(self._found.rows):
            self._row(at, row)
        self._totals()
        self._legend()
        return self._drawing

    @property
    def _end(self) -> float:
        """The right edge of the columns of years."""
        return MARGIN + self._sizes.name + self._sizes.column * len(self._found.years)

    def _middle(self, at: int) -> float:
        return MARGIN + self._sizes.name + self._sizes.column * (at + 0.5)

    def _bottom(self, at: int) -> float:
        return self._top - self._sizes.row * (at + 1)

    def _heads(self) -> None:
        is_narrow = self._sizes.column < width_of("0000", SMALL, BOLD) + 3
        for at, year in enumerate(self._found.years):
            label = "" if year is None else f"\u2019{year % 100:02}" if is_narrow else str(year)
            for line, part in enumerate([label] if label else reversed(NO_DATE.split())):
                self._text(self._middle(at), self._top + 4 + line * TINY, part, SMALL, BOLD, INK, "middle")
        self._text(self._end + _TOTAL - 4, self._top + 4, "All", SMALL, BOLD, INK, "end")
        self._rule(self._top, INK, 1)

    def _row(self, at: int, row: Row) -> None:
        bottom, sizes = self._bottom(at), self._sizes
        if at % 2 == 0:
            self._drawing.add(area(MARGIN, bottom, self._end + _TOTAL - MARGIN, sizes.row, STRIPE))
        size = min(SMALL + 0.5, sizes.row * 0.72)
        line = bottom + sizes.row / 2 - size * 0.33
        colour = INK if row.count else GREY
        self._text(MARGIN + 3, line, fitting(row.name, size, sizes.name - 8), size, PLAIN, colour)
        self._text(self._end + _TOTAL - 4, line, str(row.count), size, PLAIN, colour, "end")
        for place, cell in enumerate(row.cells):
            self._marks(cell, self._middle(place), bottom + sizes.row / 2)

    def _marks(self, cell: Sequence[Held], x: float, y: float) -> None:
        """The marks of a cell around its middle, somewhat smaller where there are several; their sum where they are many."""
        if not cell:
            return
        size = min(MARK, self._sizes.row * 0.84)
        share = self._share(cell, size)
        if share < _SMALLEST:
            secret = any(held.embargoed for held in cell)
            self._drawing.add(tally(_count(cell), x, y, size, secret))
            return
        size *= share
        x -= _wide(cell, size) / 2
        for held in cell:
            half = MARKS[held.kind].width * size / 2
            self._drawing.add(mark(held.kind, x + half, y, size, held.embargoed))
            x += 2 * half + _APART * share
            if held.count > 1:
                self._text(x, y - size * 0.2, _times(held), size * 0.62, BOLD, INK)
                x += width_of(_times(held), size * 0.62, BOLD) + _APART * share

    def _share(self, cell: Sequence[Held], size: float) -> float:
        """How much of their size the marks of a cell can have beside each other."""
        return min(1.0, (self._sizes.column - _APART) / _wide(cell, size))

    def _framed(self) -> int:
        """The most documents of a cell whose marks have no room beside each other."""
        cells = [cell for row in self._found.rows for cell in row.cells if cell]
        return max((_count(cell) for cell in cells if self._share(cell, MARK) < _SMALLEST), default=0)

    def _totals(self) -> None:
        bottom = self._bottom(len(self._found.rows))
        size = min(SMALL, self._sizes.row * 0.72)
        line = bottom + self._sizes.row / 2 - size * 0.33
        self._rule(bottom + self._sizes.row, INK, 0.7)
        self._text(MARGIN + 3, line, "Documents", size, BOLD, INK)
        for at, total in enumerate(self._found.totals):
            self._text(self._middle(at), line, str(total), size, BOLD, INK if total else GREY, "middle")
        self._text(self._end + _TOTAL - 4, line, str(len(self._found.documents)), size, BOLD, INK, "end")
        for at in range(len(self._found.years) + 1):
            x = MARGIN + self._sizes.name + self._sizes.column * at
            self._drawing.add(rule((x, self._top), (x, bottom), RULE, 0.4))

    def _legend(self) -> None:
        """The marks in use, each with its name."""
        y = self._bottom(len(self._found.rows)) - LINE * 0.8
        for line in self._legend_lines:
            x = MARGIN + 3.0
            for each in line:
                self._drawing.add(each.mark(x + MARK / 2, y))
                self._text(x + MARK + 5, y - SMALL * 0.33, each.name, SMALL, PLAIN, INK)
                x += each.width
            y -= LINE

    def _rule(self, y: float, colour: str, thickness: float) -> None:
        self._drawing.add(rule((MARGIN, y), (self._end + _TOTAL, y), colour, thickness))

    def _text(self, x: float, y: float, words: str, size: float, font: str, colour: str, anchor: str = "start") -> None:
        self._drawing.add(text(x, y, words, size, font, colour, anchor))


def _wide(cell: Sequence[Held], size: float) -> float:
    """How wide the marks of a cell are, with their numbers."""
    numbers = sum(width_of(_times(held), size * 0.62, BOLD) + _APART for held in cell if held.count > 1)
    return sum(MARKS[held.kind].width * size for held in cell) + (len(cell) - 1) * _APART + numbers


def _count(cell: Sequence[Held]) -> int:
    return sum(held.count for held in cell)


def _times(held: Held) -> str:
    return f"×{held.count}"


def _sizes(found: Coverage) -> _Sizes:
    """The widths: of paper no wider than its columns need."""
    paper = SHORT if len(found.rows) > UPRIGHT else LONG
    room = max(_NAME, paper - 2 * MARGIN - _TOTAL - _ROOMY * len(found.years))
    name = min(room, max(width_of(clean(row.name), SMALL + 0.5, PLAIN) for row in found.rows) + 12)
    column = min(_WIDEST, (paper - 2 * MARGIN - name - _TOTAL) / len(found.years))
    width = max(LEAST_WIDTH, 2 * MARGIN + name + column * len(found.years) + _TOTAL)
    return _Sizes(min(width, paper), name, column, _HIGHEST)


def _row(found: Coverage, others: float) -> float:
    """The height of a row: low enough for a page of A4 with all others on it, if it can still be read."""
    paper = LONG if len(found.rows) > UPRIGHT else SHORT
    return max(_LOWEST, min(_HIGHEST, (paper - others) / (len(found.rows) + 1)))
