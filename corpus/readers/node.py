"""A file's mark-up as a tree of plain values: what the Word and the HTML reader walk through."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_WHOLE = re.compile(r"\s*-?[0-9]{1,8}\s*")
MAX_DEPTH = 200  # elements within elements; real pages stay under 60, and walking deeper would overflow the stack


class TooDeep(ValueError):
    """Mark-up nested deeper than any real document's."""


class Forbidden(ValueError):
    """Mark-up that declares its own entities, which may expand to gigabytes; no Word file does."""


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: two like paragraphs are not the same one
class Node:
    """An element: its tag without namespace, attributes, and the texts and elements in it. `words` counts all below."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    parts: tuple["Node | str", ...] = ()
    words: int = 0

    @property
    def children(self) -> Iterator["Node"]:
        """The elements directly in it."""
        return (part for part in self.parts if isinstance(part, Node))

    def get(self, name: str) -> str:
        """An attribute, or "" when it has none of that name."""
        return self.attributes.get(name, "")

    def number(self, name: str, otherwise: int) -> int:
        """An attribute as a whole number; the other one when it is none, or of absurd length."""
        return int(self.get(name)) if _WHOLE.fullmatch(self.get(name)) else otherwise

    def child(self, *tags: str) -> "Node":
        """The first element along that way down; an empty one when there is none."""
        node = self
        for tag in tags:
            node = next((child for child in node.children if child.tag == tag), NOTHING)
        return node

    def has(self, tag: str) -> bool:
        """Whether such an element is directly in it."""
        return any(child.tag == tag for child in self.children)

    def all(self, *tags: str) -> Iterator["Node"]:
        """The element itself and those below it, in the order of the file; those with one of these tags, or any."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if not tags or node.tag in tags:
                yield node
            waiting += reversed(list(node.children))

    @property
    def text(self) -> str:
        """All text below it, as it stands in the file."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


NOTHING = Node("")


def node(tag: str, attributes: Mapping[str, str], parts: tuple[Node | str, ...]) -> Node:
    """An element with its words counted."""
    words = sum(len(part.split()) if isinstance(part, str) else part.words for part in parts)
    return Node(tag, attributes, parts, words)


class Builder:
    """Builds the tree from a parser's events: the target of `lxml` and `xml.etree` parsers."""

    def __init__(self, forbids_doctype: bool = False) -> None:
        self._forbids_doctype = forbids_doctype
        self._open: list[tuple[str, Mapping[str, str], list[Node | str]]] = [("", {}, [])]
        self._text: list[str] = []

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        if self._forbids_doctype:
            raise Forbidden(name)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self._open) > MAX_DEPTH:
            raise TooDeep(tag)
        self._end_text()
        self._open.append((_local(tag), {_local(name): value or "" for name, value in attributes.items()}, []))

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, tag: str) -> None:
        self._end_text()
        name, attributes, parts = self._open.pop()
        self._open[-1][2].append(node(name, attributes, tuple(parts)))

    def close(self) -> Node:
        """The whole, in an element without a name."""
        self._end_text()
        name, attributes, parts = self._open[0]
        return node(name, attributes, tuple(parts))

    def _end_text(self) -> None:
        if self._text:
            self._open[-1][2].append("".join(self._text))
            self._text.clear()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
