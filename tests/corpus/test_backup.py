"""Backup and restore: all that cannot be made again, whole or not at all."""

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from corpus import Corpus, FolderBusy, UnusableFolder, UnusableInput, add, restoring
from corpus.__main__ import main
from corpus.backup import back_up
from corpus.folder import MARKER, Lock, holding, open_folder
from corpus.manifest import NAME
from corpus.restoring import restore

LETTER = "Northshire Police\n\nInspection letter, 3 May 20{}\n\nThe cells of Northshire Police are clean.\n"
ENDINGS = (".zip", ".tar.gz")


def letter(corpus: Corpus, folder: Path, year: int) -> None:
    path = folder / f"northshire-{year}.txt"
    path.write_text(LETTER.format(year), encoding="utf-8")
    add(corpus, path)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two letters, an answer, and people. Tests read it."""
    folder = tmp_path_factory.mktemp("full")
    corpus = Corpus(folder)
    for year in (21, 22):
        letter(corpus, tmp_path_factory.mktemp("given"), year)
    for name in ("answers.sqlite", "people.sqlite3"):
        with closing(sqlite3.connect(folder / name)) as database:
            database.execute("CREATE TABLE kept (id TEXT)")
            database.execute("INSERT INTO kept VALUES ('1')")
            database.commit()
    for index in ("index-3", "index-3-chroma"):
        (folder / index).mkdir()
        (folder / index / "words.sqlite").write_bytes(b"a cache")
    return folder


@pytest.fixture(scope="module", params=ENDINGS)
def backup(request: pytest.FixtureRequest, full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of that folder, in each format."""
    file = tmp_path_factory.mktemp("kept") / f"backup{request.param}"
    back_up(full, file)
    return file


