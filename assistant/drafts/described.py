"""Documents and their paragraphs as people name them: "HMIC letter to Northshire, 5 May 2014, Bail, paragraph 7"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.drafts.dated import of_dates
from assistant.drafts.locators import holds_words, pointed_at, under, words_of
from assistant.drafts.parted import Parted, Parting
from corpus import Corpus, Document, DocumentKind, Mention, Paragraph, force, force_names, reference
from index import LETTERS, REPORTS, Scope

MOST_SHOWN = 3  # documents named where several fit
MOST_LOOKED_INTO = 50  # documents whose sections are read
_INTERNAL = re.compile(r"\b(?:see|above|below|overleaf|of this)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a draft refers to.

    `written`: as it stands in the draft. `document`: its id; None where none or several fit. `paragraphs`: ids of those
    it may mean; none for the whole document. `problem`: a sentence where it cannot be resolved, else empty.
    """

    written: str
    document: str | None = None
    paragraphs: frozenset[str] = frozenset()
    problem: str = ""


class Descriptions:
    """Reads references to the documents that somebody may see."""

    def __init__(self, corpus: Corpus, embargoed: bool) -> None:
        self._corpus = corpus
        self._embargoed = embargoed
        self._documents = corpus.public(None, embargoed)
        unlisted = tuple(dict.fromkeys(force for each in corpus.documents() for force in each.forces))
        self._parting = Parting(self._documents, unlisted)
        self._paragraphs: dict[str, tuple[Paragraph, ...]] = {}

    def document(self, id: str) -> Document | None:
        """The document of that id, if it may be seen."""
        return next((each for each in self._documents if each.id == id), None)

    def forces_in(self, text: str) -> tuple[Mention, ...]:
        """The words that name forces or places."""
        return self._parting.forces_in(text)

    def short_forces(self, id: str) -> tuple[str, ...]:
        """The short names of the forces that a document is about."""
        held = self.document(id)
        return tuple(force(each).short_name for each in held.forces) if held else ()

    def of_ids(self, written: str, document: str, serial: str = "") -> Reference:
        """A reference by ids."""
        if self.document(document) is None:
            return Reference(written, problem=f"We hold no document {document}.")
        id = f"{document}#{serial}"
        if serial and id not in self._corpus.get([id]):
            return Reference(written, document, problem=f"We hold no paragraph {id}.")
        return Reference(written, document, frozenset({id} if serial else ()))

    def is_document(self, id: str) -> bool:
        """Whether it is the id of a document that may be seen, and no plain word."""
        return bool(re.search(r"[-\d]", id)) and self.document(id) is not None

    def read(self, written: str, context: str | None = None, strict: bool = False, about: str = "") -> Reference | None:
        """The reference that words are, or None where they are none.

        `context`: the id of the document that "paragraph 7" alone is of, else those on the force that the text `about`
        names. `strict`: in running text, where whatever is not known as part of a title or a section's name is part of
        the sentence.
        """
        parted = self._parting.parted(written)
        if not parted.is_one or (not parted.says_which and _INTERNAL.search(written)):
            return None
        documents, problem = self._documents_of(parted, context, about)
        documents, sections, unknown = self._named(parted.names, documents)
        if unknown and (strict or not set(unknown) <= parted.unknown_sections):
            is_named = not strict and parted.is_placed and all(map(_is_name, unknown))
            return Reference(written.strip(), problem=_several([])) if is_named else None
        written = written.strip()
        if problem:
            return Reference(written, problem=problem)
        if not (parted.mentions or parted.printed):
            documents = self._beside(documents, context, about)
        if len(documents) != 1:
            return Reference(written, problem=_several(documents))
        paragraphs, problem = pointed_at(
            self._paragraphs_of(documents[0]), [*sections, *unknown], parted.locators, _kind(documents[0])
        )
        return Reference(written, documents[0].id, paragraphs, problem)

    def _beside(self, documents: list[Document], context: str | None, about: str) -> list[Document]:
        """Of several documents the one that the statement names already, else those on its forces."""
        if len(documents) > 1 and context:
            documents = [each for each in documents if each.id == context] or documents
        if len(documents) > 1 and (named := self.forces_in(about)):
            documents = self._on(named, documents) or documents
        return documents

    def _on(self, named: Sequence[Mention], documents: Sequence[Document]) -> list[Document]:
        held = self._scope(named).documents
        return [each for each in documents if each.id in held]

    def _documents_of(self, parted: Parted, context: str | None, about: str) -> tuple[list[Document], str]:
        """The documents that fit, and what is wrong where none does."""
        if parted.printed:
            return list(parted.printed), ""
        if parted.is_same or not parted.says_which:
            held = self.document(context) if context else None
            named = () if parted.is_same else self.forces_in(about)
            beside = self._on(named, self._documents) if named else []
            fitting = [held] if held else beside
            return fitting, "" if fitting else "It does not say of which document."
        scope = self._scope(parted.mentions, parted.is_latest)
        there = [each for each in self._documents if each.id in scope.documents]
        if scope.unheld and not there:
            return [], f"We hold no document on {force_names(force.id for force in scope.unheld)}."
        if scope.unheld_places:
            return [], f"We hold no document on {' and '.join(scope.unheld_places)}."
        kinds = _of_kind(_of_bodies(there, parted.bodies), parted.noun)
        fitting = of_dates(kinds, parted.dates)
        return fitting, "" if fitting else _none(parted, kinds or there)

    def _scope(self, found: Sequence[Mention], is_latest: bool = False) -> Scope:
        words = ", ".join([*["latest"][:is_latest], *(each.text for each in found)])
        return Scope.of(words, self._corpus, embargoed=self._embargoed)

    def _named(self, names: Sequence[str], documents: list[Document]) -> tuple[list[Document], list[str], list[str]]:
        """The documents whose titles or sections the names fit, the sections, and names that fit neither."""
        sections, unknown, at_first = [], [], documents
        for name in _joined(names, lambda whole: bool(self._holding(whole, at_first))):
            titled = [each for each in documents if _is_in_title(name, each)]
            holding = self._holding(name, documents)
            if titled:
                documents = titled
            elif holding:
                documents = holding
                sections.append(name)
            else:
                unknown.append(name)
        return documents, sections, unknown

    def _holding(self, section: str, documents: Sequence[Document]) -> list[Document]:
        """Those that have such a section; not looked for in more documents than a reference is likely to mean."""
        few = documents if len(documents) <= MOST_LOOKED_INTO else ()
        return [each for each in few if under(self._paragraphs_of(each), section)]

    def _paragraphs_of(self, document: Document) -> tuple[Paragraph, ...]:
        if document.id not in self._paragraphs:
            self._paragraphs[document.id] = self._corpus.paragraphs(document.id)
        return self._paragraphs[document.id]


