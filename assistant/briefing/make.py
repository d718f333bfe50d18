"""Make a briefing: section after section, every line an exact sentence of a public document."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from assistant.briefing.brief import Briefing, FindingType, Length, Order, Section
from assistant.briefing.changed import changed
from assistant.briefing.choosing import Chooser
from assistant.briefing.findings import CONCERNS, Finding, findings_of, may_be_quoted
from assistant.briefing.gaps import not_covered
from assistant.briefing.searched import spoken_of
from assistant.briefing.selected import documents_for
from assistant.briefing.themes import label_of, require_themes, theme_of
from corpus import Corpus, Document, UnusableInput, long_date, warnings_of
from corpus import force as force_of
from corpus.reference import short_title
from index import Index
from index.scope import places_of

STRENGTHS = (FindingType.STRENGTH,)
TO_DO = (FindingType.RECOMMENDATION, FindingType.ACTION)
MOST_OF_A_DOCUMENT = (
    200  # findings that are looked at, for the sake of time: a letter has about 150, a report thousands
)
LEAST_WEIGHT = 0.16  # of a line on another body than the police
LEAST_OVERALL = 3  # lines of the headline box, of whatever type
MOST_TITLE = 150  # characters


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many lines each section has at most; `changes` are pairs."""

    overall: int
    strengths: int
    concerns: int
    to_do: int
    changes: int


# One page takes about fifteen lines with their notes, two about thirty.
_COUNTS = {
    Length.ONE_PAGE: _Counts(3, 4, 5, 2, 1),
    Length.TWO_PAGES: _Counts(4, 8, 10, 4, 2),
    Length.FULL: _Counts(5, 20, 25, 12, 5),
}


def sections(order: Order, corpus: Corpus, index: Index, embargoed: bool = False) -> Iterator[Section]:
    """The sections of a briefing, one at a time.

    Raises `UnusableInput` before the first where there is nothing to tell.
    """
    documents = documents_for(order, corpus, embargoed)
    found = [each for document in documents for each in findings_of(document, corpus, order.force)]
    on_themes = _weighty(_on_themes(order, found, index))
    chooser = Chooser(cache(lambda paragraph: may_be_quoted(paragraph, corpus)))
    count = _COUNTS[order.length]
    different = tuple(
        changed(documents, on_themes, chooser, index, count.changes)
    )  # first: a pair needs both its lines
    yield _headline(order, documents, _overall(on_themes, chooser, count.overall))
    for heading, types, most, nothing in (
        ("Strengths", STRENGTHS, count.strengths, "No strength is told beside what stands above."),
        (
            "Concerns and areas for improvement",
            CONCERNS,
            count.concerns,
            "No concern is told beside what stands above.",
        ),
        ("Recommendations, and what is being done", TO_DO, count.to_do, "Neither is told in these documents."),
    ):
        chosen = chooser.choose([each for each in on_themes if each.type in types], most)
        yield Section(heading, tuple(each.line() for each in chosen), "" if chosen else nothing)
    yield from different
    yield not_covered(order, documents, found, corpus, embargoed)


def brief(order: Order, corpus: Corpus, index: Index, embargoed: bool = False) -> Briefing:
    """A whole briefing. Raises `UnusableInput` where there is nothing to tell."""
    told = tuple(sections(order, corpus, index, embargoed))
    documents, held = documents_for(order, corpus, embargoed), len(corpus.public(None, embargoed))
    return Briefing(order, title_of(order), force_of(order.force).name, told, documents, datetime.now(UTC), held)


def title_of(order: Order) -> str:
    """The title of a briefing: the order's own in one line, else the force's name and its themes."""
    own = " ".join("".join(each if each.isprintable() else " " for each in order.title).split())
    if own:
        return own if len(own) <= MOST_TITLE else f"{own[:MOST_TITLE].rsplit(' ', 1)[0]} …"
    themes = ", ".join(label_of(each).lower() for each in order.themes)
    about = f"what inspections found on {themes}" if themes else "what inspections found"
    return f"{force_of(order.force).name}: {about}"


def _on_themes(order: Order, found: Sequence[Finding], index: Index) -> list[Finding]:
    """The findings on the themes asked for; all, when none is. Raises `UnusableInput` where there are none."""
    if not found:
        name = force_of(order.force).name
        raise UnusableInput(f"The documents on {name} hold no sentence to quote.", "Add one that tells of findings.")
    require_themes(order.themes)
    if not order.themes:
        return list(found)
    known = {theme.id for each in order.themes if (theme := theme_of(each))}
    own = [each for each in order.themes if theme_of(each) is None]
    spoken = frozenset().union(*(spoken_of(each, order.force, found, index) for each in own))
    chosen = [each for at, each in enumerate(found) if at in spoken or not known.isdisjoint(each.themes)]
    if not chosen:
        themes = ", ".join(f"“{label_of(each)[:60]}”" for each in order.themes)
        held = {theme for each in found for theme in each.themes}
        raise UnusableInput(
            f"Nothing that we hold on {force_of(order.force).name} speaks of {themes}.",
            f"Leave the theme out, or choose one they speak of: {', '.join(sorted(held))}.",
        )
    return chosen


def _weighty(found: list[Finding]) -> list[Finding]:
    """Those that are not lightly about another body alone (all, when all are), of each document the weightiest."""
    on_force = [each for each in found if each.weight >= LEAST_WEIGHT or not each.is_on_others] or found
    taken: Counter[str] = Counter()
    kept = set()
    for each in sorted(on_force, key=lambda each: -each.weight):
        taken[each.document.id] += 1
        if taken[each.document.id] <= MOST_OF_A_DOCUMENT:
            kept.add((each.paragraph.id, each.end))
    return [each for each in on_force if (each.paragraph.id, each.end) in kept]


def _overall(found: Sequence[Finding], chooser: Chooser, count: int) -> list[Finding]:
    """The overall picture: what is good and what is not, where letters sum up, if they do; latest first."""
    chosen: list[Finding] = []
    for types, most in ((STRENGTHS, count - count // 2), (CONCERNS, count // 2)):
        told = [each for each in found if each.type in types]
        summing = chooser.choose([each for each in told if each.is_overall], most)
        chosen += summing
        chosen += chooser.choose(told, most - len(summing))
    chosen += chooser.choose(found, LEAST_OVERALL - len(chosen))
    return chosen


def _headline(order: Order, documents: Sequence[Document], chosen: Sequence[Finding]) -> Section:
    if not chosen:
        name = force_of(order.force).name
        raise UnusableInput(f"The documents on {name} hold no sentence to quote.", "Add one that tells of findings.")
    made_from = "one inspection" if len(documents) == 1 else f"{len(documents)} inspections, latest first"
    warnings = dict.fromkeys(warning for each in documents for warning in warnings_of(each))
    note = " ".join([f"Made from {made_from}. {_named(documents)}.", *warnings])
    return Section("At a glance", tuple(each.line() for each in chosen), note)


def _named(documents: Sequence[Document]) -> str:
    """What was inspected, where and when, by programme: "Core business: 4 September 2014"."""
    programmes: dict[str, list[str]] = {}
    for each in documents:
        place, day = " and ".join(sorted(places_of(each.title))), long_date(each.latest) or "undated"
        programmes.setdefault(each.programme or short_title(each.title), []).append(
            f"{place} ({day})" if place else day
        )
    return "; ".join(f"{name}: {', '.join(days)}" for name, days in programmes.items())
