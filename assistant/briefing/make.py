"""Make a briefing: section after section, every line an exact sentence of a document that the reader may see."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from assistant.briefing.brief import Briefing, FindingType, Length, Order, Section
from assistant.briefing.changed import changed
from assistant.briefing.choosing import Chooser, room_of
from assistant.briefing.findings import CONCERNS, Finding, findings_of, may_be_quoted
from assistant.briefing.gaps import not_covered
from assistant.briefing.searched import spoken_of
from assistant.briefing.selected import documents_for
from assistant.briefing.themes import label_of, require_themes, theme_of
from assistant.briefing.written import worded
from assistant.write import Writer
from corpus import Corpus, Document, UnusableInput, long_date, warnings_of
from corpus import force as force_of
from corpus.reference import short_title
from index import Index
from index.scope import places_of

STRENGTHS = (FindingType.STRENGTH,)
TO_DO = (FindingType.RECOMMENDATION, FindingType.ACTION)
# What share of the room under the headline box the lines of each of these sections may have.
_SHARES = {
    **dict.fromkeys(STRENGTHS, (STRENGTHS, 0.5)),
    **dict.fromkeys(CONCERNS, (CONCERNS, 0.6)),
    **dict.fromkeys(TO_DO, (TO_DO, 0.25)),
}
MOST_OF_A_DOCUMENT = (
    200  # findings that are looked at, for the sake of time: a letter has about 150, a report thousands
)
LEAST_WEIGHT = 0.11  # of a line on another body than the police
LEAST_OVERALL = 3  # lines of the headline box, of whatever type
MOST_TITLE = 150  # characters


@dataclass(frozen=True, slots=True)
class _Size:
    """How much a briefing holds: room for lines in words, those of their notes among them; lines in the headline box; pairs.

    `overall`: the lines of the box; `changes`: the pairs at most.
    """

    room: int
    overall: int
    changes: int


_SIZES = {
    Length.ONE_PAGE: _Size(440, 3, 1),
    Length.TWO_PAGES: _Size(1100, 4, 2),
    Length.FULL: _Size(3300, 5, 5),
}


def sections(order: Order, corpus: Corpus, index: Index, embargoed: bool = False) -> Iterator[Section]:
    """The sections of a briefing, one at a time.

    Raises `UnusableInput` before the first where there is nothing to tell.
    """
    documents = documents_for(order, corpus, embargoed)
    found = [each for document in documents for each in findings_of(document, corpus, order.force)]
    on_themes = _weighty(_on_themes(order, found, index))
    chooser = Chooser(documents, cache(lambda paragraph: may_be_quoted(paragraph, corpus)))
    size = _SIZES[order.length]
    # First, as a pair needs both its lines.
    different = tuple(changed(documents, on_themes, found, chooser, index, size.changes))
    overall = _overall(on_themes, chooser, size.overall)
    told = [*(each.quote for each in overall), *(line.text for each in different for line in each.lines)]
    rest = [each for each in on_themes if each.type in _SHARES]
    chosen = chooser.fill(rest, size.room - room_of(told), _SHARES)
    yield _headline(order, documents, overall)
    for heading, types, nothing in (
        ("Strengths", STRENGTHS, "No strength is told beside what stands above."),
        ("Concerns and areas for improvement", CONCERNS, "No concern is told beside what stands above."),
        ("Recommendations, and what is being done", TO_DO, "Neither is told in these documents."),
    ):
        lines = tuple(each.line() for each in chosen if each.type in types)
        yield Section(heading, lines, "" if lines else nothing)
    yield from different
    yield not_covered(order, documents, found, corpus, embargoed)


def brief(
    order: Order, corpus: Corpus, index: Index, embargoed: bool = False, writer: Writer | None = None
) -> Briefing:
    """A whole briefing, worded by a writer where one is given. Raises `UnusableInput` where there is nothing to tell."""
    told = tuple(worded(sections(order, corpus, index, embargoed), order.force, index, writer))
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
    for types, most in ((CONCERNS, count // 2), (STRENGTHS, count - count // 2)):  # blame may quote praise along
        told = [each for each in found if each.type in types]
        summing = chooser.choose([each for each in told if each.is_overall], most)
        chosen = [*summing, *chooser.choose(told, most - len(summing)), *chosen]
    return [*chosen, *chooser.choose(found, LEAST_OVERALL - len(chosen))]


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