@pytest.fixture(scope="module")
def zipped(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it where the format does not matter."""
    file = tmp_path_factory.mktemp("kept") / "backup.zip"
    back_up(full, file)
    return file


@pytest.fixture(scope="module")
def _another(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("another")
    letter(Corpus(folder), tmp_path_factory.mktemp("given"), 30)
    return folder


@pytest.fixture
def other(_another: Path, tmp_path: Path) -> Path:
    """A data folder with another letter, the test's own."""
    return Path(shutil.copytree(_another, tmp_path / "data"))


def content(folder: Path) -> dict[str, object]:
    """What a data folder holds, as a reader sees it."""
    corpus = Corpus(folder)
    held = {each.id: [p.text for p in corpus.paragraphs(each.id)] for each in corpus.documents()}
    originals = {each: (corpus.original(each) or Path()).read_bytes() for each in held}
    with closing(sqlite3.connect(folder / "people.sqlite3")) as people:
        return {"held": held, "originals": originals, "people": people.execute("SELECT * FROM kept").fetchall()}


def tree(folder: Path) -> dict[str, str]:
    """Every file with its hash, but for the locks."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in restoring._LOCKS)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def changed(backup: Path, target: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The backup with its files changed, in the same format."""
    files = files_of(backup)
    change(files)
    file = target / backup.name
    if backup.suffix == ".zip":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, body in files.items():
                packed.writestr(name, body)
    else:
        with tarfile.open(file, "w:gz") as rolled:
            for name, body in files.items():
                information = tarfile.TarInfo(name)
                information.size = len(body)
                rolled.addfile(information, io.BytesIO(body))
    return file


def files_of(backup: Path) -> dict[str, bytes]:
    if backup.suffix == ".zip":
        with zipfile.ZipFile(backup) as packed:
            return {name: packed.read(name) for name in packed.namelist()}
    with tarfile.open(backup) as rolled:
        return {each.name: rolled.extractfile(each).read() for each in rolled}  # type: ignore[union-attr]  # they are files


def listed(held: dict[str, bytes], **changes: object) -> None:
    """Change the list in a backup."""
    held[NAME] = json.dumps(json.loads(held[NAME]) | changes).encode()


def named(files: dict[str, bytes], name: str, body: bytes) -> None:
    """Put a file into a backup and its list."""
    entry = {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    listed(files, files=json.loads(files[NAME])["files"] | {name: entry})
    files[name] = body


def test_what_is_restored_is_what_was_backed_up(full: Path, backup: Path, tmp_path: Path) -> None:
    done = restore(backup, tmp_path / "data")
    assert (done.documents, done.replaced) == (2, None)
    assert content(tmp_path / "data") == content(full)
    assert not list((tmp_path / "data").glob("index-*"))
    if os.name != "nt":
        assert (tmp_path / "data" / "people.sqlite3").stat().st_mode & 0o077 == 0
        assert backup.stat().st_mode & 0o077 == 0


def test_the_index_goes_along_when_asked_for(full: Path, tmp_path: Path) -> None:
    back_up(full, tmp_path / "all.zip", with_index=True)
    restore(tmp_path / "all.zip", tmp_path / "data")
    for index in ("index-3", "index-3-chroma"):
        assert (tmp_path / "data" / index / "words.sqlite").read_bytes() == b"a cache"


def test_a_backup_while_documents_come_and_go_is_of_one_moment(tmp_path: Path) -> None:
    folder = tmp_path / "busy"
    corpus, given, stopped = Corpus(folder), tmp_path / "given", threading.Event()
    given.mkdir()
    for year in range(20, 24):
        letter(corpus, given, year)

    def work() -> None:
        while not stopped.is_set():
            letter(corpus, given, 30)
            corpus.remove("northshire-30")

    busy = threading.Thread(target=work)
    busy.start()
    try:
        for number in range(3):
            back_up(folder, tmp_path / f"{number}.zip")
    finally:
        stopped.set()
        busy.join()
    for number in range(3):
        restored = tmp_path / f"restored-{number}"
        restore(tmp_path / f"{number}.zip", restored)
        corpus = Corpus(restored)
        ids = {each.id for each in corpus.documents()}
        assert {f"northshire-{year}" for year in range(20, 24)} <= ids
        assert all(corpus.original(id) for id in ids)


def test_an_original_that_was_lost_is_told_and_stops_nothing(full: Path, tmp_path: Path) -> None:
    shutil.copytree(full, tmp_path / "data")
    lost = next((tmp_path / "data" / "files").glob("*.txt"))
    lost.unlink()
    assert back_up(tmp_path / "data", tmp_path / "b.zip").lost == (lost.name,)
    assert restore(tmp_path / "b.zip", tmp_path / "again").documents == 2


def test_a_full_folder_is_left_alone_unless_it_may_be_replaced(
    full: Path, other: Path, backup: Path, tmp_path: Path
) -> None:
    before = tree(other)
    with pytest.raises(UnusableInput, match="is not empty"):
        restore(backup, other)
    assert tree(other) == before
    done = restore(backup, other, replace=True)
    assert done.replaced is not None
    assert tree(done.replaced) == before
    assert content(other) == content(full)


def flip(files: dict[str, bytes]) -> None:
    body = bytearray(files["corpus.sqlite"])
    body[len(body) // 2] ^= 1
    files["corpus.sqlite"] = bytes(body)


def not_sound(files: dict[str, bytes]) -> None:
    body = files.pop("corpus.sqlite")
    named(files, "corpus.sqlite", body[:4096] + bytes(len(body) - 4096))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (flip, "not what its list says"),
        (not_sound, "damaged|no database"),
        (lambda files: files.pop("answers.sqlite"), "not whole"),
        (lambda files: files.update({"files/more.pdf": b"x"}), "does not name"),
        (lambda files: files.update({"version": b"22"}), "another size"),
        (lambda files: files.pop(NAME), "no backup"),
        (lambda files: listed(files, format=99), "newer version of this program"),
        (lambda files: listed(files, layout="9"), "version '9'"),
        (lambda files: listed(files, files={"version": {"bytes": -1, "sha256": "x"}}), "list cannot be read"),
        (lambda files: files.update({NAME: b"[" * 100_000}), "list cannot be read"),
        (lambda files: named(files, "../outside", b"x"), "no data folder holds"),
        (lambda files: named(files, "files/../../outside", b"x"), "no data folder holds"),
        (lambda files: named(files, "/tmp/outside", b"x"), "no data folder holds"),
        (lambda files: named(files, "index-3\\..\\outside", b"x"), "no data folder holds"),
        (lambda files: named(files, "corpus.sqlite/", b""), "no data folder holds"),
        (lambda files: named(files, "files/" + "a" * 64 + ".pdf", bytes(10_000_000)), "far more than"),
        (lambda files: listed(files, files={"corpus.sqlite": {"bytes": 10**15, "sha256": "a" * 64}}), "far more than"),
    ],
)
def test_a_damaged_or_hostile_backup_changes_nothing(
    change: Callable[[dict[str, bytes]], object], told: str, other: Path, backup: Path, tmp_path: Path
) -> None:
    before = tree(other)
    with pytest.raises(UnusableInput, match=told):
        restore(changed(backup, tmp_path, change), other, replace=True)
    assert tree(other) == before
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_backup_that_is_cut_short_changes_nothing(share: float, backup: Path, tmp_path: Path) -> None:
    body = backup.read_bytes()
    (tmp_path / backup.name).write_bytes(body[: int(len(body) * share)])
    with pytest.raises(UnusableInput, match="cannot be used"):
        restore(tmp_path / backup.name, tmp_path / "data")
    assert tree(tmp_path / "data") == {}


@pytest.mark.parametrize("body", [b"", b"no archive", gzip.compress(b"no archive", mtime=0)])
def test_what_is_no_archive_is_told(body: bytes, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(body)
    with pytest.raises(UnusableInput, match=r"b\.zip cannot be used"):
        restore(tmp_path / "b.zip", tmp_path / "data")


def test_links_and_headers_that_claim_too_much_are_refused(tmp_path: Path) -> None:
    link, huge = tarfile.TarInfo(NAME), tarfile.TarInfo("x")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    huge.type, huge.size = tarfile.XHDTYPE, 10**12  # a header of a terabyte, to be read into memory
    for number, each in enumerate((link, huge)):
        file = tmp_path / f"{number}.tar.gz"
        file.write_bytes(gzip.compress(each.tobuf() + bytes(10240)))
        with pytest.raises(UnusableInput, match="cannot be used"):
            restore(file, tmp_path / "data")


def test_a_disk_that_is_full_while_restoring_changes_nothing(
    other: Path, zipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(other)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("corpus.restoring.os.fsync", full_disk)
    with pytest.raises(UnusableFolder, match="No space left"):
        restore(zipped, other, replace=True)
    assert tree(other) == before


def test_a_disk_without_room_is_told_before_anything_is_read(
    zipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.restoring.shutil.disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(UnusableFolder, match="Free some space"):
        restore(zipped, tmp_path / "data")


@pytest.mark.parametrize("moves", range(8))
def test_a_restore_that_fails_while_it_puts_things_in_place_is_undone(
    moves: int, other: Path, zipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(other)
    with _failing_after(moves, monkeypatch), pytest.raises(UnusableFolder):
        restore(zipped, other, replace=True)
    assert tree(other) == before


@pytest.mark.parametrize("moves", range(8))
def test_a_restore_that_is_killed_is_undone_by_the_next_and_the_folder_is_not_opened_before(
    moves: int, full: Path, other: Path, zipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(other)
    with _failing_after(moves, monkeypatch):
        monkeypatch.setattr(restoring, "undo", lambda folder: None)  # as when the process is gone
        with pytest.raises(UnusableFolder):
            restore(zipped, other, replace=True)
    assert (other / MARKER).exists()
    with pytest.raises(UnusableFolder, match="was interrupted"):
        open_folder(other)
    done = restore(zipped, other, replace=True)
    assert done.replaced is not None
    assert tree(done.replaced) == before
    assert content(other) == content(full)


def _failing_after(moves: int, monkeypatch: pytest.MonkeyPatch) -> "Failing":
    return Failing(moves, monkeypatch)


class Failing:
    """Within it, the files can be moved so many times, and then no more until an undo begins."""

    def __init__(self, moves: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self._context, self._outer, self._left = pytest.MonkeyPatch(), monkeypatch, moves + 1  # one for the plan itself
        self._replace = Path.replace

    def __enter__(self) -> None:
        outer = self

        def replace(path: Path, target: Path) -> Path:
            if outer._left <= 0:
                outer._left = 10**6  # undoing goes well
                raise OSError(28, "No space left on device")
            outer._left -= 1
            return outer._replace(path, target)

        self._context.setattr(Path, "replace", replace)

    def __exit__(self, *_: object) -> None:
        self._context.undo()
        self._outer.undo()


def test_nothing_is_restored_while_somebody_writes_there(zipped: Path, tmp_path: Path) -> None:
    open_folder(tmp_path / "data")
    with holding(tmp_path / "data", Lock.ADDING), pytest.raises(FolderBusy):
        restore(zipped, tmp_path / "data", replace=True)


@pytest.mark.parametrize(
    ("target", "told"),
    [("backup.rar", "not a format"), ("none/backup.zip", "cannot be written"), ("there.zip", "cannot be written")],
)
def test_a_target_that_cannot_be_written_is_told(target: str, told: str, full: Path, tmp_path: Path) -> None:
    (tmp_path / "there.zip").mkdir()
    with pytest.raises(UnusableInput, match=told):
        back_up(full, tmp_path / target)
    assert [each.name for each in tmp_path.iterdir()] == ["there.zip"]


def test_a_folder_without_documents_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="no documents"):
        back_up(tmp_path, tmp_path / "backup.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_told_and_the_last_backup_stays(full: Path, tmp_path: Path) -> None:
    shutil.copytree(full, tmp_path / "data")
    (tmp_path / "data" / "answers.sqlite").write_bytes(b"no database" * 1000)
    (tmp_path / "backup.zip").write_bytes(b"the last one")
    with pytest.raises(UnusableFolder, match=r"answers\.sqlite cannot be backed up"):
        back_up(tmp_path / "data", tmp_path / "backup.zip")
    assert (tmp_path / "backup.zip").read_bytes() == b"the last one"


Run = Callable[..., tuple[dict[str, object], str]]


@pytest.fixture
def from_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `python -m corpus` in this process on a folder: its row, and what it says on standard error."""

    def run(folder: Path, *arguments: str) -> tuple[dict[str, object], str]:
        monkeypatch.setenv("INSPECTION_DATA", str(folder))
        code = main([*arguments, "--json"])
        told = capsys.readouterr()
        assert code == 0, told.err
        return dict(json.loads(told.out)), told.err

    return run


def test_from_a_terminal_it_is_one_command_each(from_a_terminal: Run, full: Path, tmp_path: Path) -> None:
    file, new = str(tmp_path / "backup.tar.gz"), tmp_path / "new"
    assert from_a_terminal(full, "backup", file)[0]["documents"] == 2
    told, _ = from_a_terminal(new, "restore", file)
    assert (told["documents"], told["replaced"]) == (2, None)
    again, _ = from_a_terminal(new, "restore", file, "--replace")
    assert str(again["replaced"]).startswith(str(new))
    assert content(new) == content(full)


def test_of_documents_in_postgresql_the_rest_is_backed_up_and_that_is_told(
    from_a_terminal: Run, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, file = tmp_path / "data", tmp_path / "backup.zip"
    folder.mkdir()
    for name in ("version", "answers.sqlite"):
        shutil.copy(full / name, folder / name)
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/inspections")
    assert "pg_dump" in from_a_terminal(folder, "backup", str(file))[1]
    assert restore(file, tmp_path / "new").documents == 0
    assert (tmp_path / "new" / "answers.sqlite").exists()
