"""The page around a chart: its title and what it shows above, what it was made from below."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing

from assistant.briefing.pdf_page import GREY, INK, RED
from assistant.charts.looks import BOLD, LEADING, MARGIN, PAPER, PLAIN, SMALL, TITLE
from assistant.charts.shapes import area, text, wrapped

_AFTER_TITLE, _AFTER_HEAD, _BEFORE_FOOT = 3, 12, 10  # points


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a chart, in lines that fit its width; `top` and `bottom` are the points they take."""

    title: tuple[str, ...]
    told: tuple[str, ...]
    warning: tuple[str, ...]
    foot: tuple[str, ...]

    @property
    def top(self) -> float:
        """The room above the chart."""
        lines = len(self.told) + len(self.warning)
        return MARGIN + LEADING * (len(self.title) * TITLE + lines * SMALL) + _AFTER_TITLE + _AFTER_HEAD

    @property
    def bottom(self) -> float:
        """The room below it."""
        return MARGIN + LEADING * len(self.foot) * SMALL + _BEFORE_FOOT


def around(width: float, title: str, told: str, warning: str, foot: Sequence[str]) -> Around:
    """What stands around a chart on paper of that width."""
    room = width - 2 * MARGIN
    return Around(
        wrapped(title, TITLE, room, BOLD, 3),
        wrapped(told, SMALL, room, PLAIN, 3),
        wrapped(warning, SMALL, room, BOLD, 2),
        tuple(line for each in foot for line in wrapped(each, SMALL, room, PLAIN, 3)),
    )


def page(width: float, height: float, words: Around) -> Drawing:
    """A picture with nothing on it yet but what stands around the chart; sides are whole points."""
    made = Drawing(round(width), round(height))
    made.add(area(0, 0, made.width, made.height, PAPER))
    y = made.height - MARGIN
    for lines, size, font, colour in (
        (words.title, TITLE, BOLD, INK),
        (words.told, SMALL, PLAIN, GREY),
        (words.warning, SMALL, BOLD, RED),
    ):
        for line in lines:
            y -= size * LEADING
            made.add(text(MARGIN, y + size * 0.3, line, size, font, colour))
        y -= _AFTER_TITLE if lines is words.title else 0
    for at, line in enumerate(reversed(words.foot)):
        made.add(text(MARGIN, MARGIN + at * SMALL * LEADING, line, SMALL, PLAIN, GREY))
    return made
