"""Words of a PDF's text layer that nobody sees on its page: white on white, drawn without ink, or beside the paper.

What has a colour or a way of drawing that may hide it is looked at where it stands on the rendered page: white words on
a dark ground are seen there, and so are the words of a scan, under which its text is drawn without ink.
"""

import ctypes
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from corpus.layout import Box, Page
from corpus.readers.pdf_lines import Characters

PALE = 200  # of 255: letters of which every part of the colour is above it may be lost on white
CLEAR = 40  # of 255: letters with less ink may be lost on anything
SCALE = 2.0  # pixels a point
ALIKE = 12  # of 255: greys that differ by less look the same
INNER = 0.25  # of a word's height: what is left out above and below, where its neighbours may reach
_INKLESS = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

Span = tuple[int, int]


def unseen_words(page: pdfium.PdfPage, text: pdfium.PdfTextPage, characters: Characters, sheet: Page) -> list[Span]:
    """Where the words begin and end that cannot be seen."""
    words = [match.span() for match in re.finditer(r"\S+", characters.content)]
    away = [word for word in words if _is_off(_box(characters, word), sheet)]
    doubtful = [word for word in words if _may_hide(text, characters.number(word[0]))]
    if not doubtful:
        return away
    picture = page.render(scale=SCALE, grayscale=True).to_pil()
    hidden = [word for word in doubtful if not _shows(picture, _box(characters, word), sheet)]
    return sorted({*away, *hidden})


def told(characters: Characters, spans: list[Span]) -> str:
    """The unseen words, one after the other."""
    return " ".join(characters.content[start:end] for start, end in spans)


def blanked(content: str, spans: list[Span]) -> str:
    """A page's text with blanks for some words, so that every character stays in its place."""
    for start, end in spans:
        content = content[:start] + " " * (end - start) + content[end:]
    return content


def _may_hide(text: pdfium.PdfTextPage, number: int) -> bool:
    red, green, blue, ink = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFText_GetFillColor(text, number, red, green, blue, ink)
    if known and (ink.value < CLEAR or min(red.value, green.value, blue.value) > PALE):
        return True
    drawn = raw.FPDFText_GetTextObject(text, number)
    return bool(drawn) and raw.FPDFTextObj_GetTextRenderMode(drawn) in _INKLESS


def _box(characters: Characters, word: Span) -> Box:
    first, last = characters.box(word[0]), characters.box(word[1] - 1)
    across, upright = (first[0], first[2], last[0], last[2]), (first[1], first[3], last[1], last[3])
    return min(across), min(upright), max(across), max(upright)


def _is_off(box: Box, sheet: Page) -> bool:
    """Whether a box stands beside the page as it is shown; one without any size stands nowhere."""
    left, bottom, right, top = box
    return right > left and top > bottom and (right < 0 or top < 0 or left > sheet.width or bottom > sheet.height)


def _shows(picture: Image.Image, box: Box, sheet: Page) -> bool:
    """Whether there is anything to be seen in a box."""
    left, bottom, right, top = box
    inner = INNER * (top - bottom)
    around = (left, sheet.height - top + inner, right, sheet.height - bottom - inner)
    pixels = tuple(round(SCALE * side) for side in around)
    if pixels[2] <= pixels[0] or pixels[3] <= pixels[1]:
        return True  # letters without size, of a damaged font: nothing is known
    darkest, lightest = picture.crop((pixels[0], pixels[1], pixels[2], pixels[3])).convert("L").getextrema()
    return float(lightest) - float(darkest) >= ALIKE  # type: ignore[arg-type]  # one band, so two numbers
