"""What charts say in words: how many, of which time, when and from what they were made, and what must not be shared."""

from collections.abc import Sequence
from datetime import datetime

from assistant.briefing.noted import counted
from corpus import Document, DocumentKind, embargo_of, long_date
from corpus.dates import LONDON

NO_DATE = "no date"
_KINDS = {
    DocumentKind.LETTER: ("letter", "letters"),
    DocumentKind.JOINT_INSPECTION: ("joint inspection", "joint inspections"),
    DocumentKind.FORCE_REPORT: ("force report", "force reports"),
    DocumentKind.THEMATIC_REPORT: ("thematic report", "thematic reports"),
}


def kind_of(kind: DocumentKind, number: int = 1) -> str:
    """A kind of document for reading: "joint inspections"."""
    return _KINDS[kind][number != 1]


def period(years: Sequence[int]) -> str:
    """From the first to the last of these years: "2014 to 2025"; nothing for none."""
    known = sorted(set(years))
    if not known:
        return ""
    return str(known[0]) if len(known) == 1 else f"{known[0]} to {known[-1]}"


def made(now: datetime, documents: int, held: int, left_out: int) -> str:
    """When a chart was made, from how many of the documents held, and how many are left out of it."""
    local = now.astimezone(LONDON)
    secret = f" {counted(left_out, 'document')} under embargo left out." if left_out else ""
    return (
        f"Made on {long_date(local.date())} at {local:%H:%M} from {documents:,} of {counted(held, 'document')}.{secret}"
    )


def embargo(documents: Sequence[Document], now: datetime) -> str:
    """Until when a chart of these documents may not be shared, as sentences; "" where nothing in it is under embargo."""
    secret = [each for each in documents if not each.is_public(now)]
    last = max(secret, key=lambda each: each.embargo or now, default=None)
    return f"{embargo_of(last)} Do not share it." if last else ""
