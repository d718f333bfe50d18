"""Tables of contents: they lead to headings that stand in the text again, so they are furniture."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.layout.line import Line, Page

MIN_ENTRIES = 3  # lines that end in a page number, on a page of contents
SHARE = 0.4  # of a page's lines
LAST = 0.25  # of a document's pages: contents stand at its beginning
_TITLE = re.compile(r"(?:table of )?contents(?: page)?", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*(?:\d{1,3}|[ivxl]+)?\s*$|\u2026{2,}")
_ENTRY = re.compile(r"(?:^|[\s.])(?:\d{1,3}|[ivxl]+)$")


def without_contents(pages: Sequence[Page]) -> tuple[list[Page], list[Line]]:
    """The pages without the entries of a table of contents, and those entries."""
    rest: list[Page] = []
    entries: list[Line] = []
    within = False
    for page in pages:
        titled = any(_TITLE.fullmatch(line.plain.strip()) for line in page.lines[:6])
        ends = [line for line in page.lines if _ENTRY.search(line.text)]
        leaders = [line for line in page.lines if _LEADERS.search(line.text)]
        many = len(ends) >= MIN_ENTRIES and len(ends) >= SHARE * len(page.lines)
        within = many and (titled or within) and page.number <= max(6, LAST * len(pages))
        gone = set(map(id, page.lines)) if within else set(map(id, leaders))
        entries += [line for line in page.lines if id(line) in gone]
        rest.append(replace(page, lines=tuple(line for line in page.lines if id(line) not in gone)))
    return rest, entries
