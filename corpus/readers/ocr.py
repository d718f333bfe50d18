"""Text from pictures of pages, by tesseract, when that is installed (Debian: tesseract-ocr)."""

import csv
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium

from corpus.errors import UnreadableFile
from corpus.layout import Line, Page
from corpus.readers.sheet import sheet

DPI = 300  # what tesseract is trained for
POINTS = 72 / DPI  # a picture's pixel on the page
MAX_PIXELS = 40_000_000  # of a page's picture: A2 at 300 dpi; a larger page is read more coarsely
MAX_SIDE = 32_000  # pixels: tesseract takes 32,767
SURE = 30  # of 100: words below it are specks
LARGE = 1.4  # times the usual height of a line: a heading; less is chance
SECONDS = 120  # a page
_ROW = ("level", "page", "block", "par", "line", "word", "left", "top", "width", "height", "conf", "text")


def can_recognise() -> bool:
    """Whether tesseract is installed."""
    return shutil.which("tesseract") is not None


def recognise(document: pdfium.PdfDocument, numbers: Sequence[int], report: Callable[[float], None]) -> list[Page]:
    """The lines of these pages, as far as they can be recognised. Raises `UnreadableFile`."""
    if not can_recognise():
        raise UnreadableFile(
            "Its text can only be recognised with tesseract.",
            "Install it (Debian: tesseract-ocr), and add the file again.",
        )
    pages = []
    with tempfile.TemporaryDirectory() as folder:
        for done, number in enumerate(numbers, 1):
            pages.append(_page(document, number, Path(folder) / "page.png"))
            report(done / len(numbers))
    return pages


def _page(document: pdfium.PdfDocument, number: int, picture: Path) -> Page:
    with closing(document[number - 1]) as page:
        bare = sheet(page, number)
        wide, high = max(1.0, bare.width), max(1.0, bare.height)
        scale = min(1 / POINTS, (MAX_PIXELS / (wide * high)) ** 0.5, MAX_SIDE / max(wide, high))
        page.render(scale=scale, grayscale=True).to_pil().save(picture)
    lines = _lines(_table(picture), number, bare.height, 1 / scale)
    return replace(bare, lines=tuple(_evened(list(lines))))


def _table(picture: Path) -> list[dict[str, str]]:
    command = ["tesseract", str(picture), "-", "--dpi", str(DPI), "-l", "eng", "tsv"]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=True,
            timeout=SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads wait for each other more than they help
        )
    except (OSError, subprocess.SubprocessError) as fault:
        raise UnreadableFile(
            f"tesseract could not read a page ({fault}).", "Check that tesseract and its English data are installed."
        ) from fault
    told = done.stdout.decode(errors="replace")
    return list(csv.DictReader(told.splitlines()[1:], _ROW, delimiter="\t", quoting=csv.QUOTE_NONE))


def _lines(rows: list[dict[str, str]], page: int, height: float, points: float) -> "list[Line]":
    words: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        if row["level"] == "5" and float(row["conf"]) >= SURE and (row["text"] or "").strip():
            words.setdefault((row["block"], row["par"], row["line"]), []).append(row)
    return [_line(line, page, height, points) for line in words.values()]


def _line(words: list[dict[str, str]], page: int, height: float, points: float) -> Line:
    left = min(int(word["left"]) for word in words) * points
    right = max(int(word["left"]) + int(word["width"]) for word in words) * points
    top = height - min(int(word["top"]) for word in words) * points
    bottom = height - max(int(word["top"]) + int(word["height"]) for word in words) * points
    return Line(page, " ".join(word["text"].strip() for word in words), left, bottom, right, top, top - bottom)


def _evened(lines: list[Line]) -> list[Line]:
    """Lines of one height: how high a recognised line is depends on which letters it has."""
    usual = median(line.size for line in lines) if lines else 0.0
    return [line if line.size > LARGE * usual else replace(line, size=usual) for line in lines]
