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
        ("20 men and 30 women were seen.", "30 men and 20 women were seen.", Kind.NUMBER),
    ],
)
def test_what_says_something_else_is_told(claim: str, source: str, kind: Kind) -> None:
    found = disagreement(claim, Source(source, days=(Day(2018, 3, 1),)), lambda _, __: 1.0)
    assert found is not None
    assert found.kind is kind
