"""A web page's elements into blocks, in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.block import Block, called
from corpus.document import ParagraphKind
from corpus.readers.html_notes import BLOCK_TAGS, Links
from corpus.readers.html_table import caption_and_strays, rows
from corpus.readers.lines import mark, seen, tidy, typed
from corpus.readers.node import Node
from corpus.readers.numerals import printed
from corpus.readers.table import table

_HEADING = re.compile(r"h([1-6])")
_LISTS = ("ul", "ol", "menu", "dir")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(none|disc|decimal|(?:lower|upper)-(?:alpha|latin|roman))")
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


@dataclass(frozen=True, slots=True)
class Page:
    """Reads the elements of one page, whose notes are known."""

    notes: Links

    def blocks(self, container: Node, depth: int = 0) -> Iterator[Block]:
        """The blocks in an element; `depth` lists stand around it."""
        inline: list[str] = []
        for part in container.parts:
            if isinstance(part, str) or not _holds_blocks(part):
                inline.append(self._text(part))
                continue
            yield from typed("".join(inline))
            inline.clear()
            yield from self._of_element(part, depth)
        yield from typed("".join(inline))

    def _of_element(self, element: Node, depth: int) -> Iterator[Block]:
        if note := self.notes.notes.get(id(element)):
            yield from self._note(element, note)
        elif level := _heading_level(element):
            yield from self._heading(element, level)
        elif element.tag in _LISTS:
            yield from self._list(element, depth + 1)
        elif element.tag == "dl":
            yield from self._definitions(element, depth)
        elif element.tag == "table":
            yield from self._table(element, depth)
        elif element.tag in ("figcaption", "caption"):
            yield from (_as(block, ParagraphKind.CAPTION) for block in self.blocks(element, depth))
        elif element.tag == "pre":
            yield from typed(self._text(element, keeps_lines=True))
        elif element.tag == "li":
            yield from mark(self.blocks(element, depth), max(depth, 1), None)
        else:
            yield from self.blocks(element, depth)

    def _note(self, element: Node, mark: str) -> Iterator[Block]:
        text = _flat(self.blocks(element))
        text = re.sub(rf"^[\[(]?{re.escape(mark)}[\])]?[.:]?(?!\w)\s*", "", text)
        if text:
            yield Block(text, ParagraphKind.FOOTNOTE, number=mark)

    def _heading(self, element: Node, level: int) -> Iterator[Block]:
        text = _flat(self.blocks(element))
        for block in typed(text):
            yield replace(block, kind=ParagraphKind.HEADING, level=level, depth=0)

    def _list(self, element: Node, depth: int) -> Iterator[Block]:
        numbers = _numbers(element)
        for part in element.parts:
            if isinstance(part, str):
                yield from typed(self._text(part))
            elif id(part) in self.notes.notes or part.tag != "li":
                yield from self._of_element(Node("", {}, (part,)) if not _holds_blocks(part) else part, depth)
            else:
                yield from mark(self.blocks(part, depth), depth, numbers.get(id(part)))

    def _definitions(self, element: Node, depth: int) -> Iterator[Block]:
        """Terms with what is said of them: "term: definition", so that neither stands alone."""
        terms: list[Block] = []
        for part in _definition_parts(element):
            blocks = list(self._of_element(part, depth))
            if part.tag == "dt":
                terms += blocks
                continue
            if (
                terms
                and blocks
                and all(each.kind is ParagraphKind.BODY and not each.depth for each in (*terms, blocks[0]))
            ):
                term = ", ".join(each.text for each in terms)
                blocks[0] = replace(blocks[0], text=f"{term.removesuffix(':')}: {blocks[0].text}")
            else:
                yield from terms
            terms = []
            yield from blocks
        yield from terms

    def _table(self, element: Node, depth: int) -> Iterator[Block]:
        for part in caption_and_strays(element):
            yield from self._of_element(part, depth)
        is_layout = element.get("role") in ("presentation", "none")
        yield from table(rows(element, lambda cell: tuple(self.blocks(cell))), is_layout)

    def _text(self, part: Node | str, keeps_lines: bool = False) -> str:
        """The text of what stands in a line."""
        if isinstance(part, str):
            return seen(part) if keeps_lines else re.sub(r"\s", " ", seen(part))
        if mark := self.notes.calls.get(id(part)):
            return called(mark)
        if id(part) in self.notes.back:
            return ""
        if part.tag == "br":
            return "\n"
        text = "".join(self._text(each, keeps_lines or part.tag == "pre") for each in part.parts)
        if part.tag == "sup" and any(id(link) in self.notes.calls for link in part.all("a")):
            return re.sub(r"[\[\]() ]", "", text)
        return f"\u201c{text}\u201d" if part.tag == "q" else text


def _holds_blocks(element: Node) -> bool:
    return element.tag in BLOCK_TAGS or any(element.all(*BLOCK_TAGS))


def _heading_level(element: Node) -> int:
    if match := _HEADING.fullmatch(element.tag):
        return int(match[1])
    return min(max(element.number("aria-level", 2), 1), 9) if element.get("role") == "heading" else 0


def _definition_parts(element: Node) -> Iterator[Node]:
    """The terms and definitions, around which there may be boxes; whatever else there is in its place."""
    for part in element.parts:
        if isinstance(part, str):
            yield Node("", {}, (part,))
        elif part.tag == "div":
            yield from _definition_parts(part)
        else:
            yield part if _holds_blocks(part) else Node("", {}, (part,))


def _numbers(element: Node) -> dict[int, str]:
    """The numbers of a list's items, by identity; none for bullets."""
    style = _LIST_STYLE.search(element.get("style").lower())
    format = _STYLES.get(style[1], "1") if style else element.get("type")
    if element.tag != "ol" or (style and style[1] in ("none", "disc")):
        return {}
    items = [child for child in element.children if child.tag == "li"]
    step = -1 if "reversed" in element.attributes else 1
    number = element.number("start", len(items) if step < 0 else 1)
    numbers: dict[int, str] = {}
    for item in items:
        number = item.number("value", number)
        numbers[id(item)] = f"{printed(number, _TYPES.get(format, 'decimal'))}."
        number += step
    return numbers


def _flat(blocks: Iterator[Block]) -> str:
    return tidy("\n".join(f"{each.number} {each.text}" if each.number else each.text for each in blocks))


def _as(block: Block, kind: ParagraphKind) -> Block:
    return replace(block, kind=kind) if block.kind is ParagraphKind.BODY else block
