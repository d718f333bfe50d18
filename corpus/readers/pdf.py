"""PDF files, by pypdfium2: the lines of their text layer, else of OCR when that is asked for."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.block import Block, Reading
from corpus.errors import UnreadableFile
from corpus.layout import Page, arrange, is_at_edge, rejoin, side_by_side
from corpus.readers.ocr import can_recognise, recognise
from corpus.readers.pdf_lines import Characters, lines_of
from corpus.readers.pdf_rules import Uprights, rules_of
from corpus.readers.pdf_unseen import blanked, told, unseen_words
from corpus.readers.sheet import is_picture, sheet
from corpus.readers.text import MAX_BYTES
from corpus.readers.whole import is_whole

MAX_PAGES = 3000
TABLE = 2  # lines side by side on a page, at least, before tables are looked for


def read_pdf(path: Path, report: Callable[[float], None] = lambda share: None, *, ocr: bool = False) -> Reading:
    """A PDF's blocks. Raises `UnreadableFile`.

    `report` is told the share of pages done. `ocr`: the text of pages that are pictures is recognised.
    """
    with _opened(path) as document:
        pages, unseen = [], list[Block]()
        for number in range(1, len(document) + 1):
            pages.append(_page(document, number, path, unseen))
            report(number / len(document))
        has_words = _has_words(pages)
        if not (ocr or has_words):
            raise UnreadableFile(*_no_text(path, len(pages)))
        wanted = [page.number for page in pages if page.pictured or not has_words] if ocr else []
        recognised = {page.number: page for page in recognise(document, wanted, report)} if wanted else {}
        pages = [recognised.get(page.number, page) for page in pages]
    if not _has_words(pages):
        raise UnreadableFile(f"No words could be recognised in {path.name}.", "Check that it is the file you meant.")
    reading = arrange(pages, ocr=bool(recognised))
    return replace(reading, furniture=(*reading.furniture, *unseen))


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


def _page(document: pdfium.PdfDocument, number: int, path: Path, unseen: list[Block]) -> Page:
    """A page's lines; the words of its text layer that nobody sees are put with the `unseen`."""
    try:
        page = document[number - 1]
        with closing(page), closing(page.get_textpage()) as text:
            bare = sheet(page, number)
            characters = Characters(text, bare)
            if hidden := unseen_words(page, text, characters, bare):
                unseen.append(Block(told(characters, hidden)))
                characters.content = blanked(characters.content, hidden)
            found = replace(bare, lines=tuple(rejoin(list(lines_of(characters, number)))))
            if not found.lines:
                return replace(found, pictured=is_picture(page, found))
            if side_by_side([line for line in found.lines if not is_at_edge(line, found)]) < TABLE:
                return found
            rules = rules_of(page, found)
            if uprights := Uprights(rules):
                found = replace(found, lines=tuple(rejoin(list(lines_of(characters, number, uprights)))))
            return replace(found, rules=rules)
    except pdfium.PdfiumError as fault:
        raise UnreadableFile(
            f"Page {number} of {path.name} is damaged.", "Open it, print or export it as PDF again, and add that."
        ) from fault
