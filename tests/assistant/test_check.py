"""Statements of a draft: supported, contradicted, misquoted, not found, or nothing to check; each with its reason."""

import json
import sys
from pathlib import Path

import docx
import pytest

from assistant import Assistant
from assistant.__main__ import main
from assistant.check import Checker, Verdict
from assistant.drafts.statements import nothing_to_check, statements_of
from assistant.model_errors import ModelFault
from assistant.second_reader import Reading
from assistant.second_readers import SecondReaders
from corpus import Corpus, UnusableInput
from index import Index
from tests.conftest import LETTER, Command

LIMITED = "There was limited evidence that activity had been documented or properly supervised in a number of cases."


@pytest.fixture(scope="module")
def checker(letter_corpus: Corpus, letter_index: Index) -> Checker:
    return Checker(letter_corpus, letter_index)


@pytest.mark.parametrize(
    ("statement", "verdict", "reason"),
    [
        (f"The letter says “{LIMITED}”", "supported", "word for word"),
        (f"Staffordshire: “{LIMITED.replace('limited', 'clear')}”", "misquoted", "“limited”, not “clear”"),
        (LIMITED, "supported", "says the same"),
        (
            "In Staffordshire, there was limited evidence that the activity had been properly supervised.",
            "supported",
            "",
        ),
        ("In Staffordshire, activity had been properly supervised in all cases.", "contradicted", ""),
        (
            "Staffordshire Police has introduced a new policy to improve supervision of suspects on the PNC.",
            "supported",
            "",
        ),
        ("Staffordshire Police runs a dog section with forty handlers in Stoke.", "not_found", "nearest"),
        ("Kent Police had limited evidence that activity was supervised.", "not_found", "We hold no document on Kent"),
        ("How does the force handle suspects?", "nothing_to_check", "question"),
        ("Crime recording", "nothing_to_check", "heading"),
        ("We recommend that the board thanks the force for its help.", "nothing_to_check", "view"),
        ("—", "nothing_to_check", "no words"),
        ("Mae'r heddlu yn gweithio gan nid oes digon o swyddogion.", "nothing_to_check", "not in English"),
        ("La police est une force qui n'est pas dans la ville.", "nothing_to_check", "not in English"),
    ],
)
def test_a_statement_gets_its_verdict_and_why(checker: Checker, statement: str, verdict: str, reason: str) -> None:
    checked = checker.check(statement)
    assert (checked.verdict, checked.statement) == (verdict, statement)
    assert reason in checked.reason
    assert all(citation.quote in citation.paragraph.text for citation in checked.citations)


def test_a_document_that_is_not_there_is_told(checker: Checker) -> None:
    with pytest.raises(UnusableInput, match="no document 'nowhere'"):
        checker.check(LIMITED, "nowhere")
    assert checker.check(LIMITED, LETTER).verdict is Verdict.SUPPORTED


def test_a_draft_is_parted_into_statements_in_their_places() -> None:
    draft = "# Wanted suspects\n\n- The force has a policy. It is new.\n1. Bail is managed; files are reviewed every week.\n"
    found = statements_of(draft)
    assert [each.text for each in found] == [
        "# Wanted suspects",
        "The force has a policy.",
        "It is new.",
        "Bail is managed; files are reviewed every week.",
    ]
    assert all(draft[each.start : each.end] == each.text for each in found)


def test_two_findings_with_a_semicolon_are_two_statements() -> None:
    draft = "The force reviews its files every week; supervisors were trained in March."
    assert [each.text for each in statements_of(draft)] == [
        "The force reviews its files every week",
        "supervisors were trained in March.",
    ]
    assert all(draft[each.start : each.end] == each.text for each in statements_of(draft))


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "In Northshire, the police were quick and most victims were told, but no case was dropped.",
            ["In Northshire, the police were quick", "most victims were told", "no case was dropped."],
        ),
        ("Officers and staff are trained and have what they need.", []),
        ("Inspectors found that officers are trained and supervisors are visible.", []),
        ("The force was late by a year and a half before it was told.", []),
        ("The letter says “officers are late and the force is slow”.", []),
    ],
)
def test_two_findings_with_and_are_two_statements(sentence: str, parts: list[str]) -> None:
    found = statements_of(sentence)
    assert [each.text for each in found] == (parts or [sentence])
    assert all(sentence[each.start : each.end] == each.text for each in found)


@pytest.mark.parametrize(
    ("around", "verdict", "reason"),
    [
        ("Inspectors found that “{}”", Verdict.SUPPORTED, "word for word"),
        ("In Staffordshire “{}” This matters to local families.", Verdict.SUPPORTED, "writer’s own"),
        ("In all 412 cases, “{}”", Verdict.CONTRADICTED, "412"),
    ],
)
def test_the_words_around_a_quotation_count(checker: Checker, around: str, verdict: Verdict, reason: str) -> None:
    checked = checker.check(around.format(LIMITED))
    assert checked.verdict is verdict
    assert reason in checked.reason


def test_a_quotation_from_another_force_is_told_as_that(two_forces: Assistant) -> None:
    quoted = "Mobile data terminals are fitted to all patrol cars"
    checked = Checker(two_forces.corpus, two_forces.index).check(f"Northshire Police: “{quoted}”")
    assert checked.verdict is Verdict.NOT_FOUND
    assert "a document on Eastmoor" in checked.reason
    assert [each.document.id for each in checked.citations] == ["eastmoor-2016"]


