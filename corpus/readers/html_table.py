"""The grid of a web page's table: which cells cover several places, and which rows are headers."""

from collections.abc import Callable, Iterator

from corpus.block import Block
from corpus.readers.node import Node
from corpus.readers.table import Cell, Row

_SECTIONS = ("thead", "tbody", "tfoot")
MAX_COLUMNS = 200  # a wider table, or a cell over more columns or rows, is a mistake
MAX_ROWS = 10_000


def rows(table: Node, read: Callable[[Node], tuple[Block, ...]]) -> list[Row]:
    """The rows of a table; `read` gives the blocks of a cell."""
    found: list[Row] = []
    taken: dict[int, int] = {}  # columns that a cell from above covers, and for how many rows still
    for line, is_head in _lines(table):
        nodes = [child for child in line.children if child.tag in ("td", "th")]
        cells = tuple(_cells(nodes, taken, read))
        named = [cell for cell, node in zip(cells, nodes, strict=True) if cell.text and node.tag == "th"]
        row = Row(cells, is_head)
        found.append(Row(cells, is_head or (len(row.filled) > 1 and len(named) == len(row.filled))))
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        taken |= {
            column: cell.rows - 1
            for cell in cells
            for column in range(cell.column, cell.column + cell.columns)
            if cell.rows > 1
        }
    return found


def caption_and_strays(table: Node) -> Iterator[Node]:
    """What is in a table and in none of its cells: its caption, and text that mistakes have put there."""
    lines = [line for line, _ in _lines(table)]
    sections = [child for child in table.children if child.tag in _SECTIONS]
    for place in (table, *sections, *lines):
        for part in place.parts:
            if isinstance(part, str) or part.tag not in (*_SECTIONS, "tr", "td", "th"):
                yield part if isinstance(part, Node) and part.tag == "caption" else Node("", {}, (part,))


def _lines(table: Node) -> Iterator[tuple[Node, bool]]:
    """The rows, and whether each is in the table's head; cells outside any row are one."""
    loose: list[Node] = []
    for child in table.children:
        if child.tag in ("td", "th"):
            loose.append(child)
        elif child.tag == "tr":
            yield child, table.tag == "thead"
        elif child.tag in _SECTIONS:
            yield from _lines(child)
    if loose:
        yield Node("tr", {}, tuple(loose)), False


def _cells(nodes: list[Node], taken: dict[int, int], read: Callable[[Node], tuple[Block, ...]]) -> Iterator[Cell]:
    column = 0
    for node in nodes:
        while column in taken:
            column += 1
        columns = min(max(node.number("colspan", 1), 1), MAX_COLUMNS)
        height = node.number("rowspan", 1) or MAX_ROWS  # 0: to the end
        yield Cell(read(node), column, columns, min(max(height, 1), MAX_ROWS))
        column += columns
