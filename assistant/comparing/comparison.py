"""A comparison: forces down, themes across; each cell a line with its source, or why there is none."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assistant.briefing.brief import Line
from assistant.briefing.themes import label_of
from corpus import Document, embargo_of


class Blank(StrEnum):
    """Why a cell has no line."""

    NOT_HELD = "not in the collection"
    NOTHING_SAID = "inspected, nothing said"
    NOT_PUBLIC = "not yet public"


Cell = Line | Blank


@dataclass(frozen=True, slots=True)
class Row:
    """A force: its id, its name, a cell for each theme, and the documents that were read, latest first.

    `held_back`: documents on it, of the time asked for, that the reader may not see yet.
    """

    force: str
    name: str
    cells: tuple[Cell, ...]
    documents: tuple[Document, ...] = ()
    held_back: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A whole comparison. `themes`: ids of `THEMES`, or a user's own words, one a column.

    `first` and `last`: days, the inspections'; None for no bound. `made`: when; `held`: documents in the corpus then.
    """

    themes: tuple[str, ...]
    rows: tuple[Row, ...]
    first: date | None
    last: date | None
    made: datetime
    held: int

    @property
    def labels(self) -> tuple[str, ...]:
        """The themes for a reader."""
        return tuple(map(label_of, self.themes))

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, row after row."""
        return tuple(cell for row in self.rows for cell in row.cells if isinstance(cell, Line))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents behind the lines, each once, in the order in which they are first cited."""
        cited = {line.citation.document.id: line.citation.document for line in self.lines}
        return tuple(cited.values())

    @property
    def embargo(self) -> str:
        """Until when the comparison may not be shared, as a sentence; "" where nothing in it is under embargo."""
        held = [each for each in self.documents if not each.is_public(self.made)]
        last = max(held, key=lambda each: each.embargo or self.made, default=None)
        return embargo_of(last) if last else ""
