"""The vectors, in Chroma. The only file that imports it."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import chromadb
from chromadb.api.types import Where
from chromadb.config import Settings

from corpus import UnusableFolder
from index.chunk import Chunk
from index.embed import Vector

BATCH = 5000  # Chroma refuses more than 5,461 rows at once


class Vectors:
    """Chunk vectors by chunk id, nearest first by cosine."""

    def __init__(self, folder: Path) -> None:
        try:
            client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
            self._chunks = client.get_or_create_collection(
                "chunks",
                embedding_function=None,  # its default would download a model
                configuration={"hnsw": {"space": "cosine"}},
            )
        except Exception as fault:  # Chroma's Rust core raises its own kinds for a damaged or foreign folder
            raise UnusableFolder(
                f"The vector store {folder} cannot be opened ({str(fault).splitlines()[0]}).",
                "Remove that folder; the index is rebuilt from the corpus.",
            ) from fault

    def __len__(self) -> int:
        return int(self._chunks.count())

    def add(self, chunks: Sequence[Chunk], vectors: Vector) -> None:
        """Store the vectors [n, d] of these chunks, over any of the same ids."""
        for first in range(0, len(chunks), BATCH):
            last = first + BATCH
            self._chunks.upsert(
                ids=[chunk.id for chunk in chunks[first:last]],
                embeddings=vectors[first:last],
                metadatas=[{"document": chunk.document} for chunk in chunks[first:last]],
            )

    def remove(self, document: str) -> None:
        """Forget a document's chunks."""
        self._chunks.delete(where={"document": document})

    def nearest(self, vector: Vector, limit: int, documents: Sequence[str] | None = None) -> dict[str, float]:
        """Cosine by chunk id of the nearest chunks, within these documents when given."""
        if not len(self) or (documents is not None and not documents):
            return {}
        found = self._chunks.query(
            query_embeddings=vector.reshape(1, -1),
            n_results=min(limit, len(self)),
            where=_within(documents),
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return {id: 1.0 - distance for id, distance in zip(found["ids"][0], distances[0], strict=True)}


def _within(documents: Sequence[str] | None) -> Where | None:
    return None if documents is None else cast(Where, {"document": {"$in": list(documents)}})  # its type is too narrow
