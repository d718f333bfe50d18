"""Pages of a PDF as pictures, and where on the picture a place of the page is."""

import io
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pypdfium2 as pdfium

from corpus.document import Area
from corpus.errors import UnreadableFile, UnusableInput

MAX_PIXELS = 20_000_000  # 60 MB while it is drawn; a page of A4 reaches it at six times its size
MAX_SIDE = 12_000  # pixels; browsers refuse pictures with a side of more than some 16,000
_ONE_AT_A_TIME = Lock()
_COMPRESSION = 4  # of PNG: half the time of the usual 6, files 2 % larger


@dataclass(frozen=True, slots=True)
class Frame:
    """Which part of a page is shown, in the page's own points, and how far it is turned, clockwise, in degrees.

    The part need not begin at 0, 0: files crop their pages anywhere.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as it is shown, in points."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turn in (90, 270) else (wide, high)

    def shown(self, area: Area) -> tuple[float, float, float, float]:
        """Where an area of the page is on its picture: left, top, width and height, in points from the top left."""
        wide, high = area.right - area.left, area.top - area.bottom
        if self.turn == 90:
            return area.bottom - self.bottom, area.left - self.left, high, wide
        if self.turn == 180:
            return self.right - area.right, area.bottom - self.bottom, wide, high
        if self.turn == 270:
            return self.top - area.top, self.right - area.right, high, wide
        return area.left - self.left, self.top - area.top, wide, high


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG, its size in pixels, and the size of the page as shown in points."""

    png: bytes
    width: int
    height: int
    points: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page to draw: the file, the number of the page from 1, pixels a point."""

    path: Path
    page: int
    scale: float


def draw(drawing: Drawing, report: Callable[[float], None]) -> Picture:
    """`picture`, as `Workers` calls it: pdfium is not safe in threads, and a hostile file may crash or stall it."""
    return picture(drawing.path, drawing.page, drawing.scale)


def picture(path: Path, page: int, scale: float) -> Picture:
    """A page's picture. Pages too large for `MAX_PIXELS` are drawn smaller.

    Raises `UnreadableFile` when it cannot be drawn, `UnusableInput` when there is no such page.
    """
    with opened(path) as document, opened_page(document, page) as sheet:
        points = frame_of(sheet).size
        # render() rounds each side up to a whole pixel
        bitmap = sheet.render(scale=fitting(scale, *points))
        return Picture(_png(bitmap), bitmap.width, bitmap.height, points)


def drawn(pdf: bytes, width: int) -> bytes:
    """The first page of a PDF of our own making as PNG, so many pixels wide (at most `MAX_SIDE`).

    It is drawn in this process, one at a time: such a file is not hostile, and pdfium is not safe in threads.
    """
    with _ONE_AT_A_TIME, opened(pdf) as document, opened_page(document, 1) as sheet:
        points = frame_of(sheet).size
        return _png(sheet.render(scale=fitting((width - 0.5) / points[0], *points)))  # render() rounds up


def fitting(scale: float, width: float, height: float) -> float:
    """The scale, or the largest at which a page of that size in points stays within the limits."""
    return min(scale, math.sqrt(MAX_PIXELS / (width * height)), MAX_SIDE / max(width, height))


def frame_of(page: pdfium.PdfPage) -> Frame:
    """Which part of the page is shown, and how it is turned."""
    left, bottom, right, top = page.get_bbox()
    if not (right > left and top > bottom):
        raise _damaged()
    return Frame(left, bottom, right, top, page.get_rotation())


@contextmanager
def opened(path: Path | bytes) -> Iterator[pdfium.PdfDocument]:
    """The file, by its path or its content, open. Raises `UnreadableFile`, also for what pdfium cannot do with it later."""
    try:
        document = pdfium.PdfDocument(path)
    except (OSError, pdfium.PdfiumError) as fault:
        raise _damaged() from fault
    try:
        yield document
    except pdfium.PdfiumError as fault:
        raise _damaged() from fault
    finally:
        document.close()


@contextmanager
def opened_page(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    """A page, open. Raises `UnusableInput` when there is none of that number (from 1)."""
    if not 1 <= number <= len(document):
        raise UnusableInput(f"There is no page {number}.", f"Choose one from 1 to {len(document)}.")
    page = document[number - 1]
    try:
        yield page
    finally:
        page.close()


def _png(bitmap: pdfium.PdfBitmap) -> bytes:
    file = io.BytesIO()
    bitmap.to_pil().save(file, "PNG", compress_level=_COMPRESSION)
    return file.getvalue()


def _damaged() -> UnreadableFile:
    return UnreadableFile("The page cannot be drawn: the file is damaged.", "Add the document again.")
