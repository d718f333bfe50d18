"""Bring the index in step with the corpus: what is stored, in which order, so that a crash at any moment is mended."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import Corpus, ParagraphKind, UnusableFolder
from index.chunk import CHUNKING, Chunk, cut
from index.database import Database
from index.embed import Encoder
from index.engine import open_engine
from index.entry import Packed, pack
from index.record import Held, Record, part_of
from index.server import Server

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
    """The chunks of an index folder and its record, and the engine that searches: in that folder, or on a server."""

    def __init__(self, folder: Path, server: Server | None = None) -> None:
        self.database = Database(folder / "words.sqlite")
        self.record = Record(self.database)
        self.chunks, self.engine = open_engine(self.database, folder, server)
        self._address = f" | {server.address}" if server else ""
        self.seen = self.database.stamp()

    def identity(self, encoder: Encoder) -> str:
        """What an index is built with, and where: another one cannot go on with it."""
        return f"{encoder.name} | chunks {CHUNKING} | layout {LAYOUT}{self._address}"

    def are_sound(self, encoder: Encoder) -> bool:
        """Whether they were built with that, and the engine holds as many chunks as are stored."""
        return self.record.built_with() == self.identity(encoder) and len(self.chunks) == len(self.engine)


def folder_of(corpus: Corpus, server: Server | None) -> Path:
    """The folder of an index: what belongs to a server is kept apart, so that one can go back and forth."""
    return corpus.folder / (f"index-{LAYOUT}-{server.kind}" if server else f"index-{LAYOUT}")


def is_current(corpus: Corpus, encoder: Encoder, stores: Stores) -> bool:
    """Whether the index holds just what the corpus holds; told by the corpus's stamp where that is enough."""
    stamp = corpus.stamp()
    try:
        if stores.database.is_damaged or not stores.are_sound(encoder) or stores.record.unfinished():
            return False
        return stores.record.in_step_with() == stamp or stores.record.documents() == _wanted(corpus)
    except UnusableFolder:  # to be mended; but a corpus that cannot be used is a fault
        _wanted(corpus)
        return False


def lag(corpus: Corpus, stores: Stores) -> int:
    """How many documents the index does not hold as the corpus does. Raises `UnusableFolder`, `UnusableServer`, for a store out of reach, too."""
    len(stores.engine)  # wherever it is, it is there that its chunks are counted
    if stores.record.in_step_with() == corpus.stamp():
        return 0
    return len({id for id, _ in stores.record.documents().items() ^ _wanted(corpus).items()})


def bring_in_step(corpus: Corpus, encoder: Encoder, stores: Stores) -> Synced:
    """Add and remove the difference between index and corpus; build anew what was built with something else."""
    stamp = corpus.stamp()  # what changes from here on is left to the next time
    _remove_halves(stores)
    rebuilt = not stores.are_sound(encoder)
    if rebuilt:
        stores.record.start("")  # with nothing we know: who is stopped on the way begins here again
        if len(stores.engine):  # a new store may already be searched, which Chroma cannot while it clears
            stores.engine.clear()
        stores.chunks.clear()
        stores.record.start(stores.identity(encoder))
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
        stores.engine.remove(part, [document])
    held = stores.record.documents()  # their words are there, their vectors may not be: to be added again
    stores.chunks.remove({id: held[id].part for id, _ in unfinished if id in held})
    stores.record.forget_unfinished()


def _remove(stores: Stores, documents: dict[str, str]) -> None:
    """From the engine first, the chunks last: what these no longer record is wholly gone. `documents` with their parts."""
    stores.record.begin(documents.items())
    for part in dict.fromkeys(documents.values()):
        stores.engine.remove(part, [id for id, other in documents.items() if other == part])
    stores.chunks.remove(documents)


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
    """To the engine first, the chunks last: what these record is complete."""
    stores.record.begin((work.document, work.held.part) for work in works)
    rows = [row for work in works for row in _encoded(encoder, stores, work)]
    stores.chunks.add({work.document: work.held for work in works}, rows)


def _encoded(encoder: Encoder, stores: Stores, work: _Work) -> Iterator[tuple[Chunk, Packed | None]]:
    """A document's chunks with their token vectors, if these are kept; the engine is given them on the way."""
    for first in range(0, len(work.chunks), ENCODED_AT_ONCE):
        some = work.chunks[first : first + ENCODED_AT_ONCE]
        texts = [chunk.context + chunk.text for chunk in some]
        if not encoder.keeps_tokens:
            stores.engine.add(work.held.part, some, encoder.vectors(texts))
            yield from ((chunk, None) for chunk in some)
            continue
        encodings = encoder.encode(texts)
        stores.engine.add(work.held.part, some, np.stack([encoding.vector for encoding in encodings]))
        yield from ((chunk, pack(chunk, encoding)) for chunk, encoding in zip(some, encodings, strict=True))
