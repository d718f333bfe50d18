import pytest

from assistant import Answer, Status
from tests.assistant.letters import evidence

EVIDENCE = tuple(evidence(f"Paragraph {number}.", f"P{number}") for number in range(1, 6))


@pytest.mark.parametrize("status", list(Status))
def test_passages_are_the_three_nearest_and_only_of_a_question_not_clearly_answered(status: Status) -> None:
    passages = Answer("bail?", status, "", evidence=EVIDENCE).passages
    assert passages == (EVIDENCE[:3] if status == "closest" else ())


def test_every_status_has_a_label_of_its_own_for_readers() -> None:
    labels = [status.label for status in Status]
    assert all(label[:1].isupper() for label in labels)
    assert len(set(labels)) == len(Status) == 7


def test_the_names_of_the_statuses_are_those_other_programs_rely_on() -> None:
    assert {status.value for status in Status} == {
        "answered", "partly_answered", "closest", "no_evidence", "no_document", "out_of_scope", "error",
    }  # fmt: skip
