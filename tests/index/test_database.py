import functools
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus import FolderBusy, UnusableFolder
from index.database import Database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "index" / "words.sqlite"


@pytest.fixture
def database(file: Path) -> Database:
    """A file with one table of kayaks."""
    made = Database(file)
    with made.changing() as opened:
        opened.execute("CREATE TABLE kayaks (name TEXT)")
    return made


def kayaks(database: Database) -> list[str]:
    with database.reading() as opened:
        return [name for (name,) in opened.execute("SELECT name FROM kayaks ORDER BY rowid")]


def add(database: Database, name: str) -> None:
    with database.changing() as opened:
        opened.execute("INSERT INTO kayaks VALUES (?)", (name,))


def test_what_is_changed_is_read_and_outlives_the_object(database: Database, file: Path) -> None:
    add(database, "Red")
    assert kayaks(database) == ["Red"]
    assert kayaks(Database(file)) == ["Red"]


def test_a_change_that_breaks_off_leaves_nothing(database: Database) -> None:
    def breaking_off() -> None:
        with database.changing() as opened:
            opened.execute("INSERT INTO kayaks VALUES ('Red')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        breaking_off()
    assert kayaks(database) == []
    add(database, "Blue")
    assert kayaks(database) == ["Blue"]


def test_a_reader_sees_what_was_written_since_it_last_read(database: Database, file: Path) -> None:
    for name in ("Red", "Blue", "Green"):
        add(Database(file), name)
        assert kayaks(database)[-1] == name


def test_a_reader_that_was_kept_is_used_again(database: Database) -> None:
    with database.reading() as first:
        pass
    with database.reading() as second, database.reading() as beside:
        assert second is first
        assert beside is not second


def test_a_reader_that_failed_is_not_used_again(database: Database) -> None:
    with pytest.raises(KeyboardInterrupt), database.reading() as first:
        raise KeyboardInterrupt
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        first.execute("SELECT 1")
    assert kayaks(database) == []


def test_many_threads_may_read_and_write_at_once(database: Database) -> None:
    with ThreadPoolExecutor(12) as threads:
        writes = [threads.submit(add, database, str(at)) for at in range(12)]
        reads = [threads.submit(kayaks, database) for _ in range(60)]
    assert [write.result() for write in writes] == [None] * 12
    assert all(len(read.result()) <= 12 for read in reads)
    assert len(kayaks(database)) == 12


def test_readers_do_not_keep_a_writer_waiting(database: Database, file: Path) -> None:
    add(database, "Red")
    kayaks(database)
    impatient = sqlite3.connect(file, timeout=0.01)
    with impatient:
        impatient.execute("INSERT INTO kayaks VALUES ('Blue')")
    impatient.close()
    assert kayaks(database) == ["Red", "Blue"]


def test_the_stamp_changes_with_every_write_and_with_nothing_else(database: Database, file: Path) -> None:
    before = database.stamp()
    add(database, "Red")
    after = database.stamp()
    assert kayaks(Database(file)) == ["Red"]
    assert before != after == database.stamp()
    add(Database(file), "Blue")
    assert database.stamp() != after


def test_a_file_that_is_gone_is_named_with_its_remedy(database: Database, file: Path) -> None:
    file.unlink()
    with pytest.raises(UnusableFolder, match="rebuilt from the corpus"):
        database.stamp()


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"SQLite format 3\0" + b"\xa5" * 5000])
def test_a_damaged_file_is_named_with_its_remedy(database: Database, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(UnusableFolder, match=r"words\.sqlite is damaged.*built again from the documents"):
        kayaks(Database(file))
    with pytest.raises(UnusableFolder, match=r"words\.sqlite is damaged.*built again from the documents"):
        add(database, "Red")


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    with pytest.raises(UnusableFolder, match="cannot be used"):
        Database(tmp_path / "index" / "words.sqlite")


def test_a_file_that_another_writes_to_is_busy_not_damaged(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(file)
    other.execute("BEGIN EXCLUSIVE")
    impatient = functools.partial(sqlite3.connect, file, timeout=0.01)
    monkeypatch.setattr(sqlite3, "connect", lambda file, timeout: impatient())
    with pytest.raises(FolderBusy, match="Try again"):
        add(database, "Red")
    other.close()
    monkeypatch.undo()
    add(database, "Blue")
    assert kayaks(database) == ["Blue"]
