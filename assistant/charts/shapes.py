"""The parts that charts are drawn from: texts, rules, marks and ruled bars, in points from the bottom left corner."""

import math
from collections.abc import Iterator, Sequence

from reportlab.graphics.shapes import Circle, Group, Line, Polygon, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from assistant.briefing.noted import clean
from assistant.briefing.pdf_page import shown
from assistant.charts.looks import BOLD, MARKS, PAPER, PLAIN, TEXT, Bar, Mark
from corpus import DocumentKind

Point = tuple[float, float]
GAP = 2.6  # points between the rules of a pattern
_LONGEST = 400  # characters of a text that are measured; no line holds as many
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def text(
    x: float, y: float, words: str, size: float, font: str = PLAIN, colour: str = TEXT, anchor: str = "start"
) -> String:
    """A text on one line that begins, ends or has its middle at a place; in SVG it tells its length."""
    words = shown(clean(words))
    width = width_of(words, size, font)
    # SVG rounds twice the height to a whole number
    made = String(x - width * _ANCHORS[anchor], round(2 * y) / 2, words, fontName=font, fontSize=size)
    made.fillColor = HexColor(colour)
    if words:
        made._svgAttrs = {"textLength": f"{width:.2f}", "lengthAdjust": "spacingAndGlyphs"}
    return made


def width_of(words: str, size: float, font: str = PLAIN) -> float:
    """How wide a text is on one line."""
    return float(stringWidth(words, font, size))


def fitting(words: str, size: float, width: float, font: str = PLAIN) -> str:
    """As much of a text as fits, with an ellipsis where that is not all."""
    words = shown(clean(words)).strip()
    if width_of(words, size, font) <= width:
        return words
    words = words[:_LONGEST]
    while words and width_of(f"{words}…", size, font) > width:
        words = words[:-1].rstrip()
    return f"{words}…"


def wrapped(words: str, size: float, width: float, font: str = PLAIN, most: int = 2) -> tuple[str, ...]:
    """A text as at most so many lines; the last with an ellipsis where that is not all."""
    lines = simpleSplit(shown(clean(words)), font, size, width)
    told = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(fitting(line, size, width, font) for line in told if line)


def rule(start: Point, end: Point, colour: str, thickness: float = 0.5) -> Line:
    """A straight line."""
    return Line(*start, *end, strokeColor=HexColor(colour), strokeWidth=thickness)


def area(left: float, bottom: float, width: float, height: float, colour: str) -> Rect:
    """A rectangle without a border."""
    return Rect(left, bottom, width, height, fillColor=HexColor(colour), strokeColor=None)


def mark(kind: DocumentKind, x: float, y: float, size: float, embargoed: bool = False) -> Group:
    """The mark of a kind of document around a place, so many points high; hatched when it is under embargo."""
    look = MARKS[kind]
    corners = _corners(look, x, y, size / 2)
    parts = Group(_polygon(corners, PAPER if embargoed else look.colour, look.colour, 0.9))
    if embargoed:
        for start, end in hatching(corners, 45, GAP):
            parts.add(rule(start, end, look.colour, 0.8))
        parts.add(Circle(x, y, size * 0.34, fillColor=HexColor(PAPER), strokeColor=None))
    letter = size * 0.68
    ink = TEXT if embargoed else look.ink
    parts.add(text(x, y - letter * 0.33, look.letter, letter, BOLD, ink, "middle"))
    return parts


def tally(number: int, x: float, y: float, size: float, embargoed: bool = False) -> Group:
    """A framed number around a place, for documents of several kinds; its edges are hatched when one is under embargo."""
    figure = size * 0.72
    half = max(size, width_of(str(number), figure, BOLD) + size * 0.7) / 2
    corners = ((x - half, y - size / 2), (x + half, y - size / 2), (x + half, y + size / 2), (x - half, y + size / 2))
    parts = Group(_polygon(corners, PAPER, TEXT, 0.9))
    if embargoed:
        for start, end in hatching(corners, 45, GAP):
            parts.add(rule(start, end, TEXT, 0.6))
        inner = half - size * 0.22
        parts.add(area(x - inner, y - size * 0.4, 2 * inner, size * 0.8, PAPER))
    parts.add(text(x, y - figure * 0.33, str(number), figure, BOLD, TEXT, "middle"))
    return parts


def bar(look: Bar, left: float, bottom: float, width: float, height: float) -> Group:
    """A bar of a chart with its pattern, on a baseline."""
    parts = Group()
    corners = ((left, bottom), (left + width, bottom), (left + width, bottom + height), (left, bottom + height))
    parts.add(_polygon(corners, PAPER if look.angles else look.colour, look.colour, 0.9))
    for angle in look.angles:
        for start, end in hatching(corners, angle, GAP + 0.8 * (len(look.angles) - 1)):
            parts.add(rule(start, end, look.colour, 0.8))
    return parts


def hatching(corners: Sequence[Point], angle: float, gap: float) -> Iterator[tuple[Point, Point]]:
    """Parallel lines at an angle (degrees) that fill a convex shape, each from edge to edge."""
    along = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    across = -along[1], along[0]
    depths = [_dot(corner, across) for corner in corners]
    for step in range(math.ceil(min(depths) / gap), math.floor(max(depths) / gap) + 1):
        ends = sorted(_crossings(corners, depths, step * gap), key=lambda point: _dot(point, along))
        if len(ends) > 1:
            yield ends[0], ends[-1]


def _crossings(corners: Sequence[Point], depths: Sequence[float], depth: float) -> Iterator[Point]:
    """Where the edges of a shape come to a depth."""
    for at, corner in enumerate(corners):
        before, here = depths[at - 1], depths[at]
        if (before - depth) * (here - depth) <= 0 and before != here:
            share = (depth - before) / (here - before)
            start = corners[at - 1]
            yield start[0] + share * (corner[0] - start[0]), start[1] + share * (corner[1] - start[1])


def _corners(look: Mark, x: float, y: float, radius: float) -> tuple[Point, ...]:
    turns = (math.radians(look.turn + 360 * at / look.corners) for at in range(look.corners))
    return tuple((x + radius * look.size * math.cos(turn), y + radius * look.size * math.sin(turn)) for turn in turns)


def _polygon(corners: Sequence[Point], fill: str, stroke: str, thickness: float) -> Polygon:
    points = [value for corner in corners for value in corner]
    return Polygon(points, fillColor=HexColor(fill), strokeColor=HexColor(stroke), strokeWidth=thickness)


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1]
