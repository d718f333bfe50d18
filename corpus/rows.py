"""Documents and paragraphs as rows of the database, and back."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from corpus.document import Area, Document, DocumentKind, Fact, Paragraph, ParagraphKind

DOCUMENT = "id, sha256, fields, corrections"  # the columns that `document_of` takes
PARAGRAPH = "serial, position, kind, text, heading, place, number, depth, areas, called_at"  # `paragraph_of`, after the document
DocumentRow = tuple[str, str, str, str]


def fields_of(document: Document) -> dict[str, object]:
    """A document as JSON, less its id and hash."""
    return {
        "title": document.title,
        "kind": document.kind,
        "file": document.file,
        "programme": document.programme,
        "inspectorates": document.inspectorates,
        "forces": document.forces,
        "date": document.date and document.date.isoformat(),
        "published": document.published and document.published.isoformat(),
        "embargo": document.embargo and document.embargo.isoformat(),
        "fieldwork": document.fieldwork and [day.isoformat() for day in document.fieldwork],
        "author": document.author,
        "office": document.office,
        "addressee": document.addressee,
        "pages": document.pages,
        "unread": document.unread,
        "ocr": document.ocr,
        "facts": {name: [fact.value, fact.position, fact.quote] for name, fact in document.facts},
    }


def document_of(id: str, sha256: str, fields: str, corrections: str) -> Document:
    """A document as it is handed out: what a person corrected stands in place of what the file says."""
    corrected = json.loads(corrections)
    row = json.loads(fields) | corrected
    fieldwork = row["fieldwork"]
    return Document(
        id=id,
        sha256=sha256,
        title=row["title"],
        kind=DocumentKind(row["kind"]),
        file=row["file"],
        programme=row["programme"],
        inspectorates=tuple(row["inspectorates"]),
        forces=tuple(row["forces"]),
        date=_day(row["date"]),
        published=_day(row["published"]),
        embargo=datetime.fromisoformat(row["embargo"]) if row["embargo"] else None,
        fieldwork=(date.fromisoformat(fieldwork[0]), date.fromisoformat(fieldwork[1])) if fieldwork else None,
        author=row["author"],
        office=row["office"],
        addressee=row["addressee"],
        pages=row["pages"],
        unread=tuple(row.get("unread", ())),
        ocr=row["ocr"],
        corrected=tuple(corrected),
        facts=tuple(
            (name, Fact(*fact)) for name, fact in row["facts"].items() if name.partition(" ")[0] not in corrected
        ),
    )


def with_corrections(document: Document, corrections: str) -> Document:
    """The document as it is handed out with these corrections."""
    return document_of(document.id, document.sha256, as_json(fields_of(document)), corrections)


def as_json(value: Mapping[str, object]) -> str:
    """As text, with its letters as they are."""
    return json.dumps(value, ensure_ascii=False)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def paragraph_row(paragraph: Paragraph) -> tuple[object, ...]:
    """A paragraph as the values of its columns."""
    return (
        paragraph.serial or paragraph.position,
        paragraph.position,
        paragraph.kind,
        paragraph.text,
        json.dumps(paragraph.heading, ensure_ascii=False),
        paragraph.place,
        paragraph.number,
        paragraph.depth,
        json.dumps([[a.page, a.left, a.bottom, a.right, a.top] for a in paragraph.areas]),
        json.dumps(paragraph.called_at) if paragraph.called_at else None,
    )


def paragraph_of(
    document: str,
    serial: int,
    position: int,
    kind: str,
    text: str,
    heading: str,
    place: int,
    number: str | None,
    depth: int,
    areas: str,
    called_at: str | None,
    is_repeated: int | None = 0,
) -> Paragraph:
    """A paragraph as it is handed out: what repeats across documents is boilerplate."""
    made = Paragraph(
        document,
        position,
        ParagraphKind(kind),
        text,
        tuple(json.loads(heading)),
        place,
        number,
        depth,
        tuple(Area(*area) for area in json.loads(areas)),
        tuple(json.loads(called_at)) if called_at else None,
        serial,
    )
    return replace(made, kind=ParagraphKind.BOILERPLATE) if is_repeated else made
