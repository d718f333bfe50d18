"""Our own index."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind
from evals.peers.text import Text

if TYPE_CHECKING:
    from index import Index


class Ours:
    """A corpus and its index, searched within the question's scope as the assistant does."""

    name = "ours"
    _index: "Index"

    def build(self, texts: Sequence[Text], folder: Path) -> None:
        from index import Index  # late: only this pipeline's process shall load it

        corpus = Corpus(folder)
        for text in texts:
            corpus.put(*(text.read or _as_read(text)))
        self._index = Index(corpus)
        self._index.sync()

    def search(self, question: str, limit: int) -> list[frozenset[str]]:
        from index import Scope

        hits = self._index.search(Scope.of(question, self._index.corpus), limit)
        return [frozenset({hit.chunk.paragraph}) for hit in hits]


def _as_read(text: Text) -> tuple[Document, tuple[Paragraph, ...]]:
    """A document whose paragraphs are all body; their ids are as in the text."""
    sha256 = hashlib.sha256(text.document.encode()).hexdigest()
    document = Document(
        text.document,
        text.title,
        DocumentKind.JOINT_INSPECTION,
        f"{text.document}.txt",
        sha256,
        forces=text.forces,
        date=text.date,
        published=text.date,
    )
    paragraphs = (
        Paragraph(text.document, position, ParagraphKind.BODY, words, serial=int(id.rpartition("#")[2]))
        for position, (id, words) in enumerate(text.paragraphs, 1)
    )
    return document, tuple(paragraphs)
