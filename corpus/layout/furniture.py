"""Furniture: running heads and feet, and page numbers. What repeats at the edge of pages belongs to no paragraph."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.block import CALL
from corpus.layout.line import Line, Page

EDGE = 0.12  # of the page's height, at the top and at the foot: where furniture stands
SAME_HEIGHT = 4.0  # points by which the same running head may stand higher or lower on another page
MIN_PAGES = 3  # on which a line must be repeated; on all, where there are fewer
_NOTE = re.compile(rf"\s*(?:{CALL.pattern}|(\d{{1,3}})\b)")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s+)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d+)?\W*", re.IGNORECASE)


def without_furniture(pages: Sequence[Page]) -> tuple[list[Page], list[Line]]:
    """The pages without their furniture, and the furniture."""
    found = {id(line) for page in pages for line in page.lines if _is_outside(line, page)}
    found |= _repeated(pages) | _page_numbers(pages)
    found |= _alike(pages, found)
    rest = [replace(page, lines=tuple(line for line in page.lines if id(line) not in found)) for page in pages]
    return rest, [line for page in pages for line in page.lines if id(line) in found]


def _is_outside(line: Line, page: Page) -> bool:
    """Whether a line stands outside the part of the page that is shown: a printer's note."""
    return line.top < 0 or line.bottom > page.height or line.right < 0 or line.left > page.width


def is_at_edge(line: Line, page: Page) -> bool:
    """Whether a line stands where furniture stands: at the top or the foot of the page."""
    return line.bottom > (1 - EDGE) * page.height or line.top < EDGE * page.height


def _edges(page: Page) -> Iterable[Line]:
    return (line for line in page.lines if is_at_edge(line, page))


def _repeated(pages: Sequence[Page]) -> set[int]:
    """Lines that say the same, but for the page's number, at the same height of several pages."""
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for page in pages:
        for line in _edges(page):
            for key in _keys(line):
                groups[key].append(line)
    found = set()
    notes = {id(line) for page in pages for line in _notes(page)}
    for lines in groups.values():
        if sum(id(line) in notes for line in lines) > len(lines) / 2:
            continue
        for line in lines:
            level = {each.page for each in lines if abs(each.bottom - line.bottom) < SAME_HEIGHT}
            if len(level) >= MIN_PAGES:
                found.add(id(line))
    return found


def _notes(page: Page) -> Iterable[Line]:
    """Footnotes, which may say the same, too: from the first line that begins with a mark which is called on the page."""
    calls = Counter(mark for line in page.lines for mark in CALL.findall(line.text))
    marked = [
        line
        for line in page.lines
        if calls and (mark := _NOTE.match(line.text)) and (calls[mark[1]] > 1 or calls[mark[2]])
    ]
    for first in sorted(marked, key=lambda line: -line.bottom)[:1]:
        small = (line for line in page.lines if line.bottom <= first.bottom and line.size <= first.size + 0.5)
        yield from (line for line in small if not _PAGE_NUMBER.fullmatch(line.plain.strip()))


def _keys(line: Line) -> set[str]:
    """What a line says: as it is, and with one of its numbers counted from the page's own."""
    text = line.plain.strip().lower()
    keys = {text} if re.search(r"[^\W\d]", text) else set()
    numbers = list(re.finditer(r"\d+", text))
    for match in numbers[:6]:
        keys.add(f"{text[: match.start()]}<{int(match[0]) - line.page}>{text[match.end() :]}")
    return keys


def _page_numbers(pages: Sequence[Page]) -> set[int]:
    """Numbers alone at the edge of a page that count the pages."""
    numbers = [
        (line, int(match[1]) - page.number)
        for page in pages
        for line in _edges(page)
        if (match := _PAGE_NUMBER.fullmatch(line.plain.strip())) and match[1].isdigit()
    ]
    offsets = Counter(offset for _, offset in numbers)
    usual = offsets.most_common(1)[0][0] if offsets else None
    return {id(line) for line, offset in numbers if offset == usual and (offsets[offset] > 1 or not offset)}


def _alike(pages: Sequence[Page], found: set[int]) -> set[int]:
    """What stands apart where furniture stands, in its looks: the running head of a short chapter."""
    known = Counter(_looks(line) for page in pages for line in page.lines if id(line) in found)
    notes = {id(line) for page in pages for line in _notes(page)}
    return {
        id(line)
        for page in pages
        for line in _edges(page)
        if known[_looks(line)] >= MIN_PAGES and id(line) not in notes and _is_apart(line, page, found)
    }


def _is_apart(line: Line, page: Page, found: set[int]) -> bool:
    others = (each for each in page.lines if each is not line and id(each) not in found)
    return all(min(abs(each.bottom - line.top), abs(line.bottom - each.top)) > line.size for each in others)


def _looks(line: Line) -> tuple[float, float, str]:
    return round(line.bottom), round(line.size), line.font
