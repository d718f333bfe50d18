"""What chart somebody wants, and how it is drawn. The library that draws is loaded when first needed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.charts.chart import Chart
from corpus import Corpus, UnusableInput
from index import Index


class Picture(StrEnum):
    """What a chart shows."""

    COVERAGE = "coverage"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class Order:
    """A chart to draw. `forces`: ids; of a timeline one, of coverage none for all. `themes`: of a timeline, none for all.

    `first` and `last`: days, None for no bound. `uncovered`: coverage of forces without documents, too.
    """

    picture: Picture
    forces: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    uncovered: bool = False


def draw(order: Order, corpus: Corpus, index: Index, embargoed: bool = False) -> Chart:
    """The chart. `embargoed`: whether the reader may see what is not public yet.

    Raises `UnusableInput` for an order that cannot be meant, or of which there is nothing to show.
    """
    if order.picture is Picture.COVERAGE:
        if order.themes:
            raise UnusableInput("Coverage counts documents, not what they say.", "Leave the theme out.")
        from assistant.charts.coverage import coverage_chart

        return coverage_chart(corpus, order.forces, order.first, order.last, embargoed, order.uncovered)
    if order.uncovered:
        raise UnusableInput("A timeline is of a force with inspections.", "Ask for coverage to see forces without.")
    from assistant.charts.timeline import timeline

    return timeline(_one(order.forces), corpus, index, order.themes, order.first, order.last, embargoed)


def _one(forces: tuple[str, ...]) -> str:
    if not forces:
        raise UnusableInput("A timeline is of a force.", "Name it by its id: staffordshire.")
    if len(forces) > 1:
        raise UnusableInput(f"A timeline is of one force, and {len(forces)} were named.", "Draw a timeline for each.")
    return forces[0]
