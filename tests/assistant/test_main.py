import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from index import models
from tests.conftest import LETTER, Command

FLAGSHIP = "How does Staffordshire handle wanted suspects?"
Row = dict[str, Any]
Stream = Callable[..., tuple[int, list[Row]]]


@pytest.fixture(autouse=True)
def _on_the_letter(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTION_DATA", str(data))


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Stream:
    """The rows that come out for the lines that go in; with the exit code before them."""

    def ask(*lines: str, end: str = "\n") -> tuple[int, list[Row]]:
        monkeypatch.setattr("sys.stdin", io.StringIO(end.join(lines)))
        code = main(["ask", "-", "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return ask


def test_a_question_in_comes_out_as_one_json_line_in_a_process_of_its_own(command: Command) -> None:
    done = command("assistant", "ask", FLAGSHIP, "--json")
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    row = json.loads(line)
    assert row["status"] == "answered"
    assert done.stderr == ""


def test_an_answer_has_every_field_of_the_contract(stream: Stream) -> None:
    _, (row,) = stream(FLAGSHIP)
    assert row["question"] == FLAGSHIP
    assert row["scope"]["forces"] == ["staffordshire"]
    assert row["seconds"] > 0
    citation = row["claims"][-1]["citations"][0]
    assert citation["paragraph"] == f"{LETTER}#28"
    assert citation["document"] == LETTER
    assert citation["title"].startswith("Core business: An inspection of crime prevention")
    assert citation["date"] == "2014-09-03"
    assert citation["heading"] == "Crime recording and attendance"
    assert citation["page"] is None
    assert citation["quote"] == row["claims"][-1]["text"]
    assert citation["text"].startswith("The force was able to provide HMIC")
    assert set(row["evidence"][0]) >= {"label", "paragraph", "document", "score", "text"}
    assert len(row["evidence"]) >= 10


def test_a_stream_takes_text_and_objects_and_answers_in_their_order(stream: Stream) -> None:
    follow_up = {"question": "And Kent?", "history": [{"question": FLAGSHIP, "answer": "…"}], "more": 1}
    code, rows = stream(FLAGSHIP, "", json.dumps(follow_up), "   ", '{"question": "Who signed the letter?"}')
    assert code == 0
    assert [row["question"] for row in rows] == [FLAGSHIP, "And Kent?", "Who signed the letter?"]
    assert [row["status"] for row in rows] == ["answered", "no_document", "answered"]
    assert "Kent" in rows[1]["understood"]
    assert "wanted suspects" in rows[1]["understood"]


def test_windows_line_ends_and_a_missing_last_one_are_read(stream: Stream) -> None:
    code, rows = stream(FLAGSHIP, '{"question": "recipe for cake"}', end="\r\n")
    assert code == 0
    assert [row["question"] for row in rows] == [FLAGSHIP, "recipe for cake"]


@pytest.mark.parametrize(
    "unusable",
    [
        '{"question": " "}',
        '{"question": 5}',
        '{"query": "bail?"}',
        '{"question": "bail?"',
        "???",
        "a" * 3000,
        '{"question": "bail?", "history": ["And Kent?"]}',
        '{"question": "bail?", "history": {"question": "And Kent?"}}',
        '{"question": "bail?", "history": "And Kent?"}',
        '{"question": "bail?", "forces": "kent"}',
        '{"question": "bail?", "forces": [["kent"]]}',
    ],
)
def test_an_unusable_line_is_told_in_its_place_and_the_rest_go_on(stream: Stream, unusable: str) -> None:
    code, rows = stream("Who signed the letter?", unusable, FLAGSHIP)
    assert code == 0
    assert [row["status"] for row in rows] == ["answered", "error", "answered"]
    assert rows[1]["message"]
    assert rows[1]["claims"] == rows[1]["evidence"] == []
    assert rows[1]["scope"] is None


@pytest.mark.parametrize("history", ["null", "[]", '[{"question": null}]', "[{}]", '[{"answer": "no question"}]'])
def test_a_history_that_tells_nothing_is_no_history(stream: Stream, history: str) -> None:
    code, (row,) = stream(f'{{"question": "Who signed the letter?", "history": {history}, "forces": null}}')
    assert code == 0
    assert row["understood"] == "Who signed the letter?"
    assert row["status"] == "answered"


def test_half_a_surrogate_pair_does_not_stop_the_stream(stream: Stream) -> None:
    code, rows = stream(
        '{"question": "bail \\ud800 in Kent?", "history": [{"question": "\\udfff"}]}', "recipe for cake"
    )
    assert code == 0
    assert [row["status"] for row in rows] == ["no_document", "out_of_scope"]
    assert rows[0]["question"].encode()


def test_forces_beside_the_question_narrow_it(stream: Stream) -> None:
    _, rows = stream(
        '{"question": "wanted suspects", "forces": ["kent"]}', '{"question": "bail", "forces": ["narnia"]}'
    )
    assert [row["status"] for row in rows] == ["no_document", "no_document"]
    assert rows[0]["scope"]["without_documents"] == ["kent"]


@pytest.mark.parametrize("unusable", ["", "  ", "a" * 3000])
def test_an_unusable_argument_is_exit_2_with_a_sentence(unusable: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", unusable, "--json"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("The question ")
    assert len(output.err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["ask"], ["answer", FLAGSHIP], ["ask", FLAGSHIP, "--loud"]])
def test_unknown_arguments_are_exit_2_with_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m assistant" in capsys.readouterr().err


def test_a_missing_model_is_exit_1_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(models, "PACKAGE", "no_such_model_package")
    assert main(["ask", FLAGSHIP]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert "pip install" in output.err


def test_a_data_folder_that_is_a_file_is_exit_1_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path / "data"))
    assert main(["ask", FLAGSHIP, "--json"]) == 1
    assert "INSPECTION_DATA" in capsys.readouterr().err


def test_for_people_each_claim_is_numbered_with_its_source_below(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", FLAGSHIP]) == 0
    told = capsys.readouterr().out
    assert "• The force was unable to provide HMIC" in told
    assert "[1] HMIC letter to Staffordshire Police, Core business, 4 September 2014 · " in told
    assert "Crime recording and attendance · paragraph 7" in told


def test_for_people_the_nearest_passages_are_shown_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "What is the annual budget of Staffordshire Police?"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("No paragraph clearly answers this.")
    assert told.count("\n— ") == 3


def test_several_questions_are_answered_one_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "Who signed the letter?", "recipe for cake"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["status"] for row in rows] == ["answered", "out_of_scope"]
