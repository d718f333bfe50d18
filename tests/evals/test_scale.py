import datetime as dt
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import UnusableInput
from evals.scale import collection, paragraphs_of, short_paragraphs_of
from tests.conftest import LETTER
from tests.corpus.readers.pdfs import PATROLS, PLAN, Pdf

REPORTS = {
    "1_kent_children's_services_inspection_-_03_may_2019": "Grade\n\nKent knows its children\nwell.\n\n3\n\f1.\n\nSocial workers visit often. ◼",
    "2_bury_children's_services_inspection_-_4_june_2020": "1. Leaders listen to children.\n2. Leaders in Bury act on it.\n◼ Plans are kept.",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The larger collections, made small: a letter and two reports of two paragraphs each."""
    for name in ("letters", "scale"):
        (tmp_path / name).mkdir()
    pdf = Pdf(tmp_path / "letters" / "kent.pdf")
    for line in ("3 May 2019", "Ann Example, Chief Constable, Kent Police", "Dear Ann", PLAN, PATROLS):
        pdf.text(line)
    pdf.save()
    with gzip.open(tmp_path / "scale" / "reports.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"id": id, "text": text}) + "\n" for id, text in REPORTS.items())
    return tmp_path


def size_of_letters(data: Path) -> int:
    return sum(len(text.paragraphs) for text in collection(data, 10_000) if text.read)


def test_letters_come_first_as_our_reader_reads_them(data: Path) -> None:
    texts = collection(data, size_of_letters(data) + 1)
    assert {text.document for text in texts[:2]} == {"kent", LETTER}
    kent = next(text for text in texts if text.document == "kent")
    assert kent.read is not None
    assert (kent.forces, kent.date) == (("kent",), dt.date(2019, 5, 3))
    assert kent.paragraphs == tuple((each.id, each.text) for each in kent.read[1])


def test_reports_fill_it_up_to_the_number(data: Path) -> None:
    *_, first, second = collection(data, size_of_letters(data) + 3)
    assert [text for _, text in first.paragraphs] == ["Kent knows its children well.", "Social workers visit often. ◼"]
    assert [text for _, text in second.paragraphs] == ["1. Leaders listen to children."]
    assert (first.forces, second.forces) == (("kent",), ("greater-manchester",))
    assert (first.date, second.date) == (dt.date(2019, 5, 3), dt.date(2020, 6, 4))


def test_what_is_asked_about_comes_before_the_other_letters(data: Path) -> None:
    (kent, *others) = collection(data, 10, ["kent"])
    assert kent.document == "kent"
    assert LETTER not in {text.document for text in others}  # it would not fit whole
    assert len(kent.paragraphs) + sum(len(text.paragraphs) for text in others) == 10


def test_where_reports_are_too_few_they_come_again_with_another_authoritys_name(data: Path) -> None:
    texts = collection(data, size_of_letters(data) + 8)
    again = next(text for text in texts if text.document.startswith("1-kent") and text.document.endswith("-1"))
    assert again.paragraphs[0][1] == "Bury knows its children well."
    assert again.forces == ("greater-manchester",)
    assert len({id for text in texts for id, _ in text.paragraphs}) == size_of_letters(data) + 8


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"no \*\.pdf in"):
        collection(tmp_path, 10)


def test_long_paragraphs_are_cut_between_sentences() -> None:
    sentence = f"It has {'very ' * 30}good plans."
    assert short_paragraphs_of(f"{sentence} {sentence}\n\nAll of it is short.") == [sentence] * 2 + [
        "All of it is short."
    ]


@given(st.lists(st.text("ab .\n\f", min_size=1, max_size=80)))
def test_no_word_of_a_paragraph_is_lost_by_cutting_it(pieces: list[str]) -> None:
    long = [f"These are four words{' and more' * 20}. {piece}" for piece in pieces]
    whole = " ".join(paragraphs_of("\n\n".join(long)))
    cut = " ".join(short_paragraphs_of("\n\n".join(long)))
    assert set(cut.split()) <= set(whole.split())
    assert cut.count("words") == whole.count("words")
