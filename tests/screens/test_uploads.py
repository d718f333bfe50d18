import os
import time
from pathlib import Path

import pytest

from corpus import UnusableInput
from screens.uploads import KEPT_SECONDS, Uploads


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    (tmp_path / "incoming" / "1").mkdir(parents=True)
    (tmp_path / "incoming" / "1" / "letter.txt").write_text("Dear Chief Constable")
    return tmp_path / "incoming"


def test_an_uploaded_file_moves_into_the_data_folder_and_keeps_its_place(tmp_path: Path, incoming: Path) -> None:
    uploads = Uploads(tmp_path / "data", incoming)
    item = uploads.take(incoming / "1" / "letter.txt", "letters/2021/letter.txt")
    assert item.path.read_text() == "Dear Chief Constable"
    assert item.place == "letters/2021/letter.txt"
    assert uploads.holds(str(item.path))
    assert not (incoming / "1" / "letter.txt").exists()


@pytest.mark.parametrize("place", ["../../etc/letter.txt", "/etc/letter.txt", "..\\..\\etc\\letter.txt"])
def test_a_place_never_leads_out_of_its_folder(tmp_path: Path, incoming: Path, place: str) -> None:
    item = Uploads(tmp_path / "data", incoming).take(incoming / "1" / "letter.txt", place)
    assert item.place == "etc/letter.txt"
    assert item.path.resolve().is_relative_to(tmp_path / "data" / "uploads")


def test_a_file_that_was_not_uploaded_is_refused_and_stays(tmp_path: Path, incoming: Path) -> None:
    other = tmp_path / "secret.txt"
    other.write_text("secret")
    (incoming / "link.txt").symlink_to(other)
    for path in (other, incoming / "link.txt", incoming / ".." / "secret.txt"):
        with pytest.raises(UnusableInput, match="Choose the file again"):
            Uploads(tmp_path / "data", incoming).take(path, "secret.txt")
    assert other.read_text() == "secret"


def test_a_file_that_is_gone_is_told_with_the_remedy(tmp_path: Path, incoming: Path) -> None:
    with pytest.raises(UnusableInput, match="choose it again"):
        Uploads(tmp_path / "data", incoming).take(incoming / "gone.txt", "gone.txt")
    assert list((tmp_path / "data" / "uploads").iterdir()) == []


def test_only_files_of_ours_are_forgotten(tmp_path: Path, incoming: Path) -> None:
    uploads = Uploads(tmp_path / "data", incoming)
    item = uploads.take(incoming / "1" / "letter.txt", "letter.txt")
    other = tmp_path / "mine.txt"
    other.touch()
    uploads.forget(str(item.path))
    uploads.forget(str(other))
    assert not item.path.exists()
    assert other.exists()


def test_what_nothing_waits_for_is_swept_after_a_day(tmp_path: Path, incoming: Path) -> None:
    uploads = Uploads(tmp_path / "data", incoming)
    uploads.sweep([])
    kept = uploads.take(incoming / "1" / "letter.txt", "letter.txt").path
    old, young = kept.parent.parent / "old", kept.parent.parent / "young"
    for room in (old, young):
        room.mkdir()
    for room in (old, kept.parent):
        os.utime(room, (0, time.time() - KEPT_SECONDS - 60))
    uploads.sweep([str(kept), "https://example.org/letter.pdf"])
    assert kept.exists()
    assert young.exists()
    assert not old.exists()


def test_a_folder_is_neither_taken_over_nor_deleted(tmp_path: Path, incoming: Path) -> None:
    uploads = Uploads(tmp_path / "data", incoming)
    item = uploads.take(incoming / "1" / "letter.txt", "letter.txt")
    with pytest.raises(UnusableInput, match="Choose the file again"):
        uploads.take(incoming, "letter.txt")
    for folder in (tmp_path / "data" / "uploads", tmp_path / "data", item.path.parent):
        uploads.forget(str(folder))
    assert item.path.exists()
    assert incoming.exists()


def test_a_file_keeps_its_own_name_whatever_its_place_says(tmp_path: Path, incoming: Path) -> None:
    item = Uploads(tmp_path / "data", incoming).take(incoming / "1" / "letter.txt", "letters/..")
    assert (item.path.name, item.place) == ("letter.txt", "letters")
