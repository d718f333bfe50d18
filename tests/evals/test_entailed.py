import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.agreement import Disagreement, Kind
from assistant.entailment import EntailmentReader
from assistant.verdict import Compared, Verdict
from evals.claim_sets import THREE, TWO, ClaimSet, Pair, load_claim_sets
from evals.entailed import Judged, accuracy, by_both, by_check, by_reader, by_words, entailed_rows, halves, judged
from index import Index

S, C, N = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND
RIVER = "Kayaks are used on the river each day."
BOATS = "Officers of Northshire have 12 boats."
PAIR = Pair("letter", "Kayaks are used on the river.", S, (RIVER, BOATS))
NOT_USED = Disagreement(Kind.NEGATION, "", "not used")


def one(verdict: Verdict = S, near: float = 0.9, wrong: Disagreement | None = None, document: str = "letter") -> Judged:
    """A claim with that right verdict beside one sentence."""
    pair = Pair(document, PAIR.claim, verdict, PAIR.sentences)
    return Judged(pair, (Compared(RIVER, near, near, wrong),), missing=0.1, strange=0)


def write(folder: Path, name: str, *rows: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


# The collections


def test_contracts_are_read_as_claims_beside_their_spans(tmp_path: Path) -> None:
    text = "Kayaks are\nused. Boats are not."
    marks = {"nda-1": {"choice": "Entailment", "spans": [0]}, "nda-2": {"choice": "Contradiction", "spans": [1]}}
    contract = {"id": 3, "text": text, "spans": [[0, 16], [17, 31]], "annotation_sets": [{"annotations": marks}]}
    labels = {"nda-1": {"hypothesis": "Kayaks are used."}, "nda-2": {"hypothesis": "Boats are used."}}
    write(tmp_path / "bench" / "contractnli", "dev.json", {"documents": [contract], "labels": labels})
    contracts = load_claim_sets(tmp_path)[0]
    sentences = ("Kayaks are used.", "Boats are not.")
    assert contracts.pairs == (Pair("3", "Kayaks are used.", S, sentences), Pair("3", "Boats are used.", C, sentences))
    assert contracts.classes == (THREE, TWO)


def test_what_a_web_page_supports_in_part_is_not_supported(tmp_path: Path) -> None:
    evidence, meta = [RIVER, " ", BOATS], {"claim_title": "Kayak"}
    labels = ("supported", "partially_supported", "not_supported")
    rows = [{"claim": "Kayaks.", "label": label, "evidence": evidence, "meta": meta} for label in labels]
    write(tmp_path / "bench" / "wice", "claim_dev.jsonl", *rows)
    pages = load_claim_sets(tmp_path)[1]
    assert [each.verdict for each in pages.pairs] == [S, N, N]
    assert pages.pairs[0].sentences == (RIVER, BOATS)


def test_an_abstract_is_its_title_and_its_sentences(tmp_path: Path) -> None:
    folder = tmp_path / "bench" / "scifact"
    write(folder, "corpus.jsonl", {"_id": "7", "title": "Kayaks", "text": f"{RIVER} {BOATS}"})
    write(folder, "claims_dev.jsonl", {"doc_id": "7", "claim": "Kayaks are used.", "label": "CONTRADICT"})
    assert load_claim_sets(tmp_path)[2].pairs == (Pair("7", "Kayaks are used.", C, ("Kayaks", RIVER, BOATS)),)


def test_a_collection_that_is_not_there_is_told(tmp_path: Path, letter_index: Index) -> None:
    for data in (tmp_path, None):
        rows = list(entailed_rows(load_claim_sets(data), letter_index))
        assert [row["claims"] for row in rows] == ["contractnli", "wice", "scifact"]
        assert all("--data" in str(row["skipped"]) for row in rows)


# The measure


def test_accuracy_is_the_mean_of_what_is_found_of_each_class() -> None:
    cases = [one(S), one(S), one(S), one(C), one(N)]
    assert accuracy(cases, lambda _: S, THREE) == pytest.approx(1 / 3)
    assert accuracy(cases, lambda _: S, TWO) == 0.5
    assert accuracy(cases, lambda each: S if each is cases[0] else N, TWO) == pytest.approx((1 / 3 + 1) / 2)


def test_a_document_is_for_tuning_or_for_reporting() -> None:
    cases = [one(document=f"letter {at % 9}") for at in range(40)]
    documents = [{each.pair.document for each in half} for half in halves(cases)]
    assert not documents[0] & documents[1]
    assert len(documents[0] | documents[1]) == 9
    assert sum(map(len, halves(cases))) == 40


# The ways of deciding


def test_a_claim_is_laid_beside_its_nearest_sentences_and_all_of_its_document(letter_index: Index) -> None:
    found = judged(PAIR, letter_index)
    assert found.compared[0].sentence == RIVER
    assert (found.missing, found.strange) == (0.0, 0)
    assert found.nearness > 0.8
    strange = judged(Pair("letter", "Eastmoor has 15 kayaks and 12 boats.", N, PAIR.sentences), letter_index)
    assert (strange.missing > 0, strange.strange) == (True, 2)


def test_a_document_without_sentences_is_no_fault(letter_index: Index) -> None:
    found = judged(Pair("letter", "Kayaks are used.", N, ()), letter_index)
    assert (found.compared, found.missing, by_check(found)) == ((), 1.0, N)


def test_check_decides_as_the_checker_does() -> None:
    assert [by_check(each) for each in (one(), one(near=0.2), one(wrong=NOT_USED))] == [S, N, C]


def test_words_support_where_few_are_missing_and_nothing_contradicts() -> None:
    predict = by_words(missing=0.2, strange=0, against=0.8)
    assert [predict(each) for each in (one(), one(wrong=NOT_USED), one(near=0.7, wrong=NOT_USED))] == [S, C, S]
    assert by_words(missing=0.05, strange=0, against=0.8)(one()) is N


class Sure:
    """Says the same of every pair: entailment, neutral, contradiction."""

    def __init__(self, *probabilities: float) -> None:
        self.entailment, self.neutral, self.contradiction = probabilities

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float, float]]:
        return [(self.entailment, self.neutral, self.contradiction)] * len(pairs)


def test_the_second_reader_decides_alone_or_after_checking() -> None:
    entails, contradicts = (EntailmentReader(Sure(*each)) for each in ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))
    assert [by_reader(reader)(one()) for reader in (entails, contradicts)] == [S, C]
    assert [by_both(reader)(one()) for reader in (entails, contradicts)] == [S, C]
    assert by_both(entails)(one(wrong=NOT_USED)) is C


def test_there_is_a_row_for_each_way_and_number_of_classes(letter_index: Index) -> None:
    pairs = [
        Pair(f"letter {at}", PAIR.claim if at % 2 else "Dogs bark.", S if at % 2 else N, (RIVER, BOATS))
        for at in range(8)
    ]
    rows = list(entailed_rows([ClaimSet("made up", tuple(pairs), (THREE, TWO))], letter_index, limit=6))
    assert [row["classes"] for row in rows] == [3] * 6 + [2] * 6
    figures = {row["way"]: row["balanced accuracy"] for row in rows[6:]}
    assert figures["majority"] == 0.5
    assert figures["words"] == figures["nearness"] == 1.0
    assert rows[0]["tuning"] == rows[0]["reporting"] == 3
