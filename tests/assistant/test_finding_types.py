"""What a sentence is taken for, on invented sentences about invented forces."""

import pytest

from assistant.briefing.brief import FindingType
from assistant.briefing.filed import Filed, filed
from assistant.briefing.types import importance, type_of
from corpus import Paragraph, ParagraphKind

STRENGTH, CONCERN, IMPROVEMENT = FindingType.STRENGTH, FindingType.CONCERN, FindingType.IMPROVEMENT
RECOMMENDATION, ACTION, FACT = FindingType.RECOMMENDATION, FindingType.ACTION, FindingType.FACT
FINDINGS, IMPROVE, STRENGTHS = ("Main findings",), ("Areas for improvement",), ("Key strengths",)


def paragraph(text: str, heading: tuple[str, ...] = (), depth: int = 0) -> Paragraph:
    return Paragraph("northshire", 5, ParagraphKind.BODY, text, heading, depth=depth)


def told(text: str, heading: tuple[str, ...] = (), depth: int = 0) -> FindingType:
    return type_of(text, paragraph(text, heading, depth))[0]


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("Northshire Police is good at finding wanted suspects.", STRENGTH),
        ("Officers do not always record why a crime was closed.", CONCERN),
        ("The backlog of digital examinations is too long.", CONCERN),
        ("There is limited evidence that supervisors review these cases.", CONCERN),
        ("Supervision of investigations needs to improve.", IMPROVEMENT),
        ("More work is needed to reach rural communities.", IMPROVEMENT),
        ("The force should review its policy on bail by June.", RECOMMENDATION),
        ("We recommend that Eastmoor Police reviews its custody suites.", RECOMMENDATION),
        ("The force has recognised this and is working to recruit more detectives.", ACTION),
        ("There are plans to open a second control room.", ACTION),
        ("This inspection took place from 4 to 8 March 2024.", FACT),
        ("Northshire is one of the largest counties in the region.", FACT),
    ],
)
def test_type_is_told_from_wording_alone(sentence: str, right: FindingType) -> None:
    assert told(sentence) is right


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("While call handling is good, the quality of investigations is inconsistent.", CONCERN),
        ("Although some officers are not yet trained, victims receive a prompt and effective service.", STRENGTH),
        ("Call handlers assess risk well, but they do not give advice on preserving evidence.", CONCERN),
        ("Victims receive a good service, although a few wait too long.", STRENGTH),
        ("Despite strong leadership, there are gaps in supervision.", CONCERN),
        ("HMICFRS found that, while training is good, officers are not consistently supervised.", CONCERN),
    ],
)
def test_main_clause_decides_in_a_mixed_sentence(sentence: str, right: FindingType) -> None:
    assert told(sentence, FINDINGS) is right


@pytest.mark.parametrize(
    "sentence",
    [
        "No delays were found in answering emergency calls.",
        "There is no backlog of cases.",
        "Officers respond without delay.",
        "The force has reduced its backlog of cases.",
        "Managers identify and address gaps in recording.",
        "Staff look after the well-being of detainees who do not speak English.",
    ],
)
def test_denied_or_mended_fault_is_no_concern(sentence: str) -> None:
    assert told(sentence, FINDINGS) is STRENGTH


def test_heading_says_whether_a_shortcoming_is_a_concern_or_an_area_for_improvement() -> None:
    sentence = "Officers do not always record why a crime was closed."
    assert told(sentence, IMPROVE) is IMPROVEMENT
    assert told(sentence, ("Areas for priority action",)) is CONCERN
    assert told(sentence, STRENGTHS) is CONCERN


def test_praise_under_areas_for_improvement_is_a_strength() -> None:
    assert told("The domestic abuse team is effective and its work is of high quality.", IMPROVE) is STRENGTH


def test_list_of_what_needs_to_improve_is_areas_for_improvement_and_what_follows_is_not() -> None:
    heading = ("What needs to improve?",)
    assert told("The timeliness of referrals.", heading, depth=1) is IMPROVEMENT
    assert told("Neighbourhood teams work well with schools.", heading) is STRENGTH


def test_next_steps_are_recommendations_where_they_ask_for_something() -> None:
    assert told("The chief constable should send a plan by 3 May 2024.", ("Next steps",)) is RECOMMENDATION
    assert told("This statement will inform future inspections.", ("Next steps",)) is FACT


