import json
from pathlib import Path
from typing import Any

import pytest

from evals import case, tune
from evals.__main__ import main
from index import Encoder

LETTER = "staffordshire-core-business-2014"


@pytest.fixture(autouse=True)
def _with_the_model_at_hand(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command makes a folder of its own; exporting the model into it anew would take most of the time."""
    monkeypatch.setattr("index.search.load_encoder", lambda folder: encoder)


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every 80th case only: the same files, shorter."""
    for split in ("tuning", "reporting"):
        lines = (case.CASES / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
        (tmp_path / f"{split}.jsonl").write_text("\n".join(lines[::80]), encoding="utf-8")
    monkeypatch.setattr(case, "CASES", tmp_path)


def rows_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("few")
def test_retrieval_prints_a_json_line_a_kind_and_leaves_the_users_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path / "mine"))
    assert main(["retrieval", "--json"]) == 0
    rows = rows_of(capsys)
    assert "direct" in {row["kind"] for row in rows}
    assert all(0 <= row["hit@5"] <= 1 for row in rows)
    assert not (tmp_path / "mine").exists()


@pytest.mark.usefixtures("few")
def test_for_people_each_kind_is_a_line_of_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["retrieval", "--split", "tuning"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("kind ")
    assert all("hit@1 " in line and "nDCG@10 " in line for line in lines)


@pytest.mark.usefixtures("few")
def test_answers_are_one_object_and_none_of_their_quotes_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answers", "--json"]) == 0
    (row,) = rows_of(capsys)
    assert row["cases"] == len(case.load("reporting"))
    assert row["claims without an exact quote"] == 0


@pytest.mark.usefixtures("few")
def test_what_came_out_wrong_is_listed_as_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answers", "--wrong", "--json", "--split", "tuning"]) == 0
    _, *wrong = rows_of(capsys)
    right = {each.id: each.statuses for each in case.load("tuning")}
    assert wrong
    assert all(row["status"] not in right[row["case"]] for row in wrong)


@pytest.mark.usefixtures("few")
def test_the_start_of_the_app_is_timed_without_an_index(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("evals.__main__.start_times", lambda: {"first start, seconds": 2.5})
    assert main(["start"]) == 0
    assert capsys.readouterr().out == "first start, seconds 2.500\n"


@pytest.mark.usefixtures("few")
def test_for_people_the_wrong_ones_come_with_what_was_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["answers", "--wrong", "--split", "tuning"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("writer  ")
    assert "\ncases " in told
    assert f"needed {LETTER}#" in told


@pytest.mark.parametrize("arguments", [[], ["guess"], ["answers", "--split", "all"]])
def test_unknown_arguments_are_exit_2_with_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m evals" in capsys.readouterr().err


def test_tuning_prints_its_weights_and_writes_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (case.CASES / "tuning.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "tuning.jsonl").write_text("\n".join(lines[::16]), encoding="utf-8")
    monkeypatch.setattr(case, "CASES", tmp_path)
    monkeypatch.setattr(tune, "FITTED", tmp_path / "fitted.json")
    monkeypatch.setattr(tune, "FOLDS", 3)  # with so few cases
    assert main(["tune", "--json"]) == 0
    weights, shares = rows_of(capsys)
    assert sum(weights[name] for name in ("cosine", "bm25", "covered", "maxsim")) == pytest.approx(1)
    assert shares["unanswerable at or above the line"] < 0.5 < shares["direct at or above the line"]
    fitted = json.loads((tmp_path / "fitted.json").read_text(encoding="utf-8"))
    assert 0 < fitted["line"] < 1
