"""The picture of a timeline: types of finding above each other, inspections beside each other, time and sources below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from reportlab.graphics.shapes import Circle, Drawing
from reportlab.lib.colors import HexColor

from assistant.briefing.brief import FindingType
from assistant.briefing.noted import clean, counted
from assistant.briefing.pdf_page import GREY, INK, RULE
from assistant.charts.inspected import TYPES, Inspected, Inspection
from assistant.charts.looks import BARS, BOLD, LEAST_WIDTH, LONG, MARGIN, PAPER, PLAIN, SHORT, SMALL, TINY
from assistant.charts.page import around, page
from assistant.charts.shapes import bar, fitting, mark, rule, text, width_of
from assistant.charts.told import NO_DATE, embargo, kind_of
from corpus import reference

_PURPOSE = (
    "Each number counts the sentences of that type in a document, told by rules from their wording; those on other bodies "
    "alone are left out. Inspections differ in length and looked at different things."
)
_NAME, _ROOM = 118, 88  # points: of the names of types; of an inspection, where there are few
# Points: of the bars of all types together, so that the page is one of A4 where it can be; of a finding, where there are few.
_HIGHEST, _LOWEST, _TALLEST = 232, 110, 9
_ABOVE, _BETWEEN = 12, 7  # points above a bar, for its number; between types
_DATE, _LEADER, _AXIS, _SOURCE = 44, 34, 24, 11.5
_MARK, _START, _YEAR = 13.5, 16, 24


def picture(found: Inspected, title: str, foot: str) -> Drawing:
    """The picture, with its title above and its foot below."""
    return _Picture(found, title, foot).drawing()


def named(inspection: Inspection) -> str:
    """The document's name, and that it is under embargo."""
    secret = ", under embargo" if inspection.embargoed else ""
    return f"{clean(reference(inspection.document))}{secret}"


def _source(number: int, inspection: Inspection) -> str:
    """A line on an inspection: its number, what it is, how many findings it has, its name."""
    findings = counted(sum(inspection.counts), "finding")
    return f"{number}. {kind_of(inspection.document.kind).capitalize()}, {findings}: {named(inspection)}"


@dataclass(frozen=True, slots=True)
class _Lane:
    """A type of finding: the height of its baseline, and its number for each inspection."""

    type: FindingType
    base: float
    counts: tuple[int, ...]


