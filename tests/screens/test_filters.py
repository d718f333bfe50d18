"""What can be chosen beside a question, and the filters this makes."""

from datetime import date

import pytest

from corpus import Document, DocumentKind, UnusableInput
from index import LETTERS, Filters
from screens.filters import (
    days_of,
    filters_of,
    force_choices,
    kind_choices,
    kinds_told,
    offered,
    year_choices,
    years_told,
)


def held(kind: DocumentKind, year: int, *forces: str) -> Document:
    """A document of that kind and year."""
    return Document(f"{kind}-{year}", "Title", kind, "file.txt", "0" * 64, forces=forces, date=date(year, 5, 1))


def test_nothing_chosen_narrows_nothing() -> None:
    assert filters_of() == Filters()


def test_years_count_from_their_first_to_their_last_day() -> None:
    made = filters_of("norfolk", "2019", "2022", "letters")
    assert made == Filters(("norfolk",), date(2019, 1, 1), date(2022, 12, 31), LETTERS)


def test_one_year_alone_is_allowed_and_years_the_wrong_way_round_are_not() -> None:
    assert filters_of(first="2019", last="2019").first == date(2019, 1, 1)
    with pytest.raises(UnusableInput, match="not before 2022"):
        filters_of(first="2022", last="2019")


@pytest.mark.parametrize("year", ["soon", "20", "20x4", "２０１９", "0000", "-201", "2019.5", "9" * 100])
def test_what_is_no_year_is_told(year: str) -> None:
    with pytest.raises(UnusableInput, match="is no year") as told:
        days_of(year, "")
    assert len(str(told.value)) < 120


def test_a_list_of_choices_leaves_alone_what_is_kept() -> None:
    assert "value" not in offered([("Kent", "kent")], "kent", "kent")
    assert offered([("Kent", "kent")], "essex", None)["value"] is None


def test_only_what_is_held_is_offered() -> None:
    documents = [held(DocumentKind.JOINT_INSPECTION, 2016, "norfolk"), held(DocumentKind.LETTER, 2019, "kent")]
    assert force_choices(documents)[1:] == [("Kent Police", "kent"), ("Norfolk Constabulary", "norfolk")]
    assert [name for name, _ in year_choices(documents)] == ["Any", "2019", "2016"]
    assert [name for name, _ in kind_choices(documents)] == ["All kinds", "Letters", "Joint inspections"]
    assert [name for name, _ in kind_choices([held(DocumentKind.THEMATIC_REPORT, 2020)])] == ["All kinds", "Reports"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, ""),
        (2019, None, "from 2019"),
        (None, 2022, "up to 2022"),
        (2019, 2022, "2019 to 2022"),
        (1, 1, "1"),
    ],
)
def test_years_are_told_in_few_words(first: int | None, last: int | None, told: str) -> None:
    assert years_told(first, last) == told


def test_kinds_are_told_as_they_were_chosen() -> None:
    assert kinds_told(frozenset()) == ""
    assert kinds_told(filters_of(kind="reports").kinds) == "reports"
    assert kinds_told(frozenset({DocumentKind.FORCE_REPORT})) == "force reports"
