"""Runs: the lines of one block, before it is one."""

from dataclasses import dataclass, field
from itertools import accumulate

from corpus.block import Block
from corpus.document import Area, ParagraphKind
from corpus.layout.line import Line
from corpus.plain import listed


@dataclass(slots=True)
class Run:
    """Lines that belong together. `full`: the last line reaches the end of its column, so that more may
    follow. `cells`: how many of the lines each cell of a table's row has.
    """

    lines: list[Line]
    kind: ParagraphKind = ParagraphKind.BODY
    level: int = 0
    depth: int = 0
    number: str | None = None
    full: bool = False
    cells: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        r"""Its lines, parted by `\n`; the cells of a row by " | "."""
        if not self.cells:
            return "\n".join(line.text.strip() for line in self.lines)
        ends = list(accumulate(self.cells))
        cells = [self.lines[end - count : end] for end, count in zip(ends, self.cells, strict=True)]
        return " | ".join("\n".join(line.text.strip() for line in cell) for cell in cells)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(line.text.split()) for line in self.lines)

    def block(self) -> Block:
        """What a reader hands over."""
        if self.kind in (ParagraphKind.FOOTNOTE, ParagraphKind.ROW):
            return Block(self.text, self.kind, number=self.number, areas=self.areas)
        marked = listed(self.text.split("\n"))
        depth = max(marked.depth, self.depth) if self.kind is ParagraphKind.BODY else 0
        return Block(marked.text, self.kind, self.level, depth, marked.number, self.areas)

    @property
    def areas(self) -> tuple[Area, ...]:
        """Where its lines stand."""
        return tuple(line.area for line in self.lines)
