"""What the words of a question tell: a topic ("burglary"), or only an aspect of one ("Are staff trained?")."""

import re
from collections import defaultdict
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from index import Term, is_stop_word, stem, terms_of

Words = tuple[str, ...]
ALIKE = 0.85  # of a word to the listed one it is a misspelling of: difflib's ratio, about one letter in seven
LONG = 6  # letters of a word that may be misspelt; shorter ones are too near to others
_YEAR = re.compile(r"(?:19|20)\d\d")


class Tells(StrEnum):
    """What a word tells; the first two are the sections of `aspects.txt`, `KNOWN` is a topic of the thesaurus."""

    NOTHING = "nothing"
    ASPECT = "aspect"
    TOPIC = "topic"
    KNOWN = "known"


def words_of(text: str) -> dict[str, Tells]:
    """The content words of a text in order, and what each tells."""
    return {word: what for term in terms_of(text) for word, what in _words_in(term).items()}


def telling(words: dict[str, Tells], *what: Tells) -> Words:
    """The words that tell such things."""
    return tuple(word for word, tells in words.items() if tells in what)


def _words_in(term: Term) -> dict[str, Tells]:
    """A lay expression tells what the domain's own for it does: "the queue" is a backlog, an aspect."""
    own = words_of(term.preferred).values() if term.preferred else ()
    if own and not {Tells.TOPIC, Tells.KNOWN} & set(own):
        return dict.fromkeys(term.text.split(), Tells.ASPECT if Tells.ASPECT in own else Tells.NOTHING)
    return {word: _told_by(word.lower(), bool(term.alternatives)) for word in term.text.split()}


@lru_cache(maxsize=20_000)
def _told_by(word: str, is_known: bool) -> Tells:
    if is_stop_word(word) or _YEAR.fullmatch(word):
        return Tells.NOTHING
    if what := _listed().get(stem(word)):
        return what
    alike = [] if is_known or len(word) < LONG else get_close_matches(word, _by_letter()[word[0]], n=1, cutoff=ALIKE)
    return _listed()[stem(alike[0])] if alike else Tells.KNOWN if is_known else Tells.TOPIC


@cache
def _by_letter() -> dict[str, list[str]]:
    """The words listed, by their first letter."""
    words: dict[str, list[str]] = defaultdict(list)
    for word in (word for section in _sections().values() for word in section):
        words[word[0]].append(word)
    return words


@cache
def _listed() -> dict[str, Tells]:
    """What each word listed tells, by its stem."""
    return {stem(word): what for what, words in reversed(_sections().items()) for word in words}


@cache
def _sections() -> dict[Tells, list[str]]:
    sections: dict[Tells, list[str]] = {}
    for line in Path(__file__).with_name("aspects.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(Tells(line.strip("[] ")), [])
        elif line.strip() and not line.startswith("#"):
            section += line.split()
    return sections
