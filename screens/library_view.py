"""The Library as HTML: the documents, what they cover, what failed, and one document."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime

from corpus import Corpus, Document, DocumentKind, force, force_names, long_date
from corpus.dates import LONDON
from corpus.journal import Failure
from corpus.readers import READERS
from corpus.readers.ocr import can_recognise
from corpus.warnings import embargo_of, unread_of
from screens.render import template

COLUMNS = (
    ("title", "Title"),
    ("kind", "Kind"),
    ("forces", "Forces"),
    ("inspectorate", "Inspectorate"),
    ("date", "Date"),
    ("published", "Published"),
    ("length", "Length"),
    ("state", "State"),
)
_FORMATS = {".pdf": "PDF", ".docx": "Word", ".html": "web pages", ".md": "Markdown", ".txt": "text"}


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the table; `forces` are names, `state` is what its chips say."""

    document: Document
    is_public: bool
    forces: tuple[str, ...]
    paragraphs: int
    state: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A force, how many public documents there are on it, and the day of the latest."""

    id: str
    name: str
    documents: int
    latest: date | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be added; `recognisable`: its text can be had by OCR, here and now."""

    failure: Failure
    recognisable: bool


def drop_zone() -> str:
    """Where files, folders and addresses are given."""
    known = [name for suffix, name in _FORMATS.items() if suffix in READERS]
    formats = " and ".join(filter(None, [", ".join(known[:-1]), *known[-1:]]))
    return _rendered("library_drop.html", suffixes=sorted(READERS), formats=formats[:1].upper() + formats[1:])


def library(corpus: Corpus, seen: str, may_change: bool = True, now: datetime | None = None) -> str:
    """All documents, what they cover and what failed; `seen` tells this state from others.

    `may_change`: whoever looks may try again what failed.
    """
    moment = now or datetime.now(UTC)
    documents = corpus.documents()
    rows = [row(document, corpus.paragraph_count(document.id), moment) for document in documents]
    covered = coverage([document for document in documents if document.is_public(moment)])
    kinds = [kind for kind in DocumentKind if any(document.kind is kind for document in documents)]
    return _rendered(
        "library.html",
        seen=seen,
        columns=COLUMNS,
        documents=rows,
        coverage=covered,
        forces=covered,
        kinds=kinds,
        failures=[failed(each) for each in corpus.failures()],
        may_change=may_change,
    )


def row(document: Document, paragraphs: int, now: datetime) -> Row:
    """A document as the table shows it."""
    is_public = document.is_public(now)
    state = [
        embargo_of(document).removesuffix(".") if not is_public else "",
        "Text from OCR" if document.ocr and is_public else "",
        "Pages not read" if document.unread and is_public else "",
        "Corrected" if document.corrected and is_public else "",
    ]
    names = tuple(force(id).name for id in document.forces)
    return Row(document, is_public, names, paragraphs, ", ".join(filter(None, state)))


def coverage(public: Sequence[Document]) -> list[Covered]:
    """How much there is on each force, by name."""
    held: dict[str, list[Document]] = defaultdict(list)
    for document in public:
        for id in document.forces:
            held[id].append(document)
    covered = [
        Covered(id, force(id).name, len(on), max((d.latest for d in on if d.latest), default=None))
        for id, on in held.items()
    ]
    return sorted(covered, key=lambda each: each.name)


def failed(failure: Failure) -> Failed:
    """A failure, and whether OCR would help."""
    return Failed(failure, "OCR" in failure.reason and can_recognise())


def details(
    corpus: Corpus, document: Document, opened: int, may_change: bool = True, now: datetime | None = None
) -> str:
    """One document; `opened` counts how often one was opened, so that the page knows to move the focus there.

    `may_change`: whoever looks may undo corrections.
    """
    is_public = document.is_public(now or datetime.now(UTC))
    paragraphs = corpus.paragraphs(document.id) if is_public else ()
    return _rendered(
        "library_document.html",
        document=document,
        may_change=may_change,
        opened=opened,
        is_public=is_public,
        held=embargo_of(document),
        unread=unread_of(document),
        first=paragraphs[0].id if paragraphs else None,
        paragraphs=len(paragraphs),
        forces=force_names(document.forces),
        fieldwork=" to ".join(filter(None, map(long_date, document.fieldwork or ()))),
    )


def removal(document: Document | None, paragraphs: int = 0) -> str:
    """The way to remove a document; nothing, when none is open."""
    return _rendered("library_removal.html", document=document, paragraphs=paragraphs)


def gone(told: str, opened: int) -> str:
    """In place of a document that is no more."""
    return _rendered("library_gone.html", told=told, opened=opened)


def said(told: str, role: str = "status") -> str:
    """A message; `role` "alert" is read out at once, "status" when there is time."""
    return _rendered("library_said.html", told=told, role=role)


def adding(view: Mapping[str, object]) -> str:
    """What is being added."""
    return _rendered("library_adding.html", **view)


def kind_name(kind: DocumentKind) -> str:
    """A kind of document, for reading: "Force report"."""
    return kind.value.replace("_", " ").capitalize()


def short_date(day: date) -> str:
    """A day in little room: "4 Sep 2014"."""
    return f"{day.day} {day:%b %Y}"


def long_moment(moment: datetime | None) -> str:
    """A moment in the publishers' time: "00:01 on 4 September 2014"; nothing for none."""
    if moment and moment.year >= MAXYEAR:  # a document tells of an embargo, and we cannot read until when
        return "could not be read"
    here = moment.astimezone(LONDON) if moment else None
    return f"{here:%H:%M} on {long_date(here)}" if here else ""


def _rendered(name: str, **values: object) -> str:
    return template(name).render(values, kind_name=kind_name, moment=long_moment, short_date=short_date)
