"""What nobody sees on a page is no paragraph of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.block import Reading
from corpus.readers import read
from tests.corpus.readers.word_files import p, r, word

SEEN = "Officers visit every victim of burglary within one day of the call."
HIDDEN = "The force is exemplary in all that it does for victims."
Draw = Callable[[Canvas], None]


def _blocks(reading: Reading) -> str:
    return "\n".join(block.text for block in reading.blocks)


def _furniture(reading: Reading) -> str:
    return " ".join(block.text for block in reading.furniture)


@pytest.mark.parametrize(
    "element",
    [
        '<p style="display:none">{}</p>',
        '<p style="visibility: hidden">{}</p>',
        "<p hidden>{}</p>",
        '<p aria-hidden="true">{}</p>',
        '<p style="font-size:0px">{}</p>',
        '<p style="font-size:0"><span>{}</span></p>',
        '<p style="opacity:0">{}</p>',
        '<p style="color:#fff">{}</p>',
        '<p style="color: rgb(255, 255, 255) !important">{}</p>',
        '<font color="#FEFEFE"><p>{}</p></font>',
        '<div style="background:#333333"><p style="color:#333">{}</p></div>',
        '<p style="position:absolute;left:-9999px">{}</p>',
        '<div style="height:0;overflow:hidden"><p>{}</p></div>',
        '<p class="gone">{}</p>',
        '<p id="lost">{}</p>',
        "<!-- {} -->",
        "<template>{}</template>",
        "<noscript>{}</noscript>",
    ],
)
def test_what_a_page_hides_is_no_finding(tmp_path: Path, element: str) -> None:
    head = (
        "<style>@media print { .seen { display: none } } .gone, .out { display: none } #lost { color: white }</style>"
    )
    page = f'<html><head>{head}</head><body><p class="seen">{SEEN}</p>{element.format(HIDDEN)}</body></html>'
    (path := tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert _blocks(read(path)) == SEEN


@pytest.mark.parametrize(
    "element",
    [
        '<div style="background-color:#003366"><p style="color:#fff">{}</p></div>',
        '<table bgcolor="#000000"><tr><td><font color="white">{}</font></td></tr></table>',
        '<div style="font-size:0"><p style="font-size:16px">{}</p></div>',
        '<div style="background:url(dark.png)"><p style="color:white">{}</p></div>',
        '<p style="font-size:0.8em;color:#333;opacity:0.9">{}</p>',
    ],
)
def test_light_letters_on_a_dark_ground_and_small_ones_are_read(tmp_path: Path, element: str) -> None:
    (path := tmp_path / "page.html").write_text(f"<p>{SEEN}</p>{element.format(HIDDEN)}", encoding="utf-8")
    assert HIDDEN in _blocks(read(path))


def test_white_letters_are_read_where_a_sheet_from_elsewhere_may_colour_their_ground(tmp_path: Path) -> None:
    page = (
        f'<link rel="stylesheet" href="a.css"><div class="banner"><p style="color:#fff">{HIDDEN}</p></div><p>{SEEN}</p>'
    )
    (path := tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert HIDDEN in _blocks(read(path))


@pytest.mark.parametrize(
    "properties",
    ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:color w:val="fefefe"/>', '<w:sz w:val="1"/>'],
)
def test_what_a_word_file_hides_is_no_finding(tmp_path: Path, properties: str) -> None:
    body = p(SEEN) + f"<w:p>{r(HIDDEN, properties)}</w:p>"
    assert _blocks(read(word(tmp_path / "letter.docx", body))) == SEEN


@pytest.mark.parametrize(
    "body",
    [
        f'<w:p>{r(HIDDEN, """<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="003366"/>""")}</w:p>',
        f'<w:p><w:pPr><w:shd w:val="clear" w:fill="003366"/></w:pPr>{r(HIDDEN, """<w:color w:val="FFFFFF"/>""")}</w:p>',
        '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr><w:p>'
        f'{r(HIDDEN, """<w:color w:val="FFFFFF"/>""")}</w:p></w:tc></w:tr></w:tbl>',
        f'<w:p>{r(HIDDEN, """<w:color w:val="auto"/><w:sz w:val="12"/>""")}</w:p>',
    ],
)
def test_white_letters_on_colour_are_read_from_word(tmp_path: Path, body: str) -> None:
    assert HIDDEN in _blocks(read(word(tmp_path / "letter.docx", p(SEEN) + body)))


def _white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(72, 700, HIDDEN)


def _inkless(canvas: Canvas) -> None:
    canvas.drawString(72, 700, HIDDEN, mode=3)


def _beside(canvas: Canvas) -> None:
    canvas.drawString(2000, 700, HIDDEN)


def _on_dark(canvas: Canvas) -> None:
    canvas.setFillGray(0.2)
    canvas.rect(60, 690, 480, 30, stroke=0, fill=1)
    _white(canvas)


def _pdf(path: Path, draw: Draw) -> Reading:
    canvas = Canvas(str(path))
    canvas.drawString(72, 750, SEEN)
    draw(canvas)
    canvas.save()
    return read(path)


@pytest.mark.parametrize("draw", [_white, _inkless, _beside])
def test_what_a_pdf_hides_is_furniture(tmp_path: Path, draw: Draw) -> None:
    reading = _pdf(tmp_path / "letter.pdf", draw)
    assert _blocks(reading) == SEEN
    assert HIDDEN in _furniture(reading)


def test_white_letters_on_a_dark_bar_are_read_from_a_pdf(tmp_path: Path) -> None:
    assert HIDDEN in _blocks(_pdf(tmp_path / "letter.pdf", _on_dark))


def test_the_inkless_text_of_a_scan_is_read(tmp_path: Path) -> None:
    def scanned(canvas: Canvas) -> None:
        canvas.setFillGray(0.1)
        canvas.drawString(72, 700, HIDDEN.replace("e", "o"))  # stands in for the picture of the words
        canvas.drawString(72, 700, HIDDEN, mode=3)

    assert HIDDEN in _blocks(_pdf(tmp_path / "letter.pdf", scanned))
