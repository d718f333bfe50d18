"""Days, moments and periods as letters print them: patterns that find them, functions that read them."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")  # embargoes are given in the publisher's time
_NAMES = [(name.lower(), number) for number, name in enumerate(calendar.month_name) if name]
MONTHS = {"sept": 9} | {name[:3]: number for name, number in _NAMES} | dict(_NAMES)  # by each spelling
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = r"(?:\w+day,?\s+)?"
_HALF = r"\s*([ap])(?:m\b|\.m\b\.?)"
_CLOCK = re.compile(
    rf"\b(?:(\d{{1,2}})(?:[:.](\d\d)(?:{_HALF})?|{_HALF})|([01]\d|2[0-4])(\d\d)(?=\s*h(?:ou)?rs?\b))", re.IGNORECASE
)
_SPOKEN = {"one minute past midnight": time(0, 1), "noon": time(12, 0), "midday": time(12, 0)}
# Times in words of which nobody can be sure: "midnight" may begin or end the day.
_VAGUE = (
    r"midnight|(?:half|quarter) (?:past|to) \w+|\w+ o['\u2019]clock|(?:end|close) of (?:the )?(?:day|play|business)"
)
_IN_WORDS = re.compile(rf"\b(?:{'|'.join(_SPOKEN)}|{_VAGUE})\b", re.IGNORECASE)

DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({_MONTH}),?\s+(\d{{4}})\b", re.IGNORECASE)
# Other spellings, in which an embargo may be given: "3/5/2025", "2025-05-03", "May 3rd, 2025".
_FIGURES = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d\d)\b|\b(\d{4})-(\d\d)-(\d\d)\b")
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_ANY_DAY = f"(?:{DAY.pattern}|{_FIGURES.pattern}|{_MONTH_FIRST.pattern})"
_TIME = rf"(?:{_CLOCK.pattern}(?:\s*h(?:ou)?rs?\b)?|{_IN_WORDS.pattern})"
# A day with the time printed before it ("00:01 on Thursday …") or after it ("… at 9am"), as embargoes have it.
MOMENT = re.compile(
    rf"(?:{_TIME},?\s+(?:(?:on|of)\s+)?(?:the\s+)?{_WEEKDAY})?{_ANY_DAY}(?:,?\s+(?:at\s+)?{_TIME})?", re.IGNORECASE
)
_END = rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?(?!\w)(?:\s+of)?\s*)?(?:({_MONTH})\b)?(?:\s+(\d{{4}})\b)?"
# "Between January and April 2014", "from 27 June 2022 to 1 July 2022", "12 to 16 December".
PERIOD = re.compile(
    rf"\b(?:(between)\s+|from\s+|(?=\d))(?:the\s+)?{_WEEKDAY}(?=\d|[a-z]{{3}}){_END}\s*"
    rf"(?:\b(and)\b|\b(?:to|until|till)\b|[-\u2013\u2014])\s*(?:the\s+)?{_WEEKDAY}(?=\d|[a-z]{{3}}){_END}(?<=\w)",
    re.IGNORECASE,
)


def day(text: str) -> date | None:
    """The first day in a text; None when there is none, or it is in no calendar ("31 June")."""
    match = DAY.search(text)
    return _date(match[3], MONTHS[match[2].lower()], match[1]) if match else None


def day_in_figures(text: str) -> date | None:
    """The first day written as "3/5/2025", "2025-05-03" or "May 3, 2025"."""
    if match := _FIGURES.search(text):
        year = match[4] or (match[3] if len(match[3]) == 4 else f"20{match[3]}")
        return _date(year, match[5] or match[2], match[6] or match[1])
    match = _MONTH_FIRST.search(text)
    return _date(match[3], MONTHS[match[1].lower()], match[2]) if match else None


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """The first day in a text with the time beside it, in London; its beginning when no time is given.

    A time in words that can be taken in two ways ("midnight") is taken for the end of that day: no embargo may lift
    too early.
    """
    found = day(text) or day_in_figures(text)
    if found is None:
        return None
    rest = _MONTH_FIRST.sub(" ", _FIGURES.sub(" ", DAY.sub(" ", text)))
    if clock := _CLOCK.search(rest):
        return datetime.combine(found, _time(clock), tzinfo=LONDON)
    words = _IN_WORDS.search(rest)
    if words and words[0].lower() not in _SPOKEN:
        return datetime.combine(found + timedelta(days=1), time(0, 0), tzinfo=LONDON)
    return datetime.combine(found, _SPOKEN[words[0].lower()] if words else time(0, 0), tzinfo=LONDON)


def _time(clock: re.Match[str]) -> time:
    half = (clock[3] or clock[4] or "").lower()
    hour = int(clock[1] or clock[5])
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute = int(clock[2] or clock[6] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else time(0, 0)


def period(text: str, before: date | None = None) -> tuple[date, date] | None:
    """The first and last day of a period; "Between November and February 2015" begins in 2014.

    A period without a year is the last one that ended by `before`.
    """
    return next((days for _, days in periods(text, before)), None)


def periods(text: str, before: date | None = None) -> Iterator[tuple[re.Match[str], tuple[date, date]]]:
    """Each period in a text, and where it stands."""
    for match in PERIOD.finditer(text):
        if days := _period(match, before):
            yield match, days


def _period(match: re.Match[str], before: date | None) -> tuple[date, date] | None:
    between, first_day, first_month, first_year, joint, last_day, last_month, last_year = match.groups()
    if bool(between) != bool(joint) or not last_month or bool(first_day) != bool(last_day):
        return None
    if not first_month and (not first_day or int(first_day) > int(last_day)):
        return None
    month, last = MONTHS[(first_month or last_month).lower()], MONTHS[last_month.lower()]
    if last_year or before is None:
        return _days(first_year, month, first_day, last_year, last, last_day) if last_year else None
    ended = (_days(first_year, month, first_day, str(year), last, last_day) for year in (before.year, before.year - 1))
    return next((days for days in ended if days and days[1] <= before), None)


def _days(
    first_year: str | None,
    first_month: int,
    first_day: str | None,
    last_year: str,
    last_month: int,
    last_day: str | None,
) -> tuple[date, date] | None:
    turns = (first_month, int(first_day or 1)) > (last_month, int(last_day or 31))
    first = _date(first_year or int(last_year) - turns, first_month, first_day or 1)
    try:
        end = calendar.monthrange(int(last_year), last_month)[1]
    except (ValueError, OverflowError):  # the year 0
        return None
    last = _date(last_year, last_month, last_day or end)
    return (first, last) if first and last and first <= last else None
