import re
from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant import Status, find_quote
from corpus import Corpus
from evals import case as case_file
from evals.case import Case, Kind, Source, load

SPLITS = ("tuning", "reporting")
OF_LETTERS = ("letters_tuning", "letters_reporting")  # whose paragraphs are not part of the project
ONE_LETTER = {Kind.DIRECT, Kind.LAY, Kind.SEVERAL, Kind.METADATA, Kind.UNANSWERABLE}
LETTERS = {Kind.DIRECT, Kind.LAY, Kind.DATED, Kind.COMPARISON, Kind.FOLLOW_UP, Kind.UNANSWERABLE}


def plain(question: str) -> str:
    return re.sub(r"\W+", " ", question.lower()).strip()


@pytest.mark.parametrize("split", SPLITS)
def test_the_words_of_every_case_stand_in_the_paragraph_it_names(letter_corpus: Corpus, split: str) -> None:
    sources = [(case.id, source) for case in load(split) for source in (*case.needed, *case.also)]
    paragraphs = letter_corpus.get({source.paragraph for _, source in sources})
    missing = [
        (id, source)
        for id, source in sources
        if source.paragraph not in paragraphs or not find_quote(source.words, paragraphs[source.paragraph].text)
    ]
    assert len(sources) > 100
    assert missing == []


def test_every_case_has_an_id_of_its_own() -> None:
    ids = Counter(case.id for split in (*SPLITS, *OF_LETTERS) for case in load(split))
    assert [id for id, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("splits", [SPLITS, OF_LETTERS])
def test_no_question_is_in_both_splits(splits: tuple[str, str]) -> None:
    tuning, reporting = (
        {plain(" ".join([*(turn.question for turn in case.history), case.question])) for case in load(split)}
        for split in splits
    )
    assert tuning & reporting == set()


@pytest.mark.parametrize("split", [*SPLITS, *OF_LETTERS])
def test_what_can_be_answered_names_its_paragraphs_and_what_cannot_names_none(split: str) -> None:
    for case in load(split):
        assert case.answerable is bool(case.needed), case.id
        assert case.statuses, case.id
        assert set(case.statuses) <= {status.value for status in Status}, case.id
        assert (case.category is not None) is (case.kind is Kind.UNANSWERABLE), case.id


def test_every_kind_of_question_is_in_each_split() -> None:
    assert all({case.kind for case in load(split)} == ONE_LETTER for split in SPLITS)
    assert all({case.kind for case in load(split)} == LETTERS for split in OF_LETTERS)
    assert set(Kind) == ONE_LETTER | LETTERS


@pytest.mark.parametrize("split", OF_LETTERS)
def test_a_follow_up_has_a_history_and_says_what_it_means(split: str) -> None:
    for case in load(split):
        follows = case.kind is Kind.FOLLOW_UP
        assert (bool(case.history), bool(case.whole_forces), bool(case.whole_words)) == (follows,) * 3, case.id


def test_a_citation_of_what_is_also_right_is_accepted_but_not_needed() -> None:
    needed, also = Source(paragraph="a#1", words="x"), Source(paragraph="a#2", words="y")
    case = Case(id="1", question="?", kind=Kind.LAY, needed=(needed,), also=(also,))
    assert case.needed_ids == {"a#1"}
    assert case.accepted_ids == {"a#1", "a#2"}


def test_a_case_file_is_read_line_by_line_and_blank_lines_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_file, "CASES", tmp_path)
    row = '{"id": "x", "question": "Why?", "kind": "unanswerable", "category": "near_miss", "statuses": ["closest"]}'
    (tmp_path / "tuning.jsonl").write_text(f"\n{row}\r\n\n", encoding="utf-8")
    (case,) = load("tuning")
    assert (case.id, case.kind, case.answerable) == ("x", Kind.UNANSWERABLE, False)


@pytest.mark.parametrize("row", ['{"id": "x"}', '{"id": "x", "question": "Why?", "kind": "hard"}', "not json"])
def test_a_case_that_is_not_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str) -> None:
    monkeypatch.setattr(case_file, "CASES", tmp_path)
    (tmp_path / "tuning.jsonl").write_text(row, encoding="utf-8")
    with pytest.raises(ValidationError):
        load("tuning")
