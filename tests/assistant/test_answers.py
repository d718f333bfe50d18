"""The answers that are kept: found again, bounded, safe when killed or damaged; and the command."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import Answer, Status, answers
from assistant.answers import Answers
from assistant.answers_command import add_to, work
from assistant.frozen import Frozen, freeze
from corpus import Corpus, InspectionError, UnusableFolder, UnusableInput
from corpus.command import run
from tests.assistant.letters import TEAM
from tests.assistant.test_frozen import BURGLARY, LETTER, MADE_WITH, TEXTS, answer, put
from tests.conftest import ROOT

Call = Callable[..., int]


def given(question: str = "How?", hours_ago: float = 0) -> Frozen:
    """An answer that shows no source, given so long ago."""
    time = datetime.now(UTC) - timedelta(hours=hours_ago)
    return freeze(Answer(question, Status.OUT_OF_SCOPE, "It is about something else."), MADE_WITH, time)


@pytest.fixture
def kept(tmp_path: Path) -> Answers:
    return Answers(tmp_path, days=7)


def test_what_is_put_is_got_in_another_process_too(kept: Answers, tmp_path: Path) -> None:
    frozen = given()
    assert kept.put(frozen)
    assert kept.get(frozen.id) == frozen
    assert Answers(tmp_path, days=7).get(frozen.id) == frozen
    assert kept.get("another") is None


def test_an_answer_is_kept_under_the_id_that_comes_back_and_a_fault_is_none(kept: Answers, tmp_path: Path) -> None:
    given = Answer("How?", Status.OUT_OF_SCOPE, "It is about something else.")
    frozen = kept.get(kept.keep(given, MADE_WITH))
    assert frozen is not None
    assert (frozen.question, frozen.made_with) == ("How?", MADE_WITH)
    assert kept.keep(replace(given, status=Status.ERROR), MADE_WITH) == ""
    assert Answers(tmp_path, days=0).keep(given, MADE_WITH) == ""


def test_the_latest_are_listed_first_a_page_at_a_time(kept: Answers) -> None:
    for hours in (3, 1, 2, 0, 4):
        kept.put(given(str(hours), hours))
    first = kept.list(2)
    assert [each.question for each in first] == ["0", "1"]
    assert [each.question for each in kept.list(2, after=first[-1].id)] == ["2", "3"]
    assert kept.list(2, after="unknown") == ()


def test_every_answer_is_read_however_many_pages_there_are(kept: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    same = datetime.now(UTC)
    put_in = {kept_one.id for n in range(120) if kept.put(kept_one := replace(given(str(n)), time=same))}
    assert {each.id for each in kept.every()} == put_in
    assert len(list(kept.every())) == 120


def test_a_removed_answer_is_gone_from_the_file_itself(kept: Answers, tmp_path: Path) -> None:
    frozen = given()
    kept.put(frozen)
    assert kept.remove(frozen.id)
    assert kept.get(frozen.id) is None
    assert not kept.remove(frozen.id)
    assert frozen.id.encode() not in (tmp_path / "answers.sqlite").read_bytes()


def test_answers_go_when_their_days_are_over(tmp_path: Path) -> None:
    old, new = given("old", hours_ago=49), given("new", hours_ago=47)
    for each in (old, new):
        Answers(tmp_path, days=7).put(each)
    two_days = Answers(tmp_path, days=2)
    assert two_days.get(old.id) is None
    assert two_days.list() == (new,)
    two_days.sweep()
    assert Answers(tmp_path, days=7).list() == (new,)


def test_with_nothing_to_keep_nothing_is_written_and_the_old_ones_go(tmp_path: Path) -> None:
    none = Answers(tmp_path, days=0)
    assert not none.put(given())
    assert list(tmp_path.iterdir()) == []
    Answers(tmp_path, days=7).put(given())
    assert none.list() == ()
    none.put(given())
    assert Answers(tmp_path, days=7).list() == ()


def test_there_are_never_more_than_the_most(kept: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 3)
    monkeypatch.setattr(answers, "SWEPT_EVERY", 0)
    for hours in (5, 4, 3, 2, 1):
        kept.put(given(str(hours), hours))
    assert [each.question for each in kept.list()] == ["1", "2", "3"]


def test_looking_makes_no_file(kept: Answers, tmp_path: Path) -> None:
    assert (kept.get("x"), kept.list(), kept.remove("x")) == (None, (), False)
    kept.sweep()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", ["-1", "a year", "1.5", "٣", "9999999999"])
def test_a_setting_that_is_no_number_of_days_is_told(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEP_ANSWERS", named)
    with pytest.raises(UnusableInput, match="number of days"):
        Answers(tmp_path)


@pytest.mark.parametrize(("named", "days"), [("", 365), ("30", 30), (" 0 ", 0), ("999999999", 36500)])
def test_the_setting_says_how_long(named: str, days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEP_ANSWERS", named)
    kept = Answers(tmp_path)
    assert kept.days == days
    assert kept.list() == ()


def test_a_damaged_file_is_told_with_what_to_do(kept: Answers, tmp_path: Path) -> None:
    (tmp_path / "answers.sqlite").write_bytes(b"no database" * 200)
    with pytest.raises(UnusableFolder, match="move it away"):
        kept.list()


def test_a_damaged_answer_names_itself_so_that_it_can_be_removed(kept: Answers, tmp_path: Path) -> None:
    frozen = given()
    kept.put(frozen)
    with sqlite3.connect(tmp_path / "answers.sqlite") as database:
        database.execute("UPDATE answers SET content = x'00'")
    database.close()
    with pytest.raises(InspectionError, match=f"answers remove {frozen.id}"):
        kept.list()
    assert kept.remove(frozen.id)


def test_many_may_put_and_read_at_once(kept: Answers) -> None:
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(5):
                frozen = given()
                kept.put(frozen)
                assert kept.get(frozen.id) == frozen
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(kept.list()) == 20


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_kill_in_the_midst_of_a_change_loses_nothing_that_was_kept(kept: Answers, tmp_path: Path) -> None:
    kept.put(given("before"))
    change = (
        "import os, signal, sys; from pathlib import Path; from assistant.answers import Answers\n"
        "with Answers(Path(sys.argv[1]), 7)._changing() as database:\n"
        "    database.execute('PRAGMA cache_size = 1'); database.execute('DELETE FROM answers')\n"
        "    database.execute(\"INSERT INTO answers SELECT hex(randomblob(8)), '2999', zeroblob(100000)\")\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run([sys.executable, "-c", change, str(tmp_path)], env=environment, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    kept.put(given("after"))
    assert [each.question for each in kept.list()] == ["after", "before"]


# The command


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs the command on the folder of `corpus`; returns the exit code."""
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("EMBARGO_VIEWERS", raising=False)

    def run_it(*arguments: str) -> int:
        parser = ArgumentParser()
        add_to(parser.add_subparsers(dest="command", required=True))
        options = parser.parse_args(["answers", *arguments])
        return run(lambda: work(options))

    return run_it


