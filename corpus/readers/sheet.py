"""A page of a PDF as it is shown, before it is read."""

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.layout import Page

MUCH = 0.25  # of the page


def sheet(page: pdfium.PdfPage, number: int) -> Page:
    """The page, with its size, its turn and where the part that is shown begins; without lines."""
    left, bottom, _, _ = page.get_bbox()
    width, height = page.get_size()
    return Page(number, width, height, (), page.get_rotation(), (left, bottom))


def is_picture(page: pdfium.PdfPage, shown: Page) -> bool:
    """Whether a picture covers much of the page: a scan, say, of text that is not read."""
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    boxes = (picture.get_bounds() for picture in pictures)
    return any(
        (right - left) * (top - bottom) > MUCH * shown.width * shown.height for left, bottom, right, top in boxes
    )
