"""What somebody can do to a line of a briefing, and what came of it."""

from collections.abc import Callable

from assistant.briefing.brief import Line
from corpus import UnusableInput
from screens.brief_sheet import Row, Sheet

LONGEST_LINE = 2000  # characters of an edited line

Deed = Callable[[Sheet], Sheet]
Check = Callable[[Line, str], Line]  # a line and an editor's words for it; the line in these words, checked


def deed(do: str, row: Row, text: str, check: Check) -> Deed:
    """What becomes of the sheet. `do`: edit (to the `text`), undo, up, down, strike or restore.

    Raises `UnusableInput` for a text that is too long.
    """
    deeds: dict[str, Deed] = {
        "up": lambda sheet: sheet.moved(row.id, -1),
        "down": lambda sheet: sheet.moved(row.id, 1),
        "strike": lambda sheet: sheet.struck(row.id, True),
        "restore": lambda sheet: sheet.struck(row.id, False),
        "undo": lambda sheet: sheet.with_line(row.id, row.made),
    }
    return _edit(row, text, check) if do == "edit" else deeds.get(do, as_it_is)


def _edit(row: Row, text: str, check: Check) -> Deed:
    """The line in an editor's words, checked again; one without words is struck."""
    words = " ".join(text.split())
    if not words:
        return lambda sheet: sheet.struck(row.id, True)
    if len(words) > LONGEST_LINE:
        raise UnusableInput("The line is too long.", f"Use at most {LONGEST_LINE} characters.")
    line = row.made if words == row.made.text else check(row.made, words)
    return lambda sheet: sheet.with_line(row.id, line)


def as_it_is(sheet: Sheet) -> Sheet:
    """The sheet without a change."""
    return sheet


def outcome(sheet: Sheet, before: Row) -> str:
    """What became of a line, for a screen reader."""
    row = sheet.row(before.id)
    if row is None:
        return ""
    number = sheet.numbers.get(row.id)
    if row.is_struck:
        return "The line is struck. “Put back” undoes it."
    if before.is_struck:
        return f"The line is back as line {number}."
    if row.line != before.line:
        return f"Line {number} {f'does not stand: {row.line.problem}' if row.line.problem else 'stands.'}"
    return f"It is line {number} now."
