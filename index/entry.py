"""A chunk with its token vectors, and how these are packed to be stored."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.chunk import Chunk
from index.embed import Encoding, Vector
from index.terms import is_stop_word

Packed = tuple[bytes, bytes, bytes]  # token vectors as int8, their scales, and the spans of the tokens


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A chunk as stored, with its content tokens as vectors [t, d] and their characters [t, 2] in its text."""

    chunk: Chunk
    tokens: Vector
    spans: NDArray[np.int32]

    def within(self, start: int, end: int) -> Vector:
        """The tokens between two characters of the chunk's text."""
        return self.tokens[(self.spans[:, 0] >= start) & (self.spans[:, 1] <= end)]


def pack(chunk: Chunk, encoding: Encoding) -> Packed:
    """The token vectors as bytes: int8 with a scale a token; context, stop words and punctuation left out.

    A quarter of the space of 32-bit numbers; the cosines differ by less than 0.01.
    """
    content = content_tokens(chunk, encoding)
    tokens, spans = encoding.tokens[content], encoding.spans[content] - len(chunk.context)
    scales = np.abs(tokens).max(axis=1, initial=1e-6).astype(np.float32)
    return np.round(tokens / scales[:, None] * 127).astype(np.int8).tobytes(), scales.tobytes(), spans.tobytes()


def unpack(chunk: Chunk, packed: Packed) -> Entry:
    """The entry that was packed."""
    tokens, scales, spans = packed
    sizes = np.frombuffer(scales, dtype=np.float32)[:, None]
    whole = np.frombuffer(tokens, dtype=np.int8).reshape(len(sizes), -1) if len(sizes) else np.zeros((0, 1), np.int8)
    vectors = whole * (sizes / np.float32(127))  # of int8 and float32, float32
    return Entry(chunk, vectors, np.frombuffer(spans, dtype=np.int32).reshape(-1, 2))


def content_tokens(chunk: Chunk, encoding: Encoding) -> list[int]:
    """Which tokens of a chunk, encoded with its context, are content words of the chunk itself."""
    text, shift = chunk.text, len(chunk.context)
    return [
        at
        for at, (start, end) in enumerate(encoding.spans.tolist())
        if start >= shift and _is_content(text[start - shift : end - shift])
    ]


def _is_content(piece: str) -> bool:
    return any(character.isalnum() for character in piece) and not is_stop_word(piece)
