"""Tables: what stands between ruled lines becomes rows that can be cited, cells parted by " | "."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.document import Area, ParagraphKind
from corpus.layout.line import Line, Page
from corpus.layout.run import Run

THIN = 3.0  # points: a shape that is no thicker is a rule; of a thicker one the edges are
NEAR = 4.0  # points: rules that come so close meet
WIDE = 0.5  # of a table's width: a rule between rows is at least so long
CORRIDOR = 6.0  # points of white from top to bottom between two columns
MIN_ROWS = 2
MAX_RULES = 200  # of a page, from end to end; more make a picture, not a table
FILLED = 0.5  # of the cells of its rows: in a table at least; boxes with arrows between them are a picture


@dataclass(frozen=True, slots=True)
class Grid:
    """The edges of a table's rows (from the top down) and columns (from the left), in points."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.columns) - 1

    def cell(self, line: Line) -> tuple[int, int] | None:
        """The row and column a line stands in, or None when it stands outside."""
        middle, start = (line.bottom + line.top) / 2, line.left + 1
        row = _between(middle, self.rows[::-1])
        column = _between(start, self.columns)
        return None if row is None or column is None else (len(self.rows) - 2 - row, column)


def without_tables(pages: Iterable[Page]) -> tuple[list[Page], list[Run]]:
    """The pages without what stands in their ruled tables, and the rows of these."""
    rest: list[Page] = []
    rows: list[Run] = []
    for page in pages:
        bare, found = _without_tables(page) if page.rules else (page, [])
        rest.append(bare)
        rows += found
    return rest, rows


def _without_tables(page: Page) -> tuple[Page, list[Run]]:
    rows: list[Run] = []
    taken: set[int] = set()
    for grid in _grids(page):
        cells: defaultdict[int, defaultdict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
        for line in page.lines:
            if id(line) not in taken and (cell := grid.cell(line)):
                cells[cell[0]][cell[1]].append(line)
        filled = sum(len(row) for row in cells.values())
        if sum(len(row) > 1 for row in cells.values()) < MIN_ROWS or filled < FILLED * len(cells) * grid.width:
            continue
        rows += [_row([row[column] for column in sorted(row)]) for _, row in sorted(cells.items())]
        taken |= {id(line) for row in cells.values() for lines in row.values() for line in lines}
    return replace(page, lines=tuple(line for line in page.lines if id(line) not in taken)), rows


def _row(cells: list[list[Line]]) -> Run:
    return Run([line for cell in cells for line in cell], ParagraphKind.ROW, cells=[len(cell) for cell in cells])


def _grids(page: Page) -> list[Grid]:
    rules = _long(rule for area in page.rules for rule in _edges(area))
    if len(rules) > MAX_RULES:
        return []
    grids = [_grid(group, page.lines) for group in _joined(rules)]
    return [grid for grid in grids if len(grid.columns) > 2 and len(grid.rows) > MIN_ROWS]


def _edges(area: Area) -> Iterable[Area]:
    """A rule as it is, and a box as its four edges."""
    if min(area.right - area.left, area.top - area.bottom) <= THIN:
        return [area]
    sides = [(area.left, area.bottom, area.right, area.bottom), (area.left, area.top, area.right, area.top)]
    ends = [(area.left, area.bottom, area.left, area.top), (area.right, area.bottom, area.right, area.top)]
    return [Area(area.page, *edge) for edge in (*sides, *ends)]


def _long(rules: Iterable[Area]) -> list[Area]:
    """Rules that lie end to end, as one: files draw a table's rules cell by cell."""
    lines: defaultdict[tuple[bool, int], list[Area]] = defaultdict(list)
    for rule in rules:
        flat = rule.top - rule.bottom <= THIN
        lines[flat, round((rule.bottom if flat else rule.left) / THIN)].append(rule)
    whole: list[Area] = []
    for (flat, _), pieces in lines.items():
        run: list[Area] = []
        for piece in sorted(pieces, key=lambda rule: rule.left if flat else rule.bottom):
            if run and (piece.left - run[-1].right if flat else piece.bottom - run[-1].top) <= NEAR:
                held = run[-1]
                ends = max(held.right, piece.right), max(held.top, piece.top)
                run[-1] = Area(held.page, min(held.left, piece.left), min(held.bottom, piece.bottom), *ends)
            else:
                run.append(piece)
        whole += run
    return whole


def _joined(rules: Sequence[Area]) -> list[list[Area]]:
    """The rules in groups that meet each other, or lie below each other from the same left to the same right."""
    groups: list[list[Area]] = []
    for rule in rules:
        meeting = [group for group in groups if any(_meet(rule, other) for other in group)]
        groups = [group for group in groups if group not in meeting]
        groups.append([rule, *(each for group in meeting for each in group)])
    return groups


def _meet(one: Area, other: Area) -> bool:
    touch = (
        one.left - NEAR <= other.right
        and other.left - NEAR <= one.right
        and one.bottom - NEAR <= other.top
        and other.bottom - NEAR <= one.top
    )
    flat = one.top - one.bottom <= THIN and other.top - other.bottom <= THIN
    return touch or (flat and abs(one.left - other.left) < NEAR and abs(one.right - other.right) < NEAR)


def _grid(rules: Sequence[Area], lines: Sequence[Line]) -> Grid:
    left, right = min(rule.left for rule in rules), max(rule.right for rule in rules)
    bottom, top = min(rule.bottom for rule in rules), max(rule.top for rule in rules)
    heights: defaultdict[int, float] = defaultdict(float)  # the lengths of the rules at one height, added up
    for rule in rules:
        if rule.top - rule.bottom <= THIN:
            heights[round(rule.bottom / THIN)] += rule.right - rule.left
    rows = _apart([key * THIN for key, length in heights.items() if length >= WIDE * (right - left)] + [bottom, top])
    uprights = [rule.left for rule in rules if rule.right - rule.left <= THIN < rule.top - rule.bottom]
    columns = _apart([*uprights, left, right])
    if len(columns) <= 2:
        within = [
            line
            for line in lines
            if bottom < line.bottom and line.top < top + line.size / 2 and line.right <= right + NEAR
        ]
        columns = _apart([left, *_corridors(within), right])
    return Grid(tuple(sorted(rows, reverse=True)), tuple(columns))


def _apart(values: Iterable[float]) -> list[float]:
    """The values in order, those nearly the same as the one before left out."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > 2 * NEAR:
            kept.append(value)
    return kept


def _corridors(lines: Sequence[Line]) -> list[float]:
    """Where a white corridor runs from top to bottom between lines: the left edges of what follows it."""
    edges: list[float] = []
    reach = None
    for line in sorted(lines, key=lambda line: line.left):
        if reach is not None and line.left - reach > CORRIDOR:
            edges.append(line.left - CORRIDOR / 2)
        reach = max(line.right, reach or line.right)
    return edges


def _between(value: float, edges: Sequence[float]) -> int | None:
    return next((at for at in range(len(edges) - 1) if edges[at] <= value < edges[at + 1]), None)
