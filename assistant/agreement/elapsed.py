"""Lengths of time that a source tells by its dates: "9 to 13 December" is five days, 2015 in a letter of 2018 three years."""

import re
from itertools import combinations

from assistant.agreement.days import MONTHS
from assistant.agreement.figures import Figure
from assistant.agreement.source import Source

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAYS = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s*(?:to|and|-|\u2013)\s*(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:{'|'.join(MONTHS)})\b"
)


def is_time_between(figure: Figure, source: Source) -> bool:
    """Whether a number of days or years is the time between two dates of a source, or from one to the document's own."""
    if figure.unit == "dai":
        return any(int(last) - int(first) + 1 == figure.value for first, last in _DAYS.findall(source.text))
    if figure.unit != "year":
        return False
    told = {int(year) for year in _YEAR.findall(source.text)}
    own = {day.year for day in source.days if day.year}
    between = {abs(one - other) for one, other in combinations(told, 2)} | {
        late - year for year in told for late in own
    }
    return figure.value in between
