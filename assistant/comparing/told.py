"""What every file of a comparison says in the same words: its title, its cells, its sources, what its blanks mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Citation
from assistant.briefing.brief import Line
from assistant.briefing.noted import clean, counted, listed
from assistant.comparing.comparison import Blank, Cell, Comparison, Row
from assistant.drafts.telling import link_of
from corpus import Document, location, long_date, reference, warnings_of

FORCE = "Force"
NAMED = 3  # forces that the title names
LONGEST = 90  # characters of the themes that the title names
PURPOSE = (
    "Each cell quotes one finding on its theme: the weightiest of the latest inspection that speaks of it, first of all of "
    "what it says of the police. Inspections differ in date and kind, and looked at different things."
)


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph behind one or more cells, numbered from 1. `link`: its address; "" without a site."""

    number: int
    citation: Citation
    document: str
    place: str
    link: str
    warnings: tuple[str, ...]


def sources(comparison: Comparison, site: str = "") -> tuple[Source, ...]:
    """The paragraphs behind the lines, each once, in the order in which they are first cited."""
    first = {line.citation.paragraph.id: line.citation for line in reversed(comparison.lines)}
    order = dict.fromkeys(line.citation.paragraph.id for line in comparison.lines)
    return tuple(
        Source(
            number,
            first[id],
            clean(reference(first[id].document)),
            clean(location(first[id].paragraph)),
            link_of(first[id], site),
            tuple(map(clean, warnings_of(first[id].document, comparison.made))),
        )
        for number, id in enumerate(order, 1)
    )


def numbers(found: Sequence[Source]) -> dict[str, Source]:
    """The sources by the ids of their paragraphs."""
    return {each.citation.paragraph.id: each for each in found}


def said(line: Line) -> str:
    """A line's words in quotation marks."""
    return f"“{clean(line.text).strip()}”"


def type_of(line: Line) -> str:
    """A line's type for a reader: "Area for improvement"."""
    return line.type.value.capitalize()


def when(cell: Cell) -> str:
    """The month in which a line's document came out: "September 2014"; "" where it has no date."""
    return (long_date(cell.citation.document.latest) or "").partition(" ")[2] if isinstance(cell, Line) else ""


def heads(comparison: Comparison) -> tuple[str, ...]:
    """The themes as heads of columns."""
    return tuple(clean(each)[:1].upper() + clean(each)[1:] for each in comparison.labels)


def title(comparison: Comparison) -> str:
    """What is compared on what: "Kent Police and Essex Police: custody"."""
    forces = [clean(row.name) for row in comparison.rows]
    labels = heads(comparison)
    who = listed(forces) if len(forces) <= NAMED else f"{len(forces)} forces compared"
    what = listed([each[:1].lower() + each[1:] for each in labels])
    return f"{who}: {what}" if len(what) <= LONGEST else f"{who} on {len(labels)} themes"


def warnings(comparison: Comparison) -> tuple[str, ...]:
    """What must be told before all else of the documents behind the lines: under embargo, text from pictures."""
    told = (warning for each in comparison.documents for warning in warnings_of(each, comparison.made))
    return tuple(dict.fromkeys(map(clean, told)))


def legend(comparison: Comparison) -> tuple[tuple[Blank, str], ...]:
    """What each kind of blank in the comparison means."""
    within = _within(comparison.first, comparison.last)
    meanings = {
        Blank.NOT_HELD: f"we hold no document on the force{within}.",
        Blank.NOTHING_SAID: (
            f"we hold documents on the force{within}, and none of them speaks of it on the theme; "
            "what they say of other bodies alone is left out."
        ),
        Blank.NOT_PUBLIC: f"what we hold on the force{within} is under embargo.",
    }
    used = {cell for row in comparison.rows for cell in row.cells}
    return tuple((blank, meaning) for blank, meaning in meanings.items() if blank in used)


def row_note(row: Row) -> str:
    """From which inspections a row is made, and how many documents are left out of it: "2 inspections, 2016 to 2023"."""
    parts = [f"{counted(len(row.documents), 'inspection')}{_years(row.documents)}"] if row.documents else []
    parts += [f"{counted(row.held_back, 'document')} under embargo left out"] if row.held_back else []
    return "; ".join(parts)


def _within(first: date | None, last: date | None) -> str:
    """The time asked for: " from 2018 to 2020"; days where it is not of whole years."""
    whole = (not first or (first.month, first.day) == (1, 1)) and (not last or (last.month, last.day) == (12, 31))
    start, end = (str(day.year) if day and whole else long_date(day) for day in (first, last))
    if start and start == end:
        return f" from {start}"
    return "".join([f" from {start}" if start else "", f" {'to' if start else 'up to'} {end}" if end else ""])


def _years(documents: Sequence[Document]) -> str:
    years = sorted({each.latest.year for each in documents if each.latest})
    if not years:
        return ""
    return f", {years[0]}" if len(years) == 1 else f", {years[0]} to {years[-1]}"
