"""What the corpus is made of: documents and their paragraphs."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """What sort of publication a document is."""

    LETTER = "letter"
    FORCE_REPORT = "force_report"
    THEMATIC_REPORT = "thematic_report"
    JOINT_INSPECTION = "joint_inspection"


class ParagraphKind(StrEnum):
    """What a paragraph does in its document. All can be cited; findings come from body and footnotes."""

    BODY = "body"
    HEADING = "heading"
    BOILERPLATE = "boilerplate"
    LETTERHEAD = "letterhead"
    ADDRESSEE = "addressee"
    SIGNATURE = "signature"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    ROW = "row"

    @property
    def holds_findings(self) -> bool:
        """Whether a finding may be taken from such a paragraph."""
        return self in (ParagraphKind.BODY, ParagraphKind.FOOTNOTE, ParagraphKind.ROW)


@dataclass(frozen=True, slots=True)
class Area:
    """A box on a page (from 1), in points from the bottom left corner of the page."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit of citation.

    `position` counts from 1 through the whole document, `place` from 1 among the paragraphs under the same
    heading; `number` is a number printed in the document ("4.12"), of a footnote its mark. `serial` is the number in
    the id: the position in the document's first version, and kept with the text when a newer version moves it.
    `depth` is 1 for a list item, 2 in a list within a list. `areas` tell where it stands, one a page, for formats
    that have pages. `called_at` is where a footnote's mark stands: the position of a paragraph, and the characters of
    its text before the mark.
    """

    document: str
    position: int
    kind: ParagraphKind
    text: str
    heading: tuple[str, ...] = ()
    place: int = 1
    number: str | None = None
    depth: int = 0
    areas: tuple[Area, ...] = ()
    called_at: tuple[int, int] | None = None
    serial: int = 0

    @property
    def id(self) -> str:
        """The stable id, `document#serial`."""
        return f"{self.document}#{self.serial or self.position}"

    @property
    def page(self) -> int | None:
        """The page on which it begins, from 1."""
        return self.areas[0].page if self.areas else None


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement of a document about itself, and the words it was read from."""

    value: str
    position: int
    quote: str


@dataclass(frozen=True, slots=True)
class Document:
    """One publication, without its paragraphs (ask the `Corpus` for those).

    `date` is the date printed on it, `published` the day it became public, `embargo` the moment before which
    it may not be shown (with its time zone), `fieldwork` the first and last day of the inspectors' work.
    `forces` are ids as on data.police.uk. `facts` hold what the document says of itself, with the source
    (author, office, addressee, date, published, fieldwork, title, …), by name. `inspectorates` come with the lead
    ("HMIC", "HMICFRS") first. `unread` are pages that hold pictures
    and no text. `ocr`: text was recognised from pictures. `corrected` names the fields that a
    person has set; what the file says of them no longer counts.
    """

    id: str
    title: str
    kind: DocumentKind
    file: str
    sha256: str
    programme: str | None = None
    inspectorates: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    date: dt.date | None = None
    published: dt.date | None = None
    embargo: dt.datetime | None = None
    fieldwork: tuple[dt.date, dt.date] | None = None
    author: str | None = None
    office: str | None = None
    addressee: str | None = None
    pages: int | None = None
    unread: tuple[int, ...] = ()
    ocr: bool = False
    corrected: tuple[str, ...] = ()
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def inspectorate(self) -> str | None:
        """The lead inspectorate."""
        return self.inspectorates[0] if self.inspectorates else None

    @property
    def years(self) -> frozenset[int]:
        """The years this document speaks of: fieldwork, letter and publication."""
        days = [self.date, self.published, *(self.fieldwork or ())]
        return frozenset(day.year for day in days if day)

    @property
    def latest(self) -> dt.date | None:
        """The day its findings became known: publication, else the date printed on it."""
        return self.published or self.date

    def fact(self, name: str) -> Fact | None:
        """What the document says of itself under that name, or None."""
        return dict(self.facts).get(name)

    def facts_of(self, name: str) -> tuple[tuple[str, Fact], ...]:
        """All facts of that name: of several signatories they are "author", "author 2", …"""
        return tuple((each, fact) for each, fact in self.facts if each.partition(" ")[0] == name)

    def is_public(self, now: dt.datetime) -> bool:
        """Whether the embargo, if there is one, has passed."""
        return self.embargo is None or now >= self.embargo
