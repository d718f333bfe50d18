import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import filelock
import pytest

from corpus import AddStatus, Corpus, FolderBusy, add, add_all, mend, open_corpus, rereading, resume
from corpus.adding import adding
from corpus.folder import Lock, holding
from tests.conftest import ROOT
from tests.corpus.letters import letters, tables, write

ADD = """
import sys; from pathlib import Path
from corpus import Corpus, add_all
corpus = Corpus(Path(sys.argv[1]))
print(flush=True)
for added in add_all(corpus, [Path(sys.argv[2])]): print(added.status, flush=True)
"""
MOMENTS = random.Random(7)  # the same each time


def adding_elsewhere(folder: Path, letters: Path) -> "subprocess.Popen[bytes]":
    """A process that has begun to add letters."""
    process = subprocess.Popen(
        [sys.executable, "-c", ADD, str(folder), str(letters)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 12 letters, one of which is the same as another and one unreadable besides."""
    return letters(tmp_path_factory.mktemp("sent") / "letters", 12)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, sent: Path) -> dict[str, list[tuple[object, ...]]]:
    """The tables after adding them in one go."""
    corpus = Corpus(tmp_path_factory.mktemp("undisturbed") / "data")
    assert [added.status.value for added in add_all(corpus, [sent])].count("added") == 12
    return tables(corpus.folder)


@pytest.mark.parametrize("wait", [0.0, *(MOMENTS.uniform(0.0, 0.25) for _ in range(4))])
def test_a_kill_at_any_moment_is_mended_by_the_next_start(
    tmp_path: Path, sent: Path, undisturbed: dict[str, list[tuple[object, ...]]], wait: float
) -> None:
    with adding_elsewhere(tmp_path / "data", sent) as process:
        time.sleep(wait)
        process.kill()
    corpus = Corpus(tmp_path / "data")
    if not corpus.journal.pending() and not corpus.documents():  # it had not begun
        assert list(add_all(corpus, [sent]))
    assert all(added.status for added in resume(corpus))
    assert tables(corpus.folder) == undisturbed
    assert mend(corpus) == ()


def stopped(corpus: Corpus, sent: Path, files: int) -> None:
    """Add letters, and stop after some, as a process does that ends."""
    steps = adding(corpus, [sent])
    for _ in range(files):
        assert next(step for step in steps if step.added)
    steps.close()  # type: ignore[attr-defined]  # it is a generator


@pytest.mark.parametrize("files", range(0, 14, 3))
def test_what_was_left_undone_is_taken_up_where_it_was_left(
    corpus: Corpus, sent: Path, undisturbed: dict[str, list[tuple[object, ...]]], files: int
) -> None:
    stopped(corpus, sent, files)
    left = len(corpus.journal.pending())
    assert len(mend(corpus)) == left == (14 - files if files else 0)
    if files:
        assert tables(corpus.folder) == undisturbed


def test_opening_a_corpus_takes_up_what_was_left(tmp_path: Path, sent: Path) -> None:
    stopped(open_corpus(tmp_path), sent, 2)
    assert len(open_corpus(tmp_path, resume=False).documents()) == 3
    assert len(open_corpus(tmp_path).documents()) == 13


def test_what_was_left_is_done_before_what_is_asked_next(corpus: Corpus, sent: Path, tmp_path: Path) -> None:
    stopped(corpus, sent, 2)
    write(tmp_path, "x.txt", (sent / "07-eastmoor.txt").read_text(encoding="utf-8"))
    assert [(each.status, each.document) for each in add_all(corpus, [tmp_path / "x.txt"])] == [
        (AddStatus.UNCHANGED, "07-eastmoor")
    ]


def test_a_file_that_is_gone_when_it_is_taken_up_fails(corpus: Corpus, tmp_path: Path) -> None:
    stopped(corpus, letters(tmp_path / "letters", 7), 6)
    (tmp_path / "letters" / "06-northshire.txt").unlink()
    assert [each.status for each in resume(corpus)].count(AddStatus.FAILED) == 1
    assert "06-northshire.txt" in [each.file for each in corpus.failures()]


def test_a_rereading_is_taken_up_wherever_the_originals_are_now(corpus: Corpus, sent: Path, tmp_path: Path) -> None:
    assert len([each for each in add_all(corpus, [sent]) if each.document]) == 13
    steps = rereading(corpus)
    next(step for step in steps if step.added)
    steps.close()  # type: ignore[attr-defined]  # it is a generator
    moved = Corpus(corpus.folder.rename(tmp_path / "moved"))
    left = [each.file for each in moved.failures()]
    assert {each.status for each in resume(moved)} == {AddStatus.UNCHANGED}
    assert [each.file for each in moved.failures()] == left


def test_only_one_process_adds_and_the_others_are_told_which(
    tmp_path: Path, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = open_corpus(tmp_path)
    monkeypatch.setattr("corpus.adding.LOCK_SECONDS", 0.1)
    with holding(tmp_path, Lock.ADDING):
        number = (tmp_path / "adder").read_text(encoding="utf-8")
        with pytest.raises(FolderBusy, match=f"number {number}\\) is adding documents to"):
            list(add_all(corpus, [sent]))
        assert corpus.journal.pending() == ()
        assert list(resume(corpus)) == []
        assert len(open_corpus(tmp_path).documents()) == 1  # readers go on
        corpus.remove(corpus.documents()[0].id)


def test_what_a_living_process_is_adding_is_left_to_it(corpus: Corpus, sent: Path) -> None:
    steps = adding(corpus, [sent])
    next(step for step in steps if step.added)
    assert list(resume(Corpus(corpus.folder))) == []
    assert len([step for step in steps if step.added]) == 13


def test_a_folder_that_cannot_be_written_to_can_be_read(
    tmp_path: Path, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(open_corpus(tmp_path), sent, 2)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(filelock.FileLock, "acquire", refused)
    assert len(open_corpus(tmp_path).documents()) == 3


def test_failures_are_kept_until_the_file_is_added_or_forgotten(corpus: Corpus, tmp_path: Path) -> None:
    paths = [write(tmp_path / "letters", name, " ") for name in ("a.txt", "b.txt", "c.txt")]
    add(corpus, paths[0])
    assert [added.status for added in add_all(corpus, [tmp_path / "letters"])] == [AddStatus.FAILED] * 3
    failures = corpus.failures()
    assert [each.file for each in failures] == ["c.txt", "b.txt", "a.txt"]
    assert failures[0].path_or_address == str(paths[2])
    assert failures[0].reason == "c.txt holds no words. Check that it is the file you meant."
    assert timedelta(0) <= datetime.now(UTC) - failures[0].when < timedelta(minutes=1)
    add(corpus, write(tmp_path / "letters", "a.txt", "The force has a plan."))
    assert corpus.forget_failure("b.txt")
    assert not corpus.forget_failure("b.txt")
    assert [each.file for each in Corpus(corpus.folder).failures()] == ["c.txt"]


def test_what_is_pending_can_be_dropped(corpus: Corpus, sent: Path) -> None:
    stopped(corpus, sent, 4)
    assert (corpus.journal.forget_pending(), corpus.journal.pending()) == (10, ())
    assert mend(corpus) == ()
