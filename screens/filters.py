"""What can be chosen beside a question: a force, years and a kind of document; and the filters this makes."""

from collections.abc import Iterable
from datetime import date

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


def filters_of(force: str = ANY, first: str = ANY, last: str = ANY, kind: str = ANY) -> Filters:
    """The filters that were chosen; `first` and `last` are years, all of both counts.

    Raises `UnusableInput` where the last year is before the first.
    """
    if first and last and int(last) < int(first):
        raise UnusableInput(
            f"No year is both from {first} on and up to {last}.",
            f"Under “More filters”, choose a “To” that is not before {first}, or “Any”, and ask again.",
        )
    return Filters(
        forces=(force,) if force else (),
        first=date(int(first), 1, 1) if first else None,
        last=date(int(last), 12, 31) if last else None,
        kinds=KINDS[kind] if kind else frozenset(),
    )


def years_told(first: int | None, last: int | None) -> str:
    """A stretch of years for reading: "2019 to 2022", "from 2019", "up to 2022"; nothing for any year."""
    if first and last:
        return str(first) if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"up to {last}" if last else ""


def kinds_told(kinds: frozenset[DocumentKind]) -> str:
    """Kinds of document for reading: "letters"; nothing for all."""
    named = next((name for name, each in KINDS.items() if each == kinds), None)
    return named or " and ".join(sorted(f"{kind.value.replace('_', ' ')}s" for kind in kinds))
