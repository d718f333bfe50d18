"""The sections on what an earlier inspection said and a later one says: quotes from both, and no judgement of ours."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.briefing.brief import FindingType, Section
from assistant.briefing.changes import Change, changes, comparable, same_place
from assistant.briefing.choosing import Chooser
from assistant.briefing.findings import Finding
from assistant.briefing.themes import label_of
from assistant.verdict import nearness
from corpus import Document, long_date
from index import Index
from index.scope import places_of

HEADING = "Changes since the earlier inspection"
LISTED = 6  # themes that a sentence names
_CRITICISED = (FindingType.CONCERN, FindingType.IMPROVEMENT, FindingType.RECOMMENDATION)
_ABOUT = (
    "Below stand, in pairs, what an earlier inspection said and what a later one says of the same matter, in their own "
    "words. Whether the matter itself has changed, or only what was looked at, they do not tell."
)


def changed(
    documents: Sequence[Document],
    findings: Sequence[Finding],
    found: Sequence[Finding],
    chooser: Chooser,
    index: Index,
    most: int,
) -> Iterator[Section]:
    """A section that introduces them, and one for each of at most so many changes.

    `findings`: those that may be told; `found`: all of the documents, by which is told what a document does not speak of.
    """
    pairs = [(earlier, later) for later, earlier in combinations(documents, 2) if comparable(earlier, later)]
    if not pairs:
        yield Section(HEADING, note=_nothing_to_compare(documents))
        return

    def near(earlier: str, later: str) -> float:
        (sign,) = index.judge(earlier, [later])
        return nearness(sign.cosine, sign.maxsim)

    told: list[Change] = []
    for change in changes(findings, near):
        if len(told) == most:
            break
        if chooser.take_both(change.earlier, change.later):
            told.append(change)
    about = _ABOUT if told else "No two sentences were found that speak of the same matter in different ways."
    yield Section(HEADING, note=" ".join(filter(None, [about, _no_longer(pairs, findings, found)])))
    for change in told:
        yield _section(change)


def _section(change: Change) -> Section:
    earlier, later = change.earlier, change.later
    shared = next((each for each in later.themes if each in earlier.themes), later.themes[0])
    when = f"{_month(earlier.document)}, then {_month(later.document)}"
    places = "" if same_place(earlier.document, later.document) else _places(earlier.document, later.document)
    return Section(f"{label_of(shared)}: {when}", (earlier.line(), later.line()), places)


def _nothing_to_compare(documents: Sequence[Document]) -> str:
    if len(documents) == 1:
        return "One inspection is held, so that there is no earlier one to compare it with."
    return "The inspections held are of different places and programmes, or of one day, and cannot be compared."


def _places(earlier: Document, later: Document) -> str:
    """That the letters are about different places of the force."""
    first, then = ("; ".join(sorted(places_of(each.title))) or "the whole force" for each in (earlier, later))
    return f"The first is about {first}, the second about {then}. Both speak of the police."


def _no_longer(
    pairs: Sequence[tuple[Document, Document]], findings: Sequence[Finding], found: Sequence[Finding]
) -> str:
    """The themes that the last but one inspection of a place criticised, and the last does not speak of."""
    earlier, later = next((pair for pair in pairs if same_place(*pair)), (None, None))
    if earlier is None or later is None:
        return ""
    before = {
        theme for each in findings if each.document is earlier and each.type in _CRITICISED for theme in each.themes[:1]
    }
    now = {theme for each in found if each.document is later for theme in each.themes}
    gone = [label_of(each).lower() for each in sorted(before - now)][:LISTED]
    if not gone:
        return ""
    return f"Criticised in {_month(earlier)}, and not spoken of in {_month(later)}: {'; '.join(gone)}."


def _month(document: Document) -> str:
    return (long_date(document.latest) or "an undated letter").partition(" ")[2]
