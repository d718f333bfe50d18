import json
from dataclasses import asdict, fields

import pytest

from assistant import Assistant, ExtractiveWriter, Status
from assistant.confidence import FITTED, Reasons, is_sure, probability
from evals.case import Kind, load
from index import Scope


def reasons_for(question: str, assistant: Assistant) -> Reasons:
    writer = ExtractiveWriter(assistant.index)
    found = writer.reasons(Scope.of(question, assistant.corpus), assistant.ask(question).evidence)
    assert found is not None
    return found


def test_the_fitted_file_weighs_just_the_reasons_there_are() -> None:
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))
    assert {*fitted["weights"], "countable"} == {field.name for field in fields(Reasons)}  # that one is a rule
    assert 0 < fitted["line"] < 1


def test_every_reason_is_about_nought_to_one(assistant: Assistant) -> None:
    for case in load("tuning")[::90]:
        answer = assistant.ask(case.question)
        if answer.evidence and answer.status in (Status.ANSWERED, Status.CLOSEST):
            values = asdict(reasons_for(case.question, assistant))
            assert all(-0.5 <= value <= 4 for value in values.values()), values


def test_the_assistant_answers_findings_just_where_it_is_sure(assistant: Assistant) -> None:
    cases = [case for case in load("tuning") if case.kind in (Kind.DIRECT, Kind.LAY)][::35]
    for case in cases:
        answer = assistant.ask(case.question)
        if answer.status in (Status.ANSWERED, Status.CLOSEST):
            assert is_sure(reasons_for(case.question, assistant)) is (answer.status is Status.ANSWERED)


@pytest.mark.parametrize(
    ("answered", "missed"),
    [
        ("Does the force have a crime prevention strategy?", "How many tasers does the force have?"),
        ("How does Staffordshire handle wanted suspects?", "How many wanted suspects were shot?"),
        ("Has the force invested in mobile devices?", "Which company made the mobile devices?"),
    ],
)
def test_what_the_letter_tells_is_more_probable_than_what_it_does_not(
    assistant: Assistant, answered: str, missed: str
) -> None:
    assert probability(reasons_for(answered, assistant)) > probability(reasons_for(missed, assistant))


def test_a_number_asked_for_and_not_told_counts_as_lacking(assistant: Assistant) -> None:
    told = reasons_for("How many crime prevention and design advisors is the force moving to?", assistant)
    untold = reasons_for("How many tablets does the force have?", assistant)
    assert (told.lacking, told.countable) == (0.0, 0.0)
    assert (untold.lacking, untold.countable) == (1.0, 1.0)
    assert told.asked == untold.asked == 1.0


def test_the_kind_of_question_is_told_apart(assistant: Assistant) -> None:
    yes_or_no = reasons_for("Does the force have a crime prevention strategy?", assistant)
    detail = reasons_for("Who advises on crime prevention?", assistant)
    assert (yes_or_no.yes_or_no, yes_or_no.detail) == (1.0, 0.0)
    assert (detail.yes_or_no, detail.detail) == (0.0, 1.0)
