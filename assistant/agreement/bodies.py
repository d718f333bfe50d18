"""Who does it: a police force, a council, a health body … A claim may not give one body's work to another."""

import re
from collections.abc import Iterator

from assistant.agreement.source import Disagreement, Kind, Source

# Kinds of bodies that act by themselves, as the letters call them. "Partners", "staff" and "inspectors" may be anybody.
_KINDS = {
    "police": r"police|officers?|constabular(?:y|ies)|constables?|detectives?|PCSOs?|sergeants?|the force",
    "council": r"council|local authorit(?:y|ies)|children[\u2019']s (?:social care|services)|social care|social work(?:ers?)?",
    "health": r"health\w*|NHS|trusts?|ICBs?|CCGs?|integrated care board|clinical commissioning group|hospitals?|GPs?|"
    r"general practi\w+|nurs(?:e|es|ing)|midwi(?:fe|ves|fery)|CAMHS|clinicians?|paediatric\w*|ambulance|doctors?|"
    r"emergency department|surger(?:y|ies)|medical|practitioners?",
    "probation": r"probation|NPS|CRCs?|community rehabilitation compan(?:y|ies)|offender managers?",
    "youth justice": r"youth (?:offending|justice)|YOTs?|YOS|YJS",
    "school": r"schools?|colleges?|teachers?|education\w*|nurser(?:y|ies)",
    "prosecutor": r"CPS|Crown Prosecution Service|prosecutors?",
    "court": r"CAFCASS|Cafcass|courts?|guardians?",
    "fire": r"fire (?:and rescue )?services?|firefighters?",
}
_BODY = re.compile(
    "|".join(rf"(?P<{kind.replace(' ', '_')}>\b(?:{words})\b)" for kind, words in _KINDS.items()), re.IGNORECASE
)


def body_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A kind of body that the sentences do not speak of, where they speak of another that the claim does not."""
    claimed, told = dict(_bodies(claim)), dict(_bodies(source.text))
    added = [words for kind, words in claimed.items() if kind not in told]
    left = [words for kind, words in told.items() if kind not in claimed]
    return Disagreement(Kind.NAME, added[0], left[0]) if added and left else None


def _bodies(text: str) -> Iterator[tuple[str, str]]:
    for match in _BODY.finditer(text):
        if match.lastgroup:
            yield match.lastgroup, match[0]
