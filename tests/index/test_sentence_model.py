from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, StaticEmbedding, Transformer
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer, PreTrainedModel

from corpus import Corpus, UnusableModel, sentence_spans
from index import Encoder
from index.models import PACKAGE
from index.sentence_model import SentenceEncoder, export
from tests.conftest import LETTER


@pytest.fixture(scope="module")
def included() -> SentenceEncoder:
    """The included model, as it is published: 32 bits, in torch."""
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    return SentenceEncoder(str(Path(spec.origin).parent / "model"))


@pytest.fixture(scope="module")
def tiny(tiny_model: Path) -> SentenceEncoder:
    return SentenceEncoder(str(tiny_model))


def sentences(corpus: Corpus) -> Iterator[str]:
    for paragraph in corpus.paragraphs(LETTER):
        if paragraph.kind.holds_findings:
            yield from (paragraph.text[start:end] for start, end in sentence_spans(paragraph.text))


def test_the_int8_export_is_close_to_the_published_model(
    included: SentenceEncoder, encoder: Encoder, letter_corpus: Corpus
) -> None:
    texts = list(sentences(letter_corpus))
    assert len(texts) > 30
    for published, exported in zip(included.encode(texts), encoder.encode(texts), strict=True):
        assert float(published.vector @ exported.vector) >= 0.985
        assert np.array_equal(published.spans, exported.spans)
        assert float(np.einsum("td,td->t", published.tokens, exported.tokens).mean()) >= 0.97


def test_both_encoders_count_tokens_alike(included: SentenceEncoder, encoder: Encoder) -> None:
    text = "T/Chief Constable: the force's E-CINS \u2018system\u2019 — 43 forces, naïve\n"
    assert included.count_tokens(text) == encoder.count_tokens(text)
    assert (included.dimensions, included.max_tokens) == (encoder.dimensions, encoder.max_tokens) == (384, 256)


def test_tokens_have_length_one_and_spans_point_at_the_words(tiny: SentenceEncoder) -> None:
    text = "The force has (some) training."
    (encoding,) = tiny.encode([text])
    assert [text[start:end] for start, end in encoding.spans] == [
        "The",
        "force",
        "has",
        "(",
        "some",
        ")",
        "training",
        ".",
    ]
    assert encoding.tokens.shape == (8, 32)
    assert np.linalg.norm(encoding.tokens, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)


def test_what_exceeds_the_limit_is_not_seen(tiny: SentenceEncoder) -> None:
    text = "crime " * 300
    cut, other = tiny.encode([text + "training", text + "suspects"])
    assert (tiny.max_tokens, len(cut.tokens), tiny.count_tokens(text)) == (64, 62, 300)
    assert cut.vector == pytest.approx(other.vector, abs=1e-6)


def test_no_texts_make_no_encodings(tiny: SentenceEncoder) -> None:
    assert tiny.encode([]) == []


def test_a_text_without_words_has_no_tokens(tiny: SentenceEncoder) -> None:
    assert tiny.encode([" "])[0].tokens.shape == (0, 32)


def test_other_weights_have_another_name(tiny: SentenceEncoder, tiny_model: Path, tmp_path: Path) -> None:
    retrained = AutoModel.from_pretrained(tiny_model)
    with torch.no_grad():
        retrained.embeddings.word_embeddings.weight[5, 0] += 1
    changed = save(retrained, tmp_path / "changed", tiny_model)
    assert SentenceEncoder(str(changed)).name.split()[1] != tiny.name.split()[1]
    assert SentenceEncoder(str(tiny_model)).name == tiny.name


def test_a_model_in_bfloat16_can_be_used(tiny_model: Path, tmp_path: Path) -> None:
    half = AutoModel.from_pretrained(tiny_model, dtype=torch.bfloat16)
    encoder = SentenceEncoder(str(save(half, tmp_path / "half", tiny_model)))
    (encoding,) = encoder.encode(["The force has a policy."])
    assert encoding.vector.dtype == encoding.tokens.dtype == np.float32


def test_a_model_that_pads_on_the_left_keeps_tokens_and_words_together(tiny_model: Path, tmp_path: Path) -> None:
    model = AutoModel.from_pretrained(tiny_model)
    with torch.no_grad():
        model.embeddings.position_embeddings.weight.zero_()  # so that padding changes no vector
    encoder = SentenceEncoder(str(save(model, tmp_path / "left", tiny_model, "left")))
    short = "The force has a policy."
    together, _ = encoder.encode([short, "crime and incidents " * 9])
    (alone,) = encoder.encode([short])
    assert np.abs(together.tokens - alone.tokens).max() < 1e-4


def test_a_model_without_token_vectors_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    words = StaticEmbedding(Tokenizer.from_file(str(tiny_model / "tokenizer.json")), embedding_dim=8)
    SentenceTransformer(modules=[words], device="cpu").save(str(tmp_path / "static"))
    with pytest.raises(UnusableModel, match="where its tokens stand") as refusal:
        SentenceEncoder(str(tmp_path / "static"))
    assert "EMBEDDING_MODEL" in refusal.value.remedy


@pytest.mark.parametrize("name", ["", "no such folder", "/", "northshire/\0"])
def test_what_is_no_model_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # the variable is read at import
    with pytest.raises(UnusableModel, match="cannot be loaded") as refusal:
        SentenceEncoder(name)
    assert "EMBEDDING_MODEL" in refusal.value.remedy


def test_an_export_leaves_nothing_beside_it(tiny_model: Path, tmp_path: Path) -> None:
    export(tiny_model, tmp_path / "models" / "tiny", "tiny")
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["tiny"]
    assert sorted(path.name for path in (tmp_path / "models" / "tiny").iterdir()) == [
        "export.json",
        "model.onnx",
        "tokenizer.json",
    ]


def test_an_export_gives_way_to_one_that_was_quicker(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "model.onnx").write_text("theirs")
    export(tiny_model, tmp_path / "tiny", "tiny")
    assert [path.name for path in tmp_path.iterdir()] == ["tiny"]
    assert (tmp_path / "tiny" / "model.onnx").read_text() == "theirs"


def save(model: PreTrainedModel, folder: Path, like: Path, side: str = "right") -> Path:
    """Saves a model with the tokenizer and pooling of another."""
    model.save_pretrained(folder / "bert")
    AutoTokenizer.from_pretrained(like, padding_side=side).save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert"), max_seq_length=64), Pooling(32)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))
    return folder / "model"
