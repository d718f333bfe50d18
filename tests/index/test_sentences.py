"""Sentences that are read to be judged, and kept for the next question."""

from collections.abc import Sequence

import numpy as np
import pytest

from index import Encoder, Encoding
from index.sentences import Sentences

BAIL, PATROL = "Officers check bail conditions each day.", "Patrols are sent where crime is expected."


class _Counting(Encoder):
    """Notes what it is asked to encode."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimensions, self.max_tokens = encoder.name, encoder.dimensions, encoder.max_tokens
        self.encoded: list[str] = []
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        self.encoded += texts
        return self._encoder.encode(texts)

    def count_tokens(self, text: str) -> int:
        return self._encoder.count_tokens(text)


def test_a_sentence_is_encoded_once_and_read_the_same_each_time(encoder: Encoder) -> None:
    counting = _Counting(encoder)
    sentences = Sentences(counting)
    first, again = sentences.read([BAIL, BAIL, PATROL]), sentences.read([PATROL, BAIL])
    assert counting.encoded == [BAIL, PATROL]
    assert [entry.chunk.text for entry, _ in first] == [BAIL, BAIL, PATROL]
    assert np.array_equal(first[0][0].tokens, again[1][0].tokens)
    assert np.array_equal(first[2][1], again[0][1])


def test_what_is_kept_is_near_enough_to_what_the_model_said(encoder: Encoder) -> None:
    ((entry, vector),) = Sentences(encoder).read([BAIL])
    said = encoder.encode([BAIL])[0]
    assert float(vector @ said.vector) == pytest.approx(1, abs=1e-3)
    assert len(entry.tokens) == len(entry.spans) < len(said.tokens)  # without stop words
    assert np.linalg.norm(entry.tokens, axis=1) == pytest.approx(1, abs=1e-3)


def test_the_ones_not_read_for_longest_are_forgotten(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.sentences.KEPT", 2)
    counting = _Counting(encoder)
    sentences = Sentences(counting)
    for text in (BAIL, PATROL, BAIL, "A third sentence comes.", BAIL, PATROL):
        sentences.read([text])
    assert counting.encoded == [BAIL, PATROL, "A third sentence comes.", PATROL]
