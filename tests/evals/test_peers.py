import json
import os
import pickle
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import UnusableInput
from evals.case import Case, Kind, Source
from evals.measure import Row
from evals.peers import bench as bench_file
from evals.peers import measured, one, pipelines
from evals.peers.bench import bench, quality, wrong_documents
from evals.peers.measured import TOO_LONG, Measured, measure
from evals.peers.pipelines import PIPELINES, is_installed
from evals.peers.text import Places, Text
from evals.plot import plot, spread

KENT = Text("kent", ("kent",), "Letter", (("kent#1", "a" * 100), ("kent#2", "b" * 20), ("kent#3", "c" * 40)))
TOPICS = ("bail", "burglary", "crime prevention", "custody", "domestic abuse", "missing children")
TEXTS = tuple(
    Text(
        force,
        (force,),
        f"Letter to {force}",
        tuple(
            (f"{force}#{at}", f"In {force.title()} officers look into {topic}.") for at, topic in enumerate(TOPICS, 1)
        ),
    )
    for force in ("kent", "essex")
)


def case(question: str, *needed: str, kind: Kind = Kind.DIRECT) -> Case:
    return Case(id="x", question=question, kind=kind, needed=tuple(Source(paragraph=n, words="") for n in needed))


class FirstWord:
    """A pipeline that finds the paragraphs with a question's first word."""

    name = "first-word"

    def build(self, texts: Sequence[Text], folder: Path) -> None:
        (folder / "models").mkdir(parents=True)
        (folder / "models" / "model").write_bytes(b"0" * 5_000)
        (folder / "kept").write_bytes(b"0" * 1_000)
        self._pairs = [pair for text in texts for pair in text.paragraphs]

    def search(self, question: str, limit: int) -> list[frozenset[str]]:
        return [frozenset({id}) for id, text in self._pairs if question.split()[0] in text][:limit]


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        (0, 50, {"kent#1"}),  # half of it
        (10, 20, {"kent#1"}),  # wholly within
        (60, 111, set()),  # less than half of either
        (60, 112, {"kent#2"}),
        (0, 164, {"kent#1", "kent#2", "kent#3"}),
    ],
)
def test_a_chunk_is_a_hit_on_what_it_holds_half_of_or_lies_within(start: int, end: int, held: set[str]) -> None:
    assert Places([KENT]).held("kent", start, end) == held


def test_places_are_those_of_the_whole_text() -> None:
    assert KENT.whole[102:122] == "b" * 20
    assert Places([KENT]).held("kent", 102, 122) == {"kent#2"}


def test_the_figures_of_quality_reckoned_by_hand() -> None:
    cases = [case("?", "kent#1"), case("?", "kent#2", "kent#9", kind=Kind.LAY)]
    found = quality(cases, [[["kent#1", "kent#2"]], [[], ["kent#2"]]])
    assert (found["hit@1"], found["hit@5"], found["recall@10"]) == (0.5, 1.0, 0.75)
    assert (found["hit@1, direct"], found["hit@1, lay"], found["recall@10, lay"]) == (1.0, 0.0, 0.5)
    assert found["paragraphs a hit"] == 1.0
    assert "hit@1, dated" not in found


def test_hits_from_documents_about_other_forces_are_counted() -> None:
    forces = {"kent": frozenset({"kent"}), "essex": frozenset({"essex"})}
    cases = [case("Is Kent Police good?"), case("Is anyone good?")]
    hits = [["kent#1"], [], ["essex#1"], ["essex#2"]]
    assert wrong_documents(cases, [hits, hits], forces) == {"wrong document in the first 5": pytest.approx(2 / 3)}


def test_a_pipeline_is_built_asked_and_measured(tmp_path: Path) -> None:
    found = measure(FirstWord, TEXTS, ["bail", "Essex"], tmp_path / "kept", 60)
    assert found.found == [[["kent#1"], ["essex#1"]], [[f"essex#{at}"] for at in range(1, 7)]]
    assert len(found.milliseconds) == 2
    assert found.disk == 0.001  # the model is not counted
    assert found.index_seconds > 0