def _joined(names: Sequence[str], is_known: Callable[[str], bool]) -> Iterator[str]:
    """The names, with those in one that a comma within a section's name had parted."""
    at = 0
    while at < len(names):
        ends = (end for end in range(len(names), at + 1, -1) if is_known(", ".join(names[at:end])))
        end = next(ends, at + 1)
        yield ", ".join(names[at:end])
        at = end


def _is_in_title(name: str, document: Document) -> bool:
    titles = (document.programme or "", document.title)
    return any(holds_words(words_of(title), words_of(name)) for title in titles)


def _of_bodies(documents: Sequence[Document], bodies: Sequence[str]) -> list[Document]:
    """Those of that inspectorate, by whichever of its names."""
    police = {"HMIC", "HMICFRS", "HMI Constabulary"}
    asked = {"CQC" if name == "Care Quality Commission" else name for name in bodies}
    return [
        each
        for each in documents
        if all(name in each.inspectorates or (name in police and police & {*each.inspectorates}) for name in asked)
    ]


def _of_kind(documents: Sequence[Document], noun: re.Match[str] | None) -> list[Document]:
    """Those of the kind that the word says. A letter may be called a report; where there are reports, these are meant."""
    if noun is None or noun["any"]:
        return list(documents)
    if noun["report"]:
        return [each for each in documents if each.kind in REPORTS] or list(documents)
    kinds = LETTERS
    if noun["joint"] or noun["thematic"]:
        kinds = frozenset({DocumentKind.JOINT_INSPECTION if noun["joint"] else DocumentKind.THEMATIC_REPORT})
    return [each for each in documents if each.kind in kinds]


def _is_name(words: str) -> bool:
    """Whether words may be the name of a force or a title: each begins with a capital."""
    return all(word[:1].isupper() for word in words.split())


def _kind(document: Document) -> str:
    return "letter" if document.kind in LETTERS else "report"


def _none(parted: Parted, near: Sequence[Document]) -> str:
    """What to say where nothing is of that force, kind and date."""
    forces = dict.fromkeys(force.id for each in parted.mentions for force in each.forces)
    what = re.sub(r"['\u2019]s$", "", parted.noun[0].lower()) if parted.noun else "document"
    on = f" on {force_names(forces)}" if forces else ""
    of = f" of {' and '.join(each.written for each in parted.dates)}" if parted.dates else ""
    held = f" We hold {_listed(near)}." if forces and near else ""
    return f"We hold no {what}{on}{of}.{held}"


def _several(documents: Sequence[Document]) -> str:
    if not documents:
        return "We hold no document of that description."
    return f"It fits {len(documents)} documents: {_listed(documents)}."


def _listed(documents: Sequence[Document]) -> str:
    more = f"; and {len(documents) - MOST_SHOWN} more" if len(documents) > MOST_SHOWN else ""
    return "; ".join(reference(each) for each in documents[:MOST_SHOWN]) + more
