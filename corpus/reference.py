"""How a document and a paragraph are named to a reader."""

from datetime import date

from corpus.document import Document, DocumentKind, Paragraph, ParagraphKind
from corpus.forces import force_names

_PLACES = {
    ParagraphKind.LETTERHEAD: "Letterhead",
    ParagraphKind.ADDRESSEE: "Addressee",
    ParagraphKind.SIGNATURE: "Signature",
    ParagraphKind.CAPTION: "Caption",
}


def reference(document: Document) -> str:
    """A document's name in a citation: "HMIC letter to Staffordshire Police, Core business, 4 September 2014"."""
    if document.kind is not DocumentKind.LETTER:
        return ", ".join(filter(None, [document.inspectorate, document.title, long_date(document.latest)]))
    addressed = f"letter to {force_names(document.forces)}" if document.forces else "letter"
    sender = f"{document.inspectorate} {addressed}" if document.inspectorate else f"L{addressed[1:]}"
    return ", ".join(filter(None, [sender, document.programme or document.title, long_date(document.latest)]))


def location(paragraph: Paragraph) -> str:
    """A paragraph's place in its document: "Crime recording and attendance · paragraph 7"."""
    if place := _PLACES.get(paragraph.kind):
        return place
    if paragraph.kind is ParagraphKind.HEADING:
        return "Heading"
    section = " › ".join(paragraph.heading) or "Opening"
    page = [f"page {paragraph.page}"] if paragraph.page else []
    return " · ".join([section, f"paragraph {paragraph.number or paragraph.place}", *page])


def long_date(day: date | None) -> str | None:
    """A day as the letters print it: "4 September 2014"."""
    return f"{day.day} {day:%B %Y}" if day else None
