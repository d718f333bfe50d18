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


def unread_of(document: Document) -> str | None:
    """Which pages hold pictures and no text, and what to do; None when every page was read."""
    if not document.unread:
        return None
    numbers = [str(number) for number in document.unread]
    which = " and ".join(filter(None, [", ".join(numbers[:-1]), *numbers[-1:]]))
    told = f"Page {which} is a picture" if len(numbers) == 1 else f"Pages {which} are pictures"
    return f"{told} without text, not read. To recognise it: python -m corpus reread --ocr {document.id}"


def embargo_of(document: Document) -> str:
    """Until when a document is under embargo, as a sentence."""
    moment = document.embargo
    if moment is None or moment.year >= MAXYEAR:
        return "Under embargo; until when could not be read."
    local = moment.astimezone(LONDON)
    return f"Under embargo until {local:%H:%M} on {long_date(local.date())}."
