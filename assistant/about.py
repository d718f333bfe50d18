"""Questions about a document itself: who signed it, when was fieldwork, what was enclosed.

Most are answered from what the document says of itself, read once when it was added (`Document.facts`), and
cited like any finding. Others are answered by its opening paragraphs, which hold no findings.
"""

import re
from collections.abc import Mapping

from assistant.answer import Evidence
from assistant.examples import nearness
from assistant.write import Completeness, Draft, DraftCitation, DraftClaim
from corpus import Document, Fact, Paragraph, sentence_spans
from index import Encoder, Hit

OPENING = "opening"
# Picked on the tuning cases: how near an example must be, and how much nearer than the best finding.
NEAR = 0.6
NEARER = 0.15
_TIME = r"\b(when|dates?|dated|days?|months?|years?|old|times?|until|period|embargo\w*)\b"
_WRITTEN = r"\b(sign\w*|author|wrote|written|writer|sender|sent|from|behind|responsible|correspond\w*|whose name|hmi|inspectors?)\b"
_RECEIVED = r"\b(address\w*|recipient|sent to|to whom|to who|written to|got the|gets the|received?|greet|dear|went to|go to|letter (was )?(to|for)|in charge|running|letter's)\b|\bto\W*$|\bletter .{0,30}\bto\b"
_INSPECTED = r"\b((which|what) (inspectorates?|inspecting bod(y|ies))|(who|by whom) .{0,40}\b(joint )?inspection)\b"
_NO_FINDING = re.compile(
    r"\b(which|what) inspectorates?\b", re.IGNORECASE
)  # however near a finding is, it is not asked for
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
    "inspectorates": _INSPECTED,
    "title": r"\b(called|title|name|subject|known)\b",
    OPENING: r"\w",
}
_NOT_OF = {
    OPENING: _INSPECTED,
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
    nearer = 0.0 if name == "inspectorates" and _NO_FINDING.search(topic) else NEARER + finding
    is_near = near_to[name] >= max(NEAR, nearer)
    return name if is_near and name in _SPEAKS_OF else None


def _fits(name: str, topic: str) -> bool:
    forbidden = _NOT_OF.get(name)
    speaks = re.search(_SPEAKS_OF.get(name, ""), topic, re.IGNORECASE)
    return bool(speaks) and not (forbidden and re.search(forbidden, topic, re.IGNORECASE))


def source_of(name: str, document: Document, paragraphs: tuple[Paragraph, ...]) -> Paragraph | None:
    """The paragraph in which the document tells that fact, or None."""
    fact = document.fact(name)
    return next((p for p in paragraphs if fact and p.position == fact.position), None)


def sources_of(name: str, document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs in which the document tells that fact: of several signatories, those with their offices too."""
    facts = document.facts_of(name)
    told = [fact for _, fact in facts]
    if len(facts) > 1:
        told += [office for each, _ in facts if (office := _office(each, document))]
    positions = dict.fromkeys(fact.position for fact in told)
    held = {paragraph.position: paragraph for paragraph in paragraphs}
    return tuple(held[position] for position in positions if position in held)


def write_fact(name: str, evidence: tuple[Evidence, ...], is_whole: bool = True) -> Draft:
    """A draft that quotes, for each document, the sentence or lines that tell the fact; of several, one claim each.

    `is_whole` says whether the evidence is from every document that was asked about.
    """
    held = {(each.document.id, each.paragraph.position): each for each in evidence}
    documents = dict.fromkeys(each.document for each in evidence)
    drafts = (_claim(each, document, held) for document in documents for each, _ in document.facts_of(name))
    claims = tuple(claim for claim in drafts if claim)
    if not claims:
        return Draft((), Completeness.NONE)
    return Draft(claims, Completeness.COMPLETE if is_whole else Completeness.PARTIAL)


def _claim(name: str, document: Document, held: Mapping[tuple[str, int], Evidence]) -> DraftClaim | None:
    """What one fact tells; the name of one signatory of several goes with the office."""
    fact = document.fact(name)
    source = held.get((document.id, fact.position)) if fact else None
    if fact is None or source is None:
        return None
    if len(document.facts_of(name.partition(" ")[0])) == 1:
        quote = _sentence_around(fact.quote, source.paragraph.text)
        return DraftClaim(quote.replace("\n", ", "), (DraftCitation(source.label, quote),))
    told, cited = [fact.value], [DraftCitation(source.label, fact.quote)]
    office = _office(name, document)
    if office and (beside := held.get((document.id, office.position))):
        told.append(office.value)
        cited.append(DraftCitation(beside.label, office.quote))
    return DraftClaim(", ".join(told), tuple(dict.fromkeys(cited)))


def _office(name: str, document: Document) -> Fact | None:
    """The office of a signatory: of "author 2", "office 2"."""
    return document.fact(name.replace("author", "office")) if name.startswith("author") else None


def _sentence_around(quote: str, text: str) -> str:
    """The sentences of a text that hold the quote; the quote itself where it is set in lines (an address)."""
    if "\n" in text:
        return quote
    at = text.find(quote)
    held = [span for span in sentence_spans(text) if span[0] < at + len(quote) and span[1] > at]
    return text[held[0][0] : held[-1][1]]
