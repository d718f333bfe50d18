import io
import json

import pytest

from corpus import FolderBusy, UnusableInput
from corpus.command import inputs, run, show


def test_the_exit_code_tells_how_the_work_went(capsys: pytest.CaptureFixture[str]) -> None:
    assert (run(lambda: True), run(lambda: False)) == (0, 1)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("fault", "code"), [(UnusableInput("No.", "Do it."), 2), (FolderBusy("No.", "Do it."), 1)])
def test_a_fault_is_told_with_its_remedy(capsys: pytest.CaptureFixture[str], fault: Exception, code: int) -> None:
    def work() -> bool:
        raise fault

    assert run(work) == code
    assert capsys.readouterr() == ("", "No. Do it.\n")


def test_a_fault_nobody_foresaw_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        run(lambda: bool(1 / 0))


def test_arguments_and_lines_come_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('one\r\n\n  \n {"path": "two", "more": [1]}\nthree'))
    assert list(inputs(["zero", "-", "last"], "path")) == [
        {"path": "zero"},
        {"path": "one"},
        {"path": "two", "more": [1]},
        {"path": "three"},
        {"path": "last"},
    ]


@pytest.mark.parametrize(
    "line", ['{"path": "a"', "{}", '{"path": null}', '{"path": 3}', '{"document": "a"}', '{"path": "a"} x']
)
def test_a_line_of_broken_json_is_told(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    with pytest.raises(UnusableInput, match="This line"):
        list(inputs(["-"], "path"))


def test_a_long_broken_line_is_not_told_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("{" + "x" * 10_000))
    with pytest.raises(UnusableInput) as fault:
        list(inputs(["-"], "path"))
    assert len(str(fault.value)) < 300


def test_a_result_is_one_line_of_json_or_a_text(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"text": "“One”\nTwo", "page": None}
    show(row, True, "One")
    show(row, False, "One")
    lines = capsys.readouterr().out.splitlines()
    assert (json.loads(lines[0]), lines[1:]) == (row, ["One"])
    assert "“One”" in lines[0]
