"""A comparison as a Word file: tables on landscape A4, their sources as numbered notes below."""

from io import BytesIO
from itertools import pairwise

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from assistant.briefing.brief import Briefing, Line, Order, Section
from assistant.briefing.noted import clean, together
from assistant.briefing.word_markup import BOLD, bookmarked, line_break, link, link_within, paragraph, run
from assistant.briefing.word_page import GREY, INK, element, empty_page
from assistant.briefing.word_page import WIDTH as _UPRIGHT
from assistant.comparing.comparison import Cell, Comparison, Row
from assistant.comparing.told import (
    FORCE,
    PURPOSE,
    Source,
    heads,
    legend,
    numbers,
    row_note,
    said,
    sources,
    title,
    type_of,
    warnings,
    when,
)

WIDTH = 15137  # of the table, twentieths of a point: A4 on its side without margins of 15 mm
MOST_COLUMNS = 5  # themes of a table; more make another table
_MARGIN = Mm(15)
_FORCE_WIDTH = 2300
_SHADE = "EDF2F8"
_CELL = "TableText"
_QUIET = f'<w:color w:val="{GREY}"/>'
_NOTE = f"<w:i/><w:iCs/>{_QUIET}"
_STYLE = (  # of the text in cells
    f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{_CELL}"><w:name w:val="Table Text"/>'
    '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/><w:qFormat/>'
    '<w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>'
    '<w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>'
)


def as_word(comparison: Comparison, site: str = "") -> bytes:
    """The file. `site`: where the app is, for links to the paragraphs; no such links without it."""
    return _Page(comparison, site).file()


class _Page:
    """A file in the making."""

    def __init__(self, comparison: Comparison, site: str) -> None:
        self._comparison = comparison
        self._sources = sources(comparison, site)
        self._numbers = numbers(self._sources)
        self._document = empty_page(_as_briefing(comparison))
        _turn(self._document)

    def file(self) -> bytes:
        body = [paragraph(run(title(self._comparison)), "Title")]
        body += [paragraph(run(each), "Warning") for each in warnings(self._comparison)]
        body += [paragraph(run(PURPOSE))]
        for columns in _groups(len(self._comparison.themes)):
            body += [self._table(columns), paragraph("", _CELL)]
        for blank, meaning in legend(self._comparison):
            body.append(paragraph(f"{run(f'{blank.value.capitalize()}: ', BOLD)}{run(meaning)}"))
        if self._sources:
            body += [paragraph(run("Sources"), "Heading1"), *map(self._source, self._sources)]
        last = self._document.element.body[-1]
        for each in body:
            last.addprevious(element(each))
        made = BytesIO()
        self._document.save(made)
        return made.getvalue()

    def _table(self, columns: range) -> str:
        """A table of some of the themes; its first row is repeated on each page."""
        each = (WIDTH - _FORCE_WIDTH) // len(columns)
        widths = [WIDTH - each * len(columns), *[each] * len(columns)]
        words = [FORCE, *(heads(self._comparison)[at] for at in columns)]
        head = "".join(
            _cell(paragraph(run(text, _HEAD), _CELL, "<w:keepNext/>"), width, INK)
            for text, width in zip(words, widths, strict=True)
        )
        rows = "".join(self._row(row, columns, widths) for row in self._comparison.rows)
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B4C3D9"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        margins = '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>'
            f"{''.join(_column(width) for width in widths)}</w:tblGrid>"
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
        )

    def _row(self, row: Row, columns: range, widths: list[int]) -> str:
        note = f"{line_break()}{run(row_note(row), _QUIET)}" if row_note(row) else ""
        name = paragraph(f"{run(clean(row.name), BOLD)}{note}", _CELL)
        told = [_cell(name, widths[0], _SHADE)]
        told += [_cell(self._told(row.cells[at]), width) for at, width in zip(columns, widths[1:], strict=True)]
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(told)}</w:tr>"

    def _told(self, cell: Cell) -> str:
        if not isinstance(cell, Line):
            return paragraph(run(cell.value.capitalize(), _NOTE), _CELL)
        source = self._numbers[cell.citation.paragraph.id]
        dated = run(f", {when(cell)}", _QUIET) if when(cell) else ""
        mark = link_within(f"[{source.number}]", _bookmark(source))
        words = f"{run(f'{said(cell)} ')}{mark}"
        return paragraph(f"{run(type_of(cell), BOLD)}{dated}{line_break()}{words}", _CELL)

    def _source(self, source: Source) -> str:
        number = bookmarked(run(f"[{source.number}]", BOLD), _bookmark(source), source.number)
        place = run(together(source.place))
        if source.link:
            relation = self._document.part.relate_to(source.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            place = link(together(source.place), relation)
        told = run(" ".join([".", *source.warnings]))
        return paragraph(f"{number}{run(f' {source.document} · ')}{place}{told}", "FootnoteText")


_HEAD = f'{BOLD}<w:color w:val="FFFFFF"/>'


def _groups(themes: int) -> list[range]:
    """The columns of each table: as few tables as can be, of nearly the same width."""
    tables = -(-themes // MOST_COLUMNS)
    ends = [themes * at // tables for at in range(tables + 1)]
    return [range(start, end) for start, end in pairwise(ends)]


def _column(width: int) -> str:
    return f'<w:gridCol w:w="{width}"/>'


def _cell(content: str, width: int, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'


def _bookmark(source: Source) -> str:
    return f"source_{source.number}"


def _as_briefing(comparison: Comparison) -> Briefing:
    """What the page of a briefing needs to know: its title, its documents, when it was made."""
    lines = (Section(title(comparison), comparison.lines),)
    return Briefing(
        Order(""),
        title(comparison),
        title(comparison),
        lines,
        comparison.documents,
        comparison.made,
        comparison.held,
    )


def _turn(document: Document) -> None:
    """Lay the page on its side, header and footer too, and add the style of cells."""
    document.styles.element.append(element(_STYLE))
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = _MARGIN
    for tab in document.styles.element.iter(qn("w:tab")):
        if tab.get(qn("w:pos")) == str(_UPRIGHT):
            tab.set(qn("w:pos"), str(WIDTH))
