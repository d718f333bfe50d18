"""A statement as words that can be compared: with stems, clauses, and what the loaded words among them do."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from index import is_stop_word, stem

_TOKEN = re.compile(
    r"n['\u2019]t\b|[A-Za-z0-9]+?(?=n['\u2019]t\b)|[A-Za-z0-9]+(?:['\u2019][a-z]{1,2}\b)?|[;:,()\u2013\u2014.!?]"
)
_NEW_CLAUSE = frozenset("but although though however while whereas because which who despite unless yet".split())
_MARKS = frozenset(";:,()\u2013\u2014.!?")
_LONGEST = 5  # words of an expression in words.txt


class Loaded(StrEnum):
    """What a word does to a statement: turns it, bounds it, or says how sure it is."""

    NEGATION = "negation"
    LACKING = "lacking"  # a negation in the word itself
    AGAINST = "against"  # what may stand for a negation in other words
    ALL = "all"
    MOST = "most"
    MANY = "many"
    SOME = "some"
    FEW = "few"
    ONLY = "only"
    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    PLAN = "plan"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, its place among them, and the clause it stands in."""

    text: str
    at: int
    clause: int

    @property
    def lower(self) -> str:
        """It in lower case with straight apostrophes."""
        return self.text.lower().replace("\u2019", "'")

    @property
    def stem(self) -> str:
        """Its stem."""
        return stem(self.text)

    @property
    def is_content(self) -> bool:
        """Whether it says what the statement is about: no function word, and nothing that only turns or bounds."""
        return not is_stop_word(self.text) and self.lower not in _turning()


@dataclass(frozen=True, slots=True)
class Cue:
    """A loaded word or expression: what it does, and its first and last word."""

    does: frozenset[Loaded]
    first: int
    last: int
    clause: int
    text: str


@lru_cache(maxsize=2_000)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text. A clause ends at a mark and begins with words like "but" and "which"."""
    words: list[Word] = []
    clause = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in _MARKS:
            clause += 1
            continue
        clause += token.lower() in _NEW_CLAUSE
        words.append(Word(token, len(words), clause))
    return tuple(words)


@lru_cache(maxsize=2_000)
def cues_of(text: str) -> tuple[Cue, ...]:
    """The loaded expressions of a text, the longest at each place."""
    return tuple(_cues(words_of(text)))


def _cues(words: Sequence[Word]) -> Iterator[Cue]:
    at = 0
    while at < len(words):
        length = next((n for n in range(_LONGEST, 0, -1) if _expression(words[at : at + n]) in _loaded()), 0)
        if length:
            expression = _expression(words[at : at + length])
            yield Cue(_loaded()[expression], at, at + length - 1, words[at].clause, expression)
        at += length or 1


def _expression(words: Sequence[Word]) -> str:
    return " ".join(word.lower for word in words)


def content(words: Sequence[Word]) -> list[Word]:
    """Those of the words that say what a statement is about."""
    return [word for word in words if word.is_content]


def does_any(cue: Cue, wanted: Collection[Loaded]) -> bool:
    """Whether a cue does one of these."""
    return not cue.does.isdisjoint(wanted)


@cache
def _loaded() -> dict[str, frozenset[Loaded]]:
    """What each expression of words.txt does."""
    found: dict[str, frozenset[Loaded]] = {}
    does = Loaded.NEGATION
    for line in _lines("words.txt"):
        if line.startswith("["):
            does = Loaded(line.strip("[]"))
            continue
        for expression in filter(None, map(str.strip, line.split("|"))):
            key = _expression(words_of(expression))
            negates = {Loaded.NEGATION} if key.startswith("not ") else set()
            found[key] = found.get(key, frozenset()) | {does} | negates
    return found


@cache
def _turning() -> frozenset[str]:
    """Single words that only turn or bound a statement. Words of [lacking] say something by themselves."""
    pure = set(Loaded) - {Loaded.LACKING, Loaded.AGAINST, Loaded.PLAN, Loaded.SHOULD, Loaded.MUST, Loaded.MAY}
    return frozenset(text for text, does in _loaded().items() if " " not in text and does & pure)


@cache
def opposites(in_place: bool = False) -> dict[str, frozenset[str]]:
    """By stem, the stems that say the opposite; `in_place`, those as well that do so only in the other's place."""
    found: dict[str, set[str]] = {}
    for one, other in _oppositions(in_place):
        for mine, theirs in ((one, other), (other, one)):
            for each in mine - theirs:
                found.setdefault(each, set()).update(theirs - mine)
    return {each: frozenset(others) for each, others in found.items()}


@cache
def alike() -> dict[str, frozenset[str]]:
    """By stem, the stems on the same side of an opposition of judgements."""
    found: dict[str, set[str]] = {}
    for side in (side for sides in _oppositions(in_place=False) for side in sides):
        for each in side:
            found.setdefault(each, set()).update(side)
    return {each: frozenset(others) for each, others in found.items()}


def _oppositions(in_place: bool) -> Iterator[tuple[set[str], set[str]]]:
    for line in _lines("opposites.txt"):
        if line == "[in place]" and not in_place:
            return
        if not line.startswith("["):
            one, _, other = line.partition("|")
            yield {stem(word) for word in one.split()}, {stem(word) for word in other.split()}
    for line in _lines("antonyms.txt") if in_place else ():
        one, _, other = line.partition("|")
        yield from (({stem(one.strip())}, {stem(word)}) for word in other.split())


def _lines(name: str) -> Iterator[str]:
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
