"""The dates that a reference gives its document by: a day, a month, or only a year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Document
from corpus.dates import DAY, MONTHS, day, day_in_figures

_FIGURES = re.compile(r"\b(?:\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)\b")
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH_FIRST = re.compile(rf"\b(?:{_MONTH_NAMES})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b({_MONTH_NAMES})\.?,?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w./-])(?:19|20)\d\d(?![\w/-])")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as written; `month` and `day` are None where it does not say."""

    written: str
    year: int
    month: int | None = None
    day: int | None = None

    def fits(self, given: date) -> bool:
        """Whether that day is it, or in it."""
        return (self.year, self.month or given.month, self.day or given.day) == (given.year, given.month, given.day)


def without_dates(text: str) -> tuple[str, tuple[Dated, ...]]:
    """A text with a comma in place of each date, and these. What is in no calendar ("31 June 2014") stays."""
    found: list[Dated] = []
    for pattern, read in ((DAY, _day), (_FIGURES, _day), (_MONTH_FIRST, _day), (_MONTH, _month), (_YEAR, _year)):
        for match in pattern.finditer(text):
            if dated := read(match):
                found.append(dated)
                text = text[: match.start()] + " " * (len(match[0]) - 1) + "," + text[match.end() :]
    return text, tuple(found)


def of_dates(documents: Sequence[Document], dates: Sequence[Dated]) -> list[Document]:
    """The documents that bear these dates: printed on them, of their publication, or else of their fieldwork."""
    left = list(documents)
    for each in dates:
        bearing = [document for document in left if any(each.fits(day) for day in _days(document))]
        left = bearing or ([document for document in left if _was_inspected(document, each)] if not each.day else [])
    return left


def _days(document: Document) -> list[date]:
    return [day for day in (document.date, document.published) if day]


def _was_inspected(document: Document, dated: Dated) -> bool:
    if document.fieldwork is None:
        return False
    first, last = ((day.year, day.month if dated.month else 0) for day in document.fieldwork)
    return first <= (dated.year, dated.month or 0) <= last


def _day(match: re.Match[str]) -> Dated | None:
    found = day(match[0]) or day_in_figures(match[0])
    return Dated(match[0], found.year, found.month, found.day) if found else None


def _month(match: re.Match[str]) -> Dated:
    return Dated(match[0], int(match[2]), MONTHS[match[1].lower()])


def _year(match: re.Match[str]) -> Dated:
    return Dated(match[0], int(match[0]))
