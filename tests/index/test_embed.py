import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from index import Encoder
from index.embed import unit


def test_an_encoder_is_a_langchain_embeddings(encoder: Encoder) -> None:
    embeddings: Embeddings = encoder
    vector = embeddings.embed_query("Are wanted suspects supervised?")
    assert len(vector) == 384
    assert isinstance(vector[0], float)
    assert sum(number * number for number in vector) == pytest.approx(1, abs=1e-5)


def test_langchain_gets_one_vector_a_document_in_their_order(encoder: Encoder) -> None:
    texts = ["Burglary", "A much longer sentence on police bail and the supervision of suspects.", "Bail"]
    vectors = encoder.embed_documents(texts)
    alone = [encoder.embed_query(text) for text in texts]
    assert np.einsum("td,td->t", vectors, alone) == pytest.approx([1, 1, 1], abs=0.02)  # int8 scales vary with a batch


def test_langchain_may_ask_for_no_documents(encoder: Encoder) -> None:
    assert encoder.embed_documents([]) == []


def test_a_vector_is_scaled_to_length_one() -> None:
    assert unit(np.array([[3.0, 4.0], [0.0, 2.0]], dtype=np.float32)).tolist() == [
        [pytest.approx(0.6), pytest.approx(0.8)],
        [0, 1],
    ]


def test_a_zero_vector_stays_zero() -> None:
    assert unit(np.zeros((1, 3), dtype=np.float32)).tolist() == [[0, 0, 0]]
