"""Who does it: a police force, a council, a health body … A claim may not give one body's work to another."""

import re
from collections.abc import Iterator

from assistant.agreement.source import Disagreement, Kind, Source

# Kinds of bodies that act by themselves, as the letters call them. "Partners", "staff" and "inspectors" may be anybody.
_KINDS = {
    "police": r"police(?! (?:cars?|stations?|vehicles?|cells?|records?|data|systems?)\b)|officers?|constabular(?:y|ies)|constables?|detectives?|PCSOs?|sergeants?|the force",
    "council": r"council|local authorit(?:y|ies)|children[\u2019']s (?:social care|services)|social care|social work(?:ers?)?",
    "health": r"health\w*|NHS|trusts?|ICBs?|CCGs?|integrated care board|clinical commissioning group|hospitals?|GPs?|"
    r"general practi\w+|nurs(?:e|es|ing)|midwi(?:fe|ves|fery)|CAMHS|clinicians?|paediatric\w*|ambulance|doctors?|"
    r"emergency department|surger(?:y|ies)|medical|practitioners?",
    "probation": r"probation|NPS|CRCs?|community rehabilitation compan(?:y|ies)|offender managers?",
    "youth justice": r"youth (?:offending|justice)|YOTs?|YOS|YJS",
    "school": r"schools?|colleges?|teachers?|education\w*|nurser(?:y|ies)",
    "prosecutor": r"CPS|Crown Prosecution Service|prosecutors?",
    "court": r"CAFCASS|Cafcass|courts?|guardians?",
    "chief executive": r"chief executives?",
    "director": r"directors?",
    "elected member": r"lead members?|councillors?|elected members?|cabinet members?",
    "commissioner": r"police and crime commissioners?|PCCs?",
    "head teacher": r"head ?teachers?",
    "fire": r"fire (?:and rescue )?services?|firefighters?",
}
_BODY = re.compile(
    "|".join(rf"(?P<{kind.replace(' ', '_')}>\b(?:{words})\b)" for kind, words in _KINDS.items()), re.IGNORECASE
)


_ROLE = re.compile(r"\b(by|to|from|unlike) ", re.IGNORECASE)
_NEAR, _WITHIN = 40, 90  # characters behind such a word in which the body stands, and others that share its part


def body_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A kind of body that the sentences do not speak of, where they speak of another or it is said to do it; or in
    another's part ("by the police to the council").
    """
    claimed, told = dict(_bodies(claim)), dict(_bodies(source.text))
    added = [kind for kind in claimed if kind not in told]
    left = [kind for kind in told if kind not in claimed]
    if added and left:
        return Disagreement(Kind.NAME, claimed[added[0]], told[left[0]])
    there = _roles(source.text, _WITHIN)
    for role, kinds in _roles(claim, _NEAR).items():
        others = there.get(role, ())
        if role == "by" and told and kinds[0] not in told:
            return Disagreement(Kind.NAME, f"by {claimed[kinds[0]]}")
        if others and kinds[0] not in others:
            return Disagreement(Kind.NAME, f"{role} {claimed[kinds[0]]}", f"{role} {told[others[0]]}")
    return None


def _roles(text: str, within: int) -> dict[str, list[str]]:
    """Which kinds of body something is done by, or goes to or from, or is unlike: those close behind the word."""
    found: dict[str, list[str]] = {}
    for match in _ROLE.finditer(text):
        kinds = [kind for kind, _ in _bodies(re.split(r"[.;:]", text[match.end() : match.end() + within])[0])]
        if kinds and any(_bodies(text[match.end() : match.end() + _NEAR])):
            found.setdefault(match[1].lower(), []).extend(kinds)
    return found


def _bodies(text: str) -> Iterator[tuple[str, str]]:
    for match in _BODY.finditer(text):
        if match.lastgroup:
            yield match.lastgroup, match[0]
