"""Footnotes: small print at the foot of a page that begins with a mark."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.block import CALL
from corpus.document import ParagraphKind
from corpus.layout.line import Line, Page
from corpus.layout.looks import Looks
from corpus.layout.run import Run

SMALL = 0.93  # of the text's size: a footnote's is less
_MARK = re.compile(rf"\s*(?:{CALL.pattern}|(\d{{1,3}})(?=\s+\S|[A-Z\u201c\u2018])|([*\u2020\u2021])(?=\s*\S))\s*")


def without_footnotes(pages: Sequence[Page], looks: Looks) -> tuple[list[Page], list[Run]]:
    """The pages without their footnotes, and the footnotes, each with its mark as `number`.

    What looks like a mark in the text and calls no footnote of its page is left as it is printed.
    """
    rest: list[Page] = []
    notes: list[Run] = []
    for page in pages:
        small = _foot(page, looks)
        found = _notes(small, notes[-1] if notes and notes[-1].lines[-1].page == page.number - 1 else None)
        taken = {id(line) for line in small} if found is not None else set()
        notes += found or []
        marks = {note.number for note in found or []}
        lines = [_called(line, marks) for line in page.lines if id(line) not in taken]
        rest.append(replace(page, lines=tuple(lines)))
    return rest, notes


def _foot(page: Page, looks: Looks) -> list[Line]:
    """The small lines below the last line of text, in the file's order, from the first that has a mark."""
    lowest = min((line.bottom for line in page.lines if line.size >= SMALL * looks.size), default=0.0)
    small = [line for line in page.lines if line.top < lowest + 0.5 * looks.size and line.size < SMALL * looks.size]
    return sorted(small, key=lambda line: -line.bottom)


def _notes(lines: Sequence[Line], last: Run | None) -> list[Run] | None:
    """The notes these lines make up; lines before the first mark go on with the last note of the page before.

    None when they are no footnotes.
    """
    if not any(_MARK.match(line.text) for line in lines):
        return None
    if last is None and not _MARK.match(lines[0].text):
        return None
    notes: list[Run] = []
    for line in lines:
        mark = _MARK.match(line.text)
        if mark and _follows(notes, mark):
            number = mark[1] or mark[2] or mark[3]
            notes.append(Run([replace(line, text=line.text[mark.end() :])], ParagraphKind.FOOTNOTE, number=number))
        elif notes:
            notes[-1].lines.append(line)
        elif last:
            last.lines.append(line)
    return notes


def _follows(notes: Sequence[Run], mark: re.Match[str]) -> bool:
    """Whether a mark is the next one: a year or a page number may begin a line of a note, too."""
    before = notes[-1].number if notes else None
    if not (before and before.isdigit() and mark[2]):
        return True
    return int(mark[2]) == int(before) + 1


def _called(line: Line, marks: set[str | None]) -> Line:
    if "\ufff9" not in line.text:
        return line
    return replace(line, text=CALL.sub(lambda match: match[0] if match[1] in marks else match[1], line.text))
