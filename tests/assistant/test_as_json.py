import json

import pytest

from assistant import Answer, Assistant, Status, answer_row


@pytest.mark.parametrize(
    "question",
    [
        "How does Staffordshire handle wanted suspects?",
        "Who signed the letter?",
        "What is the annual budget of Staffordshire Police?",
        "How does Kent handle bail?",
        "What did HMIC find in 2019?",
        "Give me a recipe for lemon drizzle cake",
    ],
)
def test_every_outcome_has_the_same_fields_and_survives_json(assistant: Assistant, question: str) -> None:
    row = json.loads(json.dumps(answer_row(assistant.ask(question)), ensure_ascii=False))
    promised = ["question", "status", "scope", "claims", "evidence", "seconds"]
    assert list(row) == [*promised, "message", "understood", "filters", "context", "writer", "withheld", "notice"]
    assert row["status"] in [status.value for status in Status]
    assert row["understood"] == question


def test_text_is_the_whole_paragraph_and_the_quote_is_in_it(assistant: Assistant) -> None:
    answer = assistant.ask("How does Staffordshire handle wanted suspects?")
    row = answer_row(answer)
    for claim, given in zip(answer.claims, row["claims"], strict=True):
        assert given["citations"][0]["text"] == claim.citations[0].paragraph.text
        assert given["citations"][0]["quote"] in given["citations"][0]["text"]
    assert [given["text"] for given in row["evidence"]] == [each.paragraph.text for each in answer.evidence]


def test_what_is_unknown_is_null(two_forces: Assistant) -> None:
    citation = answer_row(two_forces.ask("Who signed the Eastmoor letter?"))["claims"][0]["citations"][0]
    assert citation["page"] is None
    assert citation["heading"] is None


def test_forces_without_documents_and_years_are_told_in_the_scope(assistant: Assistant) -> None:
    scope = answer_row(assistant.ask("How did Staffordshire and Kent handle bail in 2014?"))["scope"]
    assert scope["forces"] == ["staffordshire", "kent"]
    assert scope["without_documents"] == ["kent"]
    assert scope["years"] == [2014]


def test_an_error_has_no_scope_and_repeats_the_question() -> None:
    row = answer_row(Answer("wan\ud800ted", Status.ERROR, "It went wrong."))
    assert row["scope"] is None
    assert row["question"] == row["understood"] == "wan?ted"
