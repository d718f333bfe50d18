"""What the index is searched with: Chroma's vectors and SQLite's words, or Milvus for both."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from index.chunk import Chunk
from index.chunks import Chunks
from index.database import Database
from index.embed import Vector
from index.frequencies import Counted
from index.fusion import Found
from index.server import Server
from index.terms import Term
from index.vectors import Vectors
from index.words import Words


class Engine(Protocol):
    """Finds chunks by words and by meaning, in the parts of the index.

    Raises `UnusableFolder` for a damaged store of the data folder, `UnusableServer` for a server's fault.
    """

    def __len__(self) -> int:
        """How many chunks it holds."""
        ...

    def clear(self) -> None:
        """Forget all chunks, and how many dimensions their vectors had."""
        ...

    def add(self, part: str, chunks: Sequence[Chunk], vectors: Vector) -> None:
        """Store these chunks of a part with their vectors [n, d], over any of the same ids."""
        ...

    def remove(self, part: str, documents: Sequence[str]) -> None:
        """Forget the chunks of these documents of a part."""
        ...

    def all(self) -> dict[str, Vector]:
        """Every vector as it is stored, by chunk id."""
        ...

    def candidates(
        self, terms: Sequence[Term], vectors: Vector, limit: int, parts: Mapping[str, Sequence[str] | None]
    ) -> Found:
        """The `limit` chunks that best match the terms by BM25, and those nearest by cosine to any of the vectors [n, d].

        Of each part, within these documents; within all of it for None.
        """
        ...


class WordsAndVectors(Vectors):
    """Chroma's vectors beside SQLite's words."""

    def __init__(self, words: Words, where: Path | Server) -> None:
        super().__init__(where)
        self._words = words

    def candidates(
        self, terms: Sequence[Term], vectors: Vector, limit: int, parts: Mapping[str, Sequence[str] | None]
    ) -> Found:
        return Found(self._words.matching(terms, limit, parts), self.nearest(vectors, limit, parts))


def open_engine(database: Database, folder: Path, server: Server | None) -> tuple[Chunks, Engine]:
    """The chunks in an index's file, and what they are searched with: the server, or a store beside that file."""
    if server and server.kind == "milvus":
        from index.milvus import Milvus  # late: pymilvus is an extra

        return Counted(database), Milvus(server)
    words = Words(database)
    return words, WordsAndVectors(words, server or folder / "chroma")
