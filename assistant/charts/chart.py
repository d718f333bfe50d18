"""A chart: a picture that is drawn once and taken away as SVG, PNG or PDF, its numbers in words, and as a table."""

from dataclasses import dataclass
from typing import Any

from assistant.charts.told import kind_of
from corpus import DocumentKind, UnusableInput
from corpus.pictures import MAX_SIDE, drawn

USUAL_WIDTH = 2400  # pixels: 205 an inch on A4 on its side

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart. `fields` name its columns for programs, `heads` for readers; as many values in each row."""

    fields: tuple[str, ...]
    heads: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]

    @property
    def told(self) -> tuple[tuple[str, ...], ...]:
        """The values for reading; nothing for what is not known."""
        return tuple(tuple(map(_told, row)) for row in self.values)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and what it says. `description`: all of its numbers in words, for whoever cannot see it.

    `drawing` is one of reportlab's, which is loaded when a chart is first made.
    """

    title: str
    description: str
    table: Table
    drawing: Any

    @property
    def width(self) -> int:
        """The width at which it is meant to be seen, in points."""
        return int(self.drawing.width)

    def rows(self) -> tuple[dict[str, Value], ...]:
        """The numbers, a row a mark or an inspection, by the names of the table's fields."""
        return tuple(dict(zip(self.table.fields, row, strict=True)) for row in self.table.values)

    def svg(self) -> str:
        """The picture as SVG that a page of HTML can hold; the title and the description are in it."""
        from assistant.charts.rendering import as_svg

        return as_svg(self.drawing, self.title, self.description)

    def png(self, width: int = USUAL_WIDTH) -> bytes:
        """The picture as PNG, so many pixels wide. Raises `UnusableInput` for a width that is no picture's."""
        if not 1 <= width <= MAX_SIDE:
            raise UnusableInput(f"No picture is {width} pixels wide.", f"Choose from 1 to {MAX_SIDE}.")
        return drawn(self.pdf(), width)

    def pdf(self) -> bytes:
        """The picture as a page that is no larger than A4 unless it has very much to show; its type is embedded."""
        from assistant.charts.rendering import as_pdf

        return as_pdf(self.drawing, self.title, self.description)


def _told(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, DocumentKind):
        return kind_of(value).capitalize()
    return "" if value is None else str(value)
