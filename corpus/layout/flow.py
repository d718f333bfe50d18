"""Lines into runs: where a paragraph ends and the next begins."""

import itertools
import re
from collections.abc import Iterable, Sequence

from corpus.document import ParagraphKind
from corpus.layout.columns import Columns
from corpus.layout.line import Line, Page
from corpus.layout.looks import Looks
from corpus.layout.run import Run
from corpus.plain import SALUTATION, is_alone, starts_item

APART = 1.25  # times the usual leading: a larger step begins a new paragraph
SHORT = 0.2  # of a column's width: a line that leaves so much room did not end for want of it
INDENT = 0.5  # of the size: a smaller shift of the left edge is none
_END = re.compile(r"[.:;!?][\"'\u2019\u201d)\]\d]*$")
_NAME = re.compile(
    r"(?:[A-Z][\w'\u2019.-]+ ){1,4}[A-Z][\w'\u2019-]+(?: [A-Z]{2,4})*,\s"
)  # "Jo Bloggs QPM, Chief Constable"
_OPEN_END = re.compile(r"(?:[,&\u2013-]|\b(?:and|of|the|for))$")
_OPENING = " \t\"'\u2018\u201c(["
_DASH = re.compile(r"[-*\u2013\u2212]\s")
_SURE_BULLET = re.compile(r"[\u2022\u25cf\u25aa\u25fc\u25a0\u25e6\u25cb\uf06e\uf0b7\uf0a7]\s*")


def flow(pages: Sequence[Page], rows: Sequence[Run], looks: Looks) -> list[Run]:
    """The runs of all pages, with the rows of their tables, in reading order; a paragraph that a page or column break cuts in two is one run."""
    runs: list[Run] = []
    for page in pages:
        of_tables = [row for row in rows if row.lines[0].page == page.number]
        found = _from_the_top([*_runs(_in_order(page), looks), *of_tables])
        for run in found:
            if runs and (run is found[0] or _moves_up(runs[-1], run)) and _carries_on(runs[-1], run, looks):
                runs[-1].lines += run.lines
                runs[-1].full = run.full
            else:
                runs.append(run)
    return runs


def _in_order(page: Page) -> tuple[Line, ...]:
    """The file's own order, unless it jumps about: then from the top down."""
    lines = page.lines
    jumps = sum(_jumps(before, after) for before, after in itertools.pairwise(lines))
    if jumps > 3 and jumps > 0.15 * len(lines):
        return tuple(sorted(lines, key=lambda line: (-round(line.bottom / (0.5 * line.size)), line.left)))
    return lines


def _jumps(before: Line, after: Line) -> bool:
    """Up, in the same column."""
    return after.bottom > before.top and after.left < before.right and before.left < after.right


def _from_the_top(runs: list[Run]) -> list[Run]:
    """Runs in the order of their height, where none stand side by side: files put boxes after the text around them."""
    by_height = sorted(runs, key=lambda run: -run.lines[0].top)
    for above, below in itertools.pairwise(by_height):
        if below.lines[0].top > above.lines[-1].bottom + 0.3 * above.lines[-1].size:
            return runs
    return by_height


def _moves_up(before: Run, after: Run) -> bool:
    return after.lines[0].bottom > before.lines[-1].top


def _runs(lines: Sequence[Line], looks: Looks) -> Iterable[Run]:
    columns = Columns(lines)
    greeting = next((at for at, line in enumerate(lines) if SALUTATION.match(line.text.strip())), 0)
    names = {id(line) for line in lines[:greeting]}
    run: Run | None = None
    for line in lines:
        if run is None or _begins(run, line, columns, looks, id(line) in names):
            if run is not None:
                yield run
            run = Run([line])
        else:
            run.lines.append(line)
        run.full = not columns.has_room(line, "administration")
    if run is not None:
        yield run


