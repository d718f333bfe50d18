import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import (
    Area,
    Corpus,
    Document,
    DocumentKind,
    Fact,
    FolderBusy,
    Paragraph,
    ParagraphKind,
    UnusableFolder,
    open_corpus,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
DAYS = st.dates(date(1, 1, 2))
MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=1))]))
COORDINATES = st.floats(allow_nan=False, allow_infinity=False)
DOCUMENTS = st.builds(
    Document,
    id=TEXT,
    title=TEXT,
    kind=st.sampled_from(DocumentKind),
    file=TEXT,
    sha256=TEXT,
    programme=st.none() | TEXT,
    inspectorates=st.lists(TEXT, max_size=2).map(tuple),
    forces=st.lists(TEXT, max_size=3).map(tuple),
    date=st.none() | DAYS,
    published=st.none() | DAYS,
    embargo=st.none() | MOMENTS,
    fieldwork=st.none() | st.tuples(DAYS, DAYS),
    author=st.none() | TEXT,
    office=st.none() | TEXT,
    addressee=st.none() | TEXT,
    facts=st.dictionaries(TEXT, st.builds(Fact, TEXT, st.integers(1, 99), TEXT), max_size=3).map(
        lambda facts: tuple(facts.items())
    ),
)
PARAGRAPHS = st.lists(
    st.builds(
        Paragraph,
        document=st.just(""),
        position=st.just(0),
        kind=st.sampled_from(ParagraphKind),
        text=TEXT,
        heading=st.lists(TEXT, max_size=3).map(tuple),
        place=st.integers(1, 999),
        number=st.none() | TEXT,
        depth=st.integers(0, 3),
        areas=st.lists(
            st.builds(Area, st.integers(1, 999), COORDINATES, COORDINATES, COORDINATES, COORDINATES), max_size=2
        ).map(tuple),
        called_at=st.none() | st.tuples(st.integers(1, 99), st.integers(0, 99)),
    ),
    max_size=4,
)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def corpus(request: pytest.FixtureRequest, tmp_path: Path) -> Corpus:
    """An empty corpus of the test's own, in either database."""
    return Corpus(tmp_path / "data", request.getfixturevalue("address") if request.param == "PostgreSQL" else None)


@pytest.fixture
def in_sqlite(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "data")


def again(corpus: Corpus) -> Corpus:
    """The same, as another process sees it."""
    return Corpus(corpus.folder, corpus.address)


def document(id: str = "x", **fields: object) -> Document:
    made = Document(id, "Custody", DocumentKind.LETTER, f"{id}.txt", f"hash of {id}")
    return replace(made, **fields)  # type: ignore[arg-type]


