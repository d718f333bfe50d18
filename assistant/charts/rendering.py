"""A drawing as a file: SVG for screens, PDF for print."""

from io import BytesIO, StringIO

from reportlab.graphics import renderPDF, renderSVG
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas

from assistant.briefing.noted import AUTHOR
from assistant.charts.looks import BOLD, PLAIN

# Where the type is not installed, another of much the same width; each text tells its length, so that it fits anyway.
_FAMILY = "'Source Sans Pro', 'Source Sans 3', 'Segoe UI', Roboto, Arial, 'Liberation Sans', sans-serif"
_TYPE = {PLAIN: {"family": _FAMILY}, BOLD: {"family": _FAMILY, "weight": "700"}}


def as_svg(drawing: Drawing, title: str, description: str) -> str:
    """A drawing as SVG that a page of HTML can hold, with its title and description in it."""
    size = drawing.width, drawing.height
    # useClip: else two charts on a page would have the same id
    canvas = renderSVG.SVGCanvas(size, useClip=True, fontHacks=_TYPE, svgAttrs={"role": "img"})
    renderSVG.draw(drawing, canvas)
    canvas.groupTree.removeAttribute("id")
    for name, words in (("title", title), ("desc", description)):
        canvas.svg.getElementsByTagName(name)[0].firstChild.data = words
    file = StringIO()
    canvas.save(file)
    _, start, rest = file.getvalue().partition("<svg")  # behind a declaration that HTML would not have
    return start + rest


def as_pdf(drawing: Drawing, title: str, description: str) -> bytes:
    """A drawing as a page of its own size; its type is embedded."""
    file = BytesIO()
    page = Canvas(file, (drawing.width, drawing.height), lang="en-GB")
    page.setTitle(title)
    page.setAuthor(AUTHOR)
    page.setCreator(AUTHOR)
    page.setSubject(description)
    page.setViewerPreference("DisplayDocTitle", "true")
    renderPDF.draw(drawing, page, 0, 0)
    page.save()
    return file.getvalue()