@pytest.mark.parametrize(
    "statement", ["Files are reviewed weekly by sergeants.", "Supervision of wanted suspects was weak."]
)
def test_a_finding_is_to_be_checked(statement: str) -> None:
    assert nothing_to_check(statement) == ""


def test_the_command_keeps_its_contract(command: Command) -> None:
    lines = f'{LIMITED}\n{{"statement": "{LIMITED}", "document": "nowhere"}}\n{{"statement": "{LIMITED}", "document": "{LETTER}"}}\n'
    done = command("assistant", "check", "--json", "-", input=lines)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [row["verdict"] for row in rows] == ["supported", "nothing_to_check", "supported"]
    assert list(rows[0])[:5] == ["statement", "verdict", "citations", "difference", "reason"]
    assert rows[0]["citations"][0]["paragraph"] == f"{LETTER}#28"
    assert "no document 'nowhere'" in rows[1]["reason"]


def test_without_statements_the_command_says_what_to_do(command: Command) -> None:
    done = command("assistant", "check")
    assert done.returncode == 2
    assert "nothing to check" in done.stderr


DRAFT = f"# Wanted suspects\n\n{LIMITED} Staffordshire Police runs a dog section with forty handlers in Stoke.\n"


def test_the_statements_of_a_file_are_checked_in_order_and_come_back_in_it(command: Command, tmp_path: Path) -> None:
    draft, out = tmp_path / "draft.docx", tmp_path / "out.docx"
    made = docx.Document()
    for line in DRAFT.split("\n\n"):
        made.add_paragraph(line.strip("# \n"))
    made.save(str(draft))
    before = draft.read_bytes()
    done = command(
        "assistant", "check", "--json", "--file", str(draft), "-o", str(out), "--site", "http://127.0.0.1:7860"
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, f"Written: {out}\n")
    assert [row["verdict"] for row in rows] == ["nothing_to_check", "supported", "not_found"]
    assert draft.read_bytes() == before
    comments = [each.text for each in docx.Document(str(out)).comments]
    assert [each.split("\n")[0] for each in comments] == ["✓ Supported · statement 2", "? Not found · statement 3"]
    assert "Crime recording and attendance · paragraph 7" in comments[0]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--file", "{draft}", "-o", "{draft}"], "is the draft itself"),
        (["--file", "{draft}", "-o", "{folder}/none/a.csv"], "cannot be written"),
        (["--file", "{draft}", LIMITED, "-o", "{folder}/a.csv"], "-o writes one draft."),
        (["--file", "{folder}/none.docx"], "cannot be opened"),
    ],
)
def test_a_file_that_cannot_be_read_or_written_is_told_before_any_checking(
    arguments: list[str], problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    assert main(["check", *(each.format(draft=draft, folder=tmp_path) for each in arguments)]) == 2
    printed = capsys.readouterr()
    assert problem in printed.err
    assert printed.out == ""
    assert draft.read_text(encoding="utf-8") == DRAFT


def test_a_terminal_is_told_how_far_a_draft_has_come(
    letter_corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    monkeypatch.setenv("INSPECTION_DATA", str(letter_corpus.folder))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["check", "--file", str(tmp_path / "draft.md"), "-o", str(tmp_path / "out.md")]) == 0
    printed = capsys.readouterr()
    assert "0 of 3 statements checked\r\x1b[K\r\x1b[K1 of 3" in printed.err
    assert "✓ Supported: " in printed.out
    assert (tmp_path / "out.md").read_text(encoding="utf-8").startswith("# What was checked: draft.md")


class Told:
    """A second reader that says one thing."""

    def __init__(self, reading: Reading | None = None, fault: ModelFault | None = None) -> None:
        self.reading, self.fault, self.asked = reading, fault, 0

    def read(self, claim: str, source: str) -> Reading | None:
        self.asked += 1
        if self.fault:
            raise self.fault
        return self.reading


def test_a_second_reader_can_make_a_verdict_stricter(letter_corpus: Corpus, letter_index: Index) -> None:
    reader = Told(Reading(Verdict.NOT_FOUND, reader="model"))
    checked = Checker(letter_corpus, letter_index, SecondReaders([reader])).check(LIMITED)
    assert checked.verdict is Verdict.NOT_FOUND
    assert "the model finds that the source does not say this" in checked.reason


def test_a_second_reader_that_cannot_be_reached_is_asked_once(letter_corpus: Corpus, letter_index: Index) -> None:
    reader = Told(fault=ModelFault("It is gone.", "Start it."))
    checker = Checker(letter_corpus, letter_index, SecondReaders([reader]))
    assert [checker.check(LIMITED).verdict for _ in range(2)] == [Verdict.SUPPORTED, Verdict.SUPPORTED]
    assert reader.asked == 1


def test_a_second_reader_cannot_overrule_what_the_rules_find(letter_corpus: Corpus, letter_index: Index) -> None:
    reader = Told(Reading(Verdict.SUPPORTED, LIMITED, "model"))
    checker = Checker(letter_corpus, letter_index, SecondReaders([reader]))
    statement = "In Staffordshire, there was no evidence that activity had been documented or properly supervised."
    assert checker.check(statement).verdict is Verdict.CONTRADICTED
