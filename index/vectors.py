"""The vectors, in Chroma. The only file that imports it."""

import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, RLock
from typing import cast

import numpy as np
from chromadb.api import ServerAPI
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.api.types import Where
from chromadb.config import Settings, System

from corpus import UnusableFolder
from index.chunk import Chunk
from index.embed import Vector

BATCH = 5000  # Chroma refuses more than 5,461 rows at once
_opening = Lock()  # Chroma's table of stores by path is not safe between threads


class Vectors:
    """Chunk vectors by chunk id, nearest first by cosine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._using = RLock()  # a search beside a removal fails: Chroma looks for ids that have just gone
        with self._usable(), _opening:
            settings = Settings(is_persistent=True, persist_directory=str(folder), anonymized_telemetry=False)
            # A store of our own: the one that Chroma keeps for each path outlives a folder removed and made again.
            system = System(settings)
            system.instance(ServerAPI)  # type: ignore[type-abstract]  # Chroma picks the class that does it
            system.start()
            weakref.finalize(self, system.stop)
            self._client = Client.from_system(system)
            self._chunks = self._collection()

    def _collection(self) -> Collection:
        return self._client.get_or_create_collection(
            "chunks",
            embedding_function=None,  # its default would download a model
            configuration={"hnsw": {"space": "cosine"}},
        )

    def __len__(self) -> int:
        with self._usable():
            return int(self._chunks.count())

    def clear(self) -> None:
        """Forget all chunks, and how many dimensions their vectors had."""
        with self._usable():
            self._client.delete_collection("chunks")
            self._chunks = self._collection()

    def add(self, chunks: Sequence[Chunk], vectors: Vector) -> None:
        """Store the vectors [n, d] of these chunks, over any of the same ids."""
        for first in range(0, len(chunks), BATCH):
            last = first + BATCH
            with self._usable():
                self._chunks.upsert(
                    ids=[chunk.id for chunk in chunks[first:last]],
                    embeddings=vectors[first:last],
                    metadatas=[{"document": chunk.document} for chunk in chunks[first:last]],
                )

    def remove(self, document: str) -> None:
        """Forget a document's chunks."""
        with self._usable():
            self._chunks.delete(where={"document": document})

    def all(self) -> dict[str, Vector]:
        """Every vector as it is stored, by chunk id."""
        with self._usable():
            found = self._chunks.get(include=["embeddings"])
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        return dict(zip(found["ids"], rows, strict=True))

    def nearest(self, vector: Vector, limit: int, documents: Sequence[str] | None = None) -> dict[str, float]:
        """Cosine by chunk id of the nearest chunks, within these documents when given."""
        if documents is not None and not documents:
            return {}
        with self._usable():
            found = self._chunks.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=limit,
                where=_within(documents),
                include=["distances"],
            )
        distances = found["distances"] or [[]]
        return {id: 1.0 - distance for id, distance in zip(found["ids"][0], distances[0], strict=True)}

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            with self._using:
                yield
        except Exception as fault:  # Chroma's Rust core raises its own kinds for a damaged or foreign folder
            raise UnusableFolder(
                f"The vector store {self._folder} cannot be used ({str(fault).partition(chr(10))[0]}).",
                "Remove that folder; the index is rebuilt from the corpus.",
            ) from fault


def _within(documents: Sequence[str] | None) -> Where | None:
    return None if documents is None else cast(Where, {"document": {"$in": list(documents)}})  # its type is too narrow
