import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import AddStatus, Corpus, Item, UnusableFolder, add, add_all, open_corpus, reread, resume
from corpus.adding import INCLUDED, adding
from corpus.correcting import correct
from corpus.naming import slug
from corpus.paragraphs import cut
from tests.conftest import LETTER
from tests.corpus.northshire import Printed, write_pdf
from tests.corpus.site import moved, page, serve


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
    assert str(added.reason).startswith("There is no file in this folder that we can read. Name a folder")


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
    assert [each.status.value for each in add_all(corpus, [INCLUDED / f"{LETTER}.txt"])] == ["added"]
    assert ids(corpus) == [LETTER]


def pdf(path: Path, pages: int = 1) -> Path:
    lines = ["The force keeps records of bail,", "and supervisors look at them daily."]
    return write_pdf(path, [Printed([*lines, f"They did so on {at} days."], at) for at in range(1, pages + 1)])


def test_files_read_in_parallel_are_stored_in_the_order_of_asking(corpus: Corpus, tmp_path: Path) -> None:
    paths = [
        pdf(tmp_path / "long.pdf", 40),
        file(tmp_path, "a.txt"),
        pdf(tmp_path / "short.pdf"),
        file(tmp_path, "broken.pdf", "words"),
        file(tmp_path, "b.txt", "See."),
    ]
    added = list(add_all(corpus, paths))
    assert [(each.status.value, each.document) for each in added] == [
        ("added", "long"), ("added", "a"), ("added", "short"), ("failed", None), ("added", "b"),
    ]  # fmt: skip
    assert added[3].reason
    assert "broken.pdf" in added[3].reason
    assert corpus.documents()[0].pages in (1, 40, None)
    assert [each.status.value for each in add_all(corpus, paths)] == [
        "unchanged", "unchanged", "unchanged", "failed", "unchanged",
    ]  # fmt: skip


def test_each_file_tells_its_progress(corpus: Corpus, tmp_path: Path) -> None:
    steps = list(adding(corpus, [pdf(tmp_path / "long.pdf", 60), file(tmp_path, "a.txt"), tmp_path / "missing.txt"]))
    for number in (1, 2, 3):
        of_one = [step for step in steps if step.number == number]
        assert (of_one[0].share, of_one[0].added, of_one[0].total) == (0.0, None, 3)
        assert [step.share for step in of_one] == sorted(step.share for step in of_one)
        assert [step.added is None for step in of_one] == [True] * (len(of_one) - 1) + [False]
        assert {step.file for step in of_one} == {of_one[-1].added.file if of_one[-1].added else None}


def test_an_upload_is_known_by_the_name_it_had(corpus: Corpus, tmp_path: Path) -> None:
    for text, status in [("Old.", AddStatus.ADDED), ("New.", AddStatus.REPLACED)]:
        upload = file(tmp_path / text, "upload123.txt", text)
        (added,) = add_all(corpus, [Item(upload, "letters/Kent 2014.txt")])
        assert (added.status, added.document, added.file) == (status, "letters-kent-2014", str(upload))
    assert corpus.documents()[0].file == "letters/Kent 2014.txt"


