"""The lines and boxes drawn on a PDF's page: the rules of its tables."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Area
from corpus.layout import THIN, Page

FAR = 1e9  # points; damaged files have such numbers
SHORTEST = 8.0  # points: what is drawn smaller is no rule of a table
MAX_RULES = 2000  # of a page; where there are more, it is a map or a chart, and they take long to compare


def rules_of(page: pdfium.PdfPage, shown: Page) -> tuple[Area, ...]:
    """The lines and boxes drawn on a page, where there are no more than a table may have."""
    shapes = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)
    areas = (Area(shown.number, *shown.shown(shape.get_bounds())) for shape in shapes)
    long = (area for area in areas if SHORTEST <= max(area.right - area.left, area.top - area.bottom) < FAR)
    rules = tuple(islice(long, MAX_RULES + 1))
    return rules if len(rules) <= MAX_RULES else ()


class Uprights:
    """The upright rules among rules and boxes: what parts the columns of a table."""

    def __init__(self, rules: Sequence[Area]) -> None:
        self._rules = sorted(_uprights(rules), key=_middle)
        self._middles = [_middle(rule) for rule in self._rules]

    def __bool__(self) -> bool:
        return bool(self._rules)

    def has_one(self, left: float, right: float, height: float) -> bool:
        """Whether one stands between these two edges, at that height of the page."""
        near = self._rules[bisect_left(self._middles, left - 1) : bisect_right(self._middles, right + 1)]
        return any(rule.bottom <= height <= rule.top for rule in near)


def _middle(rule: Area) -> float:
    return (rule.left + rule.right) / 2


def _uprights(rules: Sequence[Area]) -> list[Area]:
    """Upright rules, and what two boxes side by side share: a side of one box may be behind a few words."""
    boxes = [rule for rule in rules if min(rule.right - rule.left, rule.top - rule.bottom) > THIN]
    ends: defaultdict[int, list[Area]] = defaultdict(list)
    for box in boxes:
        ends[round(box.right)].append(box)
    shared = [
        Area(box.page, box.left, max(box.bottom, other.bottom), other.right, min(box.top, other.top))
        for box in boxes
        for right in range(round(box.left - THIN), round(box.left + THIN) + 1)
        for other in ends.get(right, ())
    ]
    return [rule for rule in (*rules, *shared) if _is_upright(rule)]


def _is_upright(rule: Area) -> bool:
    return rule.right - rule.left <= THIN < rule.top - rule.bottom
