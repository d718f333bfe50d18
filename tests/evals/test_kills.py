import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import UnusableInput
from evals import kills
from evals.__main__ import main
from evals.kills import Kill, at_work_on, letters_in, summary
from evals.stored import is_planned, stored
from tests.corpus.letters import letter, letters, write


def test_after_a_kill_the_next_start_makes_what_an_undisturbed_run_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kills, "INDEXING", 2)
    monkeypatch.setattr(kills, "AGAIN", 2)
    files = [file for file in sorted(letters(tmp_path / "letters", 12).iterdir()) if "broken" not in file.name]
    made = list(kills.kills(files, 2, seed=4))
    assert [(kill.hit, kill.differences) for kill in made] == [("adding", ()), ("indexing", ())]
    found = summary(made)
    assert (found["kills"], found["equal"], found["while adding"], found["while indexing"]) == (2, 2, 1, 1)


def test_a_run_that_ends_before_its_moment_is_no_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = kills._undisturbed

    def slow(folder: Path, files: Sequence[Path]) -> tuple[float, float]:
        measured(folder, files)
        return 1e9, 1e9

    monkeypatch.setattr(kills, "_undisturbed", slow)
    monkeypatch.setattr(kills, "MOST_DRAWS", 1)
    monkeypatch.setattr(kills, "INDEXING", 1)
    assert list(kills.kills([write(tmp_path, "a.txt", letter("Northshire"))], 1, seed=1)) == []


def test_a_next_start_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, calls = kills._ended, iter(range(9))

    def fails_at_last(process: "subprocess.Popen[bytes]", folder: Path) -> None:
        ended(process, folder)
        if next(calls) == 2:  # after those of the undisturbed run
            raise RuntimeError("exit code 1")

    monkeypatch.setattr(kills, "_ended", fails_at_last)
    files = sorted(letters(tmp_path / "letters", 12).glob("*-[a-z]*[!n].txt"))
    (kill,) = kills.kills(files, 1, seed=1)
    assert kill.differences == ("the next start: exit code 1",)


def test_a_run_that_cannot_begin_is_told(tmp_path: Path) -> None:
    def of_another_version(models: Path) -> None:
        models.mkdir(parents=True)
        (models.parent / "version").write_text("999", encoding="utf-8")

    with pytest.raises(RuntimeError, match="ended before it began"):
        list(kills.kills([tmp_path / "a.txt"], 1, seed=1, put_model=of_another_version))


def test_a_run_that_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "_START_SECONDS", 0.0)
    with pytest.raises(RuntimeError, match="took longer than 0 seconds"):
        list(kills.kills(sorted(letters(tmp_path / "letters", 8).iterdir()), 1, seed=1))


def test_what_is_stored_elsewhere_in_another_way_is_told(data: Path, tmp_path: Path) -> None:
    whole, other = stored(data), shutil.copytree(data, tmp_path / "other")
    with sqlite3.connect(other / "corpus.sqlite") as database:
        database.execute("DELETE FROM paragraphs WHERE position = 3")
        database.execute("INSERT INTO pending (source, ocr) VALUES ('x.pdf', 0)")
    database.close()
    (other / "files" / "left.pdf").write_bytes(b"x")
    told = " ".join(stored(other).differences(whole))
    assert "paragraphs, lacks: 1 (" in told
    assert "pending, too much: 1 (" in told
    assert "originals, too much: 1 (('left.pdf'" in told
    assert whole.differences(stored(data)) == ()
    assert is_planned(other, 1)
    assert not is_planned(tmp_path, 1)


def test_a_process_at_work_on_a_folder_is_seen(tmp_path: Path) -> None:
    wait = [sys.executable, "-c", "input()"]
    environment = {**os.environ, "INSPECTION_DATA": str(tmp_path)}
    with subprocess.Popen(wait, env=environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert at_work_on(tmp_path) == [str(process.pid)]
    assert at_work_on(tmp_path) == []


def test_where_letters_are_missing_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="No folder of letters is named"):
        letters_in(None)
    with pytest.raises(UnusableInput, match="There are no letters in"):
        letters_in(tmp_path)


def test_the_command_tells_each_kill_and_fails_when_one_was_not_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.pdf").write_bytes(b"%PDF-1.7")
    made = [Kill("adding", 1.0, False, (), 2.0), Kill("indexing", 1.0, True, ("chunks, lacks: 1 (x)",), 3.0)]
    monkeypatch.setattr(kills, "kills", lambda *_: iter(made))
    assert main(["kills", "--data", str(tmp_path)]) == 1
    first, second, last = capsys.readouterr().out.splitlines()
    assert first.endswith("differences none")
    assert second.endswith("differences chunks, lacks: 1 (x)")
    assert last.startswith("kills 2  equal 1 ")
