import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from corpus import long_date, open_corpus
from corpus.__main__ import main
from corpus.adding import adding
from tests.conftest import LETTER, ROOT

Outcome = tuple[int, list[dict[str, Any]], str]
CorpusCommand = Callable[..., Outcome]
FIELDS = {
    "document",
    "title",
    "kind",
    "forces",
    "inspectorates",
    "date",
    "published",
    "embargo",
    "sha256",
    "paragraphs",
}


@pytest.fixture
def corpus_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> CorpusCommand:
    """Runs `python -m corpus` in this process on a folder of the test's own: exit code, JSON rows, standard error."""
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path / "data"))

    def call(*arguments: str, input: str = "") -> Outcome:
        monkeypatch.setattr("sys.stdin", io.StringIO(input))
        code = main([*arguments, "--json"])
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return call


def file(folder: Path, name: str, text: str = "The force has a plan.") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_list_tells_what_the_contract_promises(corpus_command: CorpusCommand) -> None:
    code, (row,), err = corpus_command("list")
    assert (code, err) == (0, "")
    assert set(row) >= FIELDS
    assert (row["document"], row["kind"], row["forces"], row["inspectorates"]) == (
        LETTER,
        "letter",
        ["staffordshire"],
        ["HMIC"],
    )
    assert (row["date"], row["published"], row["embargo"]) == ("2014-09-03", "2014-09-04", "2014-09-04T00:01:00+01:00")
    assert (row["paragraphs"], len(row["sha256"]), row["fieldwork"]) == (37, 64, ["2014-01-01", "2014-04-30"])