def _begins(run: Run, line: Line, columns: Columns, looks: Looks, in_names: bool) -> bool:
    """Whether a line begins a new paragraph."""
    before = run.lines[-1]
    if not _is_below(before, line) or is_alone(line.text.strip()) or is_alone(before.text.strip()):
        return True
    step, usual = before.bottom - line.bottom, looks.leading_of(line)
    if step > APART * usual:
        return True
    if _starts_item(run, line):
        return True
    if looks.is_large(before) and looks.is_large(line) and round(before.size) == round(line.size):
        return False  # a heading over several lines
    ended = bool(_END.search(before.plain.strip()))
    short = columns.has_room(before, re.split(r"[ \t]", line.text.strip())[0])
    if _looks_change(before, line, looks) and (short or ended or before.size > 1.1 * line.size):
        return True
    if ended and short and not _initial(line).islower():
        return True
    if in_names and _NAME.match(line.text.strip()) and not _OPEN_END.search(before.plain.strip()):
        return True
    return _shifts(run, line, ended, short) or (
        short and (in_names or len(run.lines) == 1) and _is_list_of_names(before, line, columns, in_names)
    )


def _is_list_of_names(before: Line, line: Line, columns: Columns, in_names: bool) -> bool:
    """Lines that each stop well before the column's end (addressees, say) are paragraphs of their own."""
    return not _initial(line).islower() and columns.room(before) > columns.width(before) * (
        SHORT if in_names else 2 * SHORT
    )


def _is_below(before: Line, line: Line) -> bool:
    return (
        line.bottom < before.bottom - 0.3 * min(line.size, before.size)
        and line.left < before.right
        and before.left < line.right
    )


def _starts_item(run: Run, line: Line) -> bool:
    text = line.text.strip()
    if _SURE_BULLET.match(text):
        return True
    if not starts_item(text):
        return False
    first, before = run.lines[0], run.lines[-1]
    if _DASH.match(text):  # a dash within a sentence may stand at a line's beginning
        return starts_item(first.text.strip()) or bool(_END.search(before.plain.strip()))
    hangs = len(run.lines) > 1 or line.left < before.left - INDENT * line.size
    return hangs or abs(line.left - first.left) < INDENT * line.size or bool(_END.search(before.plain.strip()))


def _looks_change(before: Line, line: Line, looks: Looks) -> bool:
    return abs(before.size - line.size) > 0.08 * looks.size + 0.5 or before.bold != line.bold


def _shifts(run: Run, line: Line, ended: bool, short: bool) -> bool:
    """An indented first line, or text that goes back to the margin after an item or a quotation."""
    first, before = run.lines[0], run.lines[-1]
    step = INDENT * line.size
    if len(run.lines) == 1:
        return ended and short and line.left > first.left + step and not starts_item(first.text.strip())
    return ended and abs(line.left - before.left) > step


def _hangs(item: Run, line: Line) -> bool:
    """Whether a line stands where the wrapped lines of an item do: not at the margin, where its mark is."""
    if len(item.lines) < 2 or not starts_item(item.lines[0].text.strip()):
        return False
    hang = item.lines[1].left
    return hang > item.lines[0].left + INDENT * line.size and abs(line.left - hang) < INDENT * line.size


def _initial(line: Line) -> str:
    """The first character of its words, behind quotation marks and brackets."""
    return line.text.lstrip(_OPENING)[:1]


def _carries_on(before: Run, after: Run, looks: Looks) -> bool:
    """Whether the first run of a page or column goes on with the last one before it."""
    last, first = before.lines[-1], after.lines[0]
    if starts_item(first.text.strip()) or _SURE_BULLET.match(first.text.strip()) or is_alone(first.text.strip()):
        return False
    if before.kind is not ParagraphKind.BODY or _looks_change(last, first, looks) or not looks.is_body_size(last):
        return False
    is_item = starts_item(before.lines[0].text.strip())
    if _hangs(before, first):
        return True
    goes_on = last.plain.strip().endswith(";") and not is_item and (before.full or not _initial(first).isupper())
    if is_alone(last.text.strip()) or (_END.search(last.plain.strip()) and not goes_on):
        return False
    return before.full or _initial(first).islower()
