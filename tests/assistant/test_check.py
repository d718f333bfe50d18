"""Statements of a draft: supported, contradicted, misquoted, not found, or nothing to check; each with its reason."""

import json

import pytest

from assistant.check import Checker, Verdict
from assistant.statements import nothing_to_check, statements_of
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