def test_a_web_page_is_known_by_its_address(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOW_PRIVATE_ADDRESSES", "1")
    with serve() as site:
        site.pages["/letters/kent%202014.txt"] = page(b"The force has a plan.", "text/plain")
        site.pages["/short"] = moved("/letters/kent%202014.txt")
        addresses = [site.url("/letters/kent%202014.txt"), site.url("/short"), site.url("/nothing.txt")]
        added = list(add_all(corpus, addresses))
        assert [(each.status.value, each.document, each.file) for each in added] == [
            ("added", "kent-2014", addresses[0]), ("unchanged", "kent-2014", addresses[1]), ("failed", None, addresses[2]),
        ]  # fmt: skip
        site.pages["/letters/kent%202014.txt"] = page(b"The force has no plan.", "text/plain")
        assert [each.status.value for each in add_all(corpus, [addresses[1]])] == ["replaced"]
    assert [document.file for document in corpus.documents()] == [addresses[0]]
    assert [failure.file for failure in corpus.failures()] == [addresses[2]]


def test_the_bytes_of_a_file_are_kept_as_long_as_its_document(corpus: Corpus, tmp_path: Path) -> None:
    path = file(tmp_path, "a.TXT", "Old.")
    add(corpus, path)
    path.unlink()
    original = corpus.original("a")
    assert original
    assert original.name == hashlib.sha256(b"Old.").hexdigest() + ".txt"
    assert original.read_bytes() == b"Old."
    add(corpus, file(tmp_path, "a.TXT", "New."))
    assert [each.read_bytes() for each in original.parent.glob("*.txt")] == [b"New."]
    corpus.remove("a")
    assert list(original.parent.rglob("*.*")) == []
    assert (corpus.original("a"), corpus.original("nothing")) == (None, None)


def test_the_included_letter_is_kept_too(tmp_path: Path) -> None:
    original = open_corpus(tmp_path).original(LETTER)
    assert original
    assert original.read_bytes() == (INCLUDED / f"{LETTER}.txt").read_bytes()


def test_what_a_killed_process_left_behind_is_swept(corpus: Corpus, tmp_path: Path) -> None:
    add(corpus, file(tmp_path, "a.txt"))
    left = [file(corpus.folder / "files", "0123.txt"), file(corpus.folder / "files" / "incoming" / "9", "x.txt")]
    add(corpus, file(tmp_path, "b.txt", "See."))
    assert [path.exists() for path in left] == [False, False]
    assert all(corpus.original(id) for id in "ab")


def test_a_changed_file_keeps_the_ids_of_what_is_unchanged(corpus: Corpus, tmp_path: Path) -> None:
    add(corpus, file(tmp_path, "a.txt", "One is here.\n\nTwo is here."))
    add(corpus, file(tmp_path, "a.txt", "Zero is here.\n\nOne is here.\n\nThree is here."))
    assert {p.id: p.text for p in corpus.paragraphs("a")} == {
        "a#3": "Zero is here.", "a#1": "One is here.", "a#4": "Three is here.",
    }  # fmt: skip


def test_reading_again_changes_only_what_is_read_otherwise(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        add(corpus, file(tmp_path, f"{name}.txt", f"One is here.\n\nTwo is in {name}."))
    revisions = corpus.revisions()
    assert [each.status for each in reread(corpus)] == [AddStatus.UNCHANGED] * 2
    assert corpus.revisions() == revisions
    monkeypatch.setattr(
        "corpus.preparing.cut", lambda document, reading: cut(document, replace(reading, blocks=reading.blocks[1:]))
    )
    assert [(each.file, each.status) for each in reread(corpus, ["a"])] == [("a.txt", AddStatus.REPLACED)]
    assert [p.id for id in "ab" for p in corpus.paragraphs(id)] == ["a#2", "b#1", "b#2"]


def test_a_document_whose_original_is_lost_stays_as_it_is(corpus: Corpus, tmp_path: Path) -> None:
    add(corpus, file(tmp_path, "a.txt"))
    original = corpus.original("a")
    assert original
    original.unlink()
    (added,) = reread(corpus)
    assert (added.status, added.document, added.reason) == (
        "failed", "a", "Its original is not kept. Add its file again.",
    )  # fmt: skip
    assert corpus.paragraph_count("a") == 1


def test_a_full_disk_stops_the_run_and_the_rest_is_done_later(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    paths = [file(tmp_path, "a.txt"), file(tmp_path, "b.txt", "See.")]
    with monkeypatch.context() as context:
        context.setattr("corpus.originals.os.fsync", full)
        with pytest.raises(UnusableFolder, match="No space left on device"):
            list(add_all(corpus, paths))
    assert (ids(corpus), corpus.failures()) == ([], ())
    assert [each.status for each in resume(corpus)] == [AddStatus.ADDED] * 2


def test_a_fault_nobody_foresaw_costs_that_file_alone(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "corpus.preparing.cut", lambda document, reading: 1 / 0
    )  # in this process; a worker reads it well
    (added,) = add_all(corpus, [file(tmp_path, "a.txt")])
    assert added.status is AddStatus.ADDED


def test_content_that_its_document_has_lost_meanwhile_is_read_after_all(corpus: Corpus, tmp_path: Path) -> None:
    first, second = pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf"
    add(corpus, first)
    second.write_bytes(first.read_bytes())
    pdf(first, 2)
    assert [(each.status.value, each.document) for each in add_all(corpus, [first, second])] == [
        ("replaced", "a"), ("added", "b"),
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes.")
def test_a_pipe_is_no_file(corpus: Corpus, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (added,) = add_all(corpus, [tmp_path / "a.txt"])
    assert added.reason == "a.txt cannot be opened (it is no file). Check that it exists and may be read."


@given(st.text())
def test_an_id_is_lower_case_words_and_single_hyphens(name: str) -> None:
    made = slug(name)
    assert made
    assert all(word and word.isascii() and word.isalnum() and word == word.lower() for word in made.split("-"))
    assert slug(made) == made


def test_a_document_of_too_many_paragraphs_is_told(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.preparing.MAX_PARAGRAPHS", 2)
    (tmp_path / "long.txt").write_text("One is.\n\nTwo is.\n\nThree is.", encoding="utf-8")
    (added,) = add_all(corpus, [tmp_path / "long.txt"])
    assert added.reason == "long.txt has 3 paragraphs. Split it and add the parts."


KENT = "The plan of Kent Police for victims of burglary is a good one, and its officers know it well. Cells are clean."
ESSEX = (
    "Inspectors of fire services visited four stations at night, where crews train hard with old engines and ladders."
)


@pytest.mark.parametrize("other", [ESSEX, KENT.replace("Kent", "Essex")])
def test_another_file_of_the_same_name_is_another_document(corpus: Corpus, tmp_path: Path, other: str) -> None:
    add(corpus, file(tmp_path / "kent", "report.md", f"# Report on Kent Police\n\n{KENT}"))
    correct(corpus, "report", {"forces": "kent"})
    about = "Essex Police" if other != ESSEX else "fire"
    second = add(corpus, file(tmp_path / "essex", "report.md", f"# Report on {about}\n\n{other}"))
    assert second.status is AddStatus.ADDED
    assert {each.forces for each in corpus.documents()} == {("kent",), ("essex",) if other != ESSEX else ()}
    third = add(corpus, file(tmp_path / "kent", "report.md", f"# Report on Kent Police\n\n{KENT} More is needed."))
    assert (third.status, third.document) == (AddStatus.REPLACED, "report")


def test_a_newer_file_has_its_own_embargo(corpus: Corpus, tmp_path: Path) -> None:
    text = f"# Report on Kent Police\n\nEmbargoed until 00:01 on 5 May 2999\n\n{KENT}"
    add(corpus, file(tmp_path, "report.md", text))
    correct(corpus, "report", {"embargo": "", "author": "Ann Other"})
    assert corpus.public()
    add(corpus, file(tmp_path, "report.md", f"{text} More is needed."))
    assert not corpus.public()
    assert corpus.documents()[0].author == "Ann Other"
