"""The commands `people` and `feedback`."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from assistant import Answer, Status, feedback_command, people_command
from assistant.answers import Answers
from assistant.frozen import freeze
from assistant.people.accounts import Accounts
from assistant.people.conversations import Conversations
from assistant.people.database import Database
from assistant.people.feedback import Feedbacks, Opinion
from assistant.people.sessions import Tokens
from corpus.command import run
from evals.case import Case, Kind
from tests.assistant.test_frozen import MADE_WITH, NOW
from tests.conftest import Command

PASSWORD = "purple tractor lamp"
Call = Callable[..., tuple[int, str, str]]


class Terminal(StringIO):
    """Standard input where somebody types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs the commands on a data folder of the test's own."""
    monkeypatch.setenv("INSPECTION_DATA", str(tmp_path))

    def call(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", StringIO(typed))
        parser = ArgumentParser()
        commands = parser.add_subparsers(dest="command")
        for each in (people_command, feedback_command):
            each.add_to(commands)
        options = parser.parse_args(arguments)
        work = people_command.work if options.command == "people" else feedback_command.work
        code = run(lambda: work(options))
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_an_account_is_made_with_a_password_from_standard_input_and_listed(call: Call, tmp_path: Path) -> None:
    assert call("people", "add", "Anne", "--librarian", typed=f"{PASSWORD}\n") == (0, "added: Anne\n", "")
    assert call("people", "add", "Ben", "--embargo", "--json", typed=PASSWORD)[0] == 0
    assert call("people", "list")[1] == "Anne  (librarian)\nBen  (reader, sees what is under embargo)\n"
    row = json.loads(call("people", "list", "--json")[1].splitlines()[1])
    assert (row["name"], row["librarian"], row["embargo"]) == ("Ben", False, True)
    assert Accounts(Database(tmp_path)).signing_in("anne", PASSWORD)


def test_a_password_is_typed_twice_on_a_terminal(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, "another password", PASSWORD, PASSWORD])
    monkeypatch.setattr("assistant.people_command.getpass", lambda _: next(typed))
    monkeypatch.setattr("tests.assistant.test_people_command.StringIO", Terminal)
    code, _, told = call("people", "add", "Anne")
    assert (code, "not the same" in told) == (2, True)
    assert call("people", "add", "Anne")[0] == 0
    assert Accounts(Database(tmp_path)).signing_in("anne", PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (("add", "Anne"), "", "at least 12"),
        (("add", "Anne"), "short\n", "at least 12"),
        (("add", "a:b"), PASSWORD, "cannot be the name"),
        (("remove", "Anne"), "", "no account"),
        (("role", "Anne", "--librarian"), "", "no account"),
        (("password", "Anne"), PASSWORD, "no account"),
        (("token", "Anne"), "", "no account"),
    ],
)
def test_what_cannot_be_done_is_told(call: Call, arguments: tuple[str, ...], typed: str, told: str) -> None:
    code, shown, wrong = call("people", *arguments, typed=typed)
    assert (code, shown) == (2, "")
    assert told in wrong


def test_roles_password_and_tokens_are_changed(call: Call, tmp_path: Path) -> None:
    call("people", "add", "Anne", typed=PASSWORD)
    assert call("people", "role", "anne", "--librarian")[0] == 0
    assert call("people", "list")[1] == "Anne  (librarian)\n"
    assert call("people", "password", "anne", typed="seven quiet harbours")[0] == 0
    assert Accounts(Database(tmp_path)).signing_in("anne", "seven quiet harbours")
    token = call("people", "token", "Anne")[1].strip()
    assert Tokens(Database(tmp_path)).account(token)
    assert call("people", "token", "Anne", "--revoke") == (0, "tokens revoked: 1\n", "")
    assert Tokens(Database(tmp_path)).account(token) is None
    assert call("people", "token", "Ann", "--revoke")[0] == 2  # a slip must not look as if it had been done


def kept(folder: Path, status: Status = Status.OUT_OF_SCOPE) -> str:
    """The id of an answer that is kept."""
    frozen = freeze(Answer("What is the weather?", status, "About something else."), MADE_WITH, NOW)
    Answers(folder, days=36500).put(frozen)
    return frozen.id


def test_removing_an_account_takes_its_conversations_and_the_name_on_its_feedback(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEP_ANSWERS", "36500")
    call("people", "add", "Anne", typed=PASSWORD)
    database, answers = Database(tmp_path), Answers(tmp_path)
    asked, judged = kept(tmp_path), kept(tmp_path)
    Conversations(database, answers).add("anne", asked)
    Feedbacks(database).give(judged, "anne", Opinion.UNCLEAR)
    assert call("people", "remove", "ANNE")[:2] == (0, "removed: ANNE\n")
    assert answers.get(asked) is None
    assert [each.person for each in Feedbacks(database).all()] == [""]


def test_feedback_is_listed_and_exported_as_eval_cases(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEP_ANSWERS", "36500")
    answer = kept(tmp_path)
    Feedbacks(Database(tmp_path)).give(answer, "anne", Opinion.RIGHT)
    Feedbacks(Database(tmp_path)).give(answer, "ben", Opinion.RIGHT)
    Feedbacks(Database(tmp_path)).give(kept(tmp_path), "", Opinion.MISSING, "It rains.\n Look!")
    Feedbacks(Database(tmp_path)).give("an answer that is gone", "anne", Opinion.RIGHT)
    told = call("feedback", "list")[1]
    assert "Right (anne): What is the weather?" in told
    assert "Something missing (somebody): What is the weather?  “It rains. Look!”" in told
    opinions = {json.loads(line)["opinion"] for line in call("feedback", "list", "--json")[1].splitlines()}
    assert opinions == {"right", "missing"}
    file = tmp_path / "cases.jsonl"
    assert call("feedback", "export", "-o", str(file)) == (0, f"3 cases: {file}\n", "")
    cases = [Case.model_validate_json(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len({each.id for each in cases}) == len(cases)
    assert {(each.kind, each.statuses) for each in cases} == {
        (Kind.UNANSWERABLE, ("out_of_scope",)),
        (Kind.DIRECT, ("answered", "partly_answered")),
    }
    assert call("feedback", "export", "-o", str(tmp_path / "cases.pdf"))[0] == 2


def test_the_commands_are_there(command: Command, tmp_path: Path) -> None:
    done = command("assistant", "people", "add", "Anne", input=f"{PASSWORD}\n", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "added: Anne\n", "")
