"""Questions about a document itself: who signed it, when was fieldwork, when was it published.

They are answered from what the document says of itself, read once when it was added (`Document.facts`), and
cited like any finding.
"""

import re

from assistant.answer import Evidence
from assistant.write import Completeness, Draft, DraftCitation, DraftClaim
from corpus import Document, Paragraph, sentence_spans

_LETTER = r"\b(?:letter|document)\b"
_PUBLICATION = r"\b(?:letter|reports?|document|inspection|findings)\b"
_NOT_OURS = re.compile(r"\b(strategy|policy|plans?|updates?|crimes?|incidents?)\b", re.IGNORECASE)  # have dates and authors too
# The fact asked for. In order: the first pattern that fits decides.
_QUESTIONS = {
    "embargo": r"\bembargo",
    "fieldwork": r"\bfield ?work\b|\b(when|what dates?|which dates?|what months?|which months?|what period)\b.{0,40}"
    r"\b(inspectors?|hmic\w*|inspection|inspected)\b(?!.{0,30}\b(publish|letter|report))",
    "published": rf"\b(when|what (date|day|time)|which (date|day)|publication date)\b.{{0,60}}\b(publish|publication|released?|"
    rf"made public|c[oa]me out)|\bpublication date\b|\bpublished when\b|{_PUBLICATION}.{{0,20}}\bpublished\?",
    "date": rf"\b(when|date|dated|what day)\b.{{0,30}}{_LETTER}|{_LETTER}.{{0,20}}\b(date|dated)\b",
    "addressee": rf"\b(to whom|address(ed|ee)|recipient|written to|sent to|who (was|is))\b.{{0,30}}{_LETTER}(?!.{{0,20}}\b(from|by|signed)\b)|"
    rf"{_LETTER}.{{0,30}}\b(addressed|sent to|written to|go to|went to|meant for|intended for|for\?)",
    "author": rf"\b(who(se)?|which|name)\b.{{0,40}}\b(signed|signs|wrote|authored|sent|issued|signature|author|signatory)\b.{{0,20}}({_LETTER}|it\b|this\b|$|\?)|"
    rf"\b(author|signatory|signed|wrote|signature)\b.{{0,20}}{_LETTER}|{_LETTER}.{{0,20}}\b(from|signed|written by|sign(ed)? off)\b",
    "office": r"\b(which|what) (hmic |police )?region\b|\b(role|position|rank|job|office|post)\b.{0,40}\b(signed|author|signatory|sharpling)\b|"
    r"\bwho is .{0,15}\bsharpling\b",
    "title": r"\b(what)\b.{0,20}\b(letter|inspection|report|programme)\b.{0,20}\b(called|titled|named|known as)\b|"
    r"\b(title|subject line|name) of (the|this) (letter|inspection|report)\b",
}


def fact_asked_for(question: str) -> str | None:
    """The name of the fact a question asks for, or None when it asks for findings."""
    if _NOT_OURS.search(re.sub(r"core business.*", "", question, flags=re.IGNORECASE)):
        return None
    return next((name for name, pattern in _QUESTIONS.items() if re.search(pattern, question, re.IGNORECASE)), None)


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
    at = text.find(quote)
    spans = [span for span in sentence_spans(text) if span[0] < at + len(quote) and span[1] > at] if "\n" not in text else []
    return text[spans[0][0] : spans[-1][1]] if spans else text
