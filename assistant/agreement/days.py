"""The dates of a text, as far as they are told: a day, a month, a year, or some of these."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join([*MONTHS, *(month[:3] for month in MONTHS if month != "May"), "Sept"])
_SPAN = r"\s*(?:to|and|\u2013|\u2014|-|until)\s*"
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:{_SPAN}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b"
    rf"(?!\s+(?:have|be|not|also|need|result|lead|mean|cause|well|never|only|indicate)\b)\.?(?:\s+(?P<late>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
    rf"|\b(?P<alone>(?:19|20)\d\d)(?:[/\u2013-](?P<next>\d\d(?:\d\d)?)\b)?"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date; what is not told is 0. `at` and `end` are its characters in the text."""

    year: int = 0
    month: int = 0
    day: int = 0
    text: str = ""
    at: int = 0
    end: int = 0

    def is_told_by(self, others: Iterable["Day"]) -> bool:
        """Whether one of these says all that this one does."""
        return any(
            all(mine in (0, theirs) for mine, theirs in ((self.year, o.year), (self.month, o.month), (self.day, o.day)))
            for o in others
        )


@lru_cache(maxsize=2_000)
def days_of(text: str) -> tuple[Day, ...]:
    """The dates of a text; of "January to April 2014" both months have the year, of "12 to 16 May" both days the month."""
    found = [day for match in _DATE.finditer(text) for day in _days(match)]
    for at in range(len(found) - 2, -1, -1):
        one, two = found[at], found[at + 1]
        if one.month and not one.year and two.year and re.fullmatch(_SPAN, text[one.end : two.at]):
            found[at] = Day(two.year, one.month, one.day, one.text, one.at, one.end)
    return tuple(found)


def _days(match: re.Match[str]) -> Iterator[Day]:
    where = match[0], match.start(), match.end()
    if match["alone"]:
        year = int(match["alone"])
        yield Day(year, 0, 0, *where)
        if match["next"]:
            yield Day(int(str(year)[: 4 - len(match["next"])] + match["next"]), 0, 0, *where)
        return
    month = next(at for at, name in enumerate(MONTHS, 1) if name.startswith(match["month"][:3]))
    year = int(match["year"] or 0)
    for day in filter(None, [match["day"], match["last"], match["late"]]):
        yield Day(year, month, int(day), *where)
    if not (match["day"] or match["late"]):
        yield Day(year, month, 0, *where)


def without_days(text: str) -> str:
    """The text with its dates blanked, each character by a space."""
    for day in days_of(text):
        text = text[: day.at] + " " * (day.end - day.at) + text[day.end :]
    return text
