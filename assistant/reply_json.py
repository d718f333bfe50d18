"""JSON as models write it, read while it arrives: its objects, each once it is closed; nothing out of half an object."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

DEEPEST = 40  # objects and lists within each other; an answer needs four
KEPT = 400  # characters outside of objects, by which a refusal is told
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_THOUGHT, _THOUGHT_ENDS = "<think>", "</think>"


@dataclass(slots=True)
class Node:
    """An object, or a list, as far as it is read.

    `fields` are an object's strings and words by their lower-case names, with those of lists in it; `inner` the objects
    in it, in their order; `under` the names under which it stands, outermost first. `expects`: what comes next in it.
    """

    is_object: bool
    under: tuple[str, ...] = ()
    fields: dict[str, list[str]] = field(default_factory=dict)
    inner: list["Node"] = field(default_factory=list)
    key: str = ""
    expects: str = "key"

    def first(self, names: tuple[str, ...]) -> list[str]:
        """The strings under the first of these names that it has."""
        return next((self.fields[name] for name in names if self.fields.get(name)), [])


class Objects:
    """Reads pieces of text, cut anywhere, and gives each object when it is closed, inner ones before outer ones.

    One pass over the characters: an object may stand anywhere (after a thought, in prose, a fence, a list, another
    object). What cannot be JSON, even as models write it, is given up, and the next object is looked for.
    """

    def __init__(self) -> None:
        self._read: Callable[[str], None] = self._outside
        self._open: list[Node] = []
        self._said: list[str] = []  # characters outside of objects
        self._token: list[str] = []  # the string or word being read …
        self._ended: list[str] = []  # … and what follows the mark that may be its last
        self._closers = '"'
        self._is_escaped = False
        self._tail = ""
        self._closed: list[Node] = []

    def feed(self, piece: str) -> list[Node]:
        """The objects that this piece closes."""
        self._closed = []
        for character in piece:
            self._read(character)
        return self._closed

    @property
    def is_open(self) -> bool:
        """Whether an object is begun and not closed."""
        return bool(self._open)

    @property
    def said(self) -> str:
        """The beginning of what stands outside of objects."""
        return "".join(self._said)

    def _outside(self, character: str) -> None:
        if character == "{":
            self._begin(is_object=True)
        elif len(self._said) < KEPT:
            self._said.append(character)
            if character == ">" and "".join(self._said).strip() == _THOUGHT:
                self._said.clear()
                self._read = self._in_thought

    def _in_thought(self, character: str) -> None:
        self._tail = (self._tail + character)[-len(_THOUGHT_ENDS) :]
        if self._tail == _THOUGHT_ENDS:
            self._read = self._outside

    def _between(self, character: str) -> None:
        """Between the strings and words of an object."""
        top = self._open[-1]
        if character.isspace():
            return
        if character in '"“”':
            self._closers = '"' if character == '"' else '"“”'
            self._read = self._in_string
        elif character in "{[":
            self._nest(top, character)
        elif character in "}]":
            self._close(character)
        elif character in ",:":
            self._separate(top, character)
        elif top.is_object and top.expects != "value":
            self._give_up(character)
        else:
            self._token.append(character)
            self._read = self._in_word

    def _nest(self, top: Node, character: str) -> None:
        if (top.is_object and top.expects != "value") or len(self._open) >= DEEPEST:
            self._give_up(character)
        else:
            self._begin(is_object=character == "{")

    def _separate(self, top: Node, character: str) -> None:
        if top.is_object and character == ":":
            top.expects = "value" if top.expects == "colon" else "nothing"
        elif top.is_object:
            top.expects = "key" if top.expects in ("key", "end") else "nothing"
        elif character == ":":
            top.expects = "nothing"
        if top.expects == "nothing":
            self._give_up(character)

    def _in_string(self, character: str) -> None:
        if self._is_escaped or character == "\\":
            self._is_escaped = not self._is_escaped
            self._token.append(character)
        elif character in self._closers:
            self._ended = [character]
            self._read = self._after_mark
        else:
            self._token.append(character)

    def _after_mark(self, character: str) -> None:
        """A quotation mark ends a string when the object goes on after it; else it belongs to the words."""
        if character in ",:]}" or (character == '"' and "\n" in self._ended):
            self._read = self._between
            self._take(_unescaped("".join(self._token)))
            self._read(character)
        elif character.isspace():
            self._ended.append(character)
        else:
            self._token += self._ended
            self._read = self._in_string
            self._read(character)

    def _in_word(self, character: str) -> None:
        if not character.isspace() and character not in ",:]}":
            self._token.append(character)
            return
        self._read = self._between
        word = "".join(self._token)
        self._take("" if word == "null" else word)
        self._read(character)

    def _take(self, value: str) -> None:
        """A string or word, as a name or a value; in a list it is a value of the object around the list."""
        self._token = []
        top = self._open[-1]
        if not top.is_object or top.expects == "value":
            owner = next(each for each in reversed(self._open) if each.is_object)
            owner.fields.setdefault(owner.key, []).append(value)
            top.expects = "end"
        elif top.expects == "colon":
            self._give_up("")
        else:
            top.key, top.expects = value.strip().lower(), "colon"

    def _begin(self, is_object: bool) -> None:
        under = self._open[-1].under if self._open else ()
        if self._open and self._open[-1].is_object:
            under = (*under, self._open[-1].key)
        self._open.append(Node(is_object, under))
        self._read = self._between

    def _close(self, character: str) -> None:
        if character == "}":
            while not self._open[-1].is_object:  # a list that the model forgot to close
                self._open.pop()
        closed = self._open[-1]
        if closed.is_object and (character == "]" or closed.expects not in ("key", "end")):
            self._give_up("")
            return
        self._open.pop()
        if closed.is_object:
            self._give(closed)
        if self._open:
            self._open[-1].expects = "end"
        else:
            self._read = self._outside

    def _give(self, closed: Node) -> None:
        self._closed.append(closed)
        if owner := next((each for each in reversed(self._open) if each.is_object), None):
            owner.inner.append(closed)

    def _give_up(self, character: str) -> None:
        self._open, self._token = [], []
        self._read = self._outside
        if character == "{":
            self._read(character)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: _character(match[1]), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins the halves of a pair


def _character(escaped: str) -> str:
    return chr(int(escaped[1:], 16)) if len(escaped) == 5 else _ESCAPED.get(escaped, escaped)
