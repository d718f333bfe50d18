"""What a reader of a document's words must be told beside them."""

from datetime import MAXYEAR, UTC, datetime

from corpus.dates import LONDON
from corpus.document import Document
from corpus.reference import long_date

OCR = "This text was recognised from pictures of the pages (OCR) and may hold errors: compare it with the page."


def warnings_of(document: Document, now: datetime | None = None) -> tuple[str, ...]:
    """The warnings that go wherever a document is cited: under embargo, recognised from pictures."""
    held_back = () if document.is_public(now or datetime.now(UTC)) else (f"{embargo_of(document)} Do not share it.",)
    return (*held_back, OCR) if document.ocr else held_back


def embargo_of(document: Document) -> str:
    """Until when a document is under embargo, as a sentence."""
    moment = document.embargo
    if moment is None or moment.year >= MAXYEAR:
        return "Under embargo; until when could not be read."
    local = moment.astimezone(LONDON)
    return f"Under embargo until {local:%H:%M} on {long_date(local.date())}."
