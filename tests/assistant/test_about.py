from datetime import date

import pytest

from assistant import Assistant, Status
from assistant.about import asks_about, source_of, write_fact
from assistant.write import Completeness
from corpus import Corpus, ParagraphKind
from evals.case import Kind, load
from index import Index, Scope
from tests.assistant.letters import Assemble, evidence, letter
from tests.conftest import LETTER


@pytest.mark.parametrize(
    ("question", "position", "words"),
    [
        ("Who signed the letter?", 37, "Drusilla Sharpling"),
        ("Who wrote this letter?", 37, "Drusilla Sharpling"),
        ("What job title does the author hold?", 37, "Her Majesty's Inspector of Constabulary"),
        ("Which region does the inspector cover?", 37, "Wales and Western Region"),
        ("Who is the letter addressed to?", 2, "Ms J. Sawyers, T/Chief Constable"),
        ("Which chief officer was the letter sent to?", 2, "Ms J. Sawyers"),
        ("What is the date of the letter?", 3, "3 September 2014"),
        ("When was the letter written?", 3, "3 September 2014"),
        ("When was the fieldwork carried out?", 6, "Between January and April 2014"),
        ("When did the inspection take place?", 6, "Between January and April 2014"),
        ("When was the national report published?", 10, "4 September 2014"),
        ("What is the publication date of the thematic report?", 10, "4 September 2014"),
        ("When does the embargo lift?", 10, "4 September 2014 at 00:01"),
        ("Until when must the report not be published?", 10, "4 September 2014 at 00:01"),
        ("What is the title of the inspection?", 5, "Core business: An inspection of crime prevention"),
        ("What is the inspection called?", 5, "Core business: An inspection of crime prevention"),
    ],
)
def test_a_fact_of_the_letter_is_answered_and_cited(
    assistant: Assistant, question: str, position: int, words: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    (claim,) = answer.claims
    assert words in claim.text
    assert [citation.paragraph.position for citation in claim.citations] == [position]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Were the findings checked for accuracy by the force?", "factual accuracy checks"),
        ("Was the force able to comment on the draft findings?", "factual accuracy checks"),
        ("Will the force have an opportunity to provide an update?", "opportunity to provide an update"),
    ],
)
def test_a_question_on_the_inspection_itself_is_told_from_the_opening(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.ask(question)
    shown = [claim.text for claim in answer.claims] or [each.paragraph.text for each in answer.passages]
    assert any(words in text for text in shown)
    kinds = {c.paragraph.kind for claim in answer.claims for c in claim.citations}
    assert kinds <= {ParagraphKind.BOILERPLATE}


JOINT_LETTER = """\
16 February 2023

Ann Example, Director of Children’s Services, Northtown Metropolitan
Borough Council

Ben Sample, Chief Constable, Northshire Police

Dear Northtown Local Safeguarding Partnership

Joint targeted area inspection of Northtown

This inspection took place from 12 to 16 December 2022. It was carried out by inspectors from Ofsted and HMICFRS.

Headline findings

Patrols are frequent in all towns of the area.

Yours sincerely

Dee Test

National Director Regulation and Social Care, Ofsted

Fay Proof, CBE

His Majesty’s Inspector of Constabulary
"""


@pytest.mark.parametrize(
    ("question", "claims"),
    [
        (
            "Who signed the letter?",
            [
                "Fay Proof, CBE, His Majesty’s Inspector of Constabulary",
                "Dee Test, National Director Regulation and Social Care, Ofsted",
            ],
        ),
        (
            "Who is the letter addressed to?",
            [
                "Ben Sample, Chief Constable, Northshire Police",
                "Ann Example, Director of Children’s Services, Northtown Metropolitan Borough Council",
            ],
        ),
        ("When was the inspection?", ["This inspection took place from 12 to 16 December 2022."]),
        ("Which inspectorates carried it out?", ["It was carried out by inspectors from Ofsted and HMICFRS."]),
    ],
)
def test_a_joint_letter_tells_its_facts_with_their_sources(
    assistant_over: Assemble, question: str, claims: list[str]
) -> None:
    answer = assistant_over({"northtown": JOINT_LETTER}).ask(question)
    assert answer.status is Status.ANSWERED
    assert [claim.text for claim in answer.claims] == claims
    for claim in answer.claims:
        assert all(citation.quote in citation.paragraph.text for citation in claim.citations)


def test_hardly_any_question_for_findings_is_taken_for_one_about_the_letter(
    letter_corpus: Corpus, letter_index: Index
) -> None:
    cases = [case for case in load("tuning") if case.kind in (Kind.DIRECT, Kind.LAY, Kind.SEVERAL)][::8]
    taken = []
    for case in cases:
        scope = Scope.of(case.question, letter_corpus)
        if asks_about(scope.topic, letter_index.search(scope, 40), letter_index.encoder):
            taken.append(case.question)
    assert len(cases) >= 40
    assert len(taken) <= len(cases) * 0.05, taken  # examples decide, not rules: a few land on the wrong side


@pytest.mark.parametrize(
    "question",
    [
        "When was the policy on wanted suspects introduced?",
        "Who supervises investigations?",
        "What is the name of the information sharing system?",
        "Who advises officers on crime prevention?",
        "When do officers attend a crime?",
    ],
)
def test_when_who_and_what_called_can_ask_for_findings(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    cited = {c.paragraph.position for claim in answer.claims for c in claim.citations}
    assert not cited & {1, 2, 3, 5, 37}


def test_each_document_in_scope_tells_its_own_fact_the_latest_first(two_forces: Assistant) -> None:
    answer = two_forces.ask("When was the letter to Northshire Police written?")
    cited = [claim.citations[0].document for claim in answer.claims]
    assert [document.date for document in cited] == [date(2016, 5, 5), date(2014, 5, 5)]
    assert {force for document in cited for force in document.forces} == {"northshire"}


def test_a_fact_that_no_letter_tells_is_not_made_up(assistant_over: Assemble) -> None:
    unsigned = letter("Eastmoor Constabulary", 2016, "Patrols are frequent in all towns.").split("Yours sincerely")[0]
    unsigned = "\n\n".join(unsigned.split("\n\n")[1:])  # nor a letterhead
    answer = assistant_over({"eastmoor-2016": unsigned}).ask("Who signed the letter?")
    assert answer.claims == ()
    assert answer.status in (Status.CLOSEST, Status.NO_EVIDENCE)


def test_a_fact_stands_in_the_paragraph_it_is_said_to_be_from(letter_corpus: Corpus) -> None:
    document = letter_corpus.document(LETTER)
    assert document is not None
    paragraphs = letter_corpus.paragraphs(LETTER)
    for name, fact in document.facts:
        source = source_of(name, document, paragraphs)
        assert source is not None
        assert fact.quote in source.text
    assert source_of("shoe size", document, paragraphs) is None


def test_evidence_that_does_not_tell_the_fact_makes_an_empty_draft() -> None:
    draft = write_fact("author", (evidence("The force reviews its files."),))
    assert draft.claims == ()
    assert draft.completeness is Completeness.NONE


def test_the_paragraph_of_a_fact_is_shown_once_and_first(assistant: Assistant) -> None:
    shown = [each.paragraph.position for each in assistant.ask("Who signed the letter?").evidence]
    assert shown[0] == 37
    assert len(shown) == len(set(shown))
