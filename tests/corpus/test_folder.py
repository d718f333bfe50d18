import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus import Corpus, FolderBusy, UnusableFolder, data_folder, writing
from corpus.folder import VERSION, open_folder
from tests.conftest import ROOT

HOLD = "import sys; from pathlib import Path; from corpus import writing\nwith writing(Path(sys.argv[1])): print(flush=True); input()"


def test_the_folder_is_the_one_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INSPECTION_DATA", f" {tmp_path} ")
    assert data_folder() == tmp_path


@pytest.mark.parametrize("named", [None, "", "  "])
def test_the_folder_is_beside_the_program_when_none_is_named(
    monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    monkeypatch.delenv("INSPECTION_DATA", raising=False)
    if named is not None:
        monkeypatch.setenv("INSPECTION_DATA", named)
    assert data_folder() == ROOT / "data"


def test_the_folder_may_be_in_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("INSPECTION_DATA", "~/letters")
    assert data_folder() == tmp_path / "letters"


def test_the_home_of_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTION_DATA", "~nobody-of-this-name/letters")
    with pytest.raises(UnusableFolder, match="Set INSPECTION_DATA"):
        data_folder()


def test_a_missing_folder_is_made_with_its_version(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "new" / "data")
    assert (folder / "version").read_text(encoding="utf-8") == VERSION
    assert open_folder(folder) == folder


def test_a_folder_whose_maker_was_stopped_early_is_made_whole(tmp_path: Path) -> None:
    (tmp_path / "version").write_text("", encoding="utf-8")
    assert open_folder(tmp_path) == tmp_path
    assert (tmp_path / "version").read_text(encoding="utf-8") == VERSION


def test_many_may_open_a_new_folder_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(open_folder, [tmp_path / "data"] * 50)) == {tmp_path / "data"}


@pytest.mark.parametrize("stamp", ["3", "0", "1.1", "x" * 1000])
def test_the_folder_of_another_program_is_refused_unharmed(tmp_path: Path, stamp: str) -> None:
    (tmp_path / "version").write_text(stamp, encoding="utf-8")
    with pytest.raises(UnusableFolder, match=f"needs version {VERSION}") as fault:
        Corpus(tmp_path)
    assert len(str(fault.value)) < 400
    assert (tmp_path / "version").read_text(encoding="utf-8") == stamp
    assert not (tmp_path / "corpus.sqlite").exists()


def test_a_version_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "version").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnusableFolder, match="cannot be used"):
        open_folder(tmp_path)


@pytest.mark.parametrize("below", ["", "data"])
def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("words", encoding="utf-8")
    with pytest.raises(UnusableFolder, match="set INSPECTION_DATA to another folder"):
        open_folder(tmp_path / "file" / below)


def test_the_lock_of_another_process_is_told_by_its_number(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(FolderBusy, match=f"number {other.pid}"), writing(tmp_path, seconds=0.1):
            pass
        other.communicate(b"\n")
    with writing(tmp_path, seconds=1):
        assert (tmp_path / "writer").read_text(encoding="utf-8") == str(os.getpid())


def test_the_lock_of_a_process_that_was_killed_is_free(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
        other.wait()
        with writing(tmp_path, seconds=5):
            pass


def test_the_lock_keeps_threads_apart_too(tmp_path: Path) -> None:
    def write(_: int) -> None:
        with writing(tmp_path):
            number = int(counter.read_text(encoding="utf-8"))
            counter.write_text(str(number + 1), encoding="utf-8")

    counter = tmp_path / "counter"
    counter.write_text("0", encoding="utf-8")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    assert counter.read_text(encoding="utf-8") == "12"


def test_the_lock_is_free_again_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path):
        raise ZeroDivisionError
    with writing(tmp_path, seconds=0.1):
        pass


@pytest.mark.parametrize("name", ["write.lock", "writer"])
def test_a_folder_that_cannot_be_locked_is_told_and_not_kept_locked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(UnusableFolder, match="cannot be written to"), writing(tmp_path, seconds=0.1):
        pass
    (tmp_path / name).rmdir()
    with writing(tmp_path, seconds=0.1):
        pass


def test_what_may_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableFolder, match="Give it write permission"), writing(tmp_path):
        raise PermissionError("read-only")
