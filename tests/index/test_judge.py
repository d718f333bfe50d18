import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import Corpus, UnusableModel
from index import Encoder, Hit, Index, Scope
from index.cross_encoder import SentencePairJudge
from index.judge import JUDGED, load_judge
from tests.index.conftest import Put

FINDINGS = ("Kayaks are used.", "Kayaks are used on the river each day.", "Officers have boats.")


def cross_encoder(folder: Path, labels: int) -> Path:
    """A cross-encoder of 2 layers and 32 dimensions, its weights random but fixed, saved to a folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = sorted(set(re.findall(r"[a-z]+", " ".join(FINDINGS).lower())))
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "?", *words]
    torch.manual_seed(1)
    shape = BertConfig(
        vocab_size=len(tokens), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    shape.num_labels = labels
    BertForSequenceClassification(shape).save_pretrained(folder)
    BertTokenizer(vocab={token: at for at, token in enumerate(tokens)}).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cross_encoder(tmp_path_factory.mktemp("tiny-judge"), labels=1)


class Scripted:
    """Says what texts fit by a word in them, and remembers what it was asked."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def fits(self, question: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((question, tuple(texts)))
        return [float(self.word in text) for text in texts]


def judged(corpus: Corpus, encoder: Encoder, word: str) -> tuple[Index, Scripted]:
    judge = Scripted(word)
    index = Index(corpus, encoder, judge=judge)
    index.sync()
    return index, judge


def texts(hits: list[Hit]) -> list[str]:
    return [hit.chunk.text for hit in hits]


# A model that the user names


def test_texts_get_a_number_each_between_0_and_1(tiny: Path) -> None:
    judge = SentencePairJudge(str(tiny))
    fits = judge.fits("Are kayaks used?", FINDINGS)
    assert len(fits) == len(FINDINGS)
    assert all(type(fit) is float and 0 <= fit <= 1 for fit in fits)
    assert len(set(fits)) == len(FINDINGS)


def test_a_texts_number_is_its_own_whatever_is_judged_beside_it(tiny: Path) -> None:
    judge = SentencePairJudge(str(tiny))
    together = judge.fits("Are kayaks used?", FINDINGS)
    alone = [judge.fits("Are kayaks used?", [text])[0] for text in FINDINGS]
    assert together == pytest.approx(alone, abs=1e-5)


def test_nothing_to_judge_is_no_fault(tiny: Path) -> None:
    assert SentencePairJudge(str(tiny)).fits("Are kayaks used?", []) == []


def test_a_text_longer_than_the_model_takes_is_judged(tiny: Path) -> None:
    (fit,) = SentencePairJudge(str(tiny)).fits("Are kayaks used?", ["Kayaks are used. " * 2000])
    assert 0 <= fit <= 1


def test_a_model_that_gives_two_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match="gives 2 numbers, not one") as refusal:
        SentencePairJudge(str(cross_encoder(tmp_path, labels=2)))
    assert "CROSS_ENCODER" in refusal.value.remedy


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match="cannot be loaded") as refusal:
        SentencePairJudge(str(tmp_path))
    assert "CROSS_ENCODER" in refusal.value.remedy


def test_a_model_that_does_not_exist_is_named_with_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # the variable is read at import
    monkeypatch.setenv("CROSS_ENCODER", "northshire/no-such-judge")
    with pytest.raises(UnusableModel, match="northshire/no-such-judge") as refusal:
        load_judge()
    assert "CROSS_ENCODER" in refusal.value.remedy
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("named", [None, "", "  "])
def test_no_model_is_named_so_there_is_no_judge(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    monkeypatch.delenv("CROSS_ENCODER", raising=False)
    if named is not None:
        monkeypatch.setenv("CROSS_ENCODER", named)
    assert load_judge() is None


def test_a_named_model_is_loaded_once(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSS_ENCODER", f" {tiny} ")
    judge = load_judge()
    assert isinstance(judge, SentencePairJudge)
    assert load_judge() is judge


def test_an_index_uses_the_named_model(
    tiny: Path, corpus: Corpus, encoder: Encoder, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("northshire", *FINDINGS)
    monkeypatch.setenv("CROSS_ENCODER", str(tiny))
    index = Index(corpus, encoder)
    index.sync()
    monkeypatch.delenv("CROSS_ENCODER")
    hits, others = (each.search(Scope.of("kayaks", corpus), 40) for each in (index, Index(corpus, encoder)))
    assert set(texts(hits)) == set(texts(others))
    assert [hit.score for hit in hits] != [hit.score for hit in others]


# What an index makes of it


def test_what_the_judge_says_fits_comes_first(corpus: Corpus, encoder: Encoder, put: Put) -> None:
    put("northshire", *FINDINGS)
    index, _ = judged(corpus, encoder, "boats")
    assert texts(index.search(Scope.of("kayaks", corpus)))[0] == "Officers have boats."
    assert texts(Index(corpus, encoder).search(Scope.of("kayaks", corpus)))[0] == "Kayaks are used."


def test_the_judge_reads_the_topic_and_the_best_hits_with_their_headings(
    corpus: Corpus, encoder: Encoder, put: Put
) -> None:
    put("northshire", *(f"Kayak number {at} is used." for at in range(JUDGED + 5)))
    index, judge = judged(corpus, encoder, "kayak")
    scope = Scope.of("Does Northshire use kayaks?", corpus)
    index.search(scope, 3)
    ((question, read),) = judge.asked
    assert question == scope.topic
    assert len(read) == JUDGED
    assert "Preventing crime: Kayak number 0 is used." in read


def test_scores_fall_from_hit_to_hit_and_none_is_lost(corpus: Corpus, encoder: Encoder, put: Put) -> None:
    put("northshire", *(f"Kayak number {at} is used." for at in range(JUDGED + 5)))
    index, _ = judged(corpus, encoder, "number 7")
    hits = index.search(Scope.of("kayaks", corpus), 100)
    assert hits[0].chunk.text == "Kayak number 7 is used."
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert set(texts(hits)) == set(texts(Index(corpus, encoder).search(Scope.of("kayaks", corpus), 100)))


def test_without_rerank_the_judge_is_not_asked(corpus: Corpus, encoder: Encoder, put: Put) -> None:
    put("northshire", *FINDINGS)
    index, judge = judged(corpus, encoder, "boats")
    index.search(Scope.of("kayaks", corpus), rerank=False)
    assert judge.asked == []


def test_an_empty_index_has_nothing_to_judge(corpus: Corpus, encoder: Encoder) -> None:
    index, _ = judged(corpus, encoder, "boats")
    assert index.search(Scope.of("kayaks", corpus)) == []
