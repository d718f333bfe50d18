import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ParagraphKind
from index import Chunk, Encoder, Encoding
from index.embed import unit
from index.entry import content_tokens, pack, unpack

words = st.lists(st.sampled_from(["Kayaks", "are", "broken", "the", "officers", ".", "(", "é", "2014"]), max_size=30)
headings = st.sampled_from(["", "Bail", "Kayaks › Boats"])


def chunk(text: str, heading: str = "") -> Chunk:
    return Chunk("a", "a#1", ParagraphKind.BODY, heading, 0, len(text), text)


def encoded(chunk: Chunk, dimensions: int = 8) -> Encoding:
    """A token a word or mark, each with a vector of its own; context and text as one, as the index encodes them."""
    spans = [each.span() for each in re.finditer(r"\w+|[^\w\s]", chunk.context + chunk.text)]
    random = np.random.default_rng(7)
    tokens = unit(random.normal(size=(len(spans), dimensions)).astype(np.float32))
    return Encoding(unit(np.ones(dimensions, np.float32)), tokens, np.array(spans, dtype=np.int32).reshape(-1, 2))


@given(words, headings)
def test_what_is_packed_is_unpacked_as_it_was(pieces: list[str], heading: str) -> None:
    whole = chunk(" ".join(pieces), heading)
    encoding = encoded(whole)
    content = content_tokens(whole, encoding)
    entry = unpack(whole, pack(whole, encoding))
    assert entry.chunk == whole
    assert entry.spans.tolist() == (encoding.spans[content] - len(whole.context)).tolist()
    assert len(entry.tokens) == len(content)
    if content:
        assert np.abs(entry.tokens - encoding.tokens[content]).max() < 0.01


@given(words, headings)
def test_content_tokens_stand_in_the_chunk_and_carry_its_topic(pieces: list[str], heading: str) -> None:
    whole = chunk(" ".join(pieces), heading)
    entry = unpack(whole, pack(whole, encoded(whole)))
    found = [whole.text[start:end] for start, end in entry.spans]
    assert found == [piece for piece in pieces if piece not in ("are", "the", ".", "(")]


def test_the_heading_stop_words_and_marks_are_no_content() -> None:
    whole = chunk("The officers (and staff) have kayaks.", "Kayaks on patrol")
    entry = unpack(whole, pack(whole, encoded(whole)))
    assert [whole.text[start:end] for start, end in entry.spans] == ["officers", "staff", "kayaks"]


@pytest.mark.parametrize("text", ["", "What did the?", "…—“”"])
def test_a_chunk_without_content_is_packed_and_unpacked(text: str) -> None:
    whole = chunk(text)
    entry = unpack(whole, pack(whole, encoded(whole)))
    assert (len(entry.tokens), entry.spans.shape) == (0, (0, 2))


def test_cosines_of_what_is_packed_differ_by_less_than_a_hundredth(encoder: Encoder) -> None:
    whole = chunk("Officers record the bail of suspects.", "Bail")
    (encoding,) = encoder.encode([whole.context + whole.text])
    entry = unpack(whole, pack(whole, encoding))
    originals = encoding.tokens[content_tokens(whole, encoding)]
    assert np.abs(originals @ originals.T - entry.tokens @ entry.tokens.T).max() < 0.01


def test_a_packed_token_takes_a_quarter_of_its_space() -> None:
    whole = chunk("Kayaks")
    tokens, scales, spans = pack(whole, encoded(whole, dimensions=384))
    assert (len(tokens), len(scales), len(spans)) == (384, 4, 8)


def test_a_vector_of_zeros_stays_one() -> None:
    whole = chunk("Kayaks")
    zeros = Encoding(np.zeros(3, np.float32), np.zeros((1, 3), np.float32), np.array([[0, 6]], dtype=np.int32))
    assert unpack(whole, pack(whole, zeros)).tokens.tolist() == [[0, 0, 0]]