class _Picture:
    """The picture in the making: types above each other, inspections beside each other, time and sources below."""

    def __init__(self, found: Inspected, title: str, foot: str) -> None:
        self._found = found
        several = len(found.inspections)
        sources = max(_START + width_of(_source(*each), TINY) for each in enumerate(found.inspections, 1))
        width = min(LONG, max(LEAST_WIDTH, 2 * MARGIN + max(sources, _NAME + several * _ROOM)))
        documents = [each.document for each in found.inspections]
        words = around(width, title, _PURPOSE, embargo(documents, found.made), [foot])
        most = [max(each.counts[at] for each in found.inspections) for at in range(len(TYPES))]
        others = words.top + (_ABOVE + _BETWEEN) * len(TYPES) + _DATE + _LEADER + _AXIS + _SOURCE * (several + 1)
        room = min(_HIGHEST, max(_LOWEST, SHORT - others - words.bottom))
        self._unit = min(_TALLEST, room / sum(most))
        self._drawing = page(width, others + self._unit * sum(most) + words.bottom, words)
        self._left, self._right = float(MARGIN + _NAME), float(width - MARGIN)
        years = [each.latest.year for each in documents if each.latest]
        self._span = (min(years), max(years) + 1) if years else None
        self._places = self._spread()
        self._lanes = self._laid(self._drawing.height - words.top, most)

    def drawing(self) -> Drawing:
        for lane in self._lanes:
            self._lane(lane)
        foot = self._lanes[-1].base - _BETWEEN
        for at, inspection in enumerate(self._found.inspections):
            self._inspection(at, inspection, foot)
        if self._span:
            self._axis(foot - _DATE - _LEADER, *self._span)
        self._sources(foot - _DATE - _LEADER - _AXIS)
        return self._drawing

    def _laid(self, top: float, most: Sequence[int]) -> tuple[_Lane, ...]:
        """The lanes, from the top down, each as high as its highest bar needs."""
        lanes = []
        for at, type in enumerate(TYPES):
            top -= _ABOVE + self._unit * most[at]
            lanes.append(_Lane(type, top, tuple(each.counts[at] for each in self._found.inspections)))
            top -= _BETWEEN
        return tuple(lanes)

    def _when(self, day: date) -> float:
        """Where a day is on the axis, which has the years of all days."""
        start, end = (date(year, 1, 1).toordinal() for year in self._span or (day.year, day.year + 1))
        return self._left + (self._right - self._left) * (day.toordinal() - start) / (end - start)

    def _spread(self) -> list[float]:
        """The middles of the inspections: at their days, but far enough apart; those without a day at the end."""
        several = len(self._found.inspections)
        apart = min(_ROOM * 0.62, (self._right - self._left) / several)
        days = [each.document.latest for each in self._found.inspections]
        places = [self._when(day) if day else self._right for day in days]
        for at in range(several):
            least = self._left + apart * (at + 0.5)
            places[at] = max(places[at], least, places[at - 1] + apart if at else least)
        for at in reversed(range(several)):
            most = self._right - apart * (several - at - 0.5)
            places[at] = min(places[at], most, places[at + 1] - apart if at + 1 < several else most)
        return places

    @property
    def _thick(self) -> float:
        several = len(self._found.inspections)
        return min(26, 0.6 * (self._right - self._left) / several)

    def _lane(self, lane: _Lane) -> None:
        look = BARS[lane.type]
        self._drawing.add(rule((MARGIN, lane.base), (self._right, lane.base), RULE, 0.7))
        self._drawing.add(bar(look, MARGIN, lane.base + 2.5, 8, 8))
        self._text(MARGIN + 13, lane.base + 3.5, look.label, SMALL, BOLD, INK)
        for x, number in zip(self._places, lane.counts, strict=True):
            if number:
                self._drawing.add(bar(look, x - self._thick / 2, lane.base, self._thick, max(1.5, self._unit * number)))
            y = lane.base + max(1.5, self._unit * number) + 2.5
            self._text(x, y, str(number), SMALL, BOLD if number else PLAIN, INK if number else GREY, "middle")

    def _inspection(self, at: int, inspection: Inspection, foot: float) -> None:
        """Its number among the sources, what kind it is, its month, and a line to its day."""
        x, day = self._places[at], inspection.document.latest
        self._text(x + _MARK / 2 + 3, foot - _MARK / 2 - 4, str(at + 1), TINY, PLAIN, GREY)
        self._drawing.add(mark(inspection.document.kind, x, foot - _MARK / 2 - 1, _MARK, inspection.embargoed))
        month, year = (f"{day:%b}", str(day.year)) if day else NO_DATE.split()
        self._text(x, foot - _MARK - 11, month, TINY, PLAIN, INK, "middle")
        self._text(x, foot - _MARK - 21, year, TINY, PLAIN, INK, "middle")
        if day:
            axis = foot - _DATE - _LEADER
            self._drawing.add(rule((x, foot - _DATE + 4), (self._when(day), axis + 3), GREY, 0.6))
            self._drawing.add(Circle(self._when(day), axis, 3, fillColor=HexColor(INK), strokeColor=HexColor(PAPER)))

    def _axis(self, y: float, first: int, last: int) -> None:
        """Time, with the beginning of each year; as many years are named as there is room for."""
        self._drawing.add(rule((self._left, y), (self._right, y), INK, 0.9))
        room = (self._right - self._left) / (last - first)
        step = ceil(_YEAR / room)
        for year in range(first, last + 1):
            x = self._when(date(year, 1, 1))
            self._drawing.add(rule((x, y), (x, y - 5), INK, 0.7))
            if year < last and (year - first) % step == 0:
                self._text(x + room / 2, y - 12, str(year), TINY, PLAIN, INK, "middle")
        self._text(MARGIN, y - 3, "Published", SMALL, BOLD, INK)

    def _sources(self, top: float) -> None:
        """The inspections by name, in the order of the bars."""
        for at, inspection in enumerate(self._found.inspections):
            y = top - _SOURCE * (at + 1)
            size = _MARK * 0.72
            self._drawing.add(mark(inspection.document.kind, MARGIN + size / 2, y + 3, size, inspection.embargoed))
            words = fitting(_source(at + 1, inspection), TINY, self._right - MARGIN - _START)
            self._text(MARGIN + _START, y, words, TINY, PLAIN, INK)

    def _text(self, x: float, y: float, words: str, size: float, font: str, colour: str, anchor: str = "start") -> None:
        self._drawing.add(text(x, y, words, size, font, colour, anchor))
