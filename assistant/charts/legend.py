"""The legend of the coverage chart: what the marks in use mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.graphics.shapes import Group

from assistant.charts.held import Coverage
from assistant.charts.looks import PLAIN, SMALL
from assistant.charts.shapes import mark, tally, width_of
from assistant.charts.told import kind_of
from corpus import DocumentKind

LINE, MARK = 18, 13.5  # points: of a line; of a mark


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the legend: how a mark around a place is drawn, and what it means."""

    mark: Callable[[float, float], Group]
    name: str

    @property
    def width(self) -> float:
        """How far behind it the next begins."""
        return MARK + 5 + width_of(self.name, SMALL, PLAIN) + 14


def legend(found: Coverage, framed: int) -> list[Part]:
    """What the marks in use mean. `framed`: a number that stands in a frame; 0 where none does."""
    cells = [cell for row in found.rows for cell in row.cells]
    used = {held.kind for cell in cells for held in cell}
    made = [Part(partial(_marked, kind), kind_of(kind).capitalize()) for kind in DocumentKind if kind in used]
    if secret := next((held.kind for cell in cells for held in cell if held.embargoed), None):
        made.append(Part(partial(_marked, secret, embargoed=True), "Hatched: under embargo"))
    if framed:
        made.append(Part(lambda x, y: tally(framed, x, y, MARK), "Framed: several documents"))
    return made


def _marked(kind: DocumentKind, x: float, y: float, embargoed: bool = False) -> Group:
    return mark(kind, x, y, MARK, embargoed)


def lines_of(parts: Sequence[Part], width: float) -> list[list[Part]]:
    """The parts of the legend, as many on a line as there is room for."""
    lines: list[list[Part]] = [[]]
    for each in parts:
        if lines[-1] and sum(other.width for other in lines[-1]) + each.width > width:
            lines.append([])
        lines[-1].append(each)
    return lines
