"""The grid of a Word table: which cells are merged, and which rows are headers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.block import Block
from corpus.readers.node import NOTHING, Node
from corpus.readers.table import Cell, Row
from corpus.readers.word_styles import Styles, is_on

_AROUND = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice")


def rows(table: Node, styles: Styles, read: Callable[[Node], tuple[Block, ...]]) -> list[Row]:
    """The rows of a table; `read` gives the blocks of a cell."""
    lines = [line for line in _within(table, "tr") if not line.child("trPr").has("del")]
    headers = _headers(table, lines, styles)
    read_rows = [Row(tuple(_cells(line, read)), line in headers) for line in lines]
    going_on = [{cell.column for cell, node in zip(row.cells, _shown_cells(line), strict=True) if _goes_on(node)}
                for row, line in zip(read_rows, lines, strict=True)]  # fmt: skip
    return [
        replace(row, cells=tuple(replace(cell, rows=_height(cell, going_on[at + 1 :])) for cell in row.cells))
        for at, row in enumerate(read_rows)
    ]


def _within(node: Node, tag: str) -> Iterator[Node]:
    """The rows of a table, or the cells of a row; content controls may stand around them."""
    for child in node.children:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _within(child, tag)


def _shown_cells(line: Node) -> list[Node]:
    return [cell for cell in _within(line, "tc") if not cell.child("tcPr").has("cellDel")]


def _cells(line: Node, read: Callable[[Node], tuple[Block, ...]]) -> Iterator[Cell]:
    column = max(0, line.child("trPr", "gridBefore").number("val", 0))
    for cell in _shown_cells(line):
        columns = min(max(1, cell.child("tcPr", "gridSpan").number("val", 1)), 63)  # Word's most
        yield Cell(read(cell), column, columns)
        column += columns


def _goes_on(cell: Node) -> bool:
    """Whether a cell is merged with the one above it."""
    properties = cell.child("tcPr")
    return properties.has("vMerge") and properties.child("vMerge").get("val") in ("", "continue")


def _height(cell: Cell, below: Sequence[set[int]]) -> int:
    """The rows that a cell covers, told by the cells below it that go on with it."""
    return 1 + next((at for at, columns in enumerate(below) if cell.column not in columns), len(below))


def _headers(table: Node, lines: Sequence[Node], styles: Styles) -> list[Node]:
    """The rows that say what the columns are: those marked so, else a first row that looks so."""
    marked = [line for line in lines if is_on(line.child("trPr"), "tblHeader")]
    if marked or len(lines) < 2:
        return marked if len(marked) < len(lines) else []
    looks_so = _is_styled(table, styles) or (_is_bold(lines[0]) and not _is_bold(lines[1]))
    return [lines[0]] if looks_so else []


def _is_styled(table: Node, styles: Styles) -> bool:
    """Whether the table's style makes its first row bold, and the table wants it."""
    look = table.child("tblPr", "tblLook")
    try:
        wanted = look.get("firstRow") in ("1", "true", "on") or bool(int(look.get("val") or "0", 16) & 0x20)
    except ValueError:
        wanted = False
    chain = styles.chain(table.child("tblPr", "tblStyle").get("val"))
    parts = (part for style in chain for part in style.children if part.tag == "tblStylePr")
    return wanted and any(part.get("type") == "firstRow" and is_on(part.child("rPr"), "b") for part in parts)


def _is_bold(line: Node) -> bool:
    """Whether all text of a row is bold, and there is some."""
    runs = [run for run in line.all("r") if run.child("t") is not NOTHING and run.child("t").words]
    return bool(runs) and all(is_on(run.child("rPr"), "b") for run in runs)
