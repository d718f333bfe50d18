"""What can be chosen beside a question: a force, years and a kind of document; and the filters this makes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import gradio as gr

from corpus import Document, DocumentKind, UnusableInput, force_names
from index import LETTERS, REPORTS, Filters

ANY = ""  # the value of "All forces", "Any" and "All kinds"
KINDS = {
    "letters": LETTERS,
    "joint inspections": frozenset({DocumentKind.JOINT_INSPECTION}),
    "reports": REPORTS,
}

Choices = list[tuple[str, str]]  # of a dropdown: what is read, and its value


def force_choices(documents: Iterable[Document]) -> Choices:
    """All forces, and each that a document is about, by name."""
    held = {force for document in documents for force in document.forces}
    return [("All forces", ANY), *sorted((force_names([each]), each) for each in held)]


def year_choices(documents: Iterable[Document]) -> Choices:
    """Any year, and each that a document is of, the latest first."""
    years = sorted({year for document in documents for year in document.years}, reverse=True)
    return [("Any", ANY), *((str(year), str(year)) for year in years)]


def kind_choices(documents: Iterable[Document]) -> Choices:
    """All kinds, and each that a document is of."""
    held = {document.kind for document in documents}
    return [("All kinds", ANY), *((name.capitalize(), name) for name, kinds in KINDS.items() if kinds & held)]


def offered(choices: Choices, chosen: object, kept: object) -> dict[str, Any]:
    """Other choices for a dropdown, and what is `kept` of what was `chosen`: all of it, left alone, as it may be another by now."""
    return gr.update(choices=choices) if chosen == kept else gr.update(choices=choices, value=kept)


def filters_of(force: str = ANY, first: str = ANY, last: str = ANY, kind: str = ANY) -> Filters:
    """The filters that were chosen; `first` and `last` are years. Raises `UnusableInput` as `days_of` does."""
    start, end = days_of(
        first, last, "Under “More filters”, choose a “To” that is not before {}, or “Any”, and ask again."
    )
    return Filters(
        forces=(force,) if force else (),
        first=start,
        last=end,
        kinds=KINDS[kind] if kind else frozenset(),
    )


def days_of(
    first: str, last: str, remedy: str = "Choose a “To” that is not before {}, or “Any”."
) -> tuple[date | None, date | None]:
    """The first and the last day of the years that were chosen, all of both counts; None for no bound.

    Raises `UnusableInput` for what is no year, and, with the `remedy`, where the last is before the first.
    """
    start, end = _year(first), _year(last)
    if start and end and end < start:
        raise UnusableInput(f"No year is both from {start} on and up to {end}.", remedy.format(start))
    return date(start, 1, 1) if start else None, date(end, 12, 31) if end else None


def _year(given: str) -> int | None:
    """A year; None for any."""
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) == 4 and date.min.year <= int(given)):
        raise UnusableInput(f"“{given[:40]}” is no year.", "Give a year such as 2019, or nothing for any.")
    return int(given)


def years_told(first: int | None, last: int | None) -> str:
    """A stretch of years for reading: "2019 to 2022", "from 2019", "up to 2022"; nothing for any year."""
    if first and last:
        return str(first) if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"up to {last}" if last else ""


def kinds_told(kinds: frozenset[DocumentKind]) -> str:
    """Kinds of document for reading: "letters"; nothing for all."""
    named = next((name for name, each in KINDS.items() if each == kinds), None)
    return named or " and ".join(sorted(f"{kind.value.replace('_', ' ')}s" for kind in kinds))