def test_a_build_that_takes_too_long_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[tuple[object, ...]] = []

    class Immediately:
        daemon = False

        def __init__(self, seconds: float, end: object, arguments: tuple[int]) -> None:
            ended.append((seconds, end, *arguments))

        def start(self) -> None: ...
        def cancel(self) -> None: ...

    monkeypatch.setattr(measured, "Timer", Immediately)
    measure(FirstWord, TEXTS, [], tmp_path / "kept", 60)
    assert ended == [(60, os._exit, TOO_LONG)]


def test_what_is_not_there_in_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one, "_EXPORT", "")  # what comes before is not timed, and takes half a minute
    assert one.run("ours", TEXTS, [], 0.01) == "not within 0.01 s"


def test_a_process_that_fails_is_told_with_what_it_said() -> None:
    told = one.run("nobody's", TEXTS, [], 60)
    assert isinstance(told, str)
    assert told.startswith("ended with 1:")
    assert "KeyError" in told


def test_the_process_prints_what_it_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(PIPELINES, "first-word", FirstWord)
    given = tmp_path / "given"
    given.write_bytes(pickle.dumps((TEXTS, ("bail",))))
    assert one.main_one(["first-word", str(given), str(tmp_path / "kept"), "60"]) == 0
    assert Measured(**json.loads(capsys.readouterr().out)).found == [[["kent#1"], ["essex#1"]]]


def test_a_row_a_size_and_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(name: str, texts: Sequence[Text], questions: Sequence[str], seconds: float) -> Measured | str:
        assert questions == ["bail in Kent"]  # what needs a paragraph that is not there is not asked
        return f"not within {seconds:g} s" if len(texts) > 1 else Measured([[["kent#1"]]], 2.0, [5.0], 100.0, 1.0)

    monkeypatch.setattr(bench_file, "collection", lambda data, size, first: list(TEXTS[:size]))
    monkeypatch.setattr(one, "run", run)
    cases = [case("bail in Kent", "kent#1"), case("gone", "kent#99"), case("not asked", kind=Kind.UNANSWERABLE)]
    first, second = bench(Path(), [1, 2], ["ours"], cases)
    assert (first["paragraphs"], first["cases"], first["hit@1"], first["paragraphs a second"]) == (6, 1, 1.0, 3.0)
    assert first["wrong document in the first 5"] == 0
    assert second == {"pipeline": "ours", "paragraphs": 12, "documents": 2, "cases": 1, "note": "not within 900 s"}


def test_pipelines_that_are_unknown_or_not_installed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnusableInput, match="no pipeline 'google'"):
        next(bench(Path(), [1], ["google"], []))
    monkeypatch.setattr(pipelines, "find_spec", lambda module: None)
    with pytest.raises(UnusableInput, match=r"requirements-bench\.lock"):
        next(bench(Path(), [1], ["llamaindex"], []))


@pytest.mark.parametrize("name", PIPELINES)
def test_each_pipeline_finds_what_is_asked_for(name: str) -> None:
    if not is_installed(name):
        pytest.skip("requirements-bench.lock, with the peers' libraries, is not installed")
    found = one.run(name, TEXTS, ["What do officers in Kent do about burglary?"], 100)
    assert isinstance(found, Measured), found
    assert any("kent#2" in hit for hit in found.found[0])
    assert found.memory > 50
    assert found.disk > 0


@given(st.lists(st.floats(0, 1), max_size=6))
def test_labels_are_moved_apart_in_their_order(heights: list[float]) -> None:
    moved = spread(sorted(heights), 0.1)
    assert len(moved) == len(heights)
    assert all(above - below > 0.0999 for below, above in pairwise(moved))
    assert sum(moved) == pytest.approx(sum(heights))


@pytest.mark.skipif(
    find_spec("matplotlib") is None, reason="requirements-bench.lock, with matplotlib, is not installed"
)
@pytest.mark.parametrize("sizes", [[1_000], [1_000, 10_000]])
def test_a_picture_is_written(tmp_path: Path, sizes: list[int]) -> None:
    rows: list[Row] = [
        {
            "pipeline": name,
            "paragraphs": size,
            "hit@1": 0.5,
            "paragraphs a second": 1.0,
            "query p95 ms": 2.0,
            "memory MB": 3,
        }
        for size in sizes
        for name in PIPELINES
    ]
    plot([*rows, {"pipeline": "ours", "paragraphs": 50_000, "note": "not within 900 s"}], tmp_path / "peers.png")
    assert (tmp_path / "peers.png").read_bytes().startswith(b"\x89PNG")
