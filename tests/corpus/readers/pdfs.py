"""PDFs whose truth is known: what is written, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus import Paragraph
from corpus.block import CALL
from corpus.document import Area
from corpus.layout.line import turned_back
from corpus.paragraphs import cut
from corpus.readers import read

A4 = (595.0, 842.0)
PLAIN, BOLD, ITALIC = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"
SYMBOLS = "Vera"  # comes with reportlab
LEFT, WIDTH = 72.0, 451.0
SIZE, LEADING = 11.0, 14.0
BELOW, ABOVE = (
    0.225,
    0.94,
)  # of the size: how far the room that pdfium gives Helvetica's letters reaches from their foot

PLAN = (
    "The force has a plan for every victim of burglary and keeps records of each of them in all of its police stations,"
    " so that officers can find them. It trains its staff well."
)
PATROLS = (
    "Inspectors saw patrols in each of the four towns of Northshire at all hours of the day, and the public told them"
    " that they felt safe there. Sergeants check the work."
)
CUSTODY = (
    "Cells in Eastmoor are clean but too few for a busy weekend night, when people under arrest may wait for hours in"
    " vans in the yard before they are seen by a nurse."
)


def _with_symbols() -> TTFont:
    """A font with list marks: the signs it lacks look like its bullet, as all we need is what they are called."""
    font = TTFont(SYMBOLS, "Vera.ttf")
    for mark in "\uf06e\uf0b7\u25fc\u25aa\u2010\x02\ufffd":
        font.face.charToGlyph[ord(mark)] = font.face.charToGlyph[ord("\u2022")]
    return font


registerFont(_with_symbols())


def wrapped(text: str, width: float = WIDTH, size: float = SIZE, font: str = PLAIN) -> list[str]:
    """The lines of a paragraph."""
    return list(simpleSplit(text, font, size, width))


@dataclass
class Pdf:
    """A PDF being written, page by page, each from the top down. `foot` is where the next line stands.

    `size` is that of a page as shown: the paper of one that is turned by 90 degrees lies across.
    """

    path: Path
    size: tuple[float, float] = A4
    turn: int = 0
    crop: tuple[float, float, float, float] | None = None
    password: str | StandardEncryption | None = None
    number: int = 1
    foot: float = 760.0
    written: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.canvas = Canvas(str(self.path), pagesize=self.size, encrypt=self.password)

    def line(
        self, text: str, left: float = LEFT, foot: float | None = None, size: float = SIZE, font: str = PLAIN
    ) -> Area:
        """One line, at that height or where the next one stands, and its box. Marks (`called`) are small and raised."""
        at = self.foot if foot is None else foot
        right = left
        for number, part in enumerate(CALL.split(text)):  # the odd ones are marks
            looks = (font, 0.6 * size) if number % 2 else (font, size)
            self.canvas.setFont(*looks)
            self.canvas.drawString(right, at + (0.35 * size if number % 2 else 0), part)
            right += stringWidth(part, *looks)
        self.foot = at - LEADING * size / SIZE
        self.written.append(text)
        return Area(self.number, left, at - BELOW * size, right, at + ABOVE * size)

    def lines(self, *lines: str, gap: float = 8.0, **looks: float | str) -> Area:
        """Lines below each other, a gap, and the box of them all."""
        boxes = [self.line(text, **looks) for text in lines]  # type: ignore[arg-type]  # as `line` takes them
        self.foot -= gap
        return Area(
            self.number, boxes[0].left, boxes[-1].bottom, max(box.right for box in boxes), max(box.top for box in boxes)
        )

    def text(self, text: str, width: float = WIDTH, size: float = SIZE, font: str = PLAIN, **looks: float) -> Area:
        """A paragraph, wrapped."""
        return self.lines(*wrapped(text, width, size, font), size=size, font=font, **looks)

    def shown(self, text: str, foot: float | None = None) -> Area:
        """A paragraph that is upright on a turned page as it is shown, and its box in the file's own points."""
        width, height = self.size[::-1] if self.turn in (90, 270) else self.size
        self.canvas.saveState()
        self.canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[self.turn])
        self.canvas.rotate(self.turn)
        self.foot = self.foot if foot is None else foot
        box = self.text(text)
        self.canvas.restoreState()
        return Area(self.number, *turned_back((box.left, box.bottom, box.right, box.top), self.turn, *self.size))

    def notes(self, *lines: str, foot: float = 90.0) -> None:
        """Small print at the foot of the page."""
        for number, line in enumerate(lines):
            self.line(line, foot=foot - 10 * number, size=8)

    def table(
        self, rows: Sequence[Sequence[str]], widths: Sequence[float], ruled: bool = True, high: float = 20
    ) -> None:
        """Rows of cells; a cell may have several lines."""
        for row in rows:
            top, left = self.foot + LEADING, LEFT
            deep = high + LEADING * max(cell.count("\n") for cell in row)
            for cell, width in zip(row, widths, strict=True):
                for number, line in enumerate(cell.split("\n")):
                    self.line(line, left=left + 3, foot=top - LEADING - number * LEADING)
                if ruled:
                    self.canvas.rect(left, top - deep, width, deep)
                left += width
            self.foot = top - deep - LEADING
        self.foot -= LEADING

    def page(self) -> None:
        """The next page."""
        if self.turn:
            self.canvas.setPageRotation(self.turn)
        if self.crop:
            self.canvas.setCropBox(self.crop)
        self.canvas.showPage()
        self.number, self.foot = self.number + 1, 760.0

    def save(self) -> Path:
        """The file, with the page begun last."""
        self.page()
        self.canvas.save()
        return self.path

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Save it, and read it back."""
        return cut("x", read(self.save()))


def texts(pdf: Pdf) -> list[str]:
    """What its paragraphs say."""
    return [paragraph.text for paragraph in pdf.paragraphs()]


def raw_pdf(path: Path, objects: dict[int, str]) -> Path:
    """A PDF of these objects, written as they are; one that is no dictionary is the content of a stream."""
    content = b"%PDF-1.4\n"
    offsets = {}
    for number, said in sorted(objects.items()):
        offsets[number] = len(content)
        inside = said if said.startswith("<<") else f"<< /Length {len(said)} >>\nstream\n{said}\nendstream"
        content += f"{number} 0 obj\n{inside}\nendobj\n".encode()
    rows = "".join(f"{at:010} 00000 n \n" for at in offsets.values())
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    path.write_bytes(content + (head + rows + tail).encode())
    return path


def one_page(path: Path, content: str) -> Path:
    """A PDF of one page with this content, in which `/F` is Helvetica."""
    font = "<< /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return raw_pdf(
        path,
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font {font} >> >>",
            4: content,
        },
    )
