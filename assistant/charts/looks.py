"""How charts look: type, colours, and how kinds of document and types of finding are told apart, without colour, too.

The colours are those of Okabe and Ito (https://jfly.uni-koeln.de/color/), which people with any kind of colour blindness
can tell from each other. None of them says anything alone: marks have a shape and a letter, bars a pattern and a name.
"""

import math
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4

from assistant.briefing.brief import FindingType
from assistant.briefing.pdf_page import styles
from corpus import DocumentKind

PLAIN, BOLD = styles()["text"].fontName, styles()["title"].fontName  # the type of briefings, embedded by asking for it
PAPER, STRIPE, TEXT = "#FFFFFF", "#F3F6FA", "#16202C"
SHORT, LONG = map(float, A4)  # the sides of the paper, in points
MARGIN = 36
LEAST_WIDTH = 560  # points, so that titles and footers have room
TITLE, SMALL, TINY = 16, 9, 8  # sizes of type; nothing that must be read is smaller
LEADING = 1.25


@dataclass(frozen=True, slots=True)
class Mark:
    """How a kind of document is marked: a letter on a regular shape of so many corners, the first at `turn` degrees."""

    letter: str
    corners: int
    turn: float
    colour: str
    ink: str
    size: float = 1.0  # so that all look as large

    @property
    def width(self) -> float:
        """How wide it is, as a share of the height asked for."""
        turns = (math.radians(self.turn + 360 * at / self.corners) for at in range(self.corners))
        return self.size * max(abs(math.cos(turn)) for turn in turns)


@dataclass(frozen=True, slots=True)
class Bar:
    """How a type of finding is drawn: solid, or ruled in these directions (degrees)."""

    label: str
    colour: str
    angles: tuple[float, ...] = ()


ROUND = 36  # corners that look like none
MARKS = {
    DocumentKind.LETTER: Mark("L", ROUND, 0, "#0072B2", PAPER),
    DocumentKind.JOINT_INSPECTION: Mark("J", 4, 45, "#E69F00", TEXT, 1.22),
    DocumentKind.FORCE_REPORT: Mark("F", 4, 0, "#56B4E9", TEXT, 1.2),
    DocumentKind.THEMATIC_REPORT: Mark("T", 6, 30, "#CC79A7", TEXT, 1.12),
}
BARS = {
    FindingType.STRENGTH: Bar("Strengths", "#009E73"),
    FindingType.CONCERN: Bar("Concerns", "#D55E00", (45,)),
    FindingType.IMPROVEMENT: Bar("Areas for improvement", "#E69F00", (45, 135)),
    FindingType.RECOMMENDATION: Bar("Recommendations", "#0072B2", (0,)),
    FindingType.ACTION: Bar("Actions under way", "#CC79A7", (90,)),
}
