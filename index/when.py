"""The stretches of time a question names: "in 2022", "since 2019", "May 2018", "the last three years"."""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Document

_FULL = r"(?:19[89]\d|20\d\d)"
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_NUMBERS = {name: number for number, name in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_ISO = re.compile(rf"\b({_FULL})-(0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?\b(?!-)")
_SPAN = re.compile(
    rf"\bbetween\s+(?:({_MONTH})\.?\s+)?({_FULL})\s+and\s+(?:({_MONTH})\.?\s+)?({_FULL})\b|"
    rf"\b(?:({_MONTH})\.?\s+)?({_FULL})\s*(?:(?:to|until|through)\s*(?:({_MONTH})\.?\s+)?({_FULL})|[-/\u2010-\u2015]\s*({_FULL}|\d\d))\b",
    re.I | re.A,
)
_BOTH = re.compile(
    rf"\b(?:since|after)\s+({_FULL})\s+(?:and|but|,)?\s*(?:before|until|up to)\s+({_FULL})\b", re.I | re.A
)
_SINCE = re.compile(
    rf"\b(?:since|after)\s+((?:[\w'’]+\s+){{0,3}}?)({_FULL})\b|\bfrom\s+()({_FULL})\s+on(?:wards?)?\b", re.I
)
_BEFORE = re.compile(rf"\b(?:before|until|up to|prior to)\s+(?:[\w'’]+\s+){{0,3}}?({_FULL})\b", re.I)
_DATE = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({_MONTH})\.?,?\s+({_FULL})\b", re.I | re.A)
_YEAR = re.compile(rf"\b({_FULL})\b")
_THIS = re.compile(r"\b(this|last|previous) year\b|\b(?:last|past)\s+(\w+)\s+years\b", re.I)
# "since the 2019 inspection": what came after it; "since 2019" holds that year, too.
_AN_EVENT = re.compile(r"\b(?:inspection|letter|report|visit|review)", re.I)
_LATEST = re.compile(
    r"\b(?:latest|newest|(?:most|more) recent(?:ly)?|last (?:inspection|letter|report|visit|time)|current(?:ly)?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Window:
    """From the first to the last of these days, both within."""

    first: dt.date
    last: dt.date

    def __contains__(self, document: Document) -> bool:
        """Whether the document's own dates, or the fieldwork it tells of, fall into it."""
        days = [day for day in (document.date, document.published) if day]
        began, ended = document.fieldwork or (dt.date.max, dt.date.min)
        return any(self.first <= day <= self.last for day in days) or (began <= self.last and ended >= self.first)

    @property
    def years(self) -> frozenset[int]:
        """The years it touches."""
        return frozenset(range(self.first.year, self.last.year + 1))


def windows_in(question: str, today: dt.date) -> tuple[Window, ...]:
    """The stretches of time that a question names; a document is meant when it falls into any of them."""
    found: list[Window] = []
    rest = question
    for pattern, made in _READ.items():
        found += [window for match in pattern.finditer(rest) for window in made(match, today)]
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    found += [_recent(match, today) for match in _THIS.finditer(rest)]
    return tuple(dict.fromkeys(window for window in found if window.first <= window.last))


def without_windows(question: str) -> str:
    """The question less the stretches of time it names, for ranking: the paragraphs seldom tell the year."""
    for pattern in (_ISO, _BOTH, _SPAN, _SINCE, _BEFORE, _DATE):
        question = pattern.sub(" ", question)
    return " ".join(re.sub(rf"\b(?:in|of|from|during|the)?\s*\b{_FULL}\b", " ", question).split())


def asks_for_latest(question: str) -> bool:
    """Whether only the latest inspection of each force is asked about."""
    return bool(_LATEST.search(question))


def covers(windows: Sequence[Window], document: Document) -> bool:
    """Whether a document falls into any of the windows; into none at all, it does too."""
    return not windows or any(document in window for window in windows)


def _iso(match: re.Match[str], _: dt.date) -> list[Window]:
    return [_whole_month(int(match[1]), int(match[2]))]


def _both(match: re.Match[str], _: dt.date) -> list[Window]:
    """What lies between: "since 2017 and before 2020"."""
    return [Window(dt.date(int(match[1]), 1, 1), dt.date(int(match[2]) - 1, 12, 31))]


def _span(match: re.Match[str], today: dt.date) -> list[Window]:
    """The years from one to the other, as far as there are any; the two alone where they stand the other way round."""
    began, first_year, ended, last_year = match.groups()[:4] if match[2] else match.groups()[4:8]
    end = last_year or match[9]
    first, last = int(first_year), int(first_year[: 4 - len(end)] + end)
    if last < first:
        return [_whole_year(last), _whole_year(first)]
    start = _whole_month(first, _month(began)).first if began else dt.date(first, 1, 1)
    stop = _whole_month(last, _month(ended)).last if ended else dt.date(last, 12, 31)
    if last > today.year >= first:
        return [Window(start, dt.date(today.year, 12, 31)), _whole_year(last)]
    return [Window(start, stop)]


def _since(match: re.Match[str], today: dt.date) -> list[Window]:
    year = int(match[2] or match[4])
    after = match[0] + match.string[match.end() : match.end() + 20]
    year += bool(_AN_EVENT.search(after))
    return [Window(dt.date(year, 1, 1), dt.date(max(today.year, year), 12, 31))]


def _before(match: re.Match[str], _: dt.date) -> list[Window]:
    return [Window(dt.date(1980, 1, 1), dt.date(int(match[1]) - 1, 12, 31))]


def _date(match: re.Match[str], _: dt.date) -> list[Window]:
    """The whole month, whatever the day: letters are dated and published on different ones."""
    return [_whole_month(int(match[3]), _month(match[2]))]


def _month(name: str) -> int:
    return next(number for month, number in _MONTHS.items() if month.startswith(name.lower()[:3]))


def _whole_month(year: int, month: int) -> Window:
    return Window(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))


def _year(match: re.Match[str], _: dt.date) -> list[Window]:
    return [_whole_year(int(match[1]))]


def _whole_year(year: int) -> Window:
    return Window(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _recent(match: re.Match[str], today: dt.date) -> Window:
    if match[1]:
        year = today.year - (match[1].lower() != "this")
        return Window(dt.date(year, 1, 1), dt.date(year, 12, 31))
    count = int(match[2][:3]) if match[2].isdecimal() else _NUMBERS.get(match[2].lower(), 1)
    return Window(dt.date(today.year - min(count, 100), today.month, 1), today)


# In this order, each on what those before it left.
_READ = {
    _ISO: _iso,
    _BOTH: _both,
    _SPAN: _span,
    _SINCE: _since,
    _BEFORE: _before,
    _DATE: _date,
    _YEAR: _year,
}
