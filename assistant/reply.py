"""A language model's reply as claims, each as soon as its object is closed."""

import re
from itertools import zip_longest

from assistant.reply_json import Node, Objects
from assistant.write import Completeness, DraftCitation, DraftClaim

TEXTS = ("claim", "text", "statement", "sentence")  # the names under which models give a claim
QUOTES = ("quote", "quotes", "quotation")
CITED = ("citation", "citations", "source", "sources", "evidence", "reference", "references")
LABELS = ("label", "labels", "id", "ids", "paragraph", *CITED)
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


class Reply:
    """Reads pieces of text, cut anywhere, and gives each claim once, when its object is closed."""

    def __init__(self) -> None:
        self._objects = Objects()
        self._seen: set[DraftClaim] = set()
        self._told: Completeness | None = None

    def feed(self, piece: str) -> list[DraftClaim]:
        """The claims that this piece completes, without those that were there before."""
        found: list[DraftClaim] = []
        for closed in self._objects.feed(piece):
            claim = _claim_of(closed)
            if claim and claim not in self._seen:
                self._seen.add(claim)
                found.append(claim)
            for word in closed.first(("completeness",)):
                if word.strip().lower() in list(Completeness):
                    self._told = Completeness(word.strip().lower())
        return found

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
        return not self.is_readable and not self._objects.is_open and not self._objects.said.strip()

    @property
    def refused(self) -> bool:
        """Whether it declines to answer in words of its own."""
        return not self.is_readable and bool(_REFUSES.search(self._objects.said))


def _claim_of(closed: Node) -> DraftClaim | None:
    """The claim that an object is; None where it is a citation, or something around claims or citations."""
    texts = closed.first(TEXTS)
    if not texts or _is_cited(closed) or _holds_claims(closed):
        return None
    return DraftClaim(" ".join(texts[0].split()), tuple(_citations_in(closed) or _pairs(closed)))


def _holds_claims(node: Node) -> bool:
    return any((each.first(TEXTS) and not _is_cited(each)) or _holds_claims(each) for each in node.inner)


def _citations_in(node: Node) -> list[DraftCitation]:
    """What the objects in an object cite, where they are no claims of their own."""
    found: list[DraftCitation] = []
    for each in node.inner:
        cited = _pairs(each)
        if _is_cited(each) or (cited and not each.first(TEXTS)):
            found += cited or _citations_in(each)
    return found


def _is_cited(node: Node) -> bool:
    """Whether an object stands under a name for citations."""
    return any(name in CITED + QUOTES for name in node.under)


def _pairs(closed: Node) -> list[DraftCitation]:
    """Its labels with its quotes: a single one goes with each of the other; a lacking one is empty."""
    labels, quotes = closed.first(LABELS), closed.first(QUOTES)
    if _is_cited(closed) and not quotes:
        quotes = closed.first(TEXTS)
    if len(labels) == 1:
        labels = labels * max(1, len(quotes))
    if len(quotes) == 1:
        quotes = quotes * max(1, len(labels))
    return [DraftCitation(*pair) for pair in zip_longest(labels, quotes, fillvalue="")]
