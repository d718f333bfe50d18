"""What every pipeline is given, and what it is asked for."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus import Document, Paragraph

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Text:
    """A document as any pipeline can take it; `paragraphs` are pairs of id and text, in reading order.

    `read` is what our own reader made of it (headings, kinds, dates); None for a text that is in no file it reads.
    """

    document: str
    forces: tuple[str, ...]
    title: str
    paragraphs: tuple[tuple[str, str], ...]
    date: dt.date | None = None
    read: tuple[Document, tuple[Paragraph, ...]] | None = None

    @property
    def whole(self) -> str:
        """All of it, with a blank line between paragraphs."""
        return _BETWEEN.join(text for _, text in self.paragraphs)


class Pipeline(Protocol):
    """A way to search texts."""

    name: str

    def build(self, texts: Sequence[Text], folder: Path) -> None:
        """Make the texts searchable, and keep in the folder what is kept."""

    def search(self, question: str, limit: int) -> list[frozenset[str]]:
        """For each hit, best first, the ids of the paragraphs that it holds (see `Places`)."""


class Places:
    """Where the paragraphs of each text stand in its whole."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._spans = {text.document: tuple(_spans(text)) for text in texts}

    def held(self, document: str, start: int, end: int) -> frozenset[str]:
        """The paragraphs that these characters of a document hold at least half of, or lie wholly within."""
        return frozenset(
            id
            for id, first, last in self._spans[document]
            if (first <= start and end <= last) or 2 * (min(end, last) - max(start, first)) >= last - first
        )


def _spans(text: Text) -> Iterable[tuple[str, int, int]]:
    start = 0
    for id, words in text.paragraphs:
        yield id, start, start + len(words)
        start += len(words) + len(_BETWEEN)
