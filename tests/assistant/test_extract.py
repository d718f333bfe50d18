import pytest

from assistant import Answer, Assistant, Status, stands
from assistant.extract import ExtractiveWriter
from assistant.write import Completeness
from corpus import ParagraphKind
from evals.case import load
from index import Scope
from tests.assistant.letters import TEAM, Assemble, letter

FLAGSHIP = "How does Staffordshire handle wanted suspects?"
CRITICISM = "There was limited evidence that activity had been documented or properly supervised in a number of cases."
POLICY = (
    "The force has introduced a new policy to improve quality assurance and supervision of suspects circulated as "
    "wanted on the PNC."
)


@pytest.fixture(scope="module")
def flagship(assistant: Assistant) -> Answer:
    return assistant.ask(FLAGSHIP)


def told(answer: Answer) -> str:
    return " ".join(claim.text for claim in answer.claims)


def test_the_question_of_the_readme_is_answered_from_both_paragraphs_in_their_order(flagship: Answer) -> None:
    cited = [claim.citations[0].paragraph.position for claim in flagship.claims]
    assert flagship.status is Status.ANSWERED
    assert cited == sorted(cited)
    assert set(cited) == {27, 28}


@pytest.mark.parametrize(
    "wording",
    [
        FLAGSHIP,
        "How are wanted suspects handled by Staffordshire Police?",
        "What did HMIC find about wanted suspects in Staffordshire?",
        "wanted suspects",
    ],
)
def test_the_new_policy_is_never_told_without_the_criticism(assistant: Assistant, wording: str) -> None:
    answer = assistant.ask(wording)
    shown = told(answer) or " ".join(each.paragraph.text for each in answer.passages)
    assert CRITICISM in shown
    assert POLICY in shown


def test_every_claim_is_its_own_quote_and_stands(flagship: Answer) -> None:
    for claim in flagship.claims:
        (citation,) = claim.citations
        assert claim.text == citation.quote
        assert claim.text in citation.paragraph.text
        assert stands(citation.quote, citation.paragraph.text)


def test_a_sentence_that_leans_comes_with_the_one_before(flagship: Answer) -> None:
    (claim,) = [claim for claim in flagship.claims if CRITICISM in claim.text]
    assert claim.text.startswith("A small sample of named suspect files")
    assert all(not claim.text.startswith(("There was", "Without this")) for claim in flagship.claims)


def test_what_qualifies_a_quoted_sentence_is_quoted_too(assistant: Assistant) -> None:
    answer = assistant.ask("Was there clear evidence of investigation and supervision for burglary dwellings?")
    assert "there was clear evidence of investigation" in told(answer)
    assert "However, for other offences, such as theft from a motor vehicle" in told(answer)


def test_findings_are_not_mixed_with_boilerplate_letterhead_or_captions(assistant: Assistant) -> None:
    for case in load("tuning")[::30]:
        kinds = {c.paragraph.kind for claim in assistant.ask(case.question).claims for c in claim.citations}
        assert ParagraphKind.CAPTION not in kinds
        if any(kind.holds_findings for kind in kinds):
            assert kinds <= {ParagraphKind.BODY, ParagraphKind.FOOTNOTE}, case.question


def test_boilerplate_near_to_the_question_is_left_out_beside_a_finding(assistant: Assistant) -> None:
    answer = assistant.ask("how well is the force preventing crime and anti-social behaviour")
    cited = [c.paragraph for claim in answer.claims for c in claim.citations]
    assert cited
    assert all(paragraph.kind is ParagraphKind.BODY for paragraph in cited)


def test_two_copies_of_a_paragraph_are_quoted_once_from_the_later_letter(assistant_over: Assemble) -> None:
    letters = {f"northshire-{year}": letter("Northshire Police", year, TEAM) for year in (2014, 2016)}
    answer = assistant_over(letters).ask("Does Northshire have a dedicated team that looks for wanted suspects?")
    assert answer.status is Status.ANSWERED
    assert [claim.citations[0].document.id for claim in answer.claims] == ["northshire-2016"]


def test_the_same_finding_on_two_forces_is_told_of_both(assistant_over: Assemble) -> None:
    letters = {
        "northshire-2016": letter("Northshire Police", 2016, TEAM),
        "eastmoor-2016": letter("Eastmoor Constabulary", 2016, TEAM),
    }
    answer = assistant_over(letters).ask(
        "Do Northshire and Eastmoor have a dedicated team that looks for wanted suspects?"
    )
    assert {claim.citations[0].document.id for claim in answer.claims} == {"northshire-2016", "eastmoor-2016"}


@pytest.mark.parametrize(
    "pair",
    [
        ("Files of wanted suspects are reviewed every week.", "Files of wanted suspects are not reviewed every week."),
        ("Files of 12 wanted suspects were reviewed.", "Files of 40 wanted suspects were reviewed."),
    ],
)
def test_a_finding_that_says_the_opposite_or_another_number_is_no_repeat(
    assistant_over: Assemble, pair: tuple[str, str]
) -> None:
    letters = {
        f"northshire-{2014 + 2 * n}": letter("Northshire Police", 2014 + 2 * n, each) for n, each in enumerate(pair)
    }
    answer = assistant_over(letters).ask("Are the files of wanted suspects reviewed in Northshire?")
    shown = [claim.text for claim in answer.claims] or [each.paragraph.text for each in answer.passages]
    assert set(pair) <= set(shown)


def test_a_sentence_on_another_force_in_the_same_paragraph_is_not_told_of_this_one(assistant_over: Assemble) -> None:
    mixed = f"{TEAM} Eastmoor Constabulary has lost all files of wanted suspects."
    answer = assistant_over({"northshire-2016": letter("Northshire Police", 2016, mixed)}).ask(
        "Does Northshire have a dedicated team that looks for wanted suspects?"
    )
    assert [claim.text for claim in answer.claims] == [TEAM]


def test_of_a_long_paragraph_the_judgement_next_to_what_fits_is_quoted(assistant_over: Assemble) -> None:
    judgement = "Inspectors consider the practice unlawful."
    far = "Patrol cars are washed by volunteers. Canteens open early. Uniforms were replaced in spring."
    answer = assistant_over({"n": letter("Northshire Police", 2016, f"{TEAM} {judgement} {far}")}).ask(
        "Does Northshire have a dedicated team that looks for wanted suspects?"
    )
    shown = told(answer)
    assert TEAM in shown
    assert judgement in shown
    assert "Canteens" not in shown


def test_without_anything_to_quote_or_to_look_for_the_draft_is_empty(assistant: Assistant) -> None:
    writer = ExtractiveWriter(assistant.index)
    scope = Scope.of(FLAGSHIP, assistant.corpus)
    assert writer.write(scope, ()).completeness is Completeness.NONE
    wordless = Scope.of("what is it that they do?", assistant.corpus)
    assert writer.reasons(wordless, assistant.ask(FLAGSHIP).evidence) is None
