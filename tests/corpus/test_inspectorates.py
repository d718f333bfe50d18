from datetime import date

import pytest

from corpus.document import Paragraph, ParagraphKind
from corpus.inspectorates import begins_with_body, body_named, inspectorates

BEFORE, AFTER = date(2017, 7, 18), date(2017, 7, 19)
BY_FOUR = (
    "It was carried out by inspectors from Ofsted, the Care Quality Commission (CQC), His Majesty\u2019s Inspectorate of "
    "Constabulary and Fire & Rescue Services (HMICFRS) and His Majesty\u2019s Inspectorate of Probation (HMIP)."
)


def paragraphs(*texts: str, kind: ParagraphKind = ParagraphKind.BODY) -> tuple[Paragraph, ...]:
    return tuple(Paragraph("x", at, kind, text) for at, text in enumerate(texts, 1))


def test_those_who_inspected_are_named_in_the_opening_the_police_first() -> None:
    names, fact = inspectorates(paragraphs("This is a letter.", f"We came in May. {BY_FOUR}"), AFTER)
    assert names == ("HMICFRS", "Ofsted", "CQC", "HMI Probation")
    assert fact is not None
    assert (fact.value, fact.position, fact.quote) == ("HMICFRS, Ofsted, CQC, HMI Probation", 2, BY_FOUR)


@pytest.mark.parametrize(
    ("sentence", "partners"),
    [
        ("HMIC and HMI Prisons inspected custody.", ("HMI Prisons",)),
        ("Between 2 and 4 May, Estyn, Care Inspectorate Wales (CIW), HMI Constabulary and HIW undertook it.", ("Estyn", "CIW", "HIW")),
        ("A joint inspection by HMCPSI and HMICFRS.", ("HMCPSI",)),
        ("This joint review by HMIC and the Audit Commission is the second.", ("Audit Commission",)),
        ("The Chief Inspector of Constabulary and the Chief Inspector of Education carry out this inspection.", ("Ofsted",)),
        ("HM Inspectorate of Constabulary and Criminal Justice Inspection Northern Ireland conducted it.", ("CJI",)),
    ],
)  # fmt: skip
def test_partners_are_called_by_their_short_names(sentence: str, partners: tuple[str, ...]) -> None:
    assert inspectorates(paragraphs(sentence), BEFORE)[0] == ("HMIC", *partners)


def test_the_day_tells_what_the_polices_inspectorate_was_called() -> None:
    text = paragraphs("HMICFRS and Ofsted inspected the force.")
    assert inspectorates(text, BEFORE)[0] == ("HMIC", "Ofsted")
    assert inspectorates(text, AFTER)[0] == ("HMICFRS", "Ofsted")
    assert inspectorates(text, None)[0] == ("HMICFRS", "Ofsted")
    assert inspectorates(paragraphs("HMIC inspected the force."), None)[0] == ("HMIC",)


def test_signatures_and_covers_tell_too() -> None:
    signed = paragraphs("Ann Example\nDeputy Chief Inspector, CQC", kind=ParagraphKind.SIGNATURE)
    assert inspectorates((*paragraphs("HMICFRS inspected it."), *signed), AFTER)[0] == ("HMICFRS", "CQC")
    assert inspectorates(paragraphs("HMICFRS and HMI Prisons", "Custody"), AFTER)[0] == ("HMICFRS", "HMI Prisons")


def test_whoever_is_merely_mentioned_did_not_inspect() -> None:
    text = (
        "HMICFRS inspected the force.",
        "Ofsted rated the schools as good.",
        "A previous inspection by CQC found it so.",
    )
    assert inspectorates(paragraphs(*text), AFTER)[0] == ("HMICFRS",)
    later = [*["All is well."] * 30, "Ofsted carried out an inspection of schools."]
    assert inspectorates(paragraphs("HMICFRS inspected the force.", *later), AFTER)[0] == ("HMICFRS",)


def test_an_inspection_without_the_police_has_no_police_inspectorate() -> None:
    text = ("Ofsted and CQC carried out this inspection.", "HMICFRS published a report on the force last May.")
    assert inspectorates(paragraphs(*text), AFTER)[0] == ("Ofsted", "CQC")
    assert inspectorates(paragraphs("The committee took evidence."), AFTER) == ((), None)


def test_a_line_is_the_name_of_one_body_or_not() -> None:
    assert body_named("HMI Constabulary and Fire & Rescue") == "HMICFRS"
    assert body_named("Ofsted and CQC") is None
    assert begins_with_body("Care Quality Commission")
    assert not begins_with_body("Director, Ofsted")
