"""The statements of a draft: its sentences, and which of them there is nothing in to check."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.planted import is_foreign
from corpus import sentence_spans

FEWEST_WORDS = 4
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u25aa\u25fc\uf06e\u2013]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_OPINION = re.compile(
    r"^\W*(?:we|i|the (?:team|author|panel)|members?) (?:think|believe|feel|suggest|recommend|propose|hope|would|should|ask|welcome|thank|want)\b|"
    r"^\W*(?:in (?:my|our) (?:view|opinion)|please|dear|yours|thank you|kind regards|let us|consider|discuss|agree|note)\b",
    re.IGNORECASE,
)
# An "and" or "but" behind which a statement of its own begins: a subject that is no pronoun, and a finite verb near it.
_AND = re.compile(
    r",? (?:and|but|while|whereas) (?!an? (?:half|quarter|third)\b)(?=(?:(?:the|some|most|many|few|several|all|no|an?|every|each|[A-Z]\w*|officers|staff|police|"
    r"victims|children|inspectors|supervisors|managers|partners|agencies)\b)(?: [\w\u2019'-]+){0,6}?"
    r" (?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|may|might|must|should)\b)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|may|might|must|should)\b", re.IGNORECASE
)
_LEADS = re.compile(
    r"\b(?:that|which|who|whether|if|when|where|because|although|how|why|both|between)\b", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|may|might|must|should|\w+ed|\w+s|found|made|took|said|told|gave|led|held|set|met|saw|kept)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a draft, and where it stands in its block of it: `text[start:end]` of the block's text."""

    text: str
    start: int
    end: int
    block: int = 0


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
    """A sentence parted outside quotation marks where two statements are joined, each of which says something by itself.

    At semicolons; at "and" or "but" where a subject and a finite verb follow, and nothing before leads over to both.
    """
    cuts = [(at, at + 1) for at in _semicolons(sentence)]
    parts = _cut(sentence, cuts)
    if not all(_says_something(sentence[first:last]) for first, last in parts):
        parts = [(0, len(sentence))]
    for first, last in (each for part in parts for each in _at_and(sentence, *part)):
        text = sentence[first:last]
        begin = first + len(text) - len(text.lstrip())
        yield Statement(text.strip(), start + begin, start + first + len(text.rstrip()))


def _at_and(sentence: str, first: int, last: int) -> list[tuple[int, int]]:
    """A part of a sentence parted at the first "and" where both sides say something."""
    for match in _AND.finditer(sentence, first, last):
        before = sentence[first : match.start()]
        if not _is_quoted(sentence, match.start()) and _FINITE.search(before) and not _LEADS.search(before):
            return [(first, match.start()), *_at_and(sentence, match.end(), last)]
    return [(first, last)]


def _semicolons(sentence: str) -> list[int]:
    return [at for at, each in enumerate(sentence) if each == ";" and not _is_quoted(sentence, at)]


def _is_quoted(sentence: str, at: int) -> bool:
    """Whether a character stands between quotation marks."""
    before = sentence[:at]
    return before.count("\u201c") > before.count("\u201d") or before.count('"') % 2 == 1


def _cut(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return list(zip([0, *(end for _, end in cuts)], [*(begin for begin, _ in cuts), len(text)], strict=True))


def _says_something(part: str) -> bool:
    return len(part.split()) >= FEWEST_WORDS and bool(_VERB.search(part))


def nothing_to_check(statement: str) -> str:
    """Why there is nothing in a statement to check; nothing where there is."""
    text = statement.strip()
    words = re.findall(r"\w+", text)
    if not any(character.isalpha() for character in text):
        return "It has no words."
    if is_foreign(text):
        return "It is not in English, as all documents are."
    if text.endswith("?"):
        return "It is a question."
    if _OPINION.search(text):
        return "It is a view or a request, not a finding."
    if len(words) < FEWEST_WORDS or (not text.endswith((".", "!", "\u201d", '"')) and not _VERB.search(text)):
        return "It is a heading or too short to say anything."
    return ""
