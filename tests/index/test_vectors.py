"""What only Chroma's vectors in a folder have; what all engines do alike is in test_engines."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus import ParagraphKind, UnusableFolder
from index import Chunk
from index.embed import Vector, unit
from index.vectors import BATCH, Vectors

PART = "northshire"
EAST, NORTH, NORTH_EAST = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.6, 0.8, 0.0]


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    return Vectors(tmp_path / "chroma")


def chunks(document: str, count: int) -> list[Chunk]:
    return [Chunk(document, f"{document}#{at}", ParagraphKind.BODY, "", 0, 1, "x") for at in range(1, count + 1)]


def store(vectors: Vectors, document: str, *rows: list[float], part: str = PART) -> None:
    vectors.add(part, chunks(document, len(rows)), array(*rows))


def array(*rows: list[float]) -> Vector:
    return np.array(rows, dtype=np.float32)


def nearest(vectors: Vectors, to: list[float]) -> dict[str, float]:
    return vectors.nearest(array(to), 10, {PART: None})


def test_more_than_chroma_takes_at_once_is_stored(vectors: Vectors) -> None:
    rows = unit(np.random.default_rng(7).normal(size=(BATCH + 500, 2)).astype(np.float32))
    vectors.add(PART, chunks("a", len(rows)), rows)
    assert len(vectors) == BATCH + 500


def test_vectors_of_another_size_are_a_fault_that_names_the_folder(vectors: Vectors, tmp_path: Path) -> None:
    store(vectors, "a", EAST)
    with pytest.raises(UnusableFolder, match=str(tmp_path / "chroma")):
        store(vectors, "b", [1.0, 0.0])


def test_what_is_stored_outlives_the_object(vectors: Vectors, tmp_path: Path) -> None:
    store(vectors, "a", EAST)
    del vectors
    assert list(nearest(Vectors(tmp_path / "chroma"), EAST)) == ["a#1@0"]


def test_a_folder_removed_can_be_made_again(vectors: Vectors, tmp_path: Path) -> None:
    store(vectors, "a", EAST)
    shutil.rmtree(tmp_path / "chroma")
    again = Vectors(tmp_path / "chroma")
    assert len(again) == 0
    store(again, "b", NORTH)
    assert list(nearest(again, NORTH)) == ["b#1@0"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "chroma.sqlite3").write_bytes(b"garbage" * 1000),
        lambda folder: (folder / "chroma.sqlite3").write_bytes(b"SQLite format 3\0" + b"\xa5" * 9000),
        lambda folder: folder.rename(folder.with_name("elsewhere")) and folder.write_text("not a folder"),
    ],
)
def test_a_damaged_store_is_refused_until_it_is_removed(
    vectors: Vectors, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    store(vectors, "a", EAST)
    folder = tmp_path / "chroma"
    damage(folder)
    with pytest.raises(UnusableFolder, match=r"cannot be used.*Remove that folder"):
        Vectors(folder)
    remove = shutil.rmtree if folder.is_dir() else Path.unlink
    remove(folder)
    assert len(Vectors(folder)) == 0


def test_many_threads_may_open_and_search_at_once(vectors: Vectors, tmp_path: Path) -> None:
    store(vectors, "a", EAST, NORTH)
    found: list[dict[str, float]] = []
    threads = [
        threading.Thread(target=lambda: found.append(nearest(Vectors(tmp_path / "chroma"), EAST))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [list(each) for each in found] == [["a#1@0", "a#2@0"]] * 8


# Parts


def test_the_nearest_of_all_parts_come_first(vectors: Vectors) -> None:
    store(vectors, "a", NORTH, NORTH_EAST, part="northshire")
    store(vectors, "b", EAST, NORTH, part="eastmoor")
    found = vectors.nearest(array(EAST), 2, {"northshire": None, "eastmoor": None})
    assert found == {"b#1@0": pytest.approx(1), "a#2@0": pytest.approx(0.6)}
    assert list(found) == ["b#1@0", "a#2@0"]


@pytest.mark.parametrize(
    "part",
    [
        "several",
        "none",
        "a",
        "",
        "ö",
        "st.-john's",
        "North Shire",
        "_a_",
        "a--b",
        "-",
        "../elsewhere",
        "x" * 60,
        "\u4e00",
    ],
)
def test_a_force_of_any_id_has_a_part_of_its_own(vectors: Vectors, tmp_path: Path, part: str) -> None:
    store(vectors, "a", EAST, part=part)
    store(vectors, "b", EAST)
    assert list(vectors.nearest(array(EAST), 10, {part: None})) == ["a#1@0"]
    again = Vectors(tmp_path / "chroma")
    assert list(again.nearest(array(EAST), 10, {part: None})) == ["a#1@0"]


def test_ids_that_look_alike_are_parts_of_their_own(vectors: Vectors) -> None:
    parts = ["a b", "a-b", "a_b", "ab", "a.b", "a_20_b"]
    for part in parts:
        store(vectors, part, EAST, part=part)
    for part in parts:
        assert list(vectors.nearest(array(EAST), 10, {part: None})) == [f"{part}#1@0"]
