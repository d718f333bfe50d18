import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import AddStatus, Corpus, add, add_all, open_corpus
from corpus.adding import INCLUDED, slug
from tests.conftest import LETTER


def file(folder: Path, name: str, text: str = "The force has a plan.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ids(corpus: Corpus) -> list[str]:
    return sorted(document.id for document in corpus.documents())


def test_a_file_becomes_a_document(corpus: Corpus, tmp_path: Path) -> None:
    path = file(tmp_path, "Northshire Custody (2023).txt")
    added = add(corpus, path)
    assert (added.status, added.document, added.file, added.reason) == (
        "added",
        "northshire-custody-2023",
        str(path),
        None,
    )
    (document,) = corpus.documents()
    assert document.file == "Northshire Custody (2023).txt"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_added_again_is_unchanged(corpus: Corpus, tmp_path: Path) -> None:
    path = file(tmp_path, "a.txt")
    add(corpus, path)
    assert add(corpus, path).status is AddStatus.UNCHANGED
    assert ids(corpus) == ["a"]


def test_the_same_content_under_another_name_is_the_same_document(corpus: Corpus, tmp_path: Path) -> None:
    add(corpus, file(tmp_path, "a.txt"))
    again = add(corpus, file(tmp_path, "b.txt"))
    assert (again.status, again.document) == (AddStatus.UNCHANGED, "a")
    assert ids(corpus) == ["a"]


def test_a_changed_file_replaces_its_older_version(corpus: Corpus, tmp_path: Path) -> None:
    add(corpus, file(tmp_path, "a.txt", "Old words.\n\nMore old words."))
    added = add(corpus, file(tmp_path, "a.txt", "New words."))
    assert (added.status, added.document) == (AddStatus.REPLACED, "a")
    assert [p.text for p in corpus.paragraphs("a")] == ["New words."]


def test_names_that_differ_only_in_punctuation_stay_two_documents(corpus: Corpus, tmp_path: Path) -> None:
    first = add(corpus, file(tmp_path, "A letter.txt", "One."))
    second = add(corpus, file(tmp_path, "a-letter.txt", "Two."))
    assert (first.status, second.status) == (AddStatus.ADDED, AddStatus.ADDED)
    assert first.document == "a-letter"
    assert second.document is not None
    assert second.document.startswith("a-letter-")
    assert [p.text for id in ids(corpus) for p in corpus.paragraphs(id)] == ["One.", "Two."]


def test_a_changed_file_replaces_its_older_version_under_an_alike_name_too(corpus: Corpus, tmp_path: Path) -> None:
    add(corpus, file(tmp_path, "A letter.txt", "One."))
    second = add(corpus, file(tmp_path, "a-letter.txt", "Two."))
    third = add(corpus, file(tmp_path, "a-letter.txt", "Three."))
    assert (third.status, third.document) == (AddStatus.REPLACED, second.document)
    assert [p.text for id in ids(corpus) for p in corpus.paragraphs(id)] == ["One.", "Three."]


@pytest.mark.parametrize("name", ["missing.txt", "letter.docx", "nul\0.txt", "a" * 300 + ".txt", "a" * 300])
def test_a_file_that_cannot_be_read_fails_with_its_reason(corpus: Corpus, tmp_path: Path, name: str) -> None:
    (added,) = add_all(corpus, [tmp_path / name])
    assert (added.status, added.document, added.file) == (AddStatus.FAILED, None, str(tmp_path / name))
    assert added.reason
    assert ids(corpus) == []


def test_one_failure_does_not_stop_the_rest(corpus: Corpus, tmp_path: Path) -> None:
    paths = [
        tmp_path / "missing.txt",
        file(tmp_path, "a.txt"),
        file(tmp_path, "b.txt", " "),
        file(tmp_path, "c.txt", "See."),
    ]
    assert [added.status.value for added in add_all(corpus, paths)] == ["failed", "added", "failed", "added"]
    assert ids(corpus) == ["a", "c"]


def test_a_folder_is_added_file_by_file_in_order(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    for at, name in enumerate(["b.txt", "a.TXT", "deep/er/c.txt", "picture.png", "folder.txt/d.txt"]):
        file(folder, name, f"Text {at}.")
    added = list(add_all(corpus, [folder]))
    assert [str(Path(each.file).relative_to(folder)) for each in added] == sorted(
        ["a.TXT", "b.txt", "deep/er/c.txt", "folder.txt/d.txt"]
    )
    assert {each.status.value for each in added} == {"added"}


def test_files_of_one_name_in_two_folders_stay_two_documents(corpus: Corpus, tmp_path: Path) -> None:
    file(tmp_path / "letters" / "2014", "kent.txt", "Old.")
    file(tmp_path / "letters" / "2015", "kent.txt", "New.")
    assert [each.status.value for each in add_all(corpus, [tmp_path / "letters"])] == ["added", "added"]
    assert [each.status.value for each in add_all(corpus, [tmp_path / "letters"])] == ["unchanged", "unchanged"]
    assert ids(corpus) == ["2014-kent", "2015-kent"]
    file(tmp_path / "letters" / "2015", "kent.txt", "Newer.")
    assert [each.status.value for each in add_all(corpus, [tmp_path / "letters"])] == ["unchanged", "replaced"]


def test_a_folder_with_nothing_readable_is_told(corpus: Corpus, tmp_path: Path) -> None:
    file(tmp_path / "letters", "picture.png")
    (added,) = add_all(corpus, [tmp_path / "letters"])
    assert added.status is AddStatus.FAILED
    assert added.reason == "There is no file in this folder that we can read."


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux lets a file name be any bytes.")
def test_a_file_whose_name_is_no_text_is_added(corpus: Corpus, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("The force has a plan.", encoding="utf-8")
    assert add(corpus, path).status is AddStatus.ADDED
    assert [document.file for document in corpus.documents()] == ["caf?.txt"]
    assert ids(corpus) == ["caf"]


@pytest.mark.parametrize(
    "text", ["Dear Ann\n\nYours sincerely", "31 June 2014\n\nDear Ann\n\nOn 0 May 0000 it was embargoed.", "•\n-x"]
)
def test_an_odd_letter_is_added_all_the_same(corpus: Corpus, tmp_path: Path, text: str) -> None:
    assert add(corpus, file(tmp_path, "a.txt", text)).status is AddStatus.ADDED


def test_an_empty_corpus_starts_with_the_included_letter(tmp_path: Path) -> None:
    assert ids(open_corpus(tmp_path)) == [LETTER]
    assert ids(open_corpus(tmp_path)) == [LETTER]


def test_many_may_start_a_new_corpus_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        assert {tuple(ids(corpus)) for corpus in pool.map(open_corpus, [tmp_path / "data"] * 12)} == {(LETTER,)}


def test_the_included_letter_stays_removed(tmp_path: Path) -> None:
    open_corpus(tmp_path).remove(LETTER)
    assert ids(open_corpus(tmp_path)) == []


def test_the_included_letter_can_be_added_again(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path)
    corpus.remove(LETTER)
    assert [each.status.value for each in add_all(corpus, [INCLUDED])] == ["added"]
    assert ids(corpus) == [LETTER]


@given(st.text())
def test_an_id_is_lower_case_words_and_single_hyphens(name: str) -> None:
    made = slug(name)
    assert made
    assert all(word and word.isascii() and word.isalnum() and word == word.lower() for word in made.split("-"))
    assert slug(made) == made