def test_innermost_heading_counts() -> None:
    assert filed(paragraph("x", ("Areas for improvement", "Case study: highly effective practice"))) is Filed.STRENGTHS
    assert filed(paragraph("x", ("Key strengths", "Leadership"))) is Filed.STRENGTHS
    assert filed(paragraph("x", ("Leadership",))) is Filed.NOTHING


def test_sentence_that_judges_nothing_takes_after_the_one_it_leans_on() -> None:
    text = "Referrals are delayed. This is the case in both districts."
    assert type_of("This is the case in both districts.", paragraph(text, FINDINGS))[0] is CONCERN


def test_however_turns_what_came_before() -> None:
    text = "Referrals are timely. However, this is so in the north."
    assert type_of("However, this is so in the north.", paragraph(text, FINDINGS))[0] is CONCERN


def test_what_leaders_know_is_no_failing_of_theirs_unless_it_is_one() -> None:
    assert (
        told("Leaders recognise that young people are disproportionately affected by knife crime.", FINDINGS)
        is STRENGTH
    )
    assert told("Leaders recognise that there is no plan for knife crime.", FINDINGS) is CONCERN


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("Victims who report burglary wait too long for an officer.", CONCERN),
        ("The force recognises that victims wait too long.", CONCERN),
        ("Leaders recognise that some teams are new and that there is more to do.", IMPROVEMENT),
    ],
)
def test_a_failing_is_one_in_an_aside_and_where_leaders_know_of_it(sentence: str, right: FindingType) -> None:
    assert told(sentence, FINDINGS) is right


def test_the_first_sentence_of_a_headline_matters_more_than_those_that_explain_it() -> None:
    first, then = "Leadership across the force is strong.", "Leaders across the force meet each week."
    headline = paragraph(f"{first} {then}", ("Headline findings",))
    assert importance(first, headline) > importance(then, headline) + 0.2


def test_praise_under_priority_action_is_no_concern() -> None:
    priority = ("Areas for priority action", "Leadership")
    praise = "Call handlers refer children at risk to the joint team promptly."
    assert told(praise, priority) is FACT
    assert "promptly" in type_of(praise, paragraph(praise, priority))[1]
    assert told("Call handlers do not refer children at risk to the joint team promptly.", priority) is CONCERN
    assert told("Call handlers refer children at risk promptly, but late to the joint team.", priority) is CONCERN
    assert told("Call handlers refer children to a team of two social workers.", priority) is CONCERN


def test_words_of_somebody_the_inspectors_spoke_to_are_no_finding() -> None:
    assert told("\u2018I was not told anything and I felt alone.\u2019", STRENGTHS) is FACT


def test_reason_names_the_words_and_the_heading() -> None:
    sentence = "Supervision is inconsistent."
    assert type_of(sentence, paragraph(sentence, IMPROVE))[1] == (
        "It says \u201cinconsistent\u201d under \u201cAreas for improvement\u201d."
    )
    assert "should" in type_of("Eastmoor Police should act.", paragraph("Eastmoor Police should act."))[1]


def test_any_text_has_a_type_and_a_reason() -> None:
    for text in ("", " ", "?", "not", "\u2018", "a" * 10_000, "while, while, while", "but but but", "no " * 500):
        assert all(type_of(text, paragraph(text, FINDINGS)))
        assert 0 <= importance(text, paragraph(text, FINDINGS)) <= 1


def test_edited_line_that_is_not_in_its_paragraph_has_a_type_too() -> None:
    assert type_of("Supervision is poor.", paragraph("Something else is said.", FINDINGS))[0] is CONCERN


def test_headline_on_the_whole_force_matters_more_than_an_example() -> None:
    headline = "Leadership across the force is strong."
    example = "For example, one family was visited twice by the same officer."
    assert importance(headline, paragraph(headline, ("Headline findings",))) > 0.7
    assert importance(example, paragraph(example, FINDINGS)) < 0.4
    assert importance(headline, paragraph(headline, ("Case study: good practice",))) < importance(
        headline, paragraph(headline, STRENGTHS)
    )


def test_priority_action_matters_most() -> None:
    text = "Urgent action is required to protect missing children."
    priority = importance(text, paragraph(text, ("Area for priority action",)))
    assert priority > importance(text, paragraph(text, IMPROVE)) > importance(text, paragraph(text))
