"""Bring the index in step with the corpus: what is stored, in which order, so that a crash at any moment is mended."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import Corpus, ParagraphKind, UnusableFolder
from index.chunk import CHUNKING, Chunk, cut
from index.database import Database
from index.embed import Encoder
from index.entry import Packed, pack
from index.record import Held, Record, part_of
from index.vectors import Vectors
from index.words import Words

ENCODED_AT_ONCE = 512  # chunks; the token vectors of a long report as 32-bit numbers would take 300 MB
LAYOUT = "3"  # of the index folder; raise it when an older index cannot be read
_NOT_SEARCHED = (ParagraphKind.HEADING, ParagraphKind.CAPTION)  # a heading finds its paragraphs; a caption nothing


@dataclass(frozen=True, slots=True)
class Synced:
    """What mending the index took: documents added and removed, and whether it was built anew."""

    added: int
    removed: int
    rebuilt: bool


@dataclass(frozen=True, slots=True)
class _Work:
    """A document to be indexed, with its chunks."""

    document: str
    held: Held
    chunks: tuple[Chunk, ...]


class Stores:
    """The two stores of an index folder, and its record."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "words.sqlite")
        self.record = Record(self.database)
        self.words = Words(self.database)
        self.vectors = Vectors(folder / "chroma")
        self.seen = self.database.stamp()

    def are_sound(self, identity: str) -> bool:
        """Whether they were built with that, and hold as many vectors as words."""
        return self.record.built_with() == identity and len(self.words) == len(self.vectors)


def identity(encoder: Encoder) -> str:
    """What an index is built with: another one cannot go on with it."""
    return f"{encoder.name} | chunks {CHUNKING} | layout {LAYOUT}"


def is_current(corpus: Corpus, encoder: Encoder, stores: Stores) -> bool:
    """Whether the index holds just what the corpus holds; told by the corpus's stamp where that is enough."""
    stamp = corpus.stamp()
    try:
        if not stores.are_sound(identity(encoder)) or stores.record.unfinished():
            return False
        return stores.record.in_step_with() == stamp or stores.record.documents() == _wanted(corpus)
    except UnusableFolder:  # to be mended; but a corpus that cannot be used is a fault
        _wanted(corpus)
        return False


def bring_in_step(corpus: Corpus, encoder: Encoder, stores: Stores) -> Synced:
    """Add and remove the difference between index and corpus; build anew what was built with something else."""
    stamp = corpus.stamp()  # what changes from here on is left to the next time
    _remove_halves(stores)
    rebuilt = not stores.are_sound(identity(encoder))
    if rebuilt:
        if len(stores.vectors):  # a new store may already be searched, which Chroma cannot while it clears
            stores.vectors.clear()
        stores.words.clear()
        stores.record.start(identity(encoder))
    held, wanted = stores.record.documents(), _wanted(corpus)
    stale = {id: was.part for id, was in held.items() if wanted.get(id) != was}
    if stale:
        _remove(stores, stale)
    missing = sorted(
        (id for id, now in wanted.items() if held.get(id) != now), key=lambda each: (wanted[each].part, each)
    )
    for works in _batches(_Work(id, wanted[id], tuple(_chunks(corpus, encoder, id))) for id in missing):
        _add(encoder, stores, works)
    stores.record.is_in_step_with(stamp)
    return Synced(len(missing), len([id for id in stale if id not in wanted]), rebuilt)


def _wanted(corpus: Corpus) -> dict[str, Held]:
    revisions = corpus.revisions()
    return {each.id: Held(revisions[each.id], part_of(each)) for each in corpus.documents() if each.id in revisions}


def _remove_halves(stores: Stores) -> None:
    """What a kill left in the vectors of documents that were not finished, and their words, where these are there."""
    unfinished = stores.record.unfinished()
    if not unfinished:
        return
    for document, part in unfinished:
        stores.vectors.remove(part, [document])
    held = stores.record.documents()  # their words are there, their vectors may not be: to be added again
    stores.words.remove({id: held[id].part for id, _ in unfinished if id in held})
    stores.record.forget_unfinished()


def _remove(stores: Stores, documents: dict[str, str]) -> None:
    """Vectors first, words last: what the words no longer record is wholly gone. `documents` with their parts."""
    stores.record.begin(documents.items())
    for part in dict.fromkeys(documents.values()):
        stores.vectors.remove(part, [id for id, other in documents.items() if other == part])
    stores.words.remove(documents)


def _chunks(corpus: Corpus, encoder: Encoder, document: str) -> Iterator[Chunk]:
    room = encoder.max_tokens - 2  # the model's own two marks
    for paragraph in corpus.paragraphs(document):
        if paragraph.kind not in _NOT_SEARCHED:
            yield from cut(paragraph, encoder.count_tokens, room)


def _batches(works: Iterable[_Work]) -> Iterator[list[_Work]]:
    """Documents together until they are worth a commit; a long one may be more."""
    batch: list[_Work] = []
    for work in works:
        batch.append(work)
        if sum(len(each.chunks) for each in batch) >= ENCODED_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _add(encoder: Encoder, stores: Stores, works: Sequence[_Work]) -> None:
    """Vectors first, words last: what the words record is complete."""
    stores.record.begin((work.document, work.held.part) for work in works)
    rows = [row for work in works for row in _encoded(encoder, stores, work)]
    stores.words.add({work.document: work.held for work in works}, rows)


def _encoded(encoder: Encoder, stores: Stores, work: _Work) -> Iterator[tuple[Chunk, Packed]]:
    """A document's chunks with their token vectors; their vectors are stored on the way."""
    for first in range(0, len(work.chunks), ENCODED_AT_ONCE):
        some = work.chunks[first : first + ENCODED_AT_ONCE]
        encodings = encoder.encode([chunk.context + chunk.text for chunk in some])
        stores.vectors.add(work.held.part, some, np.stack([encoding.vector for encoding in encodings]))
        yield from ((chunk, pack(chunk, encoding)) for chunk, encoding in zip(some, encodings, strict=True))
