"""Tables into rows that can be cited: a reader shown one row alone still knows what each figure is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.block import CALL, Block
from corpus.document import ParagraphKind
from corpus.plain import SALUTATION

MAX_CELL_WORDS = 40  # a longer cell in a table of one row is prose set beside something


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, its first column (from 0), and how many columns and rows it covers."""

    blocks: tuple[Block, ...]
    column: int
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """All it says, as lines."""
        return "\n".join(_in_cell(block) for block in self.blocks if block.kind is not ParagraphKind.FOOTNOTE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `is_header`: it says what the columns are."""

    cells: tuple[Cell, ...]
    is_header: bool = False

    @property
    def filled(self) -> list[Cell]:
        """The cells that say something."""
        return [cell for cell in self.cells if cell.text]


def table(rows: Sequence[Row], is_layout: bool = False) -> Iterator[Block]:
    """The blocks of a table: its rows, or what is in its cells when it only sets text side by side."""
    if is_layout or _is_layout(rows):
        yield from (block for row in rows for cell in row.cells for block in cell.blocks)
        return
    labels = _labels(rows)
    held: list[tuple[int, Cell]] = []  # cells of the first column that go on, and the rows they still cover
    for row in rows:
        held = [(left - 1, cell) for left, cell in held if left > 1]
        cells = [*(replace(cell, blocks=_uncalled(cell)) for _, cell in held), *row.cells]
        texts = [_labelled(cell, {} if row.is_header else labels) for cell in cells if cell.text]
        if row.filled:
            yield Block(" | ".join(texts), ParagraphKind.ROW)
        yield from (block for cell in row.cells for block in cell.blocks if block.kind is ParagraphKind.FOOTNOTE)
        held += [(cell.rows, cell) for cell in row.cells if cell.column == 0 and not row.is_header]


def _uncalled(cell: Cell) -> tuple[Block, ...]:
    """A cell's words without marks of footnotes: where it is repeated, they are not called again."""
    return (Block(CALL.sub("", cell.text)),)


def _is_layout(rows: Sequence[Row]) -> bool:
    filled = [row.filled for row in rows if row.filled]
    if all(len(cells) == 1 for cells in filled):
        return True
    if any(row.is_header for row in rows):
        return False
    cells = [cell for each in filled for cell in each]
    return any(map(_holds_more, cells)) or (len(filled) == 1 and any(map(_is_prose, cells)))


def _holds_more(cell: Cell) -> bool:
    """Whether it holds what no cell of figures does: headings, another table, the greeting of a letter."""
    kinds = (ParagraphKind.HEADING, ParagraphKind.ROW)
    return any(block.kind in kinds or SALUTATION.match(block.text) for block in cell.blocks)


def _is_prose(cell: Cell) -> bool:
    return len(cell.text.split()) > MAX_CELL_WORDS or "\n" in cell.text


def _labels(rows: Sequence[Row]) -> dict[int, list[str]]:
    """What the header rows say of each column, from above. A cell over the whole table is its title, not a label."""
    width = max((cell.column + cell.columns for row in rows for cell in row.cells), default=0)
    labels: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for cell in row.filled if row.is_header else ():
            label = " ".join(CALL.sub("", cell.text).split()).removesuffix(":")
            for column in range(cell.column, cell.column + cell.columns) if cell.columns < width else ():
                if label not in labels[column]:
                    labels[column].append(label)
    return labels


def _labelled(cell: Cell, labels: dict[int, list[str]]) -> str:
    """The cell with the label of its column; one over several columns has only what is said of all of them."""
    columns = range(cell.column, cell.column + cell.columns)
    common = [label for label in labels.get(cell.column, ()) if all(label in labels.get(each, ()) for each in columns)]
    label = ", ".join(common)
    return f"{label}: {cell.text}" if label and label != cell.text else cell.text


def _in_cell(block: Block) -> str:
    return f"{block.number} {block.text}" if block.number else block.text
