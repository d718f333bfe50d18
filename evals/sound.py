"""Whether a corpus is in order: what is stored adds up, and nothing is left over."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from corpus import Corpus, Document, Paragraph

Held = tuple[Document, Sequence[Paragraph]]


def unsound(folder: Path, good: Held) -> tuple[str, ...]:
    """What is wrong with that data folder; `good` is a document that must be in it, as it was."""
    corpus = Corpus(folder)
    return (*_damage(folder), *_lost(corpus, good), *_documents(corpus), *_left_over(corpus))


def _damage(folder: Path) -> Iterator[str]:
    with closing(sqlite3.connect(folder / "corpus.sqlite")) as database:
        for check in ("integrity_check", "foreign_key_check"):
            yield from (str(row) for row in database.execute(f"PRAGMA {check}") if row != ("ok",))


def _lost(corpus: Corpus, good: Held) -> Iterator[str]:
    document, paragraphs = good
    if corpus.document(document.id) != document:
        yield f"{document.id} is gone or another"
    texts = [(each.id, each.text, each.heading) for each in corpus.paragraphs(document.id)]
    if texts != [(each.id, each.text, each.heading) for each in paragraphs]:
        yield f"the paragraphs of {document.id} are others"


def _documents(corpus: Corpus) -> Iterator[str]:
    for document in corpus.documents():
        paragraphs = corpus.paragraphs(document.id)
        if not paragraphs or [each.position for each in paragraphs] != list(range(1, len(paragraphs) + 1)):
            yield f"{document.id} has {len(paragraphs)} paragraphs, whose positions do not add up"
        original = corpus.original(document.id)
        if original is None or hashlib.sha256(original.read_bytes()).hexdigest() != document.sha256:
            yield f"the original of {document.id} is not what it was"


def _left_over(corpus: Corpus) -> Iterator[str]:
    yield from (f"{each.file} is still to be added" for each in corpus.journal.pending())
    wanted = {corpus.original(document.id) for document in corpus.documents()}
    files = (path for path in corpus.originals.folder.rglob("*") if path.is_file())
    yield from (f"{path.name} belongs to no document" for path in files if path not in wanted)
