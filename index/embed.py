"""Texts as vectors: one a text for search by meaning, one a token for late interaction."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """A text as its model sees it.

    `vector`: [d], unit length. `tokens`: [t, d], unit length each, special tokens left out.
    `spans`: [t, 2], each token's first character and the one after its last, in the text.
    """

    vector: Vector
    tokens: Vector
    spans: NDArray[np.int32]


class Encoder(Embeddings):
    """A sentence-embedding model. It is a LangChain `Embeddings`, so any LangChain pipeline can use it as well.

    `name` tells two encoders apart whose vectors must not be mixed.
    """

    name: str
    dimensions: int
    max_tokens: int
    keeps_tokens: bool = True  # whether chunks' token vectors are stored; else they are read for each search

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """The encodings of the texts, in their order; what exceeds `max_tokens` is not seen."""

    @abstractmethod
    def count_tokens(self, text: str) -> int:
        """How many tokens the text has, before anything is cut off."""

    def vectors(self, texts: Sequence[str]) -> Vector:
        """The texts' vectors alone, [n, d]: all that is needed to store chunks without their token vectors."""
        rows = [encoding.vector for encoding in self.encode(texts)]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    @property
    def reader(self) -> "Encoder":
        """What makes token vectors: this one, unless it has none of its own."""
        return self

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's call for many texts."""
        return [vector.tolist() for vector in self.vectors(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's call for one text."""
        return list(self.embed_documents([text])[0])


def unit(vectors: Vector) -> Vector:
    """The vectors scaled to length 1 along the last axis; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


@lru_cache(maxsize=256)
def encoded(question: str, encoder: Encoder) -> Encoding:
    """The encoding of a question, which is looked at from several sides."""
    return encoder.encode([question])[0]
