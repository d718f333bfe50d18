"""The claims of an answer as they are read: those on each force together, and in them those of each inspection."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant import Answer, Claim
from corpus import Document, DocumentKind, force_names, long_date
from corpus.reference import short_title

IN_GENERAL = "Forces in general"  # the heading of claims from reports on no force in particular, beside those on some


@dataclass(frozen=True, slots=True)
class Inspection:
    """Claims from one document; `label` tells which, where the reader has to tell it from others.

    Each claim comes with its place among all claims of the answer, from 0.
    """

    label: str
    claims: tuple[tuple[int, Claim], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Claims on one force, or on the several that a document is about; `heading` names them where there are others."""

    heading: str
    inspections: tuple[Inspection, ...]


def groups_of(answer: Answer) -> tuple[Group, ...]:
    """All claims of an answer, grouped where they are on several forces or from several inspections.

    Forces come in the question's order, or else in that of their first claim; the inspections of each, latest first.
    """
    by_forces: dict[tuple[str, ...], dict[Document, list[tuple[int, Claim]]]] = {}
    for place, claim in enumerate(answer.claims):
        document = claim.citations[0].document
        by_forces.setdefault(_concerned(answer, document), {}).setdefault(document, []).append((place, claim))
    several = len(_named(answer)) > 1 or len(by_forces) > 1
    return tuple(
        Group(_heading(forces) if several else "", _inspections(by_forces[forces], several))
        for forces in sorted(by_forces, key=lambda forces: _order(answer, forces))
    )


def inspection_label(document: Document) -> str:
    """A document in few words and its date: "HMIC letter, Core business · 4 September 2014"."""
    title = short_title(document.title)
    if document.kind is DocumentKind.LETTER:
        sender = f"{document.inspectorate} letter" if document.inspectorate else "Letter"
        title = f"{sender}, {document.programme or title}"
    return " · ".join(filter(None, [title, long_date(document.latest)]))


def _named(answer: Answer) -> tuple[str, ...]:
    return tuple(force.id for force in answer.scope.forces) if answer.scope else ()


def _concerned(answer: Answer, document: Document) -> tuple[str, ...]:
    """The forces a document's claims are on: of those asked about, or else of all."""
    named = _named(answer)
    return tuple(force for force in named if force in document.forces) or document.forces


def _order(answer: Answer, forces: tuple[str, ...]) -> int:
    named = _named(answer)
    return min((named.index(force) for force in forces if force in named), default=len(named))


def _heading(forces: tuple[str, ...]) -> str:
    return force_names(forces) if forces else IN_GENERAL


def _inspections(claims: dict[Document, list[tuple[int, Claim]]], several: bool) -> tuple[Inspection, ...]:
    is_labelled = several or len(claims) > 1
    return tuple(
        Inspection(inspection_label(document) if is_labelled else "", tuple(claims[document]))
        for document in _latest_first(claims)
    )


def _latest_first(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: document.latest or date.min, reverse=True)
