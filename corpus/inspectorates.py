"""Who carried out an inspection: the inspectorates by their short names, that of the police first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from corpus.document import Fact, Paragraph, ParagraphKind
from corpus.sentences import sentence_spans

_LEAD = "HMICFRS"  # by its name of today
OPENING = 20  # paragraphs in which a document says who inspected
MAX_COVER_WORDS = 12
_BECAME_HMICFRS = date(2017, 7, 19)  # HMIC took on fire and rescue services
_MAJESTY = r"(?:H(?:er|is) Majesty['\u2019]s|HM)"
_POLICE = (
    rf"\bHMICFRS\b|\bHMIC\b|\b(?:{_MAJESTY} Inspectorate|HMI) of Constabulary(?: and Fire)?(?! in Scotland)"
    rf"|\bHMI Constabulary(?:,? (?:and|&)? ?Fire)?|\b{_MAJESTY} (?:Chief )?Inspectors? of Constabulary(?: and Fire)?(?! in Scotland)"
    r"|\bChief Inspector of Constabulary(?: and Fire)?"
)
# The short name of each partner, and how documents print it.
_PARTNERS = {
    "Ofsted": r"\bOfsted\b|\bOffice for Standards in Education\b|\bChief Inspector of Education\b",
    "CQC": r"\bCQC\b|\bCare Quality Commission\b",
    "HMI Probation": rf"\bHMI Prob(?:ation)?\b|\b(?:{_MAJESTY} Inspectorate|(?:{_MAJESTY} )?(?:Chief )?Inspector) of Probation\b",
    "HMI Prisons": rf"\bHMI Prisons\b|\b(?:{_MAJESTY} Inspectorate|(?:{_MAJESTY} )?(?:Chief )?Inspector) of Prisons\b",
    "HMCPSI": rf"\bHMCPSI\b|\b{_MAJESTY} Crown Prosecution Service Inspectorate\b",
    "Estyn": r"\bEstyn\b",
    "CIW": r"\bCIW\b|\bCare Inspectorate Wales\b|\bArolygiaeth Gofal Cymru\b",
    "CSSIW": r"\bCSSIW\b|\bCare and Social Services Inspectorate Wales\b",
    "HIW": r"\bHIW\b|\bHealthcare Inspectorate Wales\b",
    "HMICS": r"\bHMICS\b|\bInspectorate of Constabulary in Scotland\b",
    "CJI": r"\bCriminal Justice Inspection Northern Ireland\b",
    "IPCC": r"\bIPCC\b|\bIndependent Police Complaints Commission\b",
    "IOPC": r"\bIOPC\b|\bIndependent Office for Police Conduct\b",
    "Audit Wales": r"\bAudit Wales\b|\bWales Audit Office\b|\bAuditor General for Wales\b",
    "Audit Commission": r"\bAudit Commission\b",
    "National Audit Office": r"\bNational Audit Office\b|\bNAO\b",
}
_BODIES = re.compile(
    "|".join([f"(?P<police>{_POLICE})", *(f"(?P<p{at}>{names})" for at, names in enumerate(_PARTNERS.values()))])
)
# What an inspectorate does: said of it beside its name, it took part.
_INSPECTS = re.compile(
    r"\b(?:carr(?:y|ied|ies) out|conduct(?:ed)?|undert(?:ook|aken|ake)|inspected|inspectors from|joint(?:ly)?|"
    r"(?:inspection|report|review|thematic) by)\b",
    re.IGNORECASE,
)
_NOT_INSPECTING = re.compile(
    r"\b(?:previous(?:ly)?|last (?:year|inspection)|earlier|in its (?:letter|report))\b", re.IGNORECASE
)


def body_named(line: str) -> str | None:
    """The short name of the only inspectorate that a line names ("HMI Constabulary" of the police's)."""
    names = list(dict.fromkeys(_names(line)))
    return names[0] if len(names) == 1 else None


def begins_with_body(line: str) -> bool:
    """Whether a line begins with the name of an inspectorate."""
    return bool(_BODIES.match(line))


def inspectorates(paragraphs: Sequence[Paragraph], when: date | None) -> tuple[tuple[str, ...], Fact | None]:
    """Those who inspected, and the sentence that says so: the opening and the signatures tell, not later mentions.

    HMIC is called HMICFRS since 19 July 2017.
    """
    opening = [p for p in paragraphs[:OPENING] if p.kind is not ParagraphKind.FOOTNOTE]
    said = list(_said(opening))
    found = [name for _, names in said for name in names]
    found += [name for p in opening[: OPENING // 2] if _is_cover(p) for name in _names(p.text)]
    found += [name for p in paragraphs if p.kind is ParagraphKind.SIGNATURE for name in _names(p.text)]
    is_letter = any(p.kind is ParagraphKind.ADDRESSEE for p in paragraphs)
    for mentioned in (opening, paragraphs if is_letter else ()):
        found = found or [name for p in mentioned for name in _names(p.text) if name == _LEAD]
    called = _lead_name(paragraphs, when)
    names = tuple(called if name == _LEAD else name for name in sorted(dict.fromkeys(found), key=_LEAD.__ne__))
    fact = max(said, key=lambda each: len(each[1]))[0] if said else None
    return names, fact and Fact(", ".join(names), fact.position, fact.quote)


def _said(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Fact, tuple[str, ...]]]:
    """The sentences that say who inspected, and whom they name."""
    for paragraph in paragraphs:
        for start, end in sentence_spans(paragraph.text):
            sentence = paragraph.text[start:end]
            names = tuple(dict.fromkeys(_names(sentence)))
            if names and _INSPECTS.search(sentence) and not _NOT_INSPECTING.search(sentence):
                yield Fact("", paragraph.position, sentence), names


def _names(text: str) -> Iterator[str]:
    short = list(_PARTNERS)
    for match in _BODIES.finditer(text):
        group = match.lastgroup or "police"
        yield _LEAD if group == "police" else short[int(group[1:])]


def _is_cover(paragraph: Paragraph) -> bool:
    is_set_apart = paragraph.kind in (ParagraphKind.LETTERHEAD, ParagraphKind.HEADING, ParagraphKind.BODY)
    return is_set_apart and len(paragraph.text.split()) <= MAX_COVER_WORDS and bool(re.search("[^.]$", paragraph.text))


def _lead_name(paragraphs: Iterable[Paragraph], when: date | None) -> str:
    if when is not None:
        return "HMICFRS" if when >= _BECAME_HMICFRS else "HMIC"
    printed = (match["police"] for p in paragraphs for match in _BODIES.finditer(p.text) if match["police"])
    return "HMICFRS" if any("FRS" in name or "Fire" in name for name in printed) else "HMIC"
