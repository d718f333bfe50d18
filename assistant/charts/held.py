"""Which documents there are on which force in which year."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from assistant.briefing.selected import require_known
from corpus import Corpus, Document, DocumentKind, UnusableInput, all_forces
from corpus import force as force_of

IN_GENERAL = "Forces in general"  # the row of documents on no force in particular
MOST_YEARS = 40  # more columns could not be told apart on paper
Year = int | None  # None: the document has no date


@dataclass(frozen=True, slots=True)
class Held:
    """Documents of one kind on a force of a year. `embargoed`: they are under embargo."""

    kind: DocumentKind
    embargoed: bool
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A force (id; "" for forces in general) with what is held on it, a cell for each year."""

    force: str
    name: str
    cells: tuple[tuple[Held, ...], ...]

    @property
    def count(self) -> int:
        """How many documents there are on it."""
        return sum(held.count for cell in self.cells for held in cell)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Forces by years. `totals`: documents of each year, each once, whatever the number of its forces.

    `left_out`: documents under embargo that the reader may not see; `held`: documents in the corpus that he may.
    """

    rows: tuple[Row, ...]
    years: tuple[Year, ...]
    totals: tuple[int, ...]
    documents: tuple[Document, ...]
    made: datetime
    held: int
    left_out: int


def coverage(
    corpus: Corpus,
    forces: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    embargoed: bool = False,
    uncovered: bool = False,
) -> Coverage:
    """What is held on these forces (ids; none for all), by the year in which it was published.

    `uncovered`: forces of England and Wales without documents are among them. `embargoed`: whether the reader may see
    what is not public yet. Raises `UnusableInput` for an unknown force, a last day before the first, more than
    `MOST_YEARS`, or where there is no document to show.
    """
    if first and last and last < first:
        raise UnusableInput(f"{last} is before {first}.", "Give the earlier year as the first.")
    for id in forces:
        require_known(id, corpus)
    made = datetime.now(UTC)
    public = corpus.public(made, embargoed)
    asked = [each for each in corpus.documents() if _is_asked(each, forces, first, last)]
    seen = {each.id for each in public}
    shown = tuple(each for each in asked if each.id in seen)
    if not shown:
        raise _nothing(bool(asked), bool(public))
    years = _years(shown, first, last)
    rows = tuple(_row(id, shown, years, made) for id in _ids(shown, forces, uncovered))
    totals = tuple(sum(_year(each) == year for each in shown) for year in years)
    return Coverage(rows, years, totals, shown, made, len(public), len(asked) - len(shown))


def _is_asked(document: Document, forces: Sequence[str], first: date | None, last: date | None) -> bool:
    if forces and not set(forces) & set(document.forces):
        return False
    if not (first or last):
        return True
    day = _day(document)
    return day is not None and (first or date.min) <= day <= (last or date.max)


def _nothing(is_secret: bool, holds_any: bool) -> UnusableInput:
    """Why there is no chart."""
    if is_secret:
        return UnusableInput("What there is to show is under embargo.", "Ask again when the embargo has passed.")
    if holds_any:
        return UnusableInput("There is no such document to show.", "Choose other forces, or leave the years out.")
    return UnusableInput("The collection holds no document to show.", "Add documents, and ask again.")


def _ids(shown: Sequence[Document], forces: Sequence[str], uncovered: bool) -> list[str]:
    """The forces of the rows, by name; last what is on no force in particular."""
    if forces:
        return sorted(set(forces), key=_name)
    ids = {force for each in shown for force in each.forces}
    ids |= {id for id, force in all_forces().items() if force.region} if uncovered else set()
    return [*sorted(ids, key=_name), *([""] if any(not each.forces for each in shown) else [])]


def _row(id: str, shown: Sequence[Document], years: Sequence[Year], now: datetime) -> Row:
    on_force = [each for each in shown if (id in each.forces if id else not each.forces)]
    counts = Counter((_year(each), each.kind, not each.is_public(now)) for each in on_force)
    cells = tuple(
        tuple(
            Held(kind, secret, counts[year, kind, secret])
            for kind in DocumentKind
            for secret in (False, True)
            if counts[year, kind, secret]
        )
        for year in years
    )
    return Row(id, _name(id), cells)


def _name(id: str) -> str:
    return force_of(id).name if id else IN_GENERAL


def _years(shown: Sequence[Document], first: date | None, last: date | None) -> tuple[Year, ...]:
    """Every year from the first to the last, those without documents among them; then a column for no date."""
    found = [year for each in shown if (year := _year(each))]
    ends = [*found, *(day.year for day in (first, last) if day)]
    years = range(min(ends), max(ends) + 1) if ends else range(0)
    if len(years) > MOST_YEARS:
        raise UnusableInput(
            f"{len(years)} years ({years[0]} to {years[-1]}) are too many for one picture.",
            f"Choose at most {MOST_YEARS}, with a first and a last year.",
        )
    return (*years, *([None] if len(found) < len(shown) else []))


def _day(document: Document) -> date | None:
    """The day a document belongs to: when it became known, else the end of the inspectors' work."""
    return document.latest or (document.fieldwork[1] if document.fieldwork else None)


def _year(document: Document) -> Year:
    day = _day(document)
    return day.year if day else None
