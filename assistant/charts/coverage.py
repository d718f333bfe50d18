"""The coverage chart: forces down, years across, a mark for each document."""

from collections.abc import Sequence
from datetime import date

from assistant.briefing.noted import clean, counted, listed
from assistant.charts.chart import Chart, Table, Value
from assistant.charts.coverage_picture import picture
from assistant.charts.held import Coverage, Held, Row, Year, coverage
from assistant.charts.told import kind_of, made, period
from corpus import Corpus

FIELDS = ("force", "name", "year", "kind", "embargoed", "documents")
HEADS = ("Force id", "Force", "Year", "Kind", "Under embargo", "Documents")


def coverage_chart(
    corpus: Corpus,
    forces: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    embargoed: bool = False,
    uncovered: bool = False,
) -> Chart:
    """What is held on these forces (ids; none for all) year by year. Takes and raises what `coverage` does."""
    found = coverage(corpus, forces, first, last, embargoed, uncovered)
    title = _title(found)
    return Chart(title, _description(title, found), _table(found), picture(found, title, _foot(found)))


def _title(found: Coverage) -> str:
    when = period([year for year in found.years if year])
    forces = [row for row in found.rows if row.force]
    who = clean(forces[0].name) if len(forces) == 1 else counted(len(forces), "force")
    return ", ".join(filter(None, [f"Inspection documents held: {who if forces else found.rows[0].name}", when]))


def _description(title: str, found: Coverage) -> str:
    """All that the picture shows, in words."""
    rows = [f"{clean(row.name)}: {_told(row, found.years)}." for row in found.rows]
    return " ".join([f"{title}.", *rows, _foot(found)])


def _told(row: Row, years: Sequence[Year]) -> str:
    told = [
        f"{listed([_counted(held) for held in cell])} {f'in {year}' if year else 'without a date'}"
        for year, cell in zip(years, row.cells, strict=True)
        if cell
    ]
    return "; ".join(told) or "none"


def _counted(held: Held) -> str:
    secret = " under embargo" if held.embargoed else ""
    return f"{held.count} {kind_of(held.kind, held.count)}{secret}"


def _foot(found: Coverage) -> str:
    return made(found.made, len(found.documents), found.held, found.left_out)


def _table(found: Coverage) -> Table:
    """A row for each mark; one without year and kind for a force that has none."""
    values: list[tuple[Value, ...]] = [
        (row.force or None, clean(row.name), year, held.kind, held.embargoed, held.count)
        for row in found.rows
        for year, cell in zip(found.years, row.cells, strict=True)
        for held in cell
    ]
    values += [(row.force, clean(row.name), None, None, False, 0) for row in found.rows if not row.count]
    return Table(FIELDS, HEADS, tuple(values))
