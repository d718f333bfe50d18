"""What a claim may say in other words than its source, and what it may not."""

import pytest

from assistant.agreement import Day, Kind, Source, disagreement


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("All but one of the three cases were late.", "Two of the three cases were late."),
        ("All but six per cent of the audits came back.", "The return rate of the audits was 94%."),
        ("More than half of the calls were answered late.", "53% of the calls were answered late."),
        ("Not one practice uses the tool.", "None of the practices uses the tool."),
        ("Practice weeks take place twice a year.", "Practice weeks are biannual, and last a month."),
        ("Inspectors were there for five days.", "Inspectors were there from 9 to 13 December."),
        ("The five-year strategy is clear.", "The strategy for 2017 to 2022 is clear."),
        ("Progress has been slow in the three years since the assessment.", "Progress has been slow since 2015."),
        ("All but a few of the assessments are thorough.", "The vast majority of the assessments are thorough."),
        ("Decisions are taken without delay.", "Decisions are taken promptly."),
        ("Nobody but the police takes part.", "Only the police take part."),
        ("Officers do not reliably record the risk.", "Officers do not consistently record the risk."),
    ],
)
def test_the_same_in_other_words(claim: str, source: str) -> None:
    assert disagreement(claim, Source(source, days=(Day(2018, 3, 1),)), lambda _, __: 1.0) is None


@pytest.mark.parametrize(
    ("claim", "source", "kind"),
    [
        ("All but one of the three cases were late.", "One of the three cases was late.", Kind.NUMBER),
        ("All but six per cent of the audits came back.", "The return rate of the audits was 96%.", Kind.NUMBER),
        ("More than half of the calls were answered late.", "43% of the calls were answered late.", Kind.NUMBER),
        ("More than half of the calls were late.", "93% of the calls were late.", Kind.NUMBER),
        ("The ten-year strategy is clear.", "The strategy for 2017 to 2022 is clear.", Kind.NUMBER),
        ("Inspectors were there for six days.", "Inspectors were there from 9 to 13 December.", Kind.NUMBER),
        ("Progress was slow in the five years since then.", "Progress has been slow since 2015.", Kind.NUMBER),
        ("The council leads the strategy.", "The police lead the strategy.", Kind.NAME),
        ("Northshire Council is the lead.", "The integrated care board is the lead.", Kind.NAME),
        ("Police do not tell midwives.", "Police do not routinely tell midwives.", Kind.QUANTITY),
        (
            "The cells are upstairs and the front office is dark.",
            "The cells are downstairs and the front office is dark.",
            Kind.WORDING,
        ),
        ("Files are sent by the council to the police.", "Files are sent by the police to the council.", Kind.NAME),
        ("Supervision in Northshire is weaker.", "Supervision in Northshire is stronger.", Kind.OPPOSITE),
        ("The work is led by the chief executive.", "The work is led by the director of services.", Kind.NAME),
        ("20 men and 30 women were seen.", "30 men and 20 women were seen.", Kind.NUMBER),
    ],
)
def test_what_says_something_else_is_told(claim: str, source: str, kind: Kind) -> None:
    found = disagreement(claim, Source(source, days=(Day(2018, 3, 1),)), lambda _, __: 1.0)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(
    "claim",
    [
        "The force shares information with third parties.",
        "The force shares information with third-sector bodies.",
        "Information is shared with a third party.",
    ],
)
def test_a_third_party_is_no_number(claim: str) -> None:
    source = Source("The force shares information with other organisations, charities and bodies outside the sector.")
    found = disagreement(claim, source, lambda _, __: 1.0)
    assert found is None or found.kind is not Kind.NUMBER


def test_the_third_of_something_is_one() -> None:
    found = disagreement("This was the third visit.", Source("This was the second visit."))
    assert found is not None
    assert found.kind is Kind.NUMBER


def test_every_week_does_not_bear_all() -> None:
    source = Source("The force reviews files of wanted suspects every week.")
    found = disagreement("The force reviews all files of wanted suspects.", source)
    assert found is not None
    assert (found.kind, found.claim) == (Kind.QUANTITY, "all")


def test_every_week_is_regularly() -> None:
    source = Source("The force reviews files of wanted suspects every week.")
    claim = "The case papers of people being sought were gone through regularly by the force."
    assert disagreement(claim, source, lambda _, __: 1.0) is None


@pytest.mark.parametrize(
    "tail",
    [
        ", and the moon is made of cheese.",
        ", and crime has halved.",
        ". Officers enjoy their work and sing.",
        ". More words here.",
    ],
)
def test_what_is_put_into_a_sentence_that_stands_is_not_borne_by_it(tail: str) -> None:
    sentence = "Officers respond to calls for service in good time, which most victims told us they value."

    def nearness(claim: str, _: object) -> float:
        return 0.9 if len(claim) > 60 else 0.5

    assert disagreement(sentence, Source(sentence), nearness) is None
    assert disagreement(sentence[:-1] + tail, Source(sentence), nearness) is not None


def test_where_it_is_may_be_put_in() -> None:
    source = Source("Supervision is an area of strength, with close links.", around="Inspection of Eastmoor Sands")
    assert disagreement("Supervision is an area of strength in Eastmoor Sands, with close links.", source) is None
