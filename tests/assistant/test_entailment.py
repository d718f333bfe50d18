import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.entailment import EntailmentReader, load_entailment
from assistant.second_reader import Reading
from assistant.verdict import Verdict
from corpus import UnusableModel
from index.cross_encoder import SentencePairInference

SOURCE = "Kayaks are used on the river each day."
PAIRS = ((SOURCE, "Kayaks are used."), (SOURCE, "Officers have boats."), ("Officers have boats.", SOURCE))
NAMES = ("contradiction", "entailment", "neutral")


def inference_model(folder: Path, names: Sequence[str] = NAMES) -> Path:
    """A cross-encoder of 2 layers and 32 dimensions with these labels, its weights random but fixed."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = sorted(set(re.findall(r"[a-z]+", " ".join(f"{one} {two}" for one, two in PAIRS).lower())))
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", *words]
    torch.manual_seed(1)
    shape = BertConfig(
        vocab_size=len(tokens), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    shape.id2label = dict(enumerate(names))
    shape.label2id = {name: at for at, name in enumerate(names)}
    model = BertForSequenceClassification(shape)
    with torch.no_grad():
        model.classifier.bias.copy_(torch.arange(len(names), dtype=torch.float))
    model.save_pretrained(folder)
    BertTokenizer(vocab={token: at for at, token in enumerate(tokens)}).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return inference_model(tmp_path_factory.mktemp("tiny-inference"))


class Scripted:
    """Gives every pair the same probabilities, and remembers the pairs."""

    def __init__(self, *probabilities: float) -> None:
        self.entailment, self.neutral, self.contradiction = probabilities
        self.pairs: list[tuple[str, str]] = []

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float, float]]:
        self.pairs += pairs
        return [(self.entailment, self.neutral, self.contradiction)] * len(pairs)


# The model


def test_each_pair_gets_three_probabilities(tiny: Path) -> None:
    found = SentencePairInference(str(tiny)).probabilities(PAIRS)
    assert len(found) == len(PAIRS)
    assert all(sum(each) == pytest.approx(1) and min(each) > 0 for each in found)
    assert len(set(found)) == len(PAIRS)


def test_a_pairs_probabilities_are_its_own_whatever_is_read_beside_it(tiny: Path) -> None:
    model = SentencePairInference(str(tiny))
    alone = [model.probabilities([pair])[0] for pair in PAIRS]
    for together, each in zip(model.probabilities(PAIRS * 20)[-3:], alone, strict=True):
        assert together == pytest.approx(each, abs=1e-5)


def test_what_a_number_means_is_read_from_the_model(tmp_path: Path, tiny: Path) -> None:
    turned = inference_model(tmp_path, ("ENTAILMENT", "Neutral", "contradiction"))
    (first,), (other,) = (SentencePairInference(str(each)).probabilities(PAIRS[:1]) for each in (tiny, turned))
    entailment, neutral, contradiction = first
    assert other == pytest.approx((contradiction, entailment, neutral))


def test_no_pairs_are_no_fault(tiny: Path) -> None:
    assert SentencePairInference(str(tiny)).probabilities([]) == []


def test_a_text_longer_than_the_model_takes_is_read(tiny: Path) -> None:
    (found,) = SentencePairInference(str(tiny)).probabilities([("Kayaks are used. " * 2000, "Kayaks are used.")])
    assert sum(found) == pytest.approx(1)


@pytest.mark.parametrize("names", [("LABEL_0", "LABEL_1", "LABEL_2"), ("entailment", "not_entailment")])
def test_a_model_that_does_not_tell_the_three_is_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(UnusableModel, match="not entailment, neutral, contradiction") as refusal:
        SentencePairInference(str(inference_model(tmp_path, names)))
    assert "ENTAILMENT_MODEL" in refusal.value.remedy


# The setting


@pytest.mark.parametrize("named", [None, "", "  "])
def test_no_model_is_named_so_there_is_no_reader(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    monkeypatch.delenv("ENTAILMENT_MODEL", raising=False)
    if named is not None:
        monkeypatch.setenv("ENTAILMENT_MODEL", named)
    assert load_entailment() is None


def test_a_named_model_is_loaded_once(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTAILMENT_MODEL", f" {tiny} ")
    reader = load_entailment()
    assert reader is not None
    assert load_entailment() is reader


def test_a_path_that_is_not_there_is_told_without_asking_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.cross_encoder.CrossEncoder", lambda model: pytest.fail("It was looked for."))
    monkeypatch.setenv("ENTAILMENT_MODEL", str(tmp_path / "none"))
    with pytest.raises(UnusableModel, match="There is no model in") as refusal:
        load_entailment()
    assert "ENTAILMENT_MODEL" in refusal.value.remedy


def test_a_folder_without_a_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTAILMENT_MODEL", str(tmp_path))
    with pytest.raises(UnusableModel, match="cannot be loaded") as refusal:
        load_entailment()
    assert "ENTAILMENT_MODEL" in refusal.value.remedy


def test_a_hub_model_that_cannot_be_had_is_named_with_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # the variable is read at import
    monkeypatch.setenv("ENTAILMENT_MODEL", "northshire/no-such-inference")
    with pytest.raises(UnusableModel, match="northshire/no-such-inference") as refusal:
        load_entailment()
    assert "\n" not in str(refusal.value)


# What a reader makes of it


@pytest.mark.parametrize(
    ("probabilities", "verdict", "words"),
    [
        ((0.9, 0.05, 0.05), Verdict.SUPPORTED, SOURCE),
        ((0.05, 0.05, 0.9), Verdict.CONTRADICTED, SOURCE),
        ((0.1, 0.8, 0.1), Verdict.NOT_FOUND, ""),
    ],
)
def test_a_sure_model_is_believed(probabilities: tuple[float, float, float], verdict: Verdict, words: str) -> None:
    reading = EntailmentReader(Scripted(*probabilities)).read("Kayaks are used.", SOURCE)
    assert reading is not None
    assert (reading.verdict, reading.words) == (verdict, words)


def test_an_unsure_model_says_nothing() -> None:
    assert EntailmentReader(Scripted(0.5, 0.3, 0.2)).read("Kayaks are used.", SOURCE) is None


def test_the_source_is_the_premise_and_the_claim_the_hypothesis() -> None:
    model = Scripted(0.9, 0.05, 0.05)
    EntailmentReader(model).read("Kayaks are used.", SOURCE)
    assert model.pairs == [(SOURCE, "Kayaks are used.")]


def test_many_claims_are_read_in_their_order(tiny: Path) -> None:
    reader = EntailmentReader(SentencePairInference(str(tiny)))
    together = reader.read_all([(claim, source) for source, claim in PAIRS])
    alone: list[Reading | None] = [reader.read(claim, source) for source, claim in PAIRS]
    assert together == alone
