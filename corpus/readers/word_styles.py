"""Paragraph styles of Word: what a style's name and its properties say of the paragraphs that have it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.readers.node import NOTHING, Node

_BODY_TEXT = 9  # the outline level of what is no heading; headings have 0 to 8
_HEADING = re.compile(r"heading ([1-9])$")
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
PALE = 0xF0  # of 255: a colour of which every part is above it cannot be read on white
SMALLEST = 2  # half points: letters of a point and less cannot be read
_CONTENTS = re.compile(r"toc( \d| heading)|table of (figures|authorities)|contents heading")


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file, by id."""

    by_id: dict[str, Node]
    default: str
    defaults: Node  # the paragraph properties of text that has no style
    grounded: frozenset[int] = frozenset()  # by identity: paragraphs that may stand on another colour than white

    def chain(self, id: str) -> Iterator[Node]:
        """A style and those it is based on, nearest first; a style is never met twice."""
        met: set[str] = set()
        while id in self.by_id and id not in met:
            met.add(id)
            yield self.by_id[id]
            id = self.by_id[id].child("basedOn").get("val")

    def of(self, paragraph: Node) -> list[Node]:
        """The styles of a paragraph, nearest first."""
        return list(self.chain(paragraph.child("pPr", "pStyle").get("val") or self.default))

    def properties(self, paragraph: Node) -> Iterator[Node]:
        """Where a paragraph's properties are said: itself, its styles, the file's defaults; nearest first."""
        yield paragraph.child("pPr")
        yield from (style.child("pPr") for style in self.of(paragraph))
        yield self.defaults

    def names(self, paragraph: Node) -> list[str]:
        """The names of a paragraph's styles in lower case, nearest first."""
        return [style.child("name").get("val").lower() for style in self.of(paragraph)]

    def is_hidden(self, run: Node, paragraph: Node) -> bool:
        """Whether a run of text is hidden, by itself, its style or its paragraph's style, or white on white paper."""
        properties = run.child("rPr")
        styles = [*self.chain(properties.child("rStyle").get("val")), *self.of(paragraph)]
        said = [properties, *(style.child("rPr") for style in styles)]
        return (
            is_on(_first(said, "vanish"), "vanish")
            or 0 < _first(said, "sz").child("sz").number("val", 0) <= SMALLEST
            or (_is_white(_first(said, "color").child("color")) and not self._is_grounded(said, paragraph))
        )

    def _is_grounded(self, said: Iterable[Node], paragraph: Node) -> bool:
        """Whether a run may stand on another colour than white: its own, its paragraph's, its cell's or its box's."""
        places = (*said, *self.properties(paragraph))
        return id(paragraph) in self.grounded or any(each.has("highlight") or each.has("shd") for each in places)

    def heading_level(self, paragraph: Node) -> int:
        """1 for a title or first heading, 2 for one below, …; 0 for what is no heading."""
        names = self.names(paragraph)
        level = next((int(match[1]) for match in map(_HEADING.match, names) if match), 0)
        said = (each.child("outlineLvl") for each in self.properties(paragraph) if each.has("outlineLvl"))
        outline = next(said, NOTHING).number("val", -1)
        if outline >= 0:
            return outline + 1 if outline < _BODY_TEXT else 0
        return level or int("title" in names)

    def is_title(self, paragraph: Node) -> bool:
        """Whether it is the title of the document."""
        return "title" in self.names(paragraph)

    def is_caption(self, paragraph: Node) -> bool:
        """Whether it is the caption of a picture or table."""
        return "caption" in self.names(paragraph)

    def is_contents(self, paragraph: Node) -> bool:
        """Whether it belongs to a table of contents."""
        return any(map(_CONTENTS.match, self.names(paragraph)))

    def gap(self, above: Node, below: Node) -> int:
        """The space between two paragraphs, in twentieths of a point."""
        same = self.names(above) == self.names(below)
        after = 0 if same and self._is_contextual(above) else self._spacing(above, "after")
        before = 0 if same and self._is_contextual(below) else self._spacing(below, "before")
        return max(after, before)

    def _spacing(self, paragraph: Node, side: str) -> int:
        said = (each.child("spacing") for each in self.properties(paragraph))
        return next((each.number(side, 0) for each in said if each.get(side)), 0)

    def _is_contextual(self, paragraph: Node) -> bool:
        said = (each for each in self.properties(paragraph) if each.has("contextualSpacing"))
        return is_on(next(said, NOTHING), "contextualSpacing")


def read_styles(root: Node) -> Styles:
    """The styles of a styles part."""
    styles = [style for style in root.children if style.tag == "style"]
    paragraph = [
        style for style in styles if style.get("type") == "paragraph" and style.get("default") in ("1", "true")
    ]
    by_id = {style.get("styleId"): style for style in styles}
    default = paragraph[0].get("styleId") if paragraph else ""
    return Styles(by_id, default, root.child("docDefaults", "pPrDefault", "pPr"))


def grounded(root: Node, styles: Styles) -> frozenset[int]:
    """The paragraphs (by identity) in text boxes, in tables with colours, or on coloured pages."""
    boxes = [root] if any(root.all("background")) else [*root.all("txbxContent")]
    for table in root.all("tbl"):
        style = list(styles.chain(table.child("tblPr", "tblStyle").get("val")))
        is_coloured = any(True for each in (table, *style) for _ in each.all("shd"))
        boxes += [table] if is_coloured else []
    return frozenset(id(paragraph) for box in boxes for paragraph in box.all("p"))


def _first(said: Iterable[Node], name: str) -> Node:
    """The nearest properties that say something of that name."""
    return next((each for each in said if each.has(name)), NOTHING)


def _is_white(colour: Node) -> bool:
    digits = colour.get("val")
    return bool(_HEX.fullmatch(digits)) and all(int(digits[at : at + 2], 16) > PALE for at in (0, 2, 4))


def is_on(properties: Node, name: str) -> bool:
    """Whether a switch is set: it is there, and not to "off"."""
    return properties.has(name) and properties.child(name).get("val") not in ("0", "false", "off")