@pytest.fixture
def burglary(corpus: Corpus) -> Frozen:
    """A kept answer over a letter, in the folder of `corpus`."""
    corpus.mark_started()
    put(corpus, *TEXTS)
    frozen = freeze(answer(corpus), MADE_WITH, datetime.now(UTC))
    Answers(corpus.folder).put(frozen)
    return frozen


def test_the_list_is_a_line_an_answer(call: Call, burglary: Frozen, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("list") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(burglary.id)
    assert line.endswith("Answered: How is burglary handled?")
    assert call("list", "--json", "--limit", "1") == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["id"], row["question"], row["claims"]) == (burglary.id, burglary.question, 1)
    assert call("list", "--after", burglary.id) == 0
    assert capsys.readouterr().out == ""


def test_an_answer_is_shown_with_what_became_of_its_source(
    call: Call, burglary: Frozen, corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    put(corpus, TEAM, BURGLARY.replace("few", "all"))
    assert call("show", burglary.id) == 0
    shown = capsys.readouterr().out
    assert "• few victims were told of progress [1]" in shown
    assert "! This paragraph has since been replaced." in shown
    assert f"then: {BURGLARY}" in shown
    assert "all victims were told of progress" in shown
    assert call("show", burglary.id, "--json") == 0
    row = json.loads(capsys.readouterr().out)
    assert row["claims"][0]["citations"][0]["standing"] == "replaced"


def test_a_removed_or_unknown_answer_is_told(call: Call, burglary: Frozen, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("remove", burglary.id) == 0
    assert call("show", burglary.id) == 2
    assert call("remove", "\udcff") == 2
    assert "answers list" in capsys.readouterr().err


def test_what_quotes_a_document_under_embargo_is_for_those_named_only(
    call: Call, burglary: Frozen, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(corpus, *TEXTS, letter=replace(LETTER, embargo=datetime.now(UTC) + timedelta(days=1)))
    assert call("list") == 0
    assert capsys.readouterr().out == ""
    assert call("show", burglary.id) == 2
    monkeypatch.setattr("assistant.answers_command.at_this_terminal", lambda: "ann")
    monkeypatch.setenv("EMBARGO_VIEWERS", "ann")
    assert call("show", burglary.id) == 0
    assert "! Under embargo until" in capsys.readouterr().out
