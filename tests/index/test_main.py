import io
import json
import shutil
from pathlib import Path

import pytest

from corpus import Corpus
from index.__main__ import main
from tests.conftest import LETTER, Command
from tests.index.conftest import letters_into

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _on_the_letter(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTION_DATA", str(data))


def told(capsys: Capture) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_sync_tells_what_it_did(capsys: Capture) -> None:
    assert main(["sync", "--json"]) == 0
    assert told(capsys) == [{"added": 0, "removed": 0, "rebuilt": False}]


def test_sync_tells_people_in_words(capsys: Capture) -> None:
    assert main(["sync"]) == 0
    assert capsys.readouterr().out == "added 0, removed 0 documents\n"


def test_search_prints_the_contracts_fields(capsys: Capture) -> None:
    assert main(["search", "--json", "Who failed to answer police bail?"]) == 0
    (row,) = told(capsys)
    hits = row["hits"]
    assert row["question"] == "Who failed to answer police bail?"
    assert isinstance(hits, list)
    assert len(hits) >= 10
    assert [set(hit) >= {"paragraph", "document", "score", "text"} for hit in hits] == [True] * len(hits)
    assert (hits[0]["document"], hits[0]["paragraph"].split("#")[0]) == (LETTER, LETTER)
    assert hits[0]["text"].startswith("The force was able to provide HMIC with the number of suspects")
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_search_prints_lines_for_people(capsys: Capture) -> None:
    assert main(["search", "police bail", "--limit", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0].split()[1] == f"{LETTER}#28"


def test_several_questions_are_answered_in_their_order(capsys: Capture) -> None:
    assert main(["search", "bail", "tablets", "--json"]) == 0
    assert [row["question"] for row in told(capsys)] == ["bail", "tablets"]


def test_a_dash_reads_plain_text_and_json_lines(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('bail\r\n\n{"question": "tablets", "more": 1}\n  mobile "devices"'))
    assert main(["search", "-", "--json"]) == 0
    assert [row["question"] for row in told(capsys)] == ["bail", "tablets", 'mobile "devices"']


def test_a_dash_with_nothing_to_read_prints_nothing(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["search", "-", "--json"]) == 0
    assert told(capsys) == []


def test_a_paragraph_of_several_chunks_is_one_hit_at_its_best_place(
    capsys: Capture, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(data / "models", tmp_path / "data" / "models")
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path / "data"))
    long = "Kayaks are used on patrol. " + "The station has a plan for its furniture. " * 60
    letters_into(Corpus(tmp_path / "data"), tmp_path)("northshire", long, "Kayaks are kept in the station.")
    assert main(["search", "kayaks used on patrol", "--json", "--limit", "50"]) == 0
    hits = told(capsys)[0]["hits"]
    assert isinstance(hits, list)
    assert long.strip() in [hit["text"] for hit in hits[:2]]
    assert len({hit["paragraph"] for hit in hits}) == len(hits)
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


@pytest.mark.parametrize("question", ["", " ", "?!"])
def test_an_empty_question_ends_with_two(capsys: Capture, question: str) -> None:
    assert main(["search", question, "--json"]) == 2
    assert "question is empty" in capsys.readouterr().err


def test_no_hits_are_an_answer(capsys: Capture) -> None:
    assert main(["search", "--json", "How does Kent Police handle bail?"]) == 0
    assert told(capsys) == [{"question": "How does Kent Police handle bail?", "hits": []}]


@pytest.mark.parametrize("line", ['{"question": 1}', '{"text": "bail"}', "{bail}"])
def test_a_line_that_cannot_be_used_is_told(capsys: Capture, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    assert main(["search", "-", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "JSON" in err or "question" in err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["search"],
        ["find", "bail"],
        ["sync", "more"],
        *(["search", "a", "--limit", n] for n in ("0", "-1", "x", "")),
    ],
)
def test_unusable_arguments_end_with_two(capsys: Capture, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(arguments)
    assert refusal.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_folder_of_another_version_ends_with_one_and_a_remedy(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "version").write_text("99")
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path))
    assert main(["search", "bail", "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "INSPECTION_DATA" in err


def test_another_program_gets_json_alone_on_standard_output(command: Command) -> None:
    done = command(
        "index", "search", "-", "--json", "--limit", "3", input="How’s bail handled?\nDo they use tablets?\n"
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["question"] for row in rows] == ["How’s bail handled?", "Do they use tablets?"]
    assert [len(row["hits"]) for row in rows] == [3, 3]
