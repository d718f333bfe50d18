"""Questions about a document itself: who signed it, when was fieldwork, what was enclosed.

Most are answered from what the document says of itself, read once when it was added (`Document.facts`), and
cited like any finding. Others are answered by its opening paragraphs, which hold no findings.
"""

import re

from assistant.answer import Evidence
from assistant.examples import nearness
from assistant.write import Completeness, Draft, DraftCitation, DraftClaim
from corpus import Document, Paragraph, sentence_spans
from index import Encoder, Hit

OPENING = "opening"
# Picked on the tuning cases: how near an example must be, and how much nearer than the best finding.
NEAR = 0.6
NEARER = 0.15
_TIME = r"\b(when|dates?|dated|days?|months?|years?|old|times?|until|period|embargo\w*)\b"
_PERSON = (
    r"\b(who|whom|whose|names?|sign\w*|author|wrote|sender|address\w*|recipient|inspectors?|hmi|region|role|rank|job|post|"
    r"office|title|dear|greet|letter|writer)\b"
)
# What a question must speak of as well: "What did inspectors see in spring?" is near to "when was the inspection".
_SPEAKS_OF = {
    "author": _PERSON,
    "office": _PERSON,
    "addressee": _PERSON,
    "date": _TIME,
    "published": _TIME,
    "embargo": _TIME,
    "fieldwork": _TIME,
    "title": r"\b(called|title|name|subject|known)\b",
    OPENING: r"\w",
}


def asks_about(topic: str, hits: list[Hit], encoder: Encoder) -> str | None:
    """The name of the fact a question asks for, `OPENING`, or None when it asks for findings."""
    near_to = {
        name: near
        for name, near in nearness(topic, "facts.txt", encoder).items()
        if re.search(_SPEAKS_OF.get(name, ""), topic, re.IGNORECASE)
    }
    name = max(near_to, key=lambda section: near_to[section])
    finding = max((hit.score for hit in hits if hit.chunk.kind.holds_findings), default=0.0)
    is_near = near_to[name] >= NEAR and near_to[name] - finding >= NEARER
    return name if is_near and name in _SPEAKS_OF else None


def source_of(name: str, document: Document, paragraphs: tuple[Paragraph, ...]) -> Paragraph | None:
    """The paragraph in which the document tells that fact, or None."""
    fact = document.fact(name)
    return next((p for p in paragraphs if fact and p.position == fact.position), None)


def write_fact(name: str, evidence: tuple[Evidence, ...]) -> Draft:
    """A draft that quotes, for each document, the sentence or lines that tell the fact."""
    claims = []
    for each in evidence:
        fact = each.document.fact(name)
        if fact is not None and fact.position == each.paragraph.position:
            quote = _sentence_around(fact.quote, each.paragraph.text)
            claims.append(DraftClaim(quote, (DraftCitation(each.label, quote),)))
    return Draft(tuple(claims), Completeness.COMPLETE if claims else Completeness.NONE)


def _sentence_around(quote: str, text: str) -> str:
    """The sentences of a text that hold the quote; all of it where it is set in lines (an address, a signature)."""
    at = text.find(quote)
    spans = sentence_spans(text) if "\n" not in text else ()
    held = [span for span in spans if span[0] < at + len(quote) and span[1] > at]
    return text[held[0][0] : held[-1][1]] if held else text
