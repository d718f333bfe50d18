"""The timeline of a force: its inspections in time, and how many findings of each type they have."""

from collections.abc import Sequence
from datetime import date

from assistant.briefing.brief import FindingType
from assistant.briefing.noted import clean, counted, listed
from assistant.charts.chart import Chart, Table
from assistant.charts.inspected import TYPES, Inspected, Inspection, inspected
from assistant.charts.looks import BARS
from assistant.charts.timeline_picture import named, picture
from assistant.charts.told import made, period
from corpus import Corpus, reference
from index import Index

FIELDS = ("document", "title", "date", "kind", "embargoed", *(each.name.lower() for each in TYPES), "findings")
HEADS = (
    "Document id",
    "Inspection",
    "Date",
    "Kind",
    "Under embargo",
    *(BARS[each].label for each in TYPES),
    "All findings",
)
_SEVERAL = {
    FindingType.STRENGTH: "strengths",
    FindingType.CONCERN: "concerns",
    FindingType.IMPROVEMENT: "areas for improvement",
    FindingType.RECOMMENDATION: "recommendations",
    FindingType.ACTION: "actions under way",
}


def timeline(
    force: str,
    corpus: Corpus,
    index: Index,
    themes: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    embargoed: bool = False,
) -> Chart:
    """What the inspections of a force found, in time. Takes and raises what `inspected` does."""
    found = inspected(force, corpus, index, themes, first, last, embargoed)
    title = _title(found)
    return Chart(title, _description(title, found), _table(found), picture(found, title, _foot(found)))


def _title(found: Inspected) -> str:
    about = f" on {listed([f'“{each}”' for each in found.themes])}" if found.themes else ""
    when = period([each.document.latest.year for each in found.inspections if each.document.latest])
    return clean(", ".join(filter(None, [f"{found.name}: findings of inspections{about}", when])))


def _description(title: str, found: Inspected) -> str:
    """All that the picture shows, in words."""
    told = [f"{named(each)}: {listed(_counts(each))}." for each in found.inspections]
    return " ".join([f"{title}.", *told, _foot(found)])


def _counts(inspection: Inspection) -> list[str]:
    return [counted(number, type.value, _SEVERAL[type]) for type, number in zip(TYPES, inspection.counts, strict=True)]


def _foot(found: Inspected) -> str:
    return made(found.made, len(found.inspections), found.held, found.left_out)


def _table(found: Inspected) -> Table:
    """A row for each inspection."""
    values = tuple(
        (
            each.document.id,
            clean(reference(each.document)),
            each.document.latest.isoformat() if each.document.latest else None,
            each.document.kind,
            each.embargoed,
            *each.counts,
            sum(each.counts),
        )
        for each in found.inspections
    )
    return Table(FIELDS, HEADS, values)
