"""What the styles of a Word file say of its paragraphs and runs: what is a heading, a contents list, or hidden."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.drafts.markup import Element, local, said

_HEADING = re.compile(r"heading [1-9]$|title$|subtitle$")
_CONTENTS = re.compile(r"toc( \d| heading)|table of (figures|authorities)|contents heading")
_BODY_TEXT = 9  # the outline level of what is no heading


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file, by id; `default` is the style of paragraphs that name none."""

    by_id: dict[str, Element] = field(default_factory=dict)
    default: str = ""

    def is_heading(self, paragraph: Element) -> bool:
        """Whether its style, or an outline level, makes it a heading."""
        styles = self._of(paragraph)
        levels = (said(each, "pPr", "outlineLvl", "val") for each in (paragraph, *styles))
        level = next(filter(None, levels), "")
        if level.isdecimal():
            return int(level) < _BODY_TEXT
        return any(_HEADING.match(_name(each)) for each in styles)

    def is_contents(self, paragraph: Element) -> bool:
        """Whether it is a line of a contents list."""
        return any(_CONTENTS.match(_name(each)) for each in self._of(paragraph))

    def is_hidden(self, run: Element, paragraph: Element) -> bool:
        """Whether a run is hidden text, by itself, its style, or its paragraph's style."""
        for each in (run, *self._chain(said(run, "rPr", "rStyle", "val")), *self._of(paragraph)):
            properties = next((child for child in each if local(child) == "rPr"), None)
            for child in () if properties is None else properties:
                if local(child) == "vanish":
                    return said(child, "val") not in ("0", "false", "off")
        return False

    def named(self, name: str) -> str:
        """The id of the style of that name; "" where there is none. Word writes the names of its own in English."""
        return next((id for id, each in self.by_id.items() if _name(each) == name), "")

    def _of(self, paragraph: Element) -> list[Element]:
        return list(self._chain(said(paragraph, "pPr", "pStyle", "val") or self.default))

    def _chain(self, id: str) -> Iterator[Element]:
        """A style and those it is based on, nearest first; none is met twice."""
        met: set[str] = set()
        while id in self.by_id and id not in met:
            met.add(id)
            yield self.by_id[id]
            id = said(self.by_id[id], "basedOn", "val")


def styles_of(root: Element) -> Styles:
    """The styles of a styles part."""
    styles = [each for each in root if local(each) == "style"]
    default = (each for each in styles if said(each, "type") == "paragraph" and said(each, "default") in ("1", "true"))
    return Styles({said(each, "styleId"): each for each in styles}, said(next(default, None), "styleId"))


def _name(style: Element) -> str:
    return said(style, "name", "val").lower()
