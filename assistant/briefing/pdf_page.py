"""How a page of a briefing's PDF looks: its type, styles, margins, and what stands around the text."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from font_source_sans_pro import font_files_ttf
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import IndexingFlowable

from assistant.briefing.brief import Briefing
from assistant.briefing.noted import AUTHOR, clean, drawn_on, held_back, made, title

INK, GREY, RED, LINK, SHADE, RULE = "#1F3864", "#595959", "#9C1C1C", "#1A4F91", "#EDF2F8", "#B4C3D9"
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
_PLAIN, _BOLD = "SourceSansPro", "SourceSansProBold"
_SMALL = 8.5
_LONGEST_HEADER = 300  # characters, more than fit
_PAGE = "page"
_UNKNOWN = "\u2610"  # a box, as fonts show what they have no sign for


@cache
def signs() -> frozenset[int]:
    """Embed the type (Source Sans, SIL Open Font License), and tell which characters it has."""
    for name in (_PLAIN, _BOLD):
        registerFont(TTFont(name, font_files_ttf[name]))
    registerFontFamily(_PLAIN, normal=_PLAIN, bold=_BOLD, italic=_PLAIN, boldItalic=_BOLD)
    both = (TTFont(name, font_files_ttf[name]).face.charToGlyph for name in (_PLAIN, _BOLD))
    return frozenset.intersection(*map(frozenset, both))


def shown(text: str) -> str:
    """A text with a box in place of each character that the type lacks."""
    held = signs()
    return "".join(each if ord(each) in held else _UNKNOWN for each in text)


def is_whole(text: str) -> bool:
    """Whether the type has all characters of a text."""
    return shown(text) == text


def styles() -> Mapping[str, ParagraphStyle]:
    """The looks of paragraphs, by name."""
    signs()
    text = ParagraphStyle("text", fontName=_PLAIN, fontSize=10, leading=12.75, spaceAfter=4, splitLongWords=1)
    bold: dict[str, Any] = {"fontName": _BOLD, "textColor": HexColor(INK), "keepWithNext": 1}
    made = (
        text,
        ParagraphStyle("title", text, fontSize=21, leading=26, spaceAfter=5, **bold),
        ParagraphStyle("subtitle", text, textColor=HexColor(GREY), spaceBefore=3, spaceAfter=4),
        ParagraphStyle("heading 1", text, fontSize=13.5, leading=17, spaceBefore=9, spaceAfter=4, **bold),
        ParagraphStyle("heading 2", text, fontSize=11.5, leading=14.5, spaceBefore=9, spaceAfter=3, **bold),
        ParagraphStyle("line", text, leftIndent=14, bulletIndent=2, spaceAfter=3, allowWidows=0, allowOrphans=0),
        ParagraphStyle("warning", text, fontName=_BOLD, textColor=HexColor(RED)),
        ParagraphStyle(
            "note",
            text,
            fontSize=8.5,
            leading=10.5,
            leftIndent=20,
            bulletFontName=_PLAIN,
            bulletFontSize=8.5,
            spaceAfter=1.5,
        ),
        ParagraphStyle(
            "label",
            text,
            fontName=_BOLD,
            fontSize=9.5,
            leading=12,
            spaceBefore=6,
            spaceAfter=3,
            textColor=HexColor(GREY),
        ),
        ParagraphStyle("note end", text, fontSize=9),
        ParagraphStyle(
            "source", text, fontSize=9.5, leading=12.5, leftIndent=12, spaceAfter=7, allowWidows=0, allowOrphans=0
        ),
        ParagraphStyle("contents 1", text, leading=12, spaceAfter=0),
        ParagraphStyle("contents 2", text, fontSize=9.5, leftIndent=14, textColor=HexColor(GREY), spaceAfter=0),
    )
    return {each.name: each for each in made}


class PageCount(IndexingFlowable):  # type: ignore[misc]  # reportlab has no types
    """How many pages there are, known from the run before; stands in the story and takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.count = self._last = 0

    def notify(self, kind: str, stuff: object) -> None:
        if kind == _PAGE and isinstance(stuff, int):
            self._last = stuff

    def isSatisfied(self) -> bool:  # noqa: N802 - reportlab's name
        return self.count == self._last

    def beforeBuild(self) -> None:  # noqa: N802 - reportlab's name
        self.count = self._last

    def wrap(self, *_: float) -> tuple[int, int]:
        return 0, 0

    def draw(self) -> None:
        """Nothing is drawn."""


class Pages(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """A4 pages of a briefing, for `multiBuild` of a story that holds the count."""

    def __init__(self, file: object, briefing: Briefing, count: PageCount) -> None:
        self._force, self._made = (
            shown(clean(each).strip()) for each in (briefing.force, made(briefing.made, briefing.held))
        )
        self._held_back = held_back(briefing)
        self._count = count
        super().__init__(
            file,
            pagesize=A4,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN,
            title=title(briefing),
            author=AUTHOR,
            subject=drawn_on(briefing),
            creator=AUTHOR,
            lang="en-GB",
            displayDocTitle=True,
        )
        frame = Frame(MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._around))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Headings become bookmarks, and entries of the contents."""
        heading = getattr(flowable, "heading", None)
        if heading:
            level, text, key = heading
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(text, key, level, closed=level > 0)
            self.notify("TOCEntry", (level, escape(shown(text)), self.page, key))

    def _around(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """Above the force, and that it is under embargo; below when and from what it was made, and the page's number."""
        self.notify(_PAGE, self.page)
        canvas.saveState()
        canvas.setFillColor(HexColor(GREY))
        canvas.setFont(_PLAIN, _SMALL)
        canvas.drawString(MARGIN, A4[1] - 12 * mm, _fitting(self._force))
        canvas.drawString(MARGIN, 11 * mm, self._made)
        canvas.drawRightString(A4[0] - MARGIN, 11 * mm, f"Page {self.page} of {self._count.count or self.page}")
        canvas.setFillColor(HexColor(RED))
        canvas.setFont(_BOLD, _SMALL)
        canvas.drawRightString(A4[0] - MARGIN, A4[1] - 12 * mm, self._held_back)
        canvas.restoreState()


def _fitting(text: str) -> str:
    """As much of a text as fits in half a line of the header."""
    text = text[:_LONGEST_HEADER]
    while stringWidth(text, _PLAIN, _SMALL) > WIDTH / 2:
        text = f"{text[:-2]}…"
    return text
