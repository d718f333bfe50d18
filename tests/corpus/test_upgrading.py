"""Data folders as earlier versions of the program made them: opened, and everything found."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus import Area, Corpus, UnusableFolder
from corpus.backup import back_up
from corpus.restoring import restore
from index import Encoder, Index
from index.scope import Scope

# The tables as layout 1 had them, and as the first version of layout 2 did.
FIRST = """
CREATE TABLE documents (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, fields TEXT NOT NULL);
CREATE TABLE paragraphs (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL,
    place INTEGER NOT NULL, number TEXT, page INTEGER, box TEXT,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
"""
SECOND = """
CREATE TABLE documents (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, fields TEXT NOT NULL);
CREATE TABLE paragraphs (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    serial INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL,
    place INTEGER NOT NULL, number TEXT, depth INTEGER NOT NULL, areas TEXT NOT NULL, called_at TEXT,
    PRIMARY KEY (document, serial)
) WITHOUT ROWID;
"""
FIELDS: dict[str, object] = {
    "title": "Northshire letter",
    "kind": "letter",
    "file": "northshire.pdf",
    "programme": "Core business",
    "forces": ["kent"],
    "date": "2021-05-03",
    "published": None,
    "embargo": "2999-05-03T00:01:00+00:00",
    "fieldwork": ["2021-01-11", "2021-01-15"],
    "author": "An Inspector",
    "office": None,
    "addressee": None,
    "facts": {"author": ["An Inspector", 1, "Yours"]},
}
TEXTS = ("Custody", "The cells are clean and warm.", "Detainees wait too long for a doctor.")


def first(folder: Path) -> None:
    """A folder of layout 1."""
    _written(folder, "1", FIRST, FIELDS | {"inspectorate": "HMICFRS"}, [
        ("northshire", 1, "heading", TEXTS[0], "[]", 1, None, 1, "[50.0, 700.0, 200.0, 720.0]"),
        ("northshire", 2, "body", TEXTS[1], '["Custody"]', 1, "1.1", 2, "[50.0, 600.0, 500.0, 640.0]"),
        ("northshire", 3, "body", TEXTS[2], '["Custody"]', 2, None, None, None),
    ])  # fmt: skip


def second(folder: Path) -> None:
    """A folder of the first version of layout 2; its second paragraph has kept the id it had elsewhere."""
    fields = FIELDS | {"inspectorates": ["HMICFRS", "Ofsted"], "pages": 4, "ocr": True}
    areas = "[[2, 50.0, 600.0, 500.0, 640.0], [3, 50.0, 700.0, 500.0, 720.0]]"
    _written(folder, "2", SECOND, fields, [
        ("northshire", 1, 1, "heading", TEXTS[0], "[]", 1, None, 0, "[]", None),
        ("northshire", 9, 2, "body", TEXTS[1], '["Custody"]', 1, "1.1", 1, areas, None),
        ("northshire", 3, 3, "footnote", TEXTS[2], '["Custody"]', 2, "3", 0, "[]", "[2, 9]"),
    ])  # fmt: skip


def _written(
    folder: Path, version: str, tables: str, fields: dict[str, object], rows: list[tuple[object, ...]]
) -> None:
    folder.mkdir()
    (folder / "version").write_text(version)
    with closing(sqlite3.connect(folder / "corpus.sqlite")) as database:
        database.executescript(tables)
        database.execute("INSERT INTO documents VALUES (?, ?, ?)", ("northshire", "ab" * 32, json.dumps(fields)))
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO paragraphs VALUES ({marks})", rows)
        database.execute("PRAGMA user_version = 1")
        database.commit()


def test_a_folder_of_the_first_layout_is_found_whole(tmp_path: Path) -> None:
    first(tmp_path / "data")
    corpus = Corpus(tmp_path / "data")
    (document,) = corpus.documents()
    assert (document.title, document.forces, document.inspectorates) == ("Northshire letter", ("kent",), ("HMICFRS",))
    assert document.embargo is not None
    assert document.fact("author") is not None
    assert [each.text for each in corpus.paragraphs("northshire")] == list(TEXTS)
    assert [each.id for each in corpus.paragraphs("northshire")] == [f"northshire#{number}" for number in (1, 2, 3)]
    cells = corpus.get(["northshire#2"])["northshire#2"]
    assert (cells.heading, cells.number, cells.areas) == (("Custody",), "1.1", (Area(2, 50, 600, 500, 640),))
    assert not corpus.is_new
    assert (tmp_path / "data" / "version").read_text() == "2"


def test_a_folder_of_the_first_second_layout_is_found_whole(tmp_path: Path) -> None:
    second(tmp_path / "data")
    corpus = Corpus(tmp_path / "data")
    (document,) = corpus.documents()
    assert (document.inspectorates, document.pages, document.ocr) == (("HMICFRS", "Ofsted"), 4, True)
    assert [each.id for each in corpus.paragraphs("northshire")] == ["northshire#1", "northshire#9", "northshire#3"]
    cells, note = corpus.paragraphs("northshire")[1:]
    assert [area.page for area in cells.areas] == [2, 3]
    assert (cells.depth, note.called_at) == (1, (2, 9))


def test_what_was_found_can_be_searched_corrected_and_removed(tmp_path: Path, encoder: Encoder) -> None:
    first(tmp_path / "data")
    corpus = Corpus(tmp_path / "data")
    index = Index(corpus, encoder)
    index.sync()
    (hit, *_) = index.search(Scope.of("clean cells", corpus, embargoed=True))
    assert hit.chunk.text == TEXTS[1]
    assert index.lag() == 0
    corpus.correct("northshire", {"title": "Another title"})
    assert index.lag() in (0, 1)
    assert [each.title for each in corpus.documents()] == ["Another title"]
    assert corpus.remove("northshire")


def test_what_it_was_made_of_is_kept_and_a_second_opening_changes_nothing(tmp_path: Path) -> None:
    first(tmp_path / "data")
    before = (tmp_path / "data" / "corpus.sqlite").read_bytes()
    Corpus(tmp_path / "data")
    after = (tmp_path / "data" / "corpus.sqlite").read_bytes()
    assert (tmp_path / "data" / "corpus.sqlite.before-upgrade").read_bytes() == before
    Corpus(tmp_path / "data")
    assert (tmp_path / "data" / "corpus.sqlite").read_bytes() == after


def test_an_upgrade_that_fails_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first(tmp_path / "data")
    before = (tmp_path / "data" / "corpus.sqlite").read_bytes()

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as fault:
        fault.setattr("corpus.upgrading.shutil.copyfile", full_disk)
        with pytest.raises(UnusableFolder, match="could not be brought up to date"):
            Corpus(tmp_path / "data")
    assert (tmp_path / "data" / "corpus.sqlite").read_bytes() == before
    assert len(Corpus(tmp_path / "data").documents()) == 1


def test_a_backup_of_an_older_folder_can_be_restored(tmp_path: Path) -> None:
    first(tmp_path / "data")
    back_up(tmp_path / "data", tmp_path / "older.zip")
    restore(tmp_path / "older.zip", tmp_path / "new")
    assert [each.id for each in Corpus(tmp_path / "new").documents()] == ["northshire"]
