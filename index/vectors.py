"""The vectors, in Chroma: a collection a part of the index. The only file that imports it."""

import re
import weakref
from collections.abc import Iterator, Mapping, Sequence
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
            self._parts = {each.name: each for each in self._client.list_collections()}

    def __len__(self) -> int:
        with self._usable():
            return sum(part.count() for part in self._parts.values())

    def clear(self) -> None:
        """Forget all chunks, and how many dimensions their vectors had."""
        with self._usable():
            for name in self._parts:
                self._client.delete_collection(name)
            self._parts = {}

    def add(self, part: str, chunks: Sequence[Chunk], vectors: Vector) -> None:
        """Store the vectors [n, d] of these chunks of a part, over any of the same ids."""
        for first in range(0, len(chunks), BATCH):
            last = first + BATCH
            with self._usable():
                self._made(part).upsert(
                    ids=[chunk.id for chunk in chunks[first:last]],
                    embeddings=vectors[first:last],
                    metadatas=[{"document": chunk.document} for chunk in chunks[first:last]],
                )

    def remove(self, part: str, documents: Sequence[str]) -> None:
        """Forget the chunks of these documents of a part."""
        with self._usable():
            if held := self._parts.get(_name(part)):
                held.delete(where=_within(documents))

    def all(self) -> dict[str, Vector]:
        """Every vector as it is stored, by chunk id."""
        with self._usable():
            found = [part.get(include=["embeddings"]) for part in self._parts.values()]
        return {
            id: np.asarray(row, dtype=np.float32)
            for each in found
            for id, row in zip(each["ids"], each["embeddings"] if each["embeddings"] is not None else (), strict=True)
        }

    def nearest(self, vectors: Vector, limit: int, parts: Mapping[str, Sequence[str] | None]) -> dict[str, float]:
        """Cosine by chunk id of the chunks nearest to any of these vectors [n, d], `limit` for each.

        Of each part, within these documents; within all of it for None.
        """
        best: list[dict[str, float]] = [{} for _ in vectors]
        with self._usable():
            for name, documents in parts.items():
                if (part := self._parts.get(_name(name))) and (documents is None or documents):
                    for found, row in zip(best, _query(part, vectors, limit, documents), strict=True):
                        found |= row
        nearest: dict[str, float] = {}
        for found in best:
            for id, cosine in sorted(found.items(), key=lambda row: -row[1])[:limit]:
                nearest[id] = max(cosine, nearest.get(id, -1.0))
        return dict(sorted(nearest.items(), key=lambda row: -row[1]))

    def _made(self, part: str) -> Collection:
        """The collection of a part, made when there is none."""
        name = _name(part)
        if name not in self._parts:
            self._parts[name] = self._client.get_or_create_collection(
                name,
                embedding_function=None,  # its default would download a model
                configuration={"hnsw": {"space": "cosine"}},
            )
        return self._parts[name]

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


def _query(
    part: Collection, vectors: Vector, limit: int, documents: Sequence[str] | None
) -> Iterator[dict[str, float]]:
    found = part.query(query_embeddings=vectors, n_results=limit, where=_within(documents), include=["distances"])
    for ids, distances in zip(found["ids"], found["distances"] or [], strict=True):
        yield {id: 1.0 - distance for id, distance in zip(ids, distances, strict=True)}


def _within(documents: Sequence[str] | None) -> Where | None:
    return None if documents is None else cast(Where, {"document": {"$in": list(documents)}})  # its type is too narrow


def _name(part: str) -> str:
    """A name that Chroma takes: letters of the plain alphabet, digits and single hyphens."""
    plain = re.sub(r"[^a-z0-9]", lambda match: f"_{ord(match[0]):x}_" if match[0] != "-" else "-", part.lower())
    return f"part-{plain}-end"
