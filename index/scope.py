"""What a question is about: which forces, places, times and kinds of document, and so which documents may answer it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from corpus import Corpus, Document, DocumentKind, Force, Meaning, Mention, mentions, without_mentions
from corpus import force as force_of
from index.when import Window, asks_for_latest, covers, windows_in

_SIDES = frozenset("north south east west central mid upper lower greater".split())
LETTERS = frozenset({DocumentKind.LETTER, DocumentKind.JOINT_INSPECTION})  # joint inspections are told in letters
REPORTS = frozenset({DocumentKind.FORCE_REPORT, DocumentKind.THEMATIC_REPORT})
# The first that is met counts.
_KINDS = {
    r"\b(?:letters only|only (?:the |in )?letters|in (?:the )?letters)\b": LETTERS,
    r"\b(?:joint inspections? only|only (?:the |in )?joint inspections|in (?:the )?joint inspections)\b": frozenset(
        {DocumentKind.JOINT_INSPECTION}
    ),
    r"\b(?:(?:in|only)(?: the)? (?:thematic|national) reports|(?:thematic|national) reports only)\b": frozenset(
        {DocumentKind.THEMATIC_REPORT}
    ),
    r"\b(?:force reports only|(?:in|only)(?: the)? force reports)\b": frozenset({DocumentKind.FORCE_REPORT}),
    r"\b(?:reports only|only (?:the |in )?reports|in (?:the )?reports)\b": REPORTS,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody has chosen beside the question; it narrows what the question says and never widens it.

    `forces` (ids) count where the question names none. `first` and `last` are days, `kinds` none for all.
    """

    forces: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    kinds: frozenset[DocumentKind] = frozenset()

    def allow(self, document: Document) -> bool:
        """Whether a document's kind and dates are within them."""
        window = Window(self.first or date.min, self.last or date.max)
        is_then = not (self.first or self.last) or document in window
        return is_then and (not self.kinds or document.kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Scope:
    """What may answer a question.

    `forces`: those it names. `unheld`: those of them that no document is about. `places`: areas of a force it names
    that are narrower than the force; `unheld_places` those that no document is about, though others of the force's
    are. `windows`: the stretches of time it names; `latest`: only each force's latest inspection. `kinds` of document,
    none for all. `documents`: ids of the documents that may be searched, `national` of those on no force in particular,
    which may add context to a question about one. `documents_of`: those of each force. `topic`: the question with forces' names taken out, for ranking.
    `mentions`: the words that name forces. `is_about_all`: it asks for all forces, or which of them.
    """

    topic: str
    forces: tuple[Force, ...] = ()
    unheld: tuple[Force, ...] = ()
    documents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    unheld_places: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()
    latest: bool = False
    kinds: frozenset[DocumentKind] = frozenset()
    national: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    is_about_all: bool = False
    documents_of: tuple[tuple[Force, tuple[str, ...]], ...] = ()

    @property
    def years(self) -> frozenset[int]:
        """The years of its windows."""
        return frozenset(year for window in self.windows for year in window.years)

    def by_force(self) -> tuple["Scope", ...]:
        """The same question to each of its forces alone, where documents may answer it."""
        return tuple(
            replace(self, forces=(force,), documents=documents) for force, documents in self.documents_of if documents
        )

    @property
    def context(self) -> "Scope":
        """The same question to the documents that are about forces in general."""
        return replace(self, forces=(), documents=self.national)

    @classmethod
    def of(
        cls,
        question: str,
        corpus: Corpus,
        forces: Sequence[str] = (),
        now: datetime | None = None,
        embargoed: bool = False,
        filters: Filters | None = None,
    ) -> "Scope":
        """The scope of a question. `forces` (ids) and `filters` narrow it; neither widens it.

        `embargoed`: whoever asks may see what is under embargo.
        """
        chosen = filters or Filters()
        moment = now or datetime.now(UTC)
        public = corpus.public(moment, embargoed)
        found = mentions(question, _unlisted(corpus.documents()))
        named = _forces(found) or tuple(map(force_of, forces or chosen.forces))
        held = {force for document in public for force in document.forces}  # without those under embargo
        places = tuple(each.area for each in found if each.area)
        scope = cls(
            topic=without_mentions(question, found),
            forces=named,
            unheld=tuple(force for force in named if force.id not in held),
            places=places,
            windows=windows_in(question, moment.date()),
            latest=asks_for_latest(question),
            kinds=_kinds(question),
            mentions=found,
            is_about_all=not named and any(each.meaning is Meaning.ALL for each in found),
        )
        return _with_documents(scope, public, chosen)


def _with_documents(scope: Scope, public: Sequence[Document], chosen: Filters) -> Scope:
    """The scope with the documents that are in it."""
    ids = {force.id for force in scope.forces}
    of_forces = [document for document in public if not ids or ids & set(document.forces)]
    there, unheld = _at_places(of_forces, scope.mentions)
    within = [
        document
        for document in there
        if covers(scope.windows, document) and (not scope.kinds or document.kind in scope.kinds)
    ]
    if scope.latest:
        within = _latest(within)
    within = [document for document in within if chosen.allow(document)]  # last: it never lets another be the latest
    national = [document.id for document in public if ids and not document.forces and chosen.allow(document)]
    of_each = [(force, tuple(each.id for each in within if force.id in each.forces)) for force in scope.forces]
    return replace(
        scope,
        documents=tuple(document.id for document in within),
        unheld_places=unheld,
        national=tuple(national),
        documents_of=tuple(of_each),
    )


def _forces(found: Iterable[Mention]) -> tuple[Force, ...]:
    return tuple(dict.fromkeys(force for each in found for force in each.forces))


def _unlisted(documents: Iterable[Document]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(force for document in documents for force in document.forces))


def _at_places(documents: Sequence[Document], found: Iterable[Mention]) -> tuple[list[Document], tuple[str, ...]]:
    """The documents on the places that were named, and the places that none is on.

    What was found in one town says nothing of another, though the same force polices both: a document whose title
    names other places than the one asked about is left out. One that names none is about the whole force.
    """
    kept, unheld = list(documents), []
    named = {(force.id, each.area) for each in found if each.area for force in each.forces}
    for id in dict.fromkeys(force for force, _ in named):
        areas = [area for force, area in named if force == id]
        about = {document.id: places_of(document.title) for document in kept if id in document.forces}
        on = {each for each, places in about.items() if any(_same(a, p) for a in areas for p in places)}
        general = {each for each, places in about.items() if not places}
        unheld += [a for a in areas if about and not any(_same(a, p) for ps in about.values() for p in ps)]
        kept = [document for document in kept if document.id not in about or document.id in on | general]
    return kept, tuple(unheld)


@lru_cache(maxsize=50_000)
def places_of(title: str) -> frozenset[str]:
    """The places narrower than a force that a document's title names."""
    return frozenset(each.area for each in mentions(title) if each.area)


def _same(one: str, other: str) -> bool:
    """Whether two names are of one place: "Windsor" and "Windsor and Maidenhead", but not "Somerset" and "North Somerset"."""
    words, others = (
        set(re.findall(r"\w+", name.lower())) - {"and", "the", "of", "on", "upon"} for name in (one, other)
    )
    return (words <= others or others <= words) and not (words ^ others) & _SIDES


def _latest(documents: Iterable[Document]) -> list[Document]:
    """Of each set of forces and places, the latest documents (those of one day are equally so)."""
    newest: dict[tuple[object, ...], date] = {}
    held = list(documents)

    def about(document: Document) -> tuple[object, ...]:
        return (document.forces, places_of(document.title))

    for document in held:
        day = document.latest or date.min
        newest[about(document)] = max(day, newest.get(about(document), date.min))
    return [document for document in held if (document.latest or date.min) == newest[about(document)]]


def _kinds(question: str) -> frozenset[DocumentKind]:
    found = (kinds for pattern, kinds in _KINDS.items() if re.search(pattern, question, re.IGNORECASE))
    return next(found, frozenset())
