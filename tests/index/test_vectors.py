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

EAST, NORTH, NORTH_EAST = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.6, 0.8, 0.0]


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    return Vectors(tmp_path / "chroma")


def chunks(document: str, count: int) -> list[Chunk]:
    return [Chunk(document, f"{document}#{at}", ParagraphKind.BODY, "", 0, 1, "x") for at in range(1, count + 1)]


def store(vectors: Vectors, document: str, *rows: list[float]) -> None:
    vectors.add(chunks(document, len(rows)), array(*rows))


def array(*rows: list[float]) -> Vector:
    return np.array(rows, dtype=np.float32)


def nearest(vectors: Vectors, to: list[float], *documents: str, limit: int = 10) -> dict[str, float]:
    return vectors.nearest(array(to)[0], limit, documents or None)


def test_the_nearest_come_first_with_their_cosines(vectors: Vectors) -> None:
    store(vectors, "a", NORTH, NORTH_EAST, EAST)
    found = nearest(vectors, EAST)
    assert list(found) == ["a#3@0", "a#2@0", "a#1@0"]
    assert list(found.values()) == [pytest.approx(1), pytest.approx(0.6), pytest.approx(0, abs=1e-6)]


def test_the_nearest_of_many_are_the_true_ones(vectors: Vectors) -> None:
    rows = unit(np.random.default_rng(7).normal(size=(400, 24)).astype(np.float32))
    vectors.add(chunks("a", 400), rows)
    for asked in rows[:5]:
        true = [f"a#{at + 1}@0" for at in np.argsort(-(rows @ asked))[:5]]
        assert list(vectors.nearest(asked, 5)) == true


def test_only_the_given_documents_are_searched(vectors: Vectors) -> None:
    store(vectors, "northshire", EAST)
    store(vectors, "eastmoor", NORTH, NORTH)
    assert list(nearest(vectors, EAST, "eastmoor")) == ["eastmoor#1@0", "eastmoor#2@0"]
    assert set(nearest(vectors, EAST, "eastmoor", "northshire")) == {"northshire#1@0", "eastmoor#1@0", "eastmoor#2@0"}
    assert nearest(vectors, EAST, "westvale") == {}
    assert vectors.nearest(array(EAST)[0], 10, []) == {}


def test_no_more_than_the_limit_is_found(vectors: Vectors) -> None:
    store(vectors, "a", EAST, NORTH, NORTH_EAST)
    assert list(nearest(vectors, EAST, limit=2)) == ["a#1@0", "a#3@0"]


def test_an_empty_store_finds_nothing(vectors: Vectors) -> None:
    assert nearest(vectors, EAST) == {}
    assert len(vectors) == 0


def test_adding_nothing_is_no_fault(vectors: Vectors) -> None:
    vectors.add([], np.zeros((0, 3), dtype=np.float32))
    assert len(vectors) == 0


def test_a_removed_document_is_not_found(vectors: Vectors) -> None:
    store(vectors, "northshire", EAST)
    store(vectors, "eastmoor", NORTH)
    vectors.remove("northshire")
    vectors.remove("nobody")
    assert list(nearest(vectors, EAST)) == ["eastmoor#1@0"]


def test_adding_again_takes_the_place(vectors: Vectors) -> None:
    store(vectors, "a", EAST)
    store(vectors, "a", NORTH)
    assert len(vectors) == 1
    assert nearest(vectors, NORTH)["a#1@0"] == pytest.approx(1)


def test_more_than_chroma_takes_at_once_is_stored(vectors: Vectors) -> None:
    rows = unit(np.random.default_rng(7).normal(size=(BATCH + 500, 2)).astype(np.float32))
    vectors.add(chunks("a", len(rows)), rows)
    assert len(vectors) == BATCH + 500


def test_a_cleared_store_takes_vectors_of_another_size(vectors: Vectors) -> None:
    store(vectors, "a", EAST)
    vectors.clear()
    assert len(vectors) == 0
    store(vectors, "b", [1.0, 0.0])
    assert list(nearest(vectors, [1.0, 0.0])) == ["b#1@0"]


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