def body(id: str, *texts: str) -> list[Paragraph]:
    return [Paragraph(id, at, ParagraphKind.BODY, text) for at, text in enumerate(texts, 1)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(DOCUMENTS, PARAGRAPHS)
def test_what_is_put_comes_back_the_same(corpus: Corpus, document: Document, made: list[Paragraph]) -> None:
    paragraphs = tuple(replace(each, document=document.id, position=at, serial=at) for at, each in enumerate(made, 1))
    corpus.put(document, paragraphs)
    assert again(corpus).document(document.id) == document
    assert corpus.paragraphs(document.id) == paragraphs
    assert corpus.get(each.id for each in paragraphs) == {each.id: each for each in paragraphs}
    assert corpus.remove(document.id)


def test_the_letter_comes_back_the_same_from_a_second_corpus(tmp_path: Path) -> None:
    first, second = open_corpus(tmp_path), open_corpus(tmp_path)
    assert first.documents() == second.documents() != ()
    (letter,) = first.documents()
    assert first.paragraphs(letter.id) == second.paragraphs(letter.id)


def test_a_document_replaces_the_one_of_its_id(corpus: Corpus) -> None:
    corpus.put(document(), body("x", "One", "Two"))
    corpus.put(document(sha256="other", title="Bail"), body("x", "Three"))
    assert [(d.title, d.sha256) for d in corpus.documents()] == [("Bail", "other")]
    assert [p.text for p in corpus.paragraphs("x")] == ["Three"]
    assert corpus.get(["x#2"]) == {}


def test_a_paragraph_is_found_by_where_it_stands_whatever_its_id(corpus: Corpus) -> None:
    corpus.put(document("a"), body("a", "One", "Two"))
    corpus.put(document("b"), body("b", "Three"))
    corpus.put(document("a", sha256="other"), body("a", "Zero", "One", "Two"))  # "One" keeps the id a#1
    asked = [("a", 2), ("b", 1), ("a", 2), ("a", 0), ("a", 4), ("c", 1)]
    found = corpus.at(asked)
    assert {place: each.text for place, each in found.items()} == {("a", 2): "One", ("b", 1): "Three"}
    assert found["a", 2] == corpus.get(["a#1"])["a#1"]


def test_a_removed_document_is_gone_with_its_paragraphs(corpus: Corpus) -> None:
    corpus.put(document("a"), body("a", "One"))
    corpus.put(document("b"), body("b", "Two"))
    assert corpus.remove("a")
    assert not corpus.remove("a")
    assert corpus.document("a") is None
    assert (corpus.paragraphs("a"), corpus.get(["a#1"])) == ((), {})
    assert [p.text for p in corpus.paragraphs("b")] == ["Two"]


@pytest.mark.parametrize(
    "id", ["", "x", "#", "x#", "x#0", "x#9", "y#1", "x#one", "x#-1", "#1", "x#1#1", "x#" + "9" * 30]
)
def test_an_id_that_nobody_has_is_left_out(corpus: Corpus, id: str) -> None:
    corpus.put(document(), body("x", "One"))
    assert corpus.get([id]) == {}
    assert list(corpus.get([id, "x#1", "x#1"])) == ["x#1"]
    assert corpus.paragraphs(id) == (() if id != "x" else corpus.paragraphs("x"))


def test_a_document_whose_id_has_a_hash_is_found(corpus: Corpus) -> None:
    corpus.put(document("a#b"), body("a#b", "One"))
    assert corpus.get(["a#b#1"])["a#b#1"].text == "One"


def test_an_id_cannot_be_a_command_to_the_database(corpus: Corpus) -> None:
    corpus.put(document(), body("x", "One"))
    assert not corpus.remove("x' OR '1'='1")
    assert corpus.document("x'; DROP TABLE documents; --") is None
    assert len(corpus.documents()) == 1


def test_documents_come_latest_first_and_the_undated_last(corpus: Corpus) -> None:
    corpus.put(document("undated"), [])
    corpus.put(document("printed", date=date(2020, 1, 1)), [])
    corpus.put(document("b", published=date(2021, 1, 1)), [])
    corpus.put(document("a", date=date(2019, 1, 1), published=date(2021, 1, 1)), [])
    assert [d.id for d in corpus.documents()] == ["a", "b", "printed", "undated"]


def test_a_document_is_found_by_the_hash_of_its_file(corpus: Corpus) -> None:
    corpus.put(document("a"), [])
    found = corpus.document_by_hash("hash of a")
    assert found is not None
    assert found.id == "a"
    assert corpus.document_by_hash("hash of b") is None
    assert corpus.documents_by_file("a.txt") == (found,)
    assert corpus.documents_by_file("b.txt") == ()


def test_a_document_under_embargo_is_kept_but_not_public(corpus: Corpus) -> None:
    noon = datetime(2030, 6, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    corpus.put(document("held", embargo=noon), [])
    corpus.put(document("open"), [])
    assert {d.id for d in corpus.documents()} == {"held", "open"}
    assert [d.id for d in corpus.public(noon - timedelta(seconds=1))] == ["open"]
    assert {d.id for d in corpus.public(noon)} == {"held", "open"}


def test_public_means_now_when_no_moment_is_given(corpus: Corpus) -> None:
    corpus.put(document("held", embargo=datetime.now(UTC) + timedelta(hours=1)), [])
    corpus.put(document("passed", embargo=datetime.now(UTC) - timedelta(hours=1)), [])
    assert [d.id for d in corpus.public()] == ["passed"]


def test_a_corpus_is_new_until_it_is_started(corpus: Corpus) -> None:
    assert corpus.is_new
    corpus.mark_started()
    assert not corpus.is_new
    assert not again(corpus).is_new


def test_a_document_that_cannot_be_stored_leaves_the_old_one(corpus: Corpus) -> None:
    corpus.put(document(), body("x", "One"))
    with pytest.raises(UnusableFolder):
        corpus.put(document(title="Bail"), [*body("x", "Two"), *body("x", "Two again")])
    assert [p.text for p in corpus.paragraphs("x")] == ["One"]
    assert [d.title for d in corpus.documents()] == ["Custody"]


def _overwritten(file: Path) -> None:
    file.write_bytes(b"This is no database. " * 100)


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _of_another_program(file: Path) -> None:
    file.unlink()
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE documents (name TEXT)")
    database.close()


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("damage", [_overwritten, _cut_short, _of_another_program, _a_folder])
def test_a_damaged_corpus_is_told_with_a_remedy(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    open_corpus(tmp_path)
    damage(tmp_path / "corpus.sqlite")
    with pytest.raises(UnusableFolder, match=r"corpus\.sqlite cannot be used") as fault:
        open_corpus(tmp_path).documents()
    assert "add the documents again" in fault.value.remedy


def test_what_is_read_is_never_older_than_what_was_written(corpus: Corpus) -> None:
    other = again(corpus)
    for change in (
        lambda: corpus.put(document("a"), body("a", "One")),
        lambda: corpus.put(document("a", title="Bail"), body("a", "One")),
        lambda: corpus.correct("a", {"title": "Custody"}),
        lambda: corpus.correct("a", {}, ["title"]),
        lambda: corpus.put(document("b"), []),
        lambda: corpus.remove("a"),
    ):
        before, stamp = corpus.documents(), corpus.stamp()
        change()
        assert corpus.documents() == other.documents() == again(corpus).documents() != before
        assert corpus.document("a") == other.document("a") == corpus.document_by_hash("hash of a")
        assert corpus.stamp() == other.stamp() != stamp


def test_reading_leaves_the_stamp_and_makes_no_document_twice(corpus: Corpus) -> None:
    corpus.put(document("a"), body("a", "One"))
    before, stamp = corpus.documents(), corpus.stamp()
    assert corpus.documents()[0] is before[0]
    corpus.put(document("b"), body("b", "Two"))
    assert corpus.document("a") is before[0]
    assert corpus.stamp() != stamp
    assert corpus.stamp() == corpus.stamp()


def test_a_reader_waits_for_nobody_while_another_writes(in_sqlite: Corpus) -> None:
    in_sqlite.put(document("a"), body("a", "One"))
    other = sqlite3.connect(in_sqlite.folder / "corpus.sqlite")
    other.execute("DELETE FROM paragraphs")  # not committed
    assert [p.text for p in in_sqlite.paragraphs("a")] == ["One"]
    other.close()
    assert in_sqlite.paragraph_count("a") == 1


def test_a_file_that_another_program_keeps_locked_is_told_as_that(
    in_sqlite: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.sqlite.BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(in_sqlite.folder / "corpus.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(FolderBusy, match="Another process is writing"):
            in_sqlite.documents()
    assert in_sqlite.documents() == ()


def test_a_copy_of_the_folder_is_the_same_corpus(in_sqlite: Corpus, tmp_path: Path) -> None:
    in_sqlite.put(document("a"), body("a", "One"))
    shutil.copytree(in_sqlite.folder, tmp_path / "copy")
    assert Corpus(tmp_path / "copy").documents() == in_sqlite.documents()
    assert sorted(path.name for path in in_sqlite.folder.glob("corpus.sqlite*")) == ["corpus.sqlite"]


def test_threads_may_read_while_one_writes(corpus: Corpus) -> None:
    def work(at: int) -> int:
        corpus.put(document(str(at)), body(str(at), "One", "Two"))
        return len(corpus.paragraphs(str(at))) + len(corpus.documents())

    with ThreadPoolExecutor(4) as pool:
        assert all(count >= 3 for count in pool.map(work, range(12)))
    assert len(corpus.documents()) == 12
