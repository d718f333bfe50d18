"""The index follows the corpus while an app runs, whoever changes it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus import Corpus, FolderBusy, add
from index import Encoder, Index, Scope, Synced
from index.following import Following
from tests.assistant.letters import letter
from tests.conftest import Command

SECONDS = 30.0
BICYCLES = "The force has no plan for its 312 stolen bicycles."


def until(happens: Callable[[], bool]) -> bool:
    """Whether it comes to pass, in a time that a busy machine keeps."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and not happens():
        time.sleep(0.02)
    return happens()


def finds(index: Index, corpus: Corpus) -> bool:
    """Whether the finding is searched."""
    return any("bicycles" in hit.chunk.text for hit in index.search(Scope.of("stolen bicycles", corpus)))


@pytest.fixture
def index(corpus: Corpus, encoder: Encoder) -> Index:
    """The index of an empty corpus of the test's own."""
    return Index(corpus, encoder)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A letter with a finding on bicycles."""
    path = tmp_path / "northshire.txt"
    path.write_text(letter("Northshire Police", 2021, BICYCLES), encoding="utf-8")
    return path


def test_what_another_process_adds_is_found_and_what_it_removes_is_not(
    index: Index, corpus: Corpus, file: Path, command: Command
) -> None:
    corpus.mark_started()
    with Following(index, seconds=0.05):
        added = command("corpus", "add", str(file), folder=corpus.folder)
        assert added.returncode == 0, added.stderr
        assert until(lambda: finds(index, corpus))
        assert command("corpus", "remove", "northshire", folder=corpus.folder).returncode == 0
        assert until(lambda: not finds(index, corpus) and index.sync() == Synced(0, 0, False))


def test_nothing_is_synced_while_nothing_changes(index: Index, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(index, "sync", lambda: calls.append(1))
    looks: list[int] = []
    stamp = corpus.stamp

    def looking() -> str:
        looks.append(1)
        return stamp()

    monkeypatch.setattr(corpus, "stamp", looking)
    with Following(index, seconds=0.01):
        assert until(lambda: len(looks) > 5)
    assert len(calls) == 1


def failing(faults: Iterator[Exception], done: list[int]) -> Callable[[], None]:
    """A sync that raises these faults, and then works."""

    def sync() -> None:
        for fault in faults:
            raise fault
        done.append(1)

    return sync


def test_while_another_process_writes_it_waits_and_says_nothing(
    index: Index, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[int] = []
    busy = FolderBusy("Another process is writing.", "Wait.")
    monkeypatch.setattr(index, "sync", failing(iter([busy, busy]), done))
    with Following(index, seconds=0.01):
        assert until(lambda: bool(done))
    assert capsys.readouterr().err == ""


def test_a_fault_is_told_once_and_tried_again(
    index: Index, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[int] = []
    monkeypatch.setattr(index, "sync", failing(iter([OSError("the disk is full")] * 3), done))
    with Following(index, seconds=0.01, patience=0.01):
        assert until(lambda: bool(done))
    assert capsys.readouterr().err.count("the disk is full") == 1


def test_it_stops_at_once_and_can_be_stopped_before_it_began(index: Index, corpus: Corpus, file: Path) -> None:
    following = Following(index, seconds=60, patience=60)
    following.stop()
    other = Following(index, seconds=60)
    other.start()
    started = time.monotonic()
    other.stop()
    assert time.monotonic() - started < SECONDS
    add(corpus, file)
    assert not finds(index, corpus)
