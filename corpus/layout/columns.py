"""How far the lines of a page reach: what tells a line that ends a paragraph from one that was wrapped."""

from collections import defaultdict
from collections.abc import Sequence

from corpus.layout.line import Line

STEP = 24.0  # points: lines whose left edges differ by no more than three of these share a column
SAME_LEFT = 4.0  # points: lines whose left edges differ by no more belong to one box or indent
ENOUGH = 6  # lines of one left edge that tell the column's width by themselves


class Columns:
    """The right edges of the columns of a page's lines, by their left ones."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._wide: dict[int, float] = {}
        exact: defaultdict[int, list[float]] = defaultdict(list)
        for line in lines:
            exact[round(line.left / SAME_LEFT)].append(line.right)
            for key in range(round(line.left / STEP) - 3, round(line.left / STEP) + 4):
                self._wide[key] = max(line.right, self._wide.get(key, 0.0))
        self._exact = {key: max(rights) for key, rights in exact.items() if len(rights) >= ENOUGH}

    def _right(self, line: Line) -> float:
        return self._exact.get(round(line.left / SAME_LEFT)) or self._wide[round(line.left / STEP)]

    def room(self, line: Line) -> float:
        """From a line's end to its column's."""
        return self._right(line) - line.right

    def width(self, line: Line) -> float:
        """From a line's beginning to its column's end."""
        return self._right(line) - line.left

    def has_room(self, line: Line, word: str) -> bool:
        """Whether a word would have fitted at a line's end: then its text ended there."""
        letter = (line.right - line.left) / max(1, len(line.text.strip()))
        return self.room(line) > (len(word) + 2) * letter
