"""Adding in the background, without a browser."""

from pathlib import Path

import pytest

from corpus import Corpus, FolderBusy, UnusableFolder
from corpus.adding import Item
from corpus.folder import Lock, holding, indexing
from index import Encoder, Index
from screens import adding
from screens.adding import Adder, Run, Wanted
from screens.uploads import Uploads
from tests.assistant.letters import letter

SECONDS = 60.0


@pytest.fixture
def index(corpus: Corpus, encoder: Encoder) -> Index:
    return Index(corpus, encoder)


@pytest.fixture
def adder(corpus: Corpus, index: Index, tmp_path: Path) -> Adder:
    return Adder(corpus, index, Uploads(corpus.folder, tmp_path))


def files(folder: Path, count: int, notice: str = "") -> list[Wanted]:
    """That many letters."""
    paths = [folder / f"letter-{number}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        text = letter("Northshire Police", 2000 + number, f"The force has {number} cameras.")
        path.write_text(f"{notice}\n\n{text}", encoding="utf-8")
    return [Wanted(path.name, Item(path, path.name)) for path in paths]


def ended(run: Run) -> str:
    assert run.finished.wait(SECONDS)
    return run.html


def test_many_files_show_only_what_failed_until_the_others_are_asked_for(adder: Adder, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    html = ended(adder.start([*files(tmp_path, 9), Wanted("empty.txt", Item(tmp_path / "empty.txt"))]))
    assert "9 added, 1 failed. You can ask about them now." in html
    assert "Show the other 9" in html
    assert html.index("empty.txt") < html.index("<details>") < html.index("letter-0.txt")


def test_what_cannot_be_tried_is_told_beside_what_can(adder: Adder, tmp_path: Path) -> None:
    lost = Wanted("lost.txt", fault="lost.txt was not uploaded. Choose the file again.")
    html = ended(adder.start([lost, *files(tmp_path, 1)]))
    assert "1 added, 1 failed" in html
    assert "Choose the file again" in html


def test_requests_wait_for_each_other_and_none_is_lost(adder: Adder, corpus: Corpus, tmp_path: Path) -> None:
    wanted = files(tmp_path, 4)
    runs = [adder.start([each]) for each in wanted]
    for run in runs:
        assert "1 added" in ended(run)
    assert len(corpus.documents()) == 4


def test_while_another_process_adds_it_is_told_and_ours_follow(
    adder: Adder, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.adding.LOCK_SECONDS", 0.05)
    with holding(corpus.folder, Lock.ADDING):
        run = adder.start(files(tmp_path, 1))
        while "Another process" not in run.html:
            assert not run.finished.wait(0.01)
        assert "Yours follow" in run.html
    assert "1 added" in ended(run)


def test_while_another_process_indexes_documents_are_added_all_the_same(
    adder: Adder, corpus: Corpus, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise FolderBusy("Another process is indexing.", "Wait.")

    monkeypatch.setattr(index, "sync", busy)
    with indexing(corpus.folder):
        html = ended(adder.start(files(tmp_path, 1)))
    assert "1 added. They will answer questions as soon as" in html


def test_documents_under_embargo_are_not_said_to_answer(adder: Adder, tmp_path: Path) -> None:
    embargoed = files(tmp_path, 1, "Embargoed until 00:01 on 5 May 2099")
    assert "1 added. 1 under embargo." in ended(adder.start(embargoed))


def test_a_full_disk_is_told_with_its_remedy(adder: Adder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise UnusableFolder("There is no room left.", "Make some.")

    monkeypatch.setattr(adding, "adding", full)
    html = ended(adder.start(files(tmp_path, 3)))
    assert "3 of 3 files were not added. There is no room left. Make some." in html


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_nobody_foresaw_is_told_and_the_next_request_works(
    adder: Adder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr(adding, "adding", broken)
        assert "The file was not added. Something unexpected happened (a bug)" in ended(adder.start(files(tmp_path, 1)))
    assert "1 added" in ended(adder.start(files(tmp_path, 1)))
