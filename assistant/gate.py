"""The quote gate: where a quote stands in the corpus, and what is wrong with it where it does not.

A quote is there in every word and digit, or it is not: a near miss is told as `altered`, with the difference, and
never passes as found. Search by meaning has no part in this, save to name what is nearest to words that are nowhere.
"""

import re
from collections.abc import Collection

from assistant.passages import Near, Passages, Place
from assistant.quoted import Quoted, QuoteStatus, altered, found, not_found, pieced, unusable
from assistant.quotes import MIN_WORDS, pieces, words_in
from corpus import Corpus
from index import Index, Scope

__all__ = ["Gate", "Place", "QuoteStatus", "Quoted"]

# Shares of a quote's words that need no edit: a miss by a word or two; a miss that still shows what was meant.
CLOSE, LOOSE = 0.75, 0.5
FAR = 0.3  # below this words are alike by chance, and the nearest passage is rather looked for by its meaning
LONG_RUN = 8  # words in a row taken over: a quote with an end of its own, however long
MOST_WORDS = 800  # of a quote that is compared with what it comes near to; a quotation mark may be left open by mistake
_SHORT = f"Fewer than {MIN_WORDS} words in a row are too few to prove anything."
_LONG = f"It does not stand there word for word; at over {MOST_WORDS} words it is too long to show where."
_OUTER = re.compile(r"\s*+[\"'\u2018\u201c\u201e\u00ab](.*)[\"'\u2019\u201d\u00bb]\s*", re.DOTALL)


class Gate:
    """Checks quotes against the documents of a corpus. Safe to share between threads."""

    def __init__(self, corpus: Corpus, index: Index) -> None:
        self._passages = Passages(corpus)
        self._index = index

    def check(
        self,
        quote: str,
        *,
        document: str | None = None,
        paragraph: str | None = None,
        documents: Collection[str],
    ) -> Quoted:
        """What became of a quote, said to be from this document or paragraph (ids), if either is known.

        `documents`: those that may be searched, the one named among them.
        """
        quote = _bare(quote)
        counts = [words_in(piece) for piece in pieces(quote)]
        if not any(counts):
            return unusable("There are no words to look for.")
        named = document or (paragraph.rpartition("#")[0] if paragraph else None)
        here = tuple(each for each in documents if named in (None, each))
        elsewhere = tuple(each for each in documents if each not in here)
        if standing := self._standing(quote, paragraph, here, elsewhere):
            return standing
        if max(counts) < MIN_WORDS or sum(counts) > MOST_WORDS:
            return unusable(_SHORT if max(counts) < MIN_WORDS else _LONG)
        near = self._near(quote, here, elsewhere)
        bare = self._passages.without_numbers(quote, near) if near else quote
        if bare != quote and (standing := self._standing(bare, paragraph, here, elsewhere)):
            return standing
        missing = self._missing(quote, near, (*here, *elsewhere))
        is_whole = not any(each.is_in_words for each in missing.difference)
        return unusable(_SHORT) if min(counts) < MIN_WORDS and missing.difference and is_whole else missing

    def _standing(
        self, quote: str, paragraph: str | None, here: tuple[str, ...], elsewhere: tuple[str, ...]
    ) -> Quoted | None:
        """A quote that stands somewhere, word for word."""
        find = self._passages.find
        if places := find(quote, here, paragraph):
            return found(QuoteStatus.EXACT, places)
        if paragraph and (places := find(quote, here)):
            return found(QuoteStatus.OTHER_PARAGRAPH, places)
        places = find(quote, elsewhere)
        return found(QuoteStatus.OTHER_DOCUMENT, places) if places else None

    def _missing(self, quote: str, near: Near | None, documents: tuple[str, ...]) -> Quoted:
        """A quote that stands nowhere as it is."""
        if places := self._passages.pieced(quote, documents):
            return pieced(places)
        if near and near.share >= CLOSE:
            return altered(near)
        if places := self._passages.glued(quote, documents):
            return pieced(places)
        if near and (near.share >= LOOSE or near.run >= LONG_RUN):
            return altered(near)
        is_some_way_off = near is not None and near.share >= FAR
        return not_found(near if is_some_way_off else self._nearest_in_meaning(quote, documents) or near)

    def _near(self, quote: str, here: tuple[str, ...], elsewhere: tuple[str, ...]) -> Near | None:
        """What a quote comes near to, elsewhere only when that is nearer than anything in the document named."""
        near = self._passages.near(quote, here)
        if near and near.share >= CLOSE:
            return near
        other = self._passages.near(quote, elsewhere)
        return max((each for each in (near, other) if each), key=lambda each: each.share, default=None)

    def _nearest_in_meaning(self, quote: str, documents: tuple[str, ...]) -> Near | None:
        hits = self._index.search(Scope(quote, documents=documents), limit=1)
        return self._passages.beside(quote, [hits[0].chunk.paragraph]) if hits else None


def _bare(quote: str) -> str:
    """A quote without the quotation marks around it, and without halves of characters, which no model can read."""
    whole = quote.encode("utf-8", "replace").decode("utf-8")
    outer = _OUTER.fullmatch(whole)
    return outer[1] if outer else whole
