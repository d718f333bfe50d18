"""A language model's reply as claims, read while it arrives; nothing is read out of half an object."""

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from assistant.write import Completeness, DraftCitation, DraftClaim

TEXTS = ("claim", "text", "statement", "sentence")  # the names under which models give a claim
QUOTES = ("quote", "quotes", "quotation")
CITED = ("citation", "citations", "source", "sources", "evidence", "reference", "references")
LABELS = ("label", "labels", "id", "ids", "paragraph", *CITED)
DEEPEST = 40  # objects and lists within each other; an answer needs four
KEPT = 400  # characters outside of objects, by which a refusal is told
# The shape asked of servers that can be held to one; `Reply` reads much more.
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "citations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"label": {"type": "string"}, "quote": {"type": "string"}},
                            "required": ["label", "quote"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["text", "citations"],
                "additionalProperties": False,
            },
        },
        "completeness": {"type": "string", "enum": [each.value for each in Completeness]},
    },
    "required": ["claims", "completeness"],
    "additionalProperties": False,
}
_REFUSES = re.compile(
    r"\b(?:can(?:no|['’])t|(?:am|['’]m) (?:not able|unable)|won['’]t|will not|not allowed) (?:to )?"
    r"(?:help|assist|answer|comply|provide|do|discuss|respond|fulfil)|\bas an ai\b",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_THOUGHT, _THOUGHT_ENDS = "<think>", "</think>"


@dataclass(slots=True)
class _Open:
    """An object or list that is not closed yet. `expects`: what comes next in an object."""

    is_object: bool
    is_cited: bool  # stands under a name for citations
    expects: str = "key"
    key: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    citations: list[DraftCitation] = field(default_factory=list)
    has_claims: bool = False

    def first(self, names: tuple[str, ...]) -> list[str]:
        """The strings under the first of these names that it has."""
        return next((self.fields[name] for name in names if self.fields.get(name)), [])


class Reply:
    """Reads pieces of text, cut anywhere, and gives each claim once, when its object is closed.

    One pass over the characters: an object may stand anywhere (after a thought, in prose, a fence, a list, another
    object). What cannot be JSON, even as models write it, is given up, and the next object is looked for.
    """

    def __init__(self) -> None:
        self._read = self._outside
        self._open: list[_Open] = []
        self._said: list[str] = []  # characters outside of objects
        self._token: list[str] = []  # the string or word being read …
        self._ended: list[str] = []  # … and what follows the mark that may be its last
        self._closers = '"'
        self._is_escaped = False
        self._tail = ""
        self._found: list[DraftClaim] = []
        self._seen: set[DraftClaim] = set()
        self._told: Completeness | None = None

    def feed(self, piece: str) -> list[DraftClaim]:
        """The claims that this piece completes, without those that were there before."""
        self._found = []
        for character in piece:
            self._read(character)
        return self._found

    @property
    def completeness(self) -> Completeness:
        """As the model told it; untold (a reply that broke off) is partial at best."""
        return self._told or (Completeness.PARTIAL if self._seen else Completeness.NONE)

    @property
    def is_readable(self) -> bool:
        """Whether it holds a claim, or says how complete it is."""
        return bool(self._seen) or self._told is not None

    @property
    def is_empty(self) -> bool:
        """Whether it has no text at all."""
        return not self.is_readable and not self._open and not "".join(self._said).strip()

    @property
    def refused(self) -> bool:
        """Whether it declines to answer in words of its own."""
        return not self.is_readable and bool(_REFUSES.search("".join(self._said)))

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

    def _nest(self, top: _Open, character: str) -> None:
        if (top.is_object and top.expects != "value") or len(self._open) >= DEEPEST:
            self._give_up(character)
        else:
            self._begin(is_object=character == "{")

    def _separate(self, top: _Open, character: str) -> None:
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
        around = self._open[-1] if self._open else None
        is_cited = around is not None and (around.is_cited or (around.is_object and around.key in CITED + QUOTES))
        self._open.append(_Open(is_object, is_cited))
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
            self._finish(closed)
        if self._open:
            self._open[-1].expects = "end"
        else:
            self._read = self._outside

    def _finish(self, closed: _Open) -> None:
        """What a closed object is: a citation of the one around it, a claim, or neither."""
        texts, cited = closed.first(TEXTS), _pairs(closed)
        if closed.is_cited or (not texts and cited):
            owner = next((each for each in reversed(self._open) if each.is_object), closed)
            owner.citations += cited or closed.citations
        elif texts and not closed.has_claims:
            self._give(DraftClaim(" ".join(texts[0].split()), tuple(closed.citations or cited)))
        for word in closed.first(("completeness",)):
            if word.strip().lower() in list(Completeness):
                self._told = Completeness(word.strip().lower())

    def _give(self, claim: DraftClaim) -> None:
        for each in self._open:
            each.has_claims = True
        if claim not in self._seen:
            self._seen.add(claim)
            self._found.append(claim)

    def _give_up(self, character: str) -> None:
        self._open, self._token = [], []
        self._read = self._outside
        if character == "{":
            self._read(character)


def _pairs(closed: _Open) -> list[DraftCitation]:
    """Its labels with its quotes: a single one goes with each of the other; a lacking one is empty."""
    labels, quotes = closed.first(LABELS), closed.first(QUOTES)
    if closed.is_cited and not quotes:
        quotes = closed.first(TEXTS)
    if len(labels) == 1:
        labels = labels * max(1, len(quotes))
    if len(quotes) == 1:
        quotes = quotes * max(1, len(labels))
    return [DraftCitation(*pair) for pair in zip_longest(labels, quotes, fillvalue="")]


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: _character(match[1]), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins the halves of a pair


def _character(escaped: str) -> str:
    return chr(int(escaped[1:], 16)) if len(escaped) == 5 else _ESCAPED.get(escaped, escaped)
