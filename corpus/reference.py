"""How a document and a paragraph are named to a reader."""

import re
from datetime import date
from functools import lru_cache

from corpus.document import Document, DocumentKind, Paragraph, ParagraphKind
from corpus.forces import force_names

MAX_TITLE = 120  # characters; most titles of joint inspections have fewer
MAX_PLACE = 50
_PLACE = re.compile(r" (?:in|of|by) (?:the )?[A-Z][^,;:]*?$")
_PLACES = {
    ParagraphKind.LETTERHEAD: "Letterhead",
    ParagraphKind.ADDRESSEE: "Addressee",
    ParagraphKind.SIGNATURE: "Signature",
    ParagraphKind.CAPTION: "Caption",
}


def reference(document: Document) -> str:
    """A document's name in a citation: "HMIC letter to Staffordshire Police, Core business, 4 September 2014".

    A joint inspection begins with its title, which is most of it: "Joint targeted area inspection of Wirral, HMICFRS,
    Ofsted and CQC, 16 February 2023". Text that was recognised from pictures is marked as such.
    """
    when = ", ".join(filter(None, [long_date(document.latest), "text from OCR" if document.ocr else None]))
    title = short_title(document.title)
    if document.kind is DocumentKind.JOINT_INSPECTION:
        return ", ".join(filter(None, [title, inspectorate_names(document), when]))
    if document.kind is not DocumentKind.LETTER:
        return ", ".join(filter(None, [document.inspectorate, title, when]))
    addressed = f"letter to {force_names(document.forces)}" if document.forces else "letter"
    sender = f"{document.inspectorate} {addressed}" if document.inspectorate else f"L{addressed[1:]}"
    return ", ".join(filter(None, [sender, document.programme or title, when]))


def inspectorate_names(document: Document) -> str:
    """All who inspected, for reading: "HMICFRS, Ofsted and CQC"."""
    names = document.inspectorates
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def short_title(title: str) -> str:
    """A title of sensible length: of a longer one its beginning, and the place at its end."""
    if len(title) <= MAX_TITLE:
        return title
    place = _PLACE.search(title)
    end = place[0] if place and len(place[0]) <= MAX_PLACE else ""
    start = title[: MAX_TITLE - len(end)].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{start} …{end}"


def location(paragraph: Paragraph) -> str:
    """A paragraph's place in its document: "Crime recording and attendance · paragraph 7"."""
    if place := _PLACES.get(paragraph.kind):
        return place
    if paragraph.kind is ParagraphKind.HEADING:
        return "Heading"
    section = " › ".join(paragraph.heading) or "Opening"
    number = paragraph.number.rstrip(".") if paragraph.number else paragraph.place
    what = {ParagraphKind.FOOTNOTE: "footnote", ParagraphKind.ROW: "row"}.get(paragraph.kind, "paragraph")
    page = [f"page {paragraph.page}"] if paragraph.page else []
    return " · ".join([section, f"{what} {number}", *page])


@lru_cache(maxsize=4096)
def long_date(day: date | None) -> str | None:
    """A day as the letters print it: "4 September 2014"."""
    return f"{day.day} {day:%B %Y}" if day else None
