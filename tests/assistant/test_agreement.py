import pytest

from assistant.agreement import Kind, Source, disagreement


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
