"""People who ask a running app at once, as the figures of many readers are measured."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evals.crowd import Asked
from evals.load import Memory, load_rows
from evals.peers.text import Text

PARAGRAPHS = (
    ("kent-2019#1", "Inspectors visited the force."),
    ("kent-2019#2", "Bail is handled by custody officers, who check each condition before it is set."),
)


def test_a_few_people_are_answered_and_the_app_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [Text("kent-2019", ("kent",), "A letter", PARAGRAPHS, None)]
    monkeypatch.setattr("evals.load.collection", lambda data, size: texts)
    monkeypatch.setattr("evals.load._LOOK", 0.1)
    with ThreadPoolExecutor(1) as aside:  # beside a browser's loop, which may run in this thread
        (row,) = aside.submit(lambda: list(load_rows(Path(), 2, people=2, seconds=3, stock=False))).result()
    assert (row["faults"], row["first fault"]) == (0, "")
    assert int(row["answers"]) >= 2
    assert float(row["p95 ms"]) >= float(row["p50 ms"]) > 0
    if sys.platform.startswith("linux"):
        assert float(row["MB at the end"]) > 10


def test_memory_that_grows_is_told_and_the_warming_is_not() -> None:
    assert Memory([1, 50, *[100] * 20, *[100] * 20]).growth() == pytest.approx(0)
    assert Memory([*[100] * 10, *[100] * 10, *[120] * 20]).growth() == pytest.approx(0.2)
    assert Memory().growth() == 0


def test_answers_a_second_are_of_all_people_together() -> None:
    assert Asked([10.0] * 30, [], 15.0).a_second == 2
    assert Asked().a_second == 0
