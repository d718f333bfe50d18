"""Faults done to the running app: those that need neither root nor a server."""

import shutil
from pathlib import Path

import httpx
import pytest

from assistant import Assistant, answer_row
from corpus import Corpus
from evals import faults
from evals.faults import Fault, Ground
from index import Index


@pytest.fixture(scope="module")
def answer(data: Path) -> dict[str, object]:
    """The right answer, as an app gives it."""
    corpus = Corpus(data)
    index = Index(corpus)
    return answer_row(Assistant(corpus, index).ask(faults.QUESTION))


@pytest.fixture
def ground(data: Path, answer: dict[str, object], tmp_path: Path) -> Ground:
    shutil.copytree(data, tmp_path / "data")
    return Ground(tmp_path / "data", answer, tmp_path)


@pytest.mark.parametrize("do", [faults._index_damaged, faults._corpus_damaged, faults._model_gone])
def test_it_is_borne(do: faults.Do, ground: Ground) -> None:
    fault = do(ground)
    assert fault.row()["not as it should be"] == "nothing"
    assert (fault.lost, fault.wrong) == (0, 0)


def test_a_wrong_answer_is_counted(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"status": "answered", "claims": [{"text": "Another."}]}
    monkeypatch.setattr(faults, "_asked", lambda *_: httpx.Response(200, json=told))
    fault = Fault("a wrong answer")
    ground = Ground(data, {"claims": [{"text": "The right one."}]}, tmp_path)
    assert ground.ask(None, fault) == "answered"  # type: ignore[arg-type]  # the app is not asked
    assert fault.wrong == 1
