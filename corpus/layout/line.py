"""Lines: text as it is printed, with its place on the page and its looks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.block import CALL, called
from corpus.document import Area

SAME_LINE = 0.5  # share of the lower height by which two pieces of one line overlap
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)


Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a piece of one that stands apart from its neighbours (a table's cell, a column's line).

    In points from the bottom left corner of the page. `size` is the height of its letters' boxes, which tells more
    than the font's nominal size; `font` the name of its first letter's font, `last_font` that of its last. `apart`: it does not go on with the piece before it.
    """

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    font: str = ""
    last_font: str = ""
    apart: bool = False

    @property
    def area(self) -> Area:
        """Where it stands."""
        return Area(self.page, self.left, self.bottom, self.right, self.top)

    @property
    def bold(self) -> bool:
        """Whether it is bold from its first letter to its last."""
        return is_bold(self.font) and is_bold(self.last_font)

    @property
    def plain(self) -> str:
        """Its text with the marks of footnotes as they are printed."""
        return CALL.sub(r"\1", self.text)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines, in the order in which the file has them, as it is shown: turned, when the file turns it.

    `turn` is by how many degrees the file turns it, `origin` where in the file's own points the part that is shown begins,
    `rules` the lines and boxes drawn on it, where there may be tables. `pictured`: a picture covers
    much of it.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    turn: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    rules: tuple[Area, ...] = ()
    pictured: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether a point of the page as shown is another one in the file."""
        return bool(self.turn) or self.origin != (0.0, 0.0)

    def shown(self, box: Box) -> Box:
        """Where a box of the file's page stands on the page as shown."""
        x, y = self.origin
        return turned((box[0] - x, box[1] - y, box[2] - x, box[3] - y), self.turn, self.width, self.height)

    def in_file(self, area: Area) -> Area:
        """Where an area of the page as shown stands in the file."""
        box = turned_back((area.left, area.bottom, area.right, area.top), self.turn, self.width, self.height)
        x, y = self.origin
        return Area(area.page, box[0] + x, box[1] + y, box[2] + x, box[3] + y)


def side_by_side(lines: Sequence[Line]) -> int:
    """How many lines have another one beside them."""
    ordered = sorted(lines, key=lambda line: line.bottom)
    found = set()
    for one, other in pairwise(ordered):
        if overlap(one, other) > SAME_LINE and (one.right <= other.left or other.right <= one.left):
            found |= {id(one), id(other)}
    return len(found)


def is_bold(font: str) -> bool:
    """Whether a font's name says that it is bold."""
    return bool(_BOLD.search(font))


def overlap(one: Line, other: Line) -> float:
    """By how much of the lower one's height two lines stand beside each other; negative when one is below."""
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared / max(0.1, min(one.top - one.bottom, other.top - other.bottom))


def rejoin(lines: list[Line]) -> list[Line]:
    """Pieces of one line as one: files break it where the font changes, at a footnote's mark, say."""
    whole: list[Line] = []
    for line in lines:
        if whole and _goes_on(whole[-1], line):
            whole[-1] = _joined(whole[-1], line)
        else:
            whole.append(line)
    return [line if line.text == line.text.strip() else replace(line, text=line.text.strip()) for line in whole]


def _goes_on(before: Line, after: Line) -> bool:
    gap = after.left - before.right
    return not after.apart and -2 < gap < max(before.size, after.size) and overlap(before, after) > SAME_LINE


def _joined(before: Line, after: Line) -> Line:
    mark = after.text.strip()
    raised = after.bottom > before.bottom + 0.1 * before.size and after.size < 0.8 * before.size
    if raised and mark.isdigit():
        after = replace(after, text=called(mark))
    apart = after.left - before.right > 0.22 * before.size and not before.text[-1:].isspace()
    text = before.text + (" " if apart and not after.text[:1].isspace() else "") + after.text
    main, other = (before, after) if len(before.text.strip()) > len(mark) else (after, before)
    return replace(
        main,
        text=text,
        left=min(before.left, after.left),
        right=max(before.right, after.right),
        bottom=min(main.bottom, other.bottom) if other.size >= 0.8 * main.size else main.bottom,
        top=max(before.top, after.top),
        font=main.font,
        last_font=after.last_font if main is before and other.size >= 0.8 * main.size else main.last_font,
    )


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """Where a box of the file's page stands on the page as shown, which is turned clockwise; both from the bottom left."""
    left, bottom, right, top = box
    if turn == 90:
        return bottom, height - right, top, height - left
    if turn == 180:
        return width - right, height - top, width - left, height - bottom
    if turn == 270:
        return width - top, left, width - bottom, right
    return box


def turned_back(box: Box, turn: int, width: float, height: float) -> Box:
    """The reverse of `turned`; `width` and `height` are those of the page as shown."""
    if turn in (90, 270):
        width, height = height, width
    return turned(box, (360 - turn) % 360, width, height)
