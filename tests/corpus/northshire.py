"""A letter to an invented force as a PDF, with every line at a known place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from corpus import Area

A4 = (595.0, 842.0)
FONT, SIZE, LEADING, LEFT = "Helvetica", 12.0, 16.0, 72.0
BELOW, ABOVE = 0.23 * SIZE, 0.94 * SIZE  # how far Helvetica's letters reach from the line they stand on


@dataclass(frozen=True)
class Printed:
    """Lines one below the other, the first with its foot at `top`."""

    lines: Sequence[str]
    page: int = 1
    top: float = 700.0
    left: float = LEFT

    @property
    def area(self) -> Area:
        boxes = [self.line(number, line) for number, line in enumerate(self.lines)]
        return Area(self.page, self.left, boxes[-1].bottom, max(box.right for box in boxes), boxes[0].top)

    def line(self, number: int, words: str) -> Area:
        """Where these words of a line stand."""
        foot, line = self.top - number * LEADING, self.lines[number]
        left = self.left + stringWidth(line[: line.index(words)], FONT, SIZE)
        return Area(self.page, left, foot - BELOW, left + stringWidth(words, FONT, SIZE), foot + ABOVE)


def write_pdf(
    path: Path,
    printed: Sequence[Printed],
    size: tuple[float, float] = A4,
    turn: int = 0,
    crop: tuple[float, float, float, float] | None = None,
) -> Path:
    """Write the file; `turn` and `crop` (left, bottom, right, top) are set on each page. Text stays upright on paper."""
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    for page in range(1, max((each.page for each in printed), default=1) + 1):
        canvas.setFont(FONT, SIZE)
        for each in printed:
            for number, line in enumerate(each.lines if each.page == page else ()):
                canvas.drawString(each.left, each.top - number * LEADING, line)
        if turn:
            canvas.setPageRotation(turn)
        if crop:
            canvas.setCropBox(crop)
        canvas.showPage()
    canvas.save()
    return path
