import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, DocumentKind
from index.when import Window, asks_for_latest, covers, windows_in, without_windows

TODAY = dt.date(2026, 3, 15)
NOW_YEAR = "2026-12-31"

words = (
    "in since after before until from to and between last past this three 5 999 year years May Sept 3rd the inspection"
)
parts = st.one_of(
    st.sampled_from([*words.split(), "-", "/", "\u2013", ","]), st.integers(1981, 2099).map(str), st.text(max_size=5)
)
questions = st.lists(parts, max_size=12).map(" ".join)


def windows(question: str) -> list[tuple[str, str]]:
    return [(window.first.isoformat(), window.last.isoformat()) for window in windows_in(question, TODAY)]


def document(
    date: str = "",
    published: str = "",
    fieldwork: tuple[str, str] | None = None,
    kind: DocumentKind = DocumentKind.LETTER,
) -> Document:
    days = tuple(dt.date.fromisoformat(day) if day else None for day in (date, published))
    work = (dt.date.fromisoformat(fieldwork[0]), dt.date.fromisoformat(fieldwork[1])) if fieldwork else None
    return Document("a", "A letter", kind, "a.txt", "sha", date=days[0], published=days[1], fieldwork=work)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("How was bail handled in 2022?", "2022-01-01", "2022-12-31"),
        ("bail since 2019", "2019-01-01", NOW_YEAR),
        ("What has changed since the 2019 inspection?", "2020-01-01", NOW_YEAR),
        ("since the letter of 2019", "2020-01-01", NOW_YEAR),
        ("What has improved after the review in 2019?", "2020-01-01", NOW_YEAR),
        ("from 2024 onwards", "2024-01-01", NOW_YEAR),
        ("bail before 2018", "1980-01-01", "2017-12-31"),
        ("prior to the 2018 inspection", "1980-01-01", "2017-12-31"),
        ("the letter of May 2018", "2018-05-01", "2018-05-31"),
        ("the letter of 3 March 2023", "2023-03-01", "2023-03-31"),
        ("3rd Mar. 2023", "2023-03-01", "2023-03-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
        ("between 2018 and 2020", "2018-01-01", "2020-12-31"),
        ("from 2018 to 2020", "2018-01-01", "2020-12-31"),
        ("2018\u201320", "2018-01-01", "2020-12-31"),
        ("bail last year", "2025-01-01", "2025-12-31"),
        ("the previous year", "2025-01-01", "2025-12-31"),
        ("bail this year", "2026-01-01", "2026-12-31"),
        ("in the last three years", "2023-03-01", "2026-03-15"),
        ("over the past 5 years", "2021-03-01", "2026-03-15"),
    ],
)
def test_the_stretch_of_time_that_a_question_names(question: str, first: str, last: str) -> None:
    assert windows(question) == [(first, last)]


@pytest.mark.parametrize(
    "question",
    ["", "Who answers 999 and 101?", "30 cases", "May officers use kayaks?", "form 20145", "1850", "the year"],
)
def test_a_question_without_dates_names_no_time(question: str) -> None:
    assert windows(question) == []


def test_several_stretches_are_all_found_once_each() -> None:
    assert windows("in 2014, in 2016 and again in 2014") == [("2014-01-01", "2014-12-31"), ("2016-01-01", "2016-12-31")]
    assert windows("May 2018 or 2020") == [("2018-05-01", "2018-05-31"), ("2020-01-01", "2020-12-31")]


@given(questions)
def test_whatever_is_asked_never_raises_and_windows_are_in_order(question: str) -> None:
    found = windows_in(question, TODAY)
    assert all(window.first <= window.last for window in found)
    assert len(set(found)) == len(found)
    assert all(window.years for window in found)


@given(st.text())
def test_any_text_has_windows_and_a_rest(text: str) -> None:
    assert all(window.first <= window.last for window in windows_in(text, TODAY))
    without_windows(text)


def test_before_the_first_year_is_no_window_that_ends_before_it_begins() -> None:
    assert all(window.first <= window.last for window in windows_in("before 1980", TODAY))


@pytest.mark.parametrize("question", ["\u017fep 2018", f"last {'1' * 5000} years"])
def test_odd_letters_and_long_numbers_do_not_raise(question: str) -> None:
    windows_in(question, TODAY)


@pytest.mark.parametrize("question", ["the letter of 2018-05-03", "the letter of 2005-11-03"])
def test_a_day_in_figures_is_no_span_of_years(question: str) -> None:
    assert {window.first.year for window in windows_in(question, TODAY)} == {int(question.split()[-1][:4])}
    assert {window.last.year for window in windows_in(question, TODAY)} == {int(question.split()[-1][:4])}


def test_two_years_without_between_are_no_span() -> None:
    assert windows("Compare 2014 and 2019") == [("2014-01-01", "2014-12-31"), ("2019-01-01", "2019-12-31")]


def test_from_month_to_month_is_one_window() -> None:
    assert windows("between March 2018 and May 2019") == [("2018-03-01", "2019-05-31")]


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("How was bail handled in 2022?", "How was bail handled ?"),
        ("bail since the spring of 2019", "bail"),
        ("kayaks before 2018 and boats", "kayaks and boats"),
        ("kayaks on patrol, 3 May 2018", "kayaks on patrol,"),
        ("Who answers 999?", "Who answers 999?"),
    ],
)
def test_a_question_without_its_times_is_the_rest(question: str, rest: str) -> None:
    assert without_windows(question) == rest


@pytest.mark.parametrize(
    "question",
    [
        "What did the latest inspection find?",
        "the most recent letter",
        "What did they find last time?",
        "the last report on bail",
        "Are kayaks currently used?",
        "NEWEST",
    ],
)
def test_the_latest_is_asked_for(question: str) -> None:
    assert asks_for_latest(question)


@pytest.mark.parametrize(
    "question", ["", "At last kayaks are used.", "in the last three years", "Is it lasting?", "currents"]
)
def test_the_latest_is_not_asked_for(question: str) -> None:
    assert not asks_for_latest(question)


@pytest.mark.parametrize(
    ("held", "is_meant"),
    [
        (document(date="2018-01-01"), True),
        (document(date="2018-12-31"), True),
        (document(date="2019-01-01"), False),
        (document(date="2017-12-31", published="2018-02-01"), True),
        (document(date="2019-02-01", fieldwork=("2018-12-31", "2019-01-15")), True),
        (document(date="2019-02-01", fieldwork=("2017-01-01", "2019-01-15")), True),
        (document(date="2019-02-01", fieldwork=("2019-01-01", "2019-01-15")), False),
        (document(), False),
    ],
)
def test_a_document_is_meant_when_its_days_or_fieldwork_fall_into_the_window(held: Document, is_meant: bool) -> None:
    assert (held in Window(dt.date(2018, 1, 1), dt.date(2018, 12, 31))) == is_meant


def test_any_of_several_windows_will_do_and_so_will_none_at_all() -> None:
    windows = windows_in("in 2014 or 2018", TODAY)
    assert covers(windows, document(date="2018-05-01"))
    assert not covers(windows, document(date="2016-05-01"))
    assert covers((), document())


def test_a_window_knows_the_years_it_touches() -> None:
    assert Window(dt.date(2013, 12, 31), dt.date(2015, 1, 1)).years == {2013, 2014, 2015}
