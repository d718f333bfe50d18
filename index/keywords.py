"""The words of a chunk and of a question for a full-text search that is not SQLite's: stems, and pairs of them.

Search servers rank by BM25 over single words. The thesaurus's expressions ("out of court disposal") are therefore words
there, too: each two content words that follow each other, joined. With stems of our own making, all engines and the rest
of the ranking have the same notion of a word.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.terms import WORD, Term, is_stop_word, stem

_JOINT = "xx"  # letters: servers' tokenizers part words at all else


def keywords_of(text: str) -> list[str]:
    """The stems of a text's content words in their order, then each neighbouring two joined."""
    stems = content_stems(text)
    return [*stems, *_pairs(stems)]


def keywords_asked(terms: Sequence[Term]) -> list[str]:
    """What is searched for: the content words of the terms each by itself, their alternatives as expressions."""
    return list(dict.fromkeys(keyword for term in terms for keyword in _asked(term)))


def content_stems(text: str) -> list[str]:
    """The stems of a text's content words, accents left out."""
    return [stem(word[0]) for word in WORD.finditer(_plain(text)) if not is_stop_word(word[0])]


def all_stems(text: str) -> list[str]:
    """The stems of all its words, stop words among them: expressions have them, too."""
    return [stem(word[0]) for word in WORD.finditer(_plain(text))]


def _plain(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def _asked(term: Term) -> Iterator[str]:
    yield from content_stems(term.text)
    for alternative in term.alternatives:
        stems = content_stems(alternative)
        yield from _pairs(stems) if len(stems) > 1 else stems


def _pairs(stems: Iterable[str]) -> list[str]:
    return [f"{first}{_JOINT}{second}" for first, second in pairwise(stems)]
