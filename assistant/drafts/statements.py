"""The statements of a draft: its sentences, and which of them there is nothing in to check."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import sentence_spans

FEWEST_WORDS = 4
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u25aa\u25fc\uf06e\u2013]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_OPINION = re.compile(
    r"^\W*(?:we|i|the (?:team|author|panel)|members?) (?:think|believe|feel|suggest|recommend|propose|hope|would|should|ask|welcome|thank|want)\b|"
    r"^\W*(?:in (?:my|our) (?:view|opinion)|please|dear|yours|thank you|kind regards|let us|consider|discuss|agree|note)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|may|might|must|should|\w+ed|\w+s|found|made|took|said|told|gave|led|held|set|met|saw|kept)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a draft, and where it stands in it: `draft[start:end]`."""

    text: str
    start: int
    end: int


def statements_of(draft: str) -> tuple[Statement, ...]:
    """The statements of a draft in order: of each line its sentences, parted at semicolons as well."""
    return tuple(_statements(draft))


def _statements(draft: str) -> Iterator[Statement]:
    at = 0
    for line in draft.splitlines(keepends=True):
        bullet = _BULLET.match(line)
        start = at + (bullet.end() if bullet else 0)
        text = draft[start : at + len(line)].rstrip()
        for first, last in sentence_spans(text):
            yield from _parts(text[first:last], start + first)
        at += len(line)


def _parts(sentence: str, start: int) -> Iterator[Statement]:
    """A sentence parted at semicolons outside quotation marks, where each part says something by itself."""
    depth, begun = 0, 0
    cuts = []
    for at, character in enumerate(sentence):
        depth += (character == "\u201c") - (character == "\u201d")
        if character == ";" and depth <= 0:
            cuts.append(at)
    parts = [sentence[a:b] for a, b in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(sentence)], strict=True)]
    if not all(len(part.split()) >= FEWEST_WORDS and _VERB.search(part) for part in parts):
        parts = [sentence]
    for part in parts:
        lead = len(part) - len(part.lstrip())
        yield Statement(part.strip(), start + begun + lead, start + begun + len(part.rstrip()))
        begun += len(part) + 1


def nothing_to_check(statement: str) -> str:
    """Why there is nothing in a statement to check; nothing where there is."""
    text = statement.strip()
    words = re.findall(r"\w+", text)
    if not any(character.isalpha() for character in text):
        return "It has no words."
    if text.endswith("?"):
        return "It is a question."
    if _OPINION.search(text):
        return "It is a view or a request, not a finding."
    if len(words) < FEWEST_WORDS or (not text.endswith((".", "!", "\u201d", '"')) and not _VERB.search(text)):
        return "It is a heading or too short to say anything."
    return ""
