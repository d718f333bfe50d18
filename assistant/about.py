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
_WRITTEN = r"\b(sign\w*|author|wrote|written|writer|sender|sent|from|behind|responsible|correspond\w*|whose name|hmi|inspectors?)\b"
_RECEIVED = r"\b(address\w*|recipient|sent to|to whom|to who|written to|got the|gets the|received?|greet|dear|went to|go to|letter (was )?(to|for)|in charge|running|letter's)\b|\bto\W*$|\bletter .{0,30}\bto\b"
# What a question must speak of as well, and what it must not: "What did inspectors see in spring?" is near to "when
# was the inspection", "Who is the deputy chief constable?" to "who was the letter written to".
_SPEAKS_OF = {
    "author": _WRITTEN,
    "office": r"\b(region|role|rank|job|post|office|titles?|honours|position)\b",
    "addressee": _RECEIVED,
    "date": _TIME,
    "published": _TIME,
    "embargo": _TIME,
    "fieldwork": _TIME,
    "title": r"\b(called|title|name|subject|known)\b",
    OPENING: r"\w",
}
_NOT_OF = {
    "date": r"\b(publish\w*|publication|released?|made public|c[oa]mes? out)\b",
    "author": _TIME + r"|\b(copied|chief constable|sent to|addressed)\b",
    "office": _TIME,
    "addressee": _TIME + r"|\b(copied|deputy|assistant)\b",
}


def asks_about(topic: str, hits: list[Hit], encoder: Encoder) -> str | None:
    """The name of the fact a question asks for, `OPENING`, or None when it asks for findings."""
    near_to = {name: near for name, near in nearness(topic, "facts.txt", encoder).items() if _fits(name, topic)}
    name = max(near_to, key=lambda section: near_to[section])
    finding = max((hit.score for hit in hits if hit.chunk.kind.holds_findings), default=0.0)
    is_near = near_to[name] >= NEAR and near_to[name] - finding >= NEARER
    return name if is_near and name in _SPEAKS_OF else None


def _fits(name: str, topic: str) -> bool:
    forbidden = _NOT_OF.get(name)
    speaks = re.search(_SPEAKS_OF.get(name, ""), topic, re.IGNORECASE)
    return bool(speaks) and not (forbidden and re.search(forbidden, topic, re.IGNORECASE))


def source_of(name: str, document: Document, paragraphs: tuple[Paragraph, ...]) -> Paragraph | None:
    """The paragraph in which the document tells that fact, or None."""
    fact = document.fact(name)
    return next((p for p in paragraphs if fact and p.position == fact.position), None)


def write_fact(name: str, evidence: tuple[Evidence, ...], is_whole: bool = True) -> Draft:
    """A draft that quotes, for each document, the sentence or lines that tell the fact.

    `is_whole` says whether the evidence is from every document that was asked about.
    """
    claims = []
    for each in evidence:
        fact = each.document.fact(name)
        if fact is not None and fact.position == each.paragraph.position:
            quote = _sentence_around(fact.quote, each.paragraph.text)
            claims.append(DraftClaim(quote.replace("\n", ", "), (DraftCitation(each.label, quote),)))
    if not claims:
        return Draft((), Completeness.NONE)
    return Draft(tuple(claims), Completeness.COMPLETE if is_whole else Completeness.PARTIAL)


def _sentence_around(quote: str, text: str) -> str:
    """The sentences of a text that hold the quote; the quote itself where it is set in lines (an address)."""
    if "\n" in text:
        return quote
    at = text.find(quote)
    held = [span for span in sentence_spans(text) if span[0] < at + len(quote) and span[1] > at]
    return text[held[0][0] : held[-1][1]]
