"""A page of a PDF as it is shown, before it is read."""

import pypdfium2 as pdfium

from corpus.layout import Page


def sheet(page: pdfium.PdfPage, number: int) -> Page:
    """The page, with its size, its turn and where the part that is shown begins; without lines."""
    left, bottom, _, _ = page.get_bbox()
    width, height = page.get_size()
    return Page(number, width, height, (), page.get_rotation(), (left, bottom))
