"""Days, moments and periods as letters print them: patterns that find them, functions that read them."""

import calendar
import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")  # embargoes are given in the publisher's time
_NAMES = [(name.lower(), number) for number, name in enumerate(calendar.month_name) if name]
MONTHS = {"sept": 9} | {name[:3]: number for name, number in _NAMES} | dict(_NAMES)  # by each spelling
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d)(?:\s*([ap])m)?|\s*([ap])m)\b", re.IGNORECASE)

DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({_MONTH}),?\s+(\d{{4}})\b", re.IGNORECASE)
# A day with the time printed before it ("00:01 on Thursday …") or after it ("… at 9am"), as embargoes have it.
MOMENT = re.compile(
    rf"(?:{_CLOCK.pattern}(?:\s+hours|\s+hrs)?,?\s+(?:on\s+)?(?:\w+day,?\s+)?)?{DAY.pattern}"
    rf"(?:,?\s+(?:at\s+)?{_CLOCK.pattern})?",
    re.IGNORECASE,
)
PERIOD = re.compile(
    rf"\b(?:Between|From)\s+({_MONTH})(?:\s+(\d{{4}}))?\s+(?:and|to)\s+({_MONTH})\s+(\d{{4}})\b", re.IGNORECASE
)


def day(text: str) -> date | None:
    """The first day in a text; None when there is none, or it is in no calendar ("31 June")."""
    match = DAY.search(text)
    if match is None:
        return None
    try:
        return date(int(match[3]), MONTHS[match[2].lower()], int(match[1]))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """The first day in a text with the time beside it, in London; its beginning when no time is given."""
    found = day(text)
    clock = _CLOCK.search(DAY.sub(" ", text))
    return datetime.combine(found, _time(clock) if clock else time(0, 0), tzinfo=LONDON) if found else None


def _time(clock: re.Match[str]) -> time:
    half = (clock[3] or clock[4] or "").lower()
    hour = int(clock[1]) % 12 + (12 if half == "p" else 0) if half else int(clock[1])
    minute = int(clock[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else time(0, 0)


def period(text: str) -> tuple[date, date] | None:
    """The first and last day of a period of months; "Between November and February 2015" begins in 2014."""
    match = PERIOD.search(text)
    if match is None:
        return None
    first_month, last_month, last_year = MONTHS[match[1].lower()], MONTHS[match[3].lower()], int(match[4])
    first_year = int(match[2] or last_year - (first_month > last_month))
    try:
        first = date(first_year, first_month, 1)
        last = date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    except ValueError:  # the year 0
        return None
    return (first, last) if first <= last else None
