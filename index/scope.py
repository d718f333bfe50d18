"""What a question is about: which forces, which years, and so which documents may answer it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from corpus import Corpus, Document, Force, find_forces, without_forces
from corpus import force as force_of

_YEAR = re.compile(r"\b(19[89]\d|20\d\d)\b")
_FULL = r"19[89]\d|20\d\d"
_YEARS = re.compile(rf"\b({_FULL})\s*(?:(?:to|and|until)\s*({_FULL})|[-/\u2010-\u2015]\s*({_FULL}|\d\d))\b")
_SINCE = re.compile(
    rf"\b(?:since|after)\s+(?:\w+\s+){{0,3}}?({_FULL})\b|\bfrom\s+({_FULL})\s+on(?:wards?)?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What may answer a question.

    `forces`: those it names. `unheld`: those of them that no document is about. `years`: those it names, for
    "since 2019" that year and all after it. `documents`: ids of the documents that may be searched. `topic`: the
    question with forces' names taken out, for ranking.
    """

    topic: str
    forces: tuple[Force, ...] = ()
    unheld: tuple[Force, ...] = ()
    years: frozenset[int] = field(default=frozenset())
    documents: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        question: str,
        corpus: Corpus,
        forces: Sequence[str] = (),
        now: datetime | None = None,
        embargoed: bool = False,
    ) -> "Scope":
        """The scope of a question. `forces` (ids) narrow it where the question itself names none.

        `embargoed`: whoever asks may see what is under embargo.
        """
        moment = now or datetime.now(UTC)
        documents = corpus.documents()
        public = corpus.public(moment, embargoed)
        known = tuple(dict.fromkeys(force for document in documents for force in document.forces))
        held = {force for document in public for force in document.forces}  # without those under embargo
        named = find_forces(question, known) or tuple(force_of(id) for id in forces)
        ids = {force.id for force in named}
        years = _years(question, moment.year)
        return cls(
            topic=without_forces(question, known),
            forces=named,
            unheld=tuple(force for force in named if force.id not in held),
            years=years,
            documents=tuple(d.id for d in public if _is_about(d, ids) and (not years or years & d.years)),
        )


def _is_about(document: Document, forces: set[str]) -> bool:
    """A document about other forces answers nothing about these."""
    return not forces or bool(forces & set(document.forces))


def _years(question: str, this_year: int) -> frozenset[int]:
    years = {int(year) for year in _YEAR.findall(question)}
    for first, *last in _YEARS.findall(question):
        end = "".join(last)
        years |= set(range(int(first), min(int(first[: 4 - len(end)] + end), this_year) + 1))
    for first in map("".join, _SINCE.findall(question)):
        years |= set(range(int(first), this_year + 1))
    return frozenset(years)
