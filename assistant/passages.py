"""The passages of the corpus that a quote is from, or comes near to."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.difference import Aligned, Change, Changed, align
from assistant.printed import without_printed_numbers
from assistant.quotes import find_quote, pieces
from assistant.strand import Strand, Strands, key
from corpus import Corpus, Document, Paragraph, sentence_spans

RUN = 4  # words in a row that are taken over from somewhere, not alike by chance
_MOST_RUNS = 3  # that a quote may be glued together from; more are its writer's own words
_GRAM = 3  # words in a row by which near passages are found …
_FEW_WORDS = 8  # of a quote with fewer, two in a row: one that differs spoils three of its runs
_LEAST_LETTERS = 9  # … that have so many letters between them: "of the" is everywhere
_MOST_GRAMS, _FEW_GRAMS = 80, 12  # that are looked for in likely documents, and in all of them
_DOCUMENTS = 8  # likely ones
_CANDIDATES = 6  # paragraphs that a quote is laid beside


@dataclass(frozen=True, slots=True)
class Place:
    """Where words of a quote stand: spans of characters in a paragraph's text."""

    paragraph: Paragraph
    document: Document
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """The passages nearest to a quote's pieces, the difference, and the share of its words that need no edit."""

    places: tuple[Place, ...]
    changes: tuple[Change, ...]
    share: float
    run: int


class Passages:
    """Finds words in the documents of a corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._strands = Strands(corpus)

    def find(self, quote: str, documents: Iterable[str], paragraph: str | None = None) -> tuple[Place, ...]:
        """Where a quote stands, word for word, in the first of these documents that has it; there in that paragraph.

        A quote may run on from one paragraph into the next: then it has several places.
        """
        keys = [each for each in map(key, pieces(quote)) if each]
        for strand in self._strands.of(documents) if keys else ():
            for first, last in strand.windows(keys):
                ids = strand.ids[first : last + 1]
                if (paragraph is None or paragraph in ids) and (places := self._places(quote, ids)):
                    return places
        return ()

    def without_numbers(self, quote: str, near: Near) -> str:
        """A quote without the numbers of paragraphs and notes that are printed where it is from."""
        return without_printed_numbers(quote, self._corpus.paragraphs(near.places[0].document.id))

    def pieced(self, quote: str, documents: Sequence[str]) -> tuple[Place, ...]:
        """Where the pieces or else the sentences of a quote stand, all of them, each by itself."""
        parts = pieces(quote)
        sentences = [part[start:end] for part in parts for start, end in sentence_spans(part)]
        return self._each(parts, documents) or self._each(sentences, documents)

    def glued(self, quote: str, documents: Sequence[str]) -> tuple[Place, ...]:
        """Where the runs of words stand that a quote is put together from without saying so."""
        return self._each(_runs(" ".join(pieces(quote)), self._strands.of(documents)), documents)

    def near(self, quote: str, documents: Sequence[str]) -> Near | None:
        """The passages nearest to each piece of a quote; None when one of them comes near to nothing."""
        found = [self._nearest(piece, documents) for piece in pieces(quote)]
        return _together([each for each in found if each]) if all(found) else None

    def beside(self, quote: str, ids: Sequence[str]) -> Near | None:
        """A quote laid beside these paragraphs, whatever they say."""
        aligned = self._aligned(quote, ids)
        return _together([aligned]) if aligned else None

    def _each(self, parts: Sequence[str], documents: Sequence[str]) -> tuple[Place, ...]:
        """Where all the parts stand, in one document if one has them all."""
        if len(parts) < 2:
            return ()
        keys = [key(part) for part in parts]
        whole = [each.document for each in self._strands.of(documents) if all(part in each.letters for part in keys)]
        found = [self.find(part, [*whole, *documents]) for part in parts]
        return tuple(place for places in found for place in places) if all(found) else ()

    def _places(self, quote: str, ids: Sequence[str]) -> tuple[Place, ...]:
        text, paragraphs = self._joined(ids)
        return self._at(paragraphs, find_quote(quote, text, as_writers_do=True))

    def _joined(self, ids: Sequence[str]) -> tuple[str, list[Paragraph]]:
        held = self._corpus.get(ids)
        paragraphs = [held[id] for id in ids if id in held]
        return "\n".join(paragraph.text for paragraph in paragraphs), paragraphs

    def _at(self, paragraphs: Iterable[Paragraph], spans: Sequence[tuple[int, int]]) -> tuple[Place, ...]:
        """Spans of the paragraphs' joined text as places in each of them."""
        places, offset = [], 0
        for each in paragraphs:
            end = len(each.text)
            own = [(max(start - offset, 0), min(stop - offset, end)) for start, stop in spans]
            document = self._corpus.document(each.document)
            if document and (within := tuple(span for span in own if span[0] < span[1])):
                places.append(Place(each, document, within))
            offset += end + 1
        return tuple(places)

    def _nearest(self, piece: str, documents: Sequence[str]) -> "_Beside | None":
        beside = (self._aligned(piece, ids) for ids in _candidates(piece, self._strands.of(documents)))
        return max(filter(None, beside), key=lambda each: each.aligned.share, default=None)

    def _aligned(self, piece: str, ids: Sequence[str]) -> "_Beside | None":
        text, paragraphs = self._joined(ids)
        aligned = align(piece, text)
        return _Beside(aligned, self._at(paragraphs, [(aligned.start, aligned.end)])) if aligned else None


