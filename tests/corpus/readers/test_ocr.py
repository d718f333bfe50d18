"""Text from pictures. Where tesseract is not installed, what needs it is skipped; the rest runs everywhere."""

import shutil
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus import UnreadableFile
from corpus.document import Area
from corpus.paragraphs import cut
from corpus.readers import pdf as reader
from corpus.readers import read
from tests.corpus.readers.pdfs import BOLD, PATROLS, PLAN, Pdf

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


def scanned(pdf: Pdf, turn: int = 0, crop: tuple[float, float, float, float] | None = None) -> Path:
    """A PDF of pictures of these pages."""
    path = pdf.save().with_name("scan.pdf")
    with closing(pdfium.PdfDocument(pdf.path)) as document:
        canvas = Canvas(str(path), pagesize=pdf.size)
        for number in range(len(document)):
            picture = path.with_name(f"{number}.png")
            document[number].render(scale=200 / 72, grayscale=True).to_pil().rotate(turn, expand=True).save(picture)
            canvas.setPageRotation(turn)
            canvas.setCropBox(crop)
            across = pdf.size[::-1] if turn in (90, 270) else pdf.size
            canvas.drawImage(str(picture), 0, 0, *across)
            canvas.showPage()
        canvas.save()
    return path


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    return Pdf(tmp_path / "report.pdf")


@pytest.fixture
def scan(pdf: Pdf) -> Path:
    """A picture of one page."""
    pdf.text(PLAN)
    return scanned(pdf)


def install(monkeypatch: pytest.MonkeyPatch, found: bool) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/tesseract" if found else None)


def test_pictures_are_refused_and_recognition_is_offered(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, found=True)
    with pytest.raises(UnreadableFile) as told:
        read(scan)
    assert told.value.problem == "scan.pdf has no text layer: its 1 page is a picture."
    assert "--ocr" in told.value.remedy


def test_without_tesseract_it_is_named(pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, found=False)
    pdf.page()
    with pytest.raises(UnreadableFile) as told:
        read(scanned(pdf))
    assert told.value.problem == "scan.pdf has no text layer: its 2 pages are pictures."
    assert "Install tesseract (Debian: tesseract-ocr)" in told.value.remedy


def test_asked_for_without_tesseract_it_is_told(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, found=False)
    with pytest.raises(UnreadableFile, match="only be recognised with tesseract"):
        read(scan, ocr=True)


def test_text_is_never_recognised_where_there_is_a_text_layer(pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "recognise", pytest.fail)
    pdf.text(PLAN)
    reading = read(pdf.save(), ocr=True)
    assert reading.ocr is False
    assert [block.text.replace("\n", " ") for block in reading.blocks] == [PLAN]


@pytest.mark.parametrize("fault", [OSError("gone"), subprocess.TimeoutExpired("tesseract", 120)])
def test_a_failure_of_tesseract_is_told(scan: Path, fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    install(monkeypatch, found=True)
    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(UnreadableFile, match="tesseract could not read a page"):
        read(scan, ocr=True)


def test_what_is_recognised_is_placed_on_the_page(pdf: Pdf, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, [(300, 300, 600, 50, 96, "The"), (950, 300, 500, 50, 91, "force"), (300, 900, 40, 40, 12, "%")])
    reading = read(scanned(pdf, crop=(20, 30, 575, 812)), ocr=True)
    (block,) = reading.blocks
    (area,) = block.areas
    assert (block.text, reading.ocr) == ("The force", True)
    assert (round(area.left), round(area.right), round(area.top)) == (92, 368, 740)


def test_a_page_on_which_nothing_is_recognised_is_told(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    says(monkeypatch, [(300, 300, 600, 50, 5, "The"), (300, 500, 40, 40, 90, "--")])
    with pytest.raises(UnreadableFile, match="No words could be recognised in"):
        read(scan, ocr=True)


def says(monkeypatch: pytest.MonkeyPatch, words: Sequence[tuple[int, int, int, int, int, str]]) -> None:
    """Let tesseract find these words on every page: left, top, width, height, how sure it is, and the word."""
    rows = ["\t".join(map(str, (5, 1, 1, 1, 1, number, *word))) for number, word in enumerate(words)]
    told = "\n".join(["level\tpage_num\t…", "1\t1\t0\t0\t0\t0\t0\t0\t0\t0\t-1\t", *rows])
    install(monkeypatch, found=True)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, told.encode()))


@needs_tesseract
def test_text_is_recognised_and_marked_as_such(pdf: Pdf) -> None:
    pdf.text("Findings", size=20, font=BOLD)
    known = [pdf.text(PLAN), pdf.text(PATROLS)]
    shares: list[float] = []
    reading = read(scanned(pdf), shares.append, ocr=True)
    heading, *paragraphs = cut("x", reading)
    assert (reading.ocr, reading.pages, shares[-1]) == (True, 1, 1.0)
    assert (heading.kind.value, heading.text) == ("heading", "Findings")
    assert [p.text for p in paragraphs] == [PLAN, PATROLS]
    assert all(near(p.areas[0], area) for p, area in zip(paragraphs, known, strict=True))


@needs_tesseract
@pytest.mark.parametrize("turn", [90, 180])
def test_pictures_on_turned_pages_are_read_as_shown(pdf: Pdf, turn: int) -> None:
    pdf.text(PLAN)
    (paragraph,) = cut("x", read(scanned(pdf, turn), ocr=True))
    (area,) = paragraph.areas
    assert paragraph.text == PLAN
    assert (area.top - area.bottom > area.right - area.left) == (turn == 90)


@needs_tesseract
@pytest.mark.parametrize("size", [(1.0, 1e8), (1e8, 1e-3), (1e8, 1e8), (0.0, 0.0)])
def test_a_page_of_any_size_is_told_to_hold_no_words(tmp_path: Path, size: tuple[float, float]) -> None:
    pdf = Pdf(tmp_path / "plan.pdf", size=size)
    pdf.canvas.rect(0, 0, 100, 100, fill=1)
    with pytest.raises(UnreadableFile, match=r"plan\.pdf"):
        read(pdf.save(), ocr=True)


def near(found: Area, known: Area) -> bool:
    """Within some points, as ink is less high than the room of a line."""
    sides = ("left", "bottom", "right", "top")
    return all(abs(getattr(found, side) - getattr(known, side)) < 5 for side in sides)


@pytest.fixture
def mixed(pdf: Pdf, tmp_path: Path) -> Path:
    """A page of text, a blank one, and a picture of a page of text."""
    pdf.text(PATROLS)
    scan = scanned(pdf)
    path = tmp_path / "mixed.pdf"
    with closing(pdfium.PdfDocument.new()) as made, closing(pdfium.PdfDocument(pdf.path)) as text:
        made.import_pages(text)
        made.new_page(*pdf.size)
        with closing(pdfium.PdfDocument(scan)) as picture:
            made.import_pages(picture)
        made.save(path)
    return path


def test_a_picture_among_pages_of_text_is_told(mixed: Path) -> None:
    reading = read(mixed)
    assert (reading.pages, reading.unread, reading.ocr) == (3, (3,), False)


@needs_tesseract
def test_only_the_pictures_among_pages_of_text_are_recognised(mixed: Path) -> None:
    reading = read(mixed, ocr=True)
    assert (reading.unread, reading.ocr) == ((), True)
    pages = {page: [p.text for p in cut("x", reading) if p.page == page] for page in (1, 3)}
    assert pages[1] == [PATROLS]
    assert "Sergeants check the work." in pages[3][-1]
