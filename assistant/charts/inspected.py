"""How many findings of each type the inspections of a force have."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from assistant.briefing.brief import FindingType, Order
from assistant.briefing.findings import Finding, findings_of, may_be_quoted
from assistant.briefing.noted import listed
from assistant.briefing.searched import spoken_of
from assistant.briefing.selected import documents_for
from assistant.briefing.themes import label_of, require_themes, theme_of
from assistant.charts.looks import BARS
from corpus import Corpus, Document, UnusableInput
from corpus import force as force_of
from index import Filters, Index

MOST = 24  # inspections that stand side by side on paper
TYPES = tuple(BARS)  # facts are no findings


@dataclass(frozen=True, slots=True)
class Inspection:
    """A document and its findings on the force: a number for each of the `TYPES`. `embargoed`: it is not public yet."""

    document: Document
    counts: tuple[int, ...]
    embargoed: bool = False


@dataclass(frozen=True, slots=True)
class Inspected:
    """The inspections of a force (id and name), the earliest first; those without a date last.

    `themes`: what the findings are about, for a reader; none for all. `held` and `left_out` as in `Coverage`, but
    `left_out` of this force alone.
    """

    force: str
    name: str
    themes: tuple[str, ...]
    inspections: tuple[Inspection, ...]
    made: datetime
    held: int
    left_out: int


def inspected(
    force: str,
    corpus: Corpus,
    index: Index,
    themes: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    embargoed: bool = False,
) -> Inspected:
    """What the inspections of a force (id) found, on themes (of the vocabulary, or a user's own words; none for all).

    What they say of other bodies alone is left out, and what may not be quoted. Raises `UnusableInput` where there is no
    such force, document or finding, for a theme without words, and for more than `MOST` inspections.
    """
    made = datetime.now(UTC)
    documents = documents_for(Order(force, tuple(themes), first, last), corpus, embargoed)
    require_themes(themes)
    if len(documents) > MOST:
        raise UnusableInput(
            f"{len(documents)} inspections are too many for one picture.", f"Choose years with at most {MOST}."
        )
    counts = _counts(force, documents, themes, corpus, index)
    ordered = sorted(documents, key=lambda each: (each.latest or date.max, each.id))
    chosen = Filters(first=first, last=last)
    on_force = [each for each in corpus.documents() if force in each.forces and chosen.allow(each)]
    return Inspected(
        force,
        force_of(force).name,
        tuple(dict.fromkeys(map(label_of, themes))),
        tuple(
            Inspection(each, tuple(counts[each.id, type] for type in TYPES), not each.is_public(made))
            for each in ordered
        ),
        made,
        len(corpus.public(made, embargoed)),
        len(on_force) - len(documents),
    )


def _counts(
    force: str, documents: Sequence[Document], themes: Sequence[str], corpus: Corpus, index: Index
) -> Counter[tuple[str, FindingType]]:
    """How many findings of each type each document has."""
    found = [each for document in documents for each in findings_of(document, corpus, force)]
    quotable = cache(lambda paragraph: may_be_quoted(paragraph, corpus))
    counts = Counter(
        (each.document.id, each.type)
        for each in _on(themes, force, found, index)
        if each.type in TYPES and not each.is_on_others and quotable(each.paragraph)
    )
    if not counts:
        about = f" on {listed([f'“{label_of(each)[:60]}”' for each in themes])}" if themes else ""
        raise UnusableInput(
            f"What we hold on {force_of(force).name} has no finding{about}.",
            "Leave the theme out, or choose another." if themes else "Choose another force.",
        )
    return counts


def _on(themes: Sequence[str], force: str, found: Sequence[Finding], index: Index) -> Iterator[Finding]:
    """The findings on any of the themes; all, where none is named."""
    known = {theme.id for each in themes if (theme := theme_of(each))}
    own = [each for each in themes if theme_of(each) is None] if found else []
    spoken = frozenset[int]().union(*(spoken_of(each, force, found, index) for each in own))
    for at, each in enumerate(found):
        if not themes or at in spoken or not known.isdisjoint(each.themes):
            yield each
