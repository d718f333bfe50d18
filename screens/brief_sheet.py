"""A briefing on a page: its lines can be changed, moved, struck and put back."""

from dataclasses import dataclass, replace

from assistant.briefing.brief import Line, Order, Section


@dataclass(frozen=True, slots=True)
class Row:
    """A line on the page: as it was `made`, and as it is now. `id` tells it from the others of its page."""

    id: int
    made: Line
    line: Line
    is_struck: bool = False

    @property
    def is_edited(self) -> bool:
        """Whether somebody changed its words."""
        return self.line.text != self.made.text


@dataclass(frozen=True, slots=True)
class Part:
    """A section on the page."""

    heading: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a page shows of a briefing. Every change makes another sheet.

    `notices`: what its maker must know, and no file says.
    """

    order: Order
    title: str
    parts: tuple[Part, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, the struck ones among them, in their order."""
        return tuple(row for part in self.parts for row in part.rows)

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each line's note, by the row's id: from 1, without those that are struck."""
        kept = [row for row in self.rows if not row.is_struck]
        return {row.id: number for number, row in enumerate(kept, 1)}

    @property
    def sections(self) -> tuple[Section, ...]:
        """What is left of it: struck lines are left out, and sections of which nothing is left."""
        left = [
            Section(part.heading, tuple(row.line for row in part.rows if not row.is_struck), part.note)
            for part in self.parts
        ]
        return tuple(section for section in left if section.lines or section.note)

    def row(self, id: int) -> Row | None:
        """The row of that id."""
        return next((row for row in self.rows if row.id == id), None)

    def with_section(self, section: Section) -> "Sheet":
        """With another section at its end."""
        first = len(self.rows) + 1
        rows = tuple(Row(id, line, line) for id, line in enumerate(section.lines, first))
        notices = tuple(dict.fromkeys(filter(None, [*self.notices, section.notice])))
        return replace(self, parts=(*self.parts, Part(section.heading, section.note, rows)), notices=notices)

    def with_line(self, id: int, line: Line) -> "Sheet":
        """With that line in a row, in place of what it has."""
        return self._with(id, line=line)

    def struck(self, id: int, is_struck: bool) -> "Sheet":
        """With a row struck, or put back."""
        return self._with(id, is_struck=is_struck)

    def moved(self, id: int, by: int) -> "Sheet":
        """With a row `by` places further down (up, if negative) within its section, as far as that goes."""
        parts = []
        for part in self.parts:
            rows = list(part.rows)
            at = next((place for place, row in enumerate(rows) if row.id == id), None)
            if at is not None:
                row = rows.pop(at)
                rows.insert(max(0, at + by), row)
            parts.append(replace(part, rows=tuple(rows)))
        return replace(self, parts=tuple(parts))

    def _with(self, id: int, **changed: object) -> "Sheet":
        return replace(
            self,
            parts=tuple(
                replace(
                    part,
                    rows=tuple(replace(row, **changed) if row.id == id else row for row in part.rows),  # type: ignore[arg-type]  # fields of a row
                )
                for part in self.parts
            ),
        )
