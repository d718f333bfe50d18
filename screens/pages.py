"""The pages of documents as pictures: drawn by a process of its own, at the first need, and kept for a while."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from corpus import Corpus, Document, Paragraph
from corpus.pictures import Drawing, Picture, draw
from corpus.places import Look, Sheet, look
from corpus.workers import Limits, Workers

KEPT = 50  # pictures and sheets: what a few readers leaf through, some 20 MB
# A page of a letter takes 0.1 s; a scanned map, seconds. Memory is address space: 60 MB of picture, twice, and Python.
LIMITS = Limits(seconds=20, bytes=1024**3)


class Pages:
    """Pictures of pages, and the places on them. Safe to share between threads; close it at the end."""

    def __init__(self, corpus: Corpus, workers: Workers | None = None) -> None:
        self._corpus = corpus
        self._workers = workers or Workers(1, LIMITS)
        self._drawn = lru_cache(KEPT)(lambda drawing: self._workers.call(draw, drawing))
        self._looked = lru_cache(KEPT)(lambda wanted: self._workers.call(look, wanted))

    def close(self) -> None:
        """End the process that draws."""
        self._workers.close()

    def original(self, document: Document) -> Path | None:
        """The document's file, if it is kept and has pages."""
        path = self._corpus.original(document.id)
        return path if path and path.suffix.lower() == ".pdf" else None

    def picture(self, document: Document, page: int, scale: float) -> Picture | None:
        """A page's picture, pixels a point; None when its document has none.

        Raises `UnreadableFile` when it cannot be drawn, `UnusableInput` when there is no such page.
        """
        path = self.original(document)
        return self._drawn(Drawing(path, page, scale)) if path else None

    def sheet(self, document: Document, paragraph: Paragraph, quotes: Sequence[str], page: int | None) -> Sheet | None:
        """A page of the document (else the one where the quoted words or the paragraph begin), and the lines quoted.

        None when there is nothing to show; raises as `picture` does.
        """
        path = self.original(document)
        if path is None or not paragraph.areas:
            return None
        return self._looked(Look(path, page, paragraph.areas, tuple(quotes)))
