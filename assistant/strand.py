"""The words of a document as one strand, in which any quote is looked for without delay.

A strand holds the letters and digits of the paragraphs alone, in small letters, one paragraph after the other: page
breaks, list marks and hyphens do not part what follows on. Where a quote is in the strand it may stand; whether it
does is for `quotes.find_quote` to say, on the paragraphs themselves.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

from corpus import Corpus, Paragraph, ParagraphKind

# These stand between the lines of the text: what follows on from one paragraph to the next goes round them.
_ASIDE = frozenset({ParagraphKind.FOOTNOTE, ParagraphKind.CAPTION})
_MOST_WINDOWS = 20  # of one document: what stands there more often is no quote that anybody looks up
_NO_LETTERS = re.compile(r"[\W_]+")


def key(text: str) -> str:
    """The letters and digits of a text. Equal texts have equal keys, joined texts joined ones."""
    return _NO_LETTERS.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class Strand:
    """A document's letters, and where in them each paragraph (by id) starts. Each aside stands by itself at the end."""

    document: str
    letters: str
    ids: tuple[str, ...]
    starts: tuple[int, ...]

    def windows(self, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The first and last paragraph of each place that has these keys in order, with no paragraph left out."""
        at, found = self.letters.find(keys[0]), 0
        while at >= 0 and found < _MOST_WINDOWS:
            touched = self._touched(keys, at)
            if not touched:
                return
            if all(behind - before <= 1 for before, behind in pairwise(touched)):
                yield touched[0], touched[-1]
            at, found = self.letters.find(keys[0], at + 1), found + 1

    def votes(self, keys: Iterable[str]) -> Counter[int]:
        """How many of these keys begin in each paragraph."""
        votes: Counter[int] = Counter()
        for each in keys:
            at, held = self.letters.find(each), set[int]()
            while at >= 0 and len(held) < _MOST_WINDOWS:
                held.add(self.paragraph_at(at))
                at = self.letters.find(each, at + len(each))
            votes.update(held)
        return votes

    def paragraph_at(self, place: int) -> int:
        """Which paragraph a place in the letters is of."""
        return bisect_right(self.starts, place) - 1

    def _touched(self, keys: Sequence[str], at: int) -> list[int]:
        """The paragraphs that the keys run through, each found behind the one before; none when one is missing."""
        touched: list[int] = []
        for each in keys:
            at = self.letters.find(each, at)
            if at < 0:
                return []
            touched += range(self.paragraph_at(at), self.paragraph_at(at + len(each) - 1) + 1)
            at += len(each)
        return touched


def strand_of(document: str, paragraphs: Collection[Paragraph]) -> Strand:
    """A document's paragraphs as a strand."""
    ids, starts, parts, length = [], [], [], 0
    for paragraph in sorted(paragraphs, key=lambda each: (each.kind in _ASIDE, each.position)):
        letters = ("\n" if paragraph.kind in _ASIDE else "") + key(paragraph.text)
        ids.append(paragraph.id)
        starts.append(length)
        parts.append(letters)
        length += len(letters)
    return Strand(document, "".join(parts), tuple(ids), tuple(starts))


class Strands:
    """The strands of a corpus, each made once for what the document holds. Safe to share between threads."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._stamp = ""
        self._held: dict[str, tuple[str, Strand]] = {}
        self._revisions: dict[str, str] = {}
        self._lock = Lock()

    def of(self, documents: Iterable[str]) -> list[Strand]:
        """The strands of these documents, in that order; unknown ones are left out."""
        with self._lock:
            self._follow()
            return [self._strand(each) for each in documents if each in self._revisions]

    def _follow(self) -> None:
        if (stamp := self._corpus.stamp()) != self._stamp:
            self._revisions = self._corpus.revisions()
            self._held = {id: held for id, held in self._held.items() if self._revisions.get(id) == held[0]}
            self._stamp = stamp

    def _strand(self, document: str) -> Strand:
        if document not in self._held:
            made = strand_of(document, self._corpus.paragraphs(document))
            self._held[document] = self._revisions[document], made
        return self._held[document][1]
