"""Statements that say in running text where they are from: "According to the Northshire letter, paragraph 7, …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.drafts.described import Descriptions, Reference

LONGEST = 300  # characters of a reference in running text
VERB = (
    r"(?:says?|said|states?|stated|notes?|noted|finds?|found|reports?|reported|concludes?|concluded|shows?|showed|"
    r"observes?|observed|tells?|told us|records?|recorded|adds?|added|explains?|explained|describes|described)"
)
_SUBJECT = re.compile(
    rf"^(?P<named>[^\u201c\u201d\"]{{5,200}}?),?\s+(?:also\s+)?{VERB}(?:\s+that\b)?(?:[,:]\s*|\s+)", re.IGNORECASE
)
_ACCORDING = re.compile(
    r"(?:^\W*|,?\s+\(?)(?:according to|as (?:\w+ )?(?:in|by|at|on)|as(?=\s+(?:the|paragraph|para|page)\b))\s+",
    re.IGNORECASE,
)
_IN = re.compile(r"^\W*(?:in|on|at|under)\s+(?=\S)", re.IGNORECASE)
_DASH = re.compile(r"\s+[\u2013\u2014|-]\s+|\u2014|[,:]\s+|(?<=[.!?])\s+|(?<=[.!?][\u201d\"])\s+")
_HEAD = re.compile(r"^([^\u201c\u201d\":]{5,200}):\s+(?=\S)")
_DOCUMENT = re.compile(r"\b(?:letter|report|jtai|(?:joint|area) inspection)\b|\u00b7", re.IGNORECASE)
_SAYS_SO = re.compile(rf"^\s*(?:{VERB}|makes clear)(?:\s+that\b)?\s*,?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attributed:
    """A statement without the words that say where it is from. `is_said`: they are part of its sentence."""

    text: str
    reference: Reference
    is_said: bool


def attributed(statement: str, described: Descriptions) -> Attributed | None:
    """A statement parted from the words in it that say where it is from; None where none do."""
    if not _DOCUMENT.search(statement):
        return None
    said = (_according, _opening, _subject)
    for way in (_whole, *said, _head, _tail):
        if taken := way(statement, described):
            return Attributed(*taken, way in said)
    return None


Taken = tuple[str, Reference]


def _whole(statement: str, described: Descriptions) -> Taken | None:
    """Nothing but a reference."""
    read = described.read(statement, strict=True)
    return ("", read) if read else None


def _according(statement: str, described: Descriptions) -> Taken | None:
    match = _ACCORDING.search(statement)
    return _with_lead(statement, match, described) if match else None


def _opening(statement: str, described: Descriptions) -> Taken | None:
    """As in "In paragraph 7 of the Northshire letter, …"."""
    match = _IN.match(statement)
    return _with_lead(statement, match, described) if match else None


def _with_lead(statement: str, match: re.Match[str], described: Descriptions) -> Taken | None:
    """What follows such words up to a comma, or the end: as much as is a reference."""
    rest = statement[match.end() :]
    for end in _ends(rest):
        read = _read(rest[:end].rstrip(".) "), described)
        if read and (end < len(rest) or match.start()):
            said = _SAYS_SO.sub("", rest[end:].lstrip(" ,)"))
            before = statement[: match.start()]
            return _joined(before, said, statement), read
    return None


def _ends(text: str) -> Iterator[int]:
    """Where a reference may end, the longest first. One that verbs follow ("the letter notes, …") ends before them."""
    ends = {len(text), *(match.start() for match in re.finditer(rf",\s|\)|\s{VERB}\b", text[:LONGEST]))}
    return iter(sorted(ends, reverse=True))


def _subject(statement: str, described: Descriptions) -> Taken | None:
    """As in "The Northshire letter says that …"."""
    match = _SUBJECT.match(statement)
    read = _read(match["named"], described) if match else None
    return (statement[match.end() :], read) if match and read else None


def _head(statement: str, described: Descriptions) -> Taken | None:
    """As in "Northshire letter, paragraph 7: …"."""
    match = _HEAD.match(statement)
    read = _read(match[1], described) if match else None
    return (statement[match.end() :], read) if match and read else None


def _tail(statement: str, described: Descriptions) -> Taken | None:
    """As in "… (dash) Northshire letter, paragraph 7."; after a comma only where more than the document is named."""
    for match in _DASH.finditer(statement, max(0, len(statement) - LONGEST)):
        if statement.count("(", 0, match.start()) != statement.count(")", 0, match.start()):
            continue
        read = _read(statement[match.end() :].rstrip(". "), described)
        if read and (not match[0].startswith(",") or re.search(r"\d", read.written)):
            return _joined(statement[: match.start()], "", statement), read
    return None


def _read(words: str, described: Descriptions) -> Reference | None:
    return described.read(words, strict=True) if _DOCUMENT.search(words) else None


def _joined(before: str, after: str, statement: str) -> str:
    """What is left of a statement, with the full stop it had."""
    left = re.sub(r" (?=[.,;:!?]$)", "", " ".join(filter(None, [before.rstrip(" ,"), after.strip()])))
    return f"{left}." if statement.rstrip().endswith(".") and left and left[-1].isalnum() else left
