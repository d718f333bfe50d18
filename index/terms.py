"""What a question asks for, word by word: its content words, and the domain's other words for the same thing."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

Stems = tuple[str, ...]
WORD = re.compile(r"[A-Za-z0-9]+(?:['\u2019][a-z]{1,2}\b)?")
_LATER = re.compile(r"(.*[aeiouy][^aeiou].*)(bli|logi)")  # "visibly", "technology": Porter's rules of 1980 leave these
MAX_EXPRESSION = 5  # words in the longest expression of the thesaurus
STOP_WORDS = frozenset(
    word
    for line in Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word or expression of a question.

    `start` and `end` are its characters in the question; `alternatives` the thesaurus's other expressions.
    """

    text: str
    start: int
    end: int
    alternatives: tuple[str, ...] = ()
    preferred: str | None = None

    @property
    def stems(self) -> Stems:
        """Its words' stems."""
        return stems_of(self.text)


def terms_of(question: str) -> tuple[Term, ...]:
    """The terms of a question in order; the longest expression the thesaurus knows wins."""
    words = list(WORD.finditer(question))
    stems = tuple(stem(word[0]) for word in words)
    terms, at = [], 0
    while at < len(words):
        length = _longest_expression(stems, at)
        if length or not is_stop_word(words[at][0]):
            terms.append(_term(question, words[at : at + (length or 1)]))
        at += length or 1
    return tuple(terms)


def is_stop_word(word: str) -> bool:
    """Whether a word carries no topic."""
    return word.lower().split("'")[0].split("\u2019")[0] in STOP_WORDS


@lru_cache(maxsize=20_000)
def stems_of(text: str) -> Stems:
    """The stems of all words of a text, stop words among them."""
    return tuple(stem(word[0]) for word in WORD.finditer(text))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Porter's stem (1980, with his two later changes) of a word, the same that SQLite's `porter` tokenizer makes."""
    whole = re.split("['\u2019]", word.lower())[0]
    if len(whole) < 3:
        return whole
    porter = snowballstemmer.stemmer("porter")  # one for each word: it cannot be shared between threads
    found = str(porter.stemWord(whole))
    if later := _LATER.fullmatch(found):
        return str(porter.stemWord(later[1] + ("ble" if later[2] == "bli" else "log")))
    return found


def in_the_domains_words(question: str, terms: tuple[Term, ...]) -> str:
    """The question with lay expressions replaced by the thesaurus's preferred ones."""
    for term in reversed(terms):
        if term.preferred:
            question = question[: term.start] + term.preferred + question[term.end :]
    return question


def _term(question: str, words: list[re.Match[str]]) -> Term:
    start, end = words[0].start(), words[-1].end()
    own = stems_of(question[start:end])
    groups = thesaurus().get(own, ())
    others = dict.fromkeys(other for group in groups for other in group if stems_of(other) != own)
    is_lay = bool(groups) and all(stems_of(group[0]) != own for group in groups)
    return Term(question[start:end], start, end, tuple(others), groups[0][0] if is_lay else None)


def _longest_expression(stems: Stems, at: int) -> int:
    for length in range(min(MAX_EXPRESSION, len(stems) - at), 0, -1):
        if stems[at : at + length] in thesaurus():
            return length
    return 0


@cache
def thesaurus() -> dict[Stems, tuple[tuple[str, ...], ...]]:
    """The groups each expression stands in, by its stems; a group's first expression is the domain's own."""
    found: dict[Stems, tuple[tuple[str, ...], ...]] = {}
    for line in Path(__file__).with_name("thesaurus.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        group = tuple(expression.strip() for expression in line.split("|"))
        for expression in dict.fromkeys(map(stems_of, group)):
            found[expression] = (*found.get(expression, ()), group)
    return found