@dataclass(frozen=True, slots=True)
class _Beside:
    """A piece of a quote beside a passage."""

    aligned: Aligned
    places: tuple[Place, ...]


def _together(found: Sequence[_Beside]) -> Near:
    changes: list[Change] = []
    for each in found:
        changes += [Change(Changed.SAME, "…", "…")] * bool(changes) + list(each.aligned.changes)
    words = sum(each.aligned.words for each in found)
    edits = sum(each.aligned.edits for each in found)
    places = tuple(place for each in found for place in each.places)
    return Near(places, tuple(changes), 1 - edits / words, max(each.aligned.run for each in found))


def _candidates(piece: str, strands: Sequence[Strand]) -> Iterator[Sequence[str]]:
    """The paragraphs that share most runs of words with a piece, each with the next if that shares some, too."""
    grams = _grams(piece)
    found = []
    for number, strand in enumerate(_likely(grams, strands)):
        votes = strand.votes(grams)
        found += [
            (votes[at] + votes[at + 1] / 2, -number, strand.ids[at : at + 1 + bool(votes[at + 1])]) for at in votes
        ]
    yield from (ids for _, _, ids in heapq.nlargest(_CANDIDATES, found))


def _grams(piece: str) -> list[str]:
    """Runs of words of a piece; of a very long one, some from all over it."""
    words = piece.split()
    size = _GRAM if len(words) >= _FEW_WORDS else _GRAM - 1
    grams = dict.fromkeys(key(" ".join(words[at : at + size])) for at in range(max(1, len(words) - size + 1)))
    long = [each for each in grams if len(each) >= _LEAST_LETTERS and size == _GRAM] or [each for each in grams if each]
    return long[:: 1 + len(long) // _MOST_GRAMS]


def _likely(grams: Sequence[str], strands: Sequence[Strand]) -> list[Strand]:
    """The documents that have most of the runs, going by a few of these from all over the piece."""
    if len(strands) <= _DOCUMENTS:
        return list(strands)
    few = grams[:: 1 + len(grams) // _FEW_GRAMS]
    shared = [sum(each in strand.letters for each in few) for strand in strands]
    best = heapq.nlargest(_DOCUMENTS, range(len(strands)), key=lambda at: (shared[at], -at))
    return [strands[at] for at in best if shared[at]]


def _runs(quote: str, strands: Sequence[Strand]) -> list[str]:
    """The longest runs of words that stand somewhere, one behind the other; none when words between them do not."""
    words, runs, at = quote.split(), list[str](), 0
    while at < len(words) and len(runs) < _MOST_RUNS:
        end, holding = at + RUN, strands
        while end <= len(words) and (left := _holding(words[at:end], holding)):
            end, holding = end + 1, left
        if end == at + RUN:
            return []
        runs.append(" ".join(words[at : end - 1]))
        at = end - 1
    return runs if at == len(words) else []


def _holding(words: Sequence[str], strands: Sequence[Strand]) -> list[Strand]:
    letters = key(" ".join(words))
    return [strand for strand in strands if letters in strand.letters]
