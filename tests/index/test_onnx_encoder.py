import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus import UnusableModel
from index import Encoder
from index.onnx_encoder import OnnxEncoder

Damage = Callable[[Path], object]

SENTENCE = "The force hasn't arrested 12 wanted suspects; naïve \u2018victims\u2019 weren't told."


@pytest.fixture
def export(data: Path, tmp_path: Path) -> Path:
    """A copy of the included model's export, to be damaged."""
    (folder,) = (data / "models").iterdir()
    return shutil.copytree(folder, tmp_path / "export")


def test_tokens_have_length_one_and_one_span_each(encoder: Encoder) -> None:
    (encoding,) = encoder.encode([SENTENCE])
    assert encoding.tokens.shape == (len(encoding.spans), 384)
    assert np.linalg.norm(encoding.tokens, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)


def test_spans_point_at_the_words(encoder: Encoder) -> None:
    (encoding,) = encoder.encode([SENTENCE])
    found = [SENTENCE[start:end] for start, end in encoding.spans]
    assert found[:3] == ["The", "force", "hasn"]
    assert "".join(found) == SENTENCE.replace(" ", "")
    assert encoder.count_tokens(SENTENCE) == len(found)


def test_what_exceeds_the_limit_is_not_seen(encoder: Encoder) -> None:
    text = "bail " * 600
    cut, whole = encoder.encode([text + "burglary", text + "weather"])
    assert len(cut.tokens) == encoder.max_tokens - 2
    assert encoder.count_tokens(text) == 600
    assert cut.vector == pytest.approx(whole.vector, abs=1e-6)


def test_a_text_at_the_limit_is_seen_to_its_end(encoder: Encoder) -> None:
    text = "bail " * (encoder.max_tokens - 3)
    one, other = encoder.encode([text + "burglary", text + "weather"])
    assert len(one.tokens) == len(other.tokens) == encoder.max_tokens - 2
    assert float(one.tokens[-1] @ other.tokens[-1]) < 0.9


def test_no_texts_make_no_encodings(encoder: Encoder) -> None:
    assert encoder.encode([]) == []


@pytest.mark.parametrize("text", ["", " \n\t", "\0\x07"])
def test_a_text_without_words_still_has_a_vector(encoder: Encoder, text: str) -> None:
    (encoding,) = encoder.encode([text])
    assert encoding.tokens.shape == (0, 384)
    assert encoding.spans.shape == (0, 2)
    assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)


def test_many_texts_of_all_lengths_keep_their_order(encoder: Encoder) -> None:
    words = ["bail", "officer", "training"]
    texts = [f"{words[at % 3]} " * (1 + at * 7 % 40) for at in range(35)]
    encodings = encoder.encode(texts)
    assert [len(encoding.tokens) for encoding in encodings] == [len(text.split()) for text in texts]
    alone = {word: encoder.encode([word])[0].vector for word in words}
    for at, encoding in enumerate(encodings):
        assert max(words, key=lambda word: float(alone[word] @ encoding.vector)) == words[at % 3]


def test_a_text_has_the_same_vectors_beside_any_other(encoder: Encoder) -> None:
    texts = ["wanted suspects", "A much longer text about officers who look for wanted suspects.", "bail"]
    for text, beside in zip(texts, encoder.encode(texts), strict=True):
        (alone,) = encoder.encode([text])
        assert np.array_equal(alone.vector, beside.vector)
        assert np.array_equal(alone.tokens, beside.tokens)


def test_like_texts_are_nearer_than_unlike_ones(encoder: Encoder) -> None:
    asked, near, far = encoder.encode(["wanted suspects", "offenders on the run", "a recipe for apple pie"])
    assert float(asked.vector @ near.vector) > float(asked.vector @ far.vector) + 0.2


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "model.onnx").write_bytes(b"garbage"),
        lambda folder: (folder / "model.onnx").write_bytes(b""),
        lambda folder: (folder / "tokenizer.json").write_text("{}"),
        lambda folder: (folder / "tokenizer.json").unlink(),
        lambda folder: (folder / "export.json").write_text("{}"),
        lambda folder: (folder / "export.json").write_text("[]"),
        lambda folder: (folder / "export.json").write_bytes(b"\xff\xfe"),
        shutil.rmtree,
    ],
)
def test_a_damaged_export_is_refused_with_a_remedy(export: Path, damage: Damage) -> None:
    damage(export)
    with pytest.raises(UnusableModel, match="Remove that folder") as refusal:
        OnnxEncoder(export)
    assert str(export) in refusal.value.problem


def test_the_name_tells_exports_apart(export: Path, encoder: Encoder) -> None:
    settings = json.loads((export / "export.json").read_text(encoding="utf-8"))
    (export / "export.json").write_text(json.dumps(settings | {"name": "another"}), encoding="utf-8")
    assert OnnxEncoder(export).name == "another"
    assert encoder.name.startswith("all-MiniLM-L6-v2 53aa51172d142c89 int8")