def test_fields_that_are_unknown_are_null(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    corpus_command("add", file(tmp_path, "a.txt"))
    row = next(row for row in corpus_command("list")[1] if row["document"] == "a")
    assert [row[name] for name in ("inspectorates", "date", "published", "embargo", "author", "fieldwork")] == [
        None
    ] * 6
    assert row["forces"] == []


def test_add_tells_what_became_of_each_file(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    path = file(tmp_path, "a.txt")
    assert corpus_command("add", path) == (0, [{"document": "a", "file": path, "status": "added", "reason": None}], "")
    assert corpus_command("add", path)[1][0]["status"] == "unchanged"
    file(tmp_path, "a.txt", "New words.")
    assert corpus_command("add", path)[1][0]["status"] == "replaced"


def test_a_failing_file_does_not_stop_the_rest(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    missing, good = str(tmp_path / "missing.txt"), file(tmp_path, "a.txt")
    code, rows, err = corpus_command("add", missing, "https://127.0.0.1/letter.pdf", good)
    assert code == 1
    assert [row["status"] for row in rows] == ["failed", "failed", "added"]
    assert rows[0]["document"] is None
    assert "Check that it exists" in rows[0]["reason"]
    assert f"{missing}: {rows[0]['reason']}" in err


@pytest.mark.parametrize("path", ["~nobody-of-this-name/a.txt", "a" * 300, '{"path": "nul\\u0000.txt"}'])
def test_an_odd_path_fails_like_any_other(corpus_command: CorpusCommand, tmp_path: Path, path: str) -> None:
    code, rows, _ = corpus_command("add", "-", input=f"{path}\n{file(tmp_path, 'a.txt')}\n")
    assert (code, [row["status"] for row in rows]) == (1, ["failed", "added"])


def test_a_file_in_the_home_folder_is_found(
    corpus_command: CorpusCommand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    file(tmp_path, "a.txt")
    assert corpus_command("add", "~/a.txt")[1][0]["status"] == "added"


@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_path_is_not_this_folder(corpus_command: CorpusCommand, empty: str) -> None:
    code, rows, err = corpus_command("add", empty)
    assert (code, rows) == (2, [])
    assert "Name a file or a folder." in err


def test_paths_come_by_line_as_text_and_as_json(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    one, two = file(tmp_path, "one.txt", "One."), file(tmp_path, "two.txt", "Two.")
    code, rows, _ = corpus_command("add", "-", input=f"{one}\n\n{json.dumps({'path': two})}")
    assert (code, [row["document"] for row in rows]) == (0, ["one", "two"])


def test_a_broken_line_is_an_unusable_argument(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    code, rows, err = corpus_command("add", "-", input=file(tmp_path, "a.txt") + '\n{"path": \n')
    assert (code, [row["status"] for row in rows]) == (2, ["added"])
    assert "not JSON" in err


def test_show_prints_every_paragraph(corpus_command: CorpusCommand) -> None:
    code, (row,), _ = corpus_command("show", LETTER)
    assert (code, len(row["content"]), row["paragraphs"]) == (0, 37, 37)
    assert row["content"][27]["paragraph"] == f"{LETTER}#28"
    assert row["content"][27]["heading"] == "Crime recording and attendance"
    assert row["content"][27]["kind"] == "body"
    assert row["content"][27]["text"].startswith("The force was able to provide HMIC")
    assert set(row) >= FIELDS


def test_show_keeps_the_words_of_a_document_under_embargo(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    day = long_date((datetime.now(UTC) + timedelta(days=9)).date())
    corpus_command("add", file(tmp_path, "held.txt", f"Dear Ann\n\nThis is embargoed until {day}.\n\nSecret."))
    code, (row,), _ = corpus_command("show", "held")
    assert (code, row["content"]) == (0, None)
    assert row["embargo"]


def test_correct_sets_what_is_named_and_prints_the_document(corpus_command: CorpusCommand) -> None:
    code, (row,), err = corpus_command("correct", LETTER, "--title", "Core", "--forces", "kent, essex", "--author", "")
    assert (code, err) == (0, "")
    assert (row["title"], row["forces"], row["author"]) == ("Core", ["kent", "essex"], None)
    assert row["corrected"] == ["author", "forces", "title"]
    assert corpus_command("list")[1] == [row]
    code, (row,), _ = corpus_command("correct", LETTER, "--undo", "forces", "--undo", "author", "--date", "1 May 2015")
    assert (row["forces"], row["date"], row["corrected"]) == (["staffordshire"], "2015-05-01", ["date", "title"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([LETTER], "Name a field, as in --date"),
        ([LETTER, "--date", "soon"], "Write it as 2024-05-16"),
        ([LETTER, "--undo", "colour"], "The fields are title"),
        (["nothing", "--date", "2024-05-16"], "`python -m corpus list` shows the ids."),
    ],
)
def test_what_cannot_be_corrected_is_an_unusable_argument(
    corpus_command: CorpusCommand, arguments: list[str], told: str
) -> None:
    code, rows, err = corpus_command("correct", *arguments)
    assert (code, rows) == (2, [])
    assert told in err


def test_reread_reads_the_named_or_all_again(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    corpus_command("add", file(tmp_path, "a.txt"))
    code, rows, err = corpus_command("reread")
    assert (code, [(row["document"], row["status"]) for row in rows]) == (
        0,
        [("a", "unchanged"), (LETTER, "unchanged")],
    )
    assert err == "2 unchanged\n"
    assert [row["file"] for row in corpus_command("reread", "a")[1]] == ["a.txt"]
    assert corpus_command("reread", "b")[0] == 2


def test_failed_files_are_listed_until_they_are_added(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    corpus_command("add", file(tmp_path, "a.txt", " "))
    code, (row,), err = corpus_command("list", "--failed")
    assert (code, err) == (0, "")
    assert (row["file"], row["source"]) == ("a.txt", str(tmp_path / "a.txt"))
    assert row["reason"].startswith("a.txt holds no words.")
    assert datetime.fromisoformat(row["when"]).tzinfo
    corpus_command("add", file(tmp_path, "a.txt"))
    assert corpus_command("list", "--failed")[1] == []


def test_several_files_end_with_a_summary(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    paths = [file(tmp_path, "a.txt"), file(tmp_path, "b.txt"), str(tmp_path / "c.txt")]
    assert corpus_command("add", *paths)[2].splitlines()[-1] == "1 added, 1 unchanged, 1 failed"


def test_people_see_progress_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path / "data"))
    paths = [file(tmp_path, "a.txt"), file(tmp_path, "b.txt", "See.")]
    main(["add", *paths])
    assert capsys.readouterr().err == "2 added\n"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    main(["add", *paths, "--json"])
    assert capsys.readouterr().err == "2 unchanged\n"
    main(["add", *paths])
    err = capsys.readouterr().err
    assert f"2 of 2:   0% {paths[1]}"[: shutil.get_terminal_size().columns - 1] in err
    assert err.endswith("2 unchanged\n")


def test_every_command_goes_on_with_what_was_left(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    steps = adding(open_corpus(tmp_path / "data"), [Path(file(tmp_path, name, name)) for name in ("a.txt", "b.txt")])
    assert next(step.added for step in steps if step.added)
    steps.close()  # type: ignore[attr-defined]  # it is a generator
    assert [row["document"] for row in corpus_command("list")[1]] == [LETTER, "a", "b"]


def test_what_is_stopped_on_purpose_is_not_gone_on_with(
    corpus_command: CorpusCommand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    paths = [file(tmp_path, "a.txt"), file(tmp_path, "b.txt", "See.")]
    with monkeypatch.context() as context:
        context.setattr("corpus.__main__.Telling.outcome", stop)
        with pytest.raises(SystemExit) as end:
            corpus_command("add", *paths)
    assert (end.value.code, capsys.readouterr().err) == (130, "Stopped. 1 file was not added; add it again.\n")
    assert [row["document"] for row in corpus_command("list")[1]] == [LETTER, "a"]


def test_remove_removes_for_good(corpus_command: CorpusCommand) -> None:
    assert corpus_command("remove", LETTER) == (0, [{"document": LETTER, "status": "removed"}], "")
    assert corpus_command("list")[1] == []


@pytest.mark.parametrize("command", ["show", "remove"])
@pytest.mark.parametrize("id", ["nothing", "", "\udcff"])
def test_an_unknown_document_is_an_unusable_argument(corpus_command: CorpusCommand, command: str, id: str) -> None:
    code, rows, err = corpus_command(command, id)
    assert (code, rows) == (2, [])
    assert "`python -m corpus list` shows the ids." in err


@pytest.mark.parametrize("arguments", [[], ["ad"], ["add"], ["show"], ["list", "x"], ["list", "--no"]])
def test_unusable_arguments_end_with_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2


def test_a_folder_that_cannot_be_used_is_a_fault(corpus_command: CorpusCommand, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("words", encoding="utf-8")
    code, rows, err = corpus_command("list")
    assert (code, rows) == (1, [])
    assert "set INSPECTION_DATA to another folder" in err


def test_people_get_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path / "data"))
    assert [main(["list"]), main(["add", file(tmp_path, "a.txt")]), main(["show", LETTER]), main(["remove", "a"])] == [
        0
    ] * 4
    out = capsys.readouterr().out
    assert out.startswith(f"{LETTER}: HMIC letter to Staffordshire Police, Core business")
    assert f"added: {tmp_path / 'a.txt'} a" in out
    assert "[28] Crime recording and attendance · paragraph 7\nThe force was able" in out
    assert out.endswith("removed: a\n")


def _process(folder: Path, *arguments: str | bytes, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "corpus", *arguments],
        input=input,
        env={**os.environ, "INSPECTION_DATA": str(folder), "PYTHONIOENCODING": "ascii"},
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_another_program_gets_utf8_whatever_the_machine_speaks(tmp_path: Path) -> None:
    shown = _process(tmp_path, "show", LETTER)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "Crime recording and attendance · paragraph 7".encode() in shown.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux lets a file name be any bytes.")
def test_file_names_that_are_no_text_pass_in_and_out(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("The force has a plan.", encoding="utf-8")
    added = _process(tmp_path / "data", "add", "--json", "-", path, input=path + b"\n")
    rows = [json.loads(line) for line in added.stdout.decode("utf-8").splitlines()]
    assert (added.returncode, [row["status"] for row in rows]) == (0, ["added", "unchanged"])
    assert os.fsencode(rows[0]["file"]) == path


def test_a_reader_who_leaves_early_is_no_fault(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    shown = subprocess.run(
        [sys.executable, "-m", "corpus", "show", LETTER],
        env={**os.environ, "INSPECTION_DATA": str(tmp_path)},
        cwd=ROOT,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(write)
    assert (shown.returncode, shown.stderr) == (0, b"")
