"""A comparison as an Excel file: the table, its sources, and what its words mean."""

from datetime import UTC
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assistant.briefing.brief import FindingType, Line
from assistant.briefing.noted import AUTHOR, clean, made
from assistant.comparing.comparison import Cell, Comparison
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
from assistant.drafts.telling import source_of

_OPTIONS = {  # texts stay texts, whatever they look like
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_TABLE, _SOURCES, _ABOUT = "Comparison", "Sources", "About"
_HEADS = (  # of the sources, with widths in characters
    ("Number", 9),
    ("Force", 24),
    ("Theme", 24),
    ("Type", 20),
    ("Words quoted", 70),
    ("Source", 60),
    ("Date", 13),
    ("Page", 8),
    ("Link", 40),
)
_A4 = 9
_LONGEST_CELL = 32_767  # characters; Excel takes no more
_LONGEST_NAME = 255  # characters of a property of the file
# Fills, light enough for black text; the words say the same.
_FILLS = {
    FindingType.STRENGTH: "E3F1EA",
    FindingType.CONCERN: "FBE6DC",
    FindingType.IMPROVEMENT: "FDF2D6",
    FindingType.RECOMMENDATION: "E4EBF7",
    FindingType.ACTION: "EDE8F5",
}


def as_xlsx(comparison: Comparison, site: str = "") -> bytes:
    """The file. `site`: where the app is, for links to the paragraphs; without it cells lead to the sheet of sources."""
    return _Book(comparison, site).file()


class _Book:
    """A workbook in the making."""

    def __init__(self, comparison: Comparison, site: str) -> None:
        self._comparison = comparison
        self._sources = sources(comparison, site)
        self._numbers = numbers(self._sources)
        self._bytes = BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, _OPTIONS)
        self._formats: dict[str, Format] = {}

    def file(self) -> bytes:
        about = title(self._comparison)[:_LONGEST_NAME]
        moment = self._comparison.made.astimezone(UTC).replace(tzinfo=None)
        self._book.set_properties(
            {
                "title": about,
                "author": AUTHOR,
                "comments": made(self._comparison.made, self._comparison.held),
                "created": moment,
            }
        )
        sheets = [self._book.add_worksheet(name) for name in (_TABLE, _SOURCES, _ABOUT)]
        for sheet, fill in zip(sheets, (self._table, self._listed, self._about), strict=True):
            sheet.set_landscape()
            sheet.set_paper(_A4)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer("&L&A&RPage &P of &N")
            fill(sheet)
        self._book.close()
        return self._bytes.getvalue()

    def _table(self, sheet: Worksheet) -> None:
        columns = heads(self._comparison)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, len(columns), 42)
        for at, label in enumerate((FORCE, *columns)):
            _write(sheet, 0, at, label, self._format("head"))
        for at, row in enumerate(self._comparison.rows, 1):
            note = row_note(row)
            _write(sheet, at, 0, f"{row.name}\n{note}" if note else row.name, self._format("force"))
            for column, cell in enumerate(row.cells, 1):
                self._cell(sheet, at, column, cell)

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        """A line leads to its paragraph where the app is, else to its row among the sources."""
        if not isinstance(cell, Line):
            _write(sheet, row, column, cell.value, self._format("blank"))
            return
        source = self._numbers[cell.citation.paragraph.id]
        dated = f", {when(cell)}" if when(cell) else ""
        told = f"{type_of(cell)}{dated}: {said(cell)} [{source.number}]"
        text = " ".join([told, *source.warnings])
        look = self._format("line", _FILLS.get(cell.type, ""))
        _link(sheet, row, column, source.link or f"internal:'{_SOURCES}'!A{self._row_of(cell) + 1}", text, look)

    def _row_of(self, line: Line) -> int:
        """The row of a line among the sources, from 0."""
        return next(at for at, each in enumerate(self._comparison.lines, 1) if each is line)

    def _listed(self, sheet: Worksheet) -> None:
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for at, (head, width) in enumerate(_HEADS):
            sheet.set_column(at, at, width)
            _write(sheet, 0, at, head, self._format("head"))
        at = 0
        for row in self._comparison.rows:
            for label, cell in zip(heads(self._comparison), row.cells, strict=True):
                if isinstance(cell, Line):
                    at += 1
                    self._source(sheet, at, (row.name, label), cell, self._numbers[cell.citation.paragraph.id])
        if at:
            sheet.autofilter(0, 0, at, len(_HEADS) - 1)

    def _source(self, sheet: Worksheet, at: int, place: tuple[str, str], line: Line, source: Source) -> None:
        document, page = line.citation.document, line.citation.paragraph.page
        told = " ".join([f"{source_of(line.citation)}.", *source.warnings])
        day = document.latest.isoformat() if document.latest else ""
        sheet.write_number(at, 0, source.number, self._format("plain"))
        texts = (*place, type_of(line), line.text, told, day, str(page or ""))
        for column, text in enumerate(texts, 1):
            _write(sheet, at, column, text, self._format("plain"))
        if source.link:
            _link(sheet, at, len(texts) + 1, source.link, source.link, self._format("link"))

    def _about(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 110)
        told = [*warnings(self._comparison), PURPOSE, made(self._comparison.made, self._comparison.held)]
        told += [f"{blank.value.capitalize()}: {meaning}" for blank, meaning in legend(self._comparison)]
        _write(sheet, 0, 0, title(self._comparison), self._format("head"))
        for at, text in enumerate(told, 1):
            _write(sheet, at, 0, text, self._format("plain"))

    def _format(self, name: str, fill: str = "") -> Format:
        key = f"{name} {fill}"
        if key not in self._formats:
            shade = {"bg_color": f"#{fill}"} if fill else {}
            self._formats[key] = self._book.add_format({**_PLAIN, **_LOOKS[name], **shade})
        return self._formats[key]


_PLAIN = {
    "text_wrap": True,
    "valign": "top",
    "font_name": "Calibri",
    "font_size": 10,
    "border": 1,
    "border_color": "#B8C4D6",
}
_LOOKS: dict[str, dict[str, object]] = {
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864"},
    "force": {"bold": True, "bg_color": "#EDF2F8"},
    "blank": {"italic": True, "font_color": "#595959"},
    "line": {"font_color": "#000000"},
    "link": {"font_color": "#1A4F91", "underline": 1},
    "plain": {},
}


def _write(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """A text as a text, never as a formula, a number or a link."""
    sheet.write_string(row, column, _fitting(text), look)


def _link(sheet: Worksheet, row: int, column: int, address: str, text: str, look: Format) -> None:
    """A text that opens an address; plain text where Excel takes no such address."""
    if sheet.write_url(row, column, address, look, _fitting(text)) != 0:
        _write(sheet, row, column, text, look)


def _fitting(text: str) -> str:
    lines = "\n".join(clean(line) for line in text.split("\n"))
    return lines if len(lines) <= _LONGEST_CELL else f"{lines[: _LONGEST_CELL - 2]} …"
