from datetime import date, datetime, timedelta, timezone

import pytest

from corpus.dates import MOMENT, day, day_in_figures, moment, period, periods

SUMMER = timezone(timedelta(hours=1))
WINTER = timezone(timedelta(0))


@pytest.mark.parametrize(
    "text",
    [
        "4 September 2014",
        "4th September, 2014",
        "4th of September 2014",
        "04 Sept 2014",
        "4 SEP 2014",
        "Thursday 4\xa0September\n2014.",
    ],
)
def test_a_day_is_read_in_every_spelling(text: str) -> None:
    assert day(text) == date(2014, 9, 4)


@pytest.mark.parametrize(
    "text", ["", "31 June 2014", "0 May 2014", "29 February 2023", "1 May 0000", "May 2014", "31/2/14"]
)
def test_a_day_that_is_no_day_is_unknown(text: str) -> None:
    assert day(text) is None
    assert moment(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 September 2014 at 00:01", datetime(2014, 9, 4, 0, 1, tzinfo=SUMMER)),
        ("00:01 on Thursday 4 September 2014", datetime(2014, 9, 4, 0, 1, tzinfo=SUMMER)),
        ("00.01am, 4 September 2014", datetime(2014, 9, 4, 0, 1, tzinfo=SUMMER)),
        ("9.30am on 14 March 2023", datetime(2023, 3, 14, 9, 30, tzinfo=WINTER)),
        ("14 March 2023, 2pm", datetime(2023, 3, 14, 14, 0, tzinfo=WINTER)),
        ("12pm on 14 March 2023", datetime(2023, 3, 14, 12, 0, tzinfo=WINTER)),
        ("12:15 am on 14 March 2023", datetime(2023, 3, 14, 0, 15, tzinfo=WINTER)),
        ("14 March 2023", datetime(2023, 3, 14, tzinfo=WINTER)),
        ("25:61 on 14 March 2023", datetime(2023, 3, 14, tzinfo=WINTER)),
        ("0930 hrs on 14 March 2023", datetime(2023, 3, 14, 9, 30, tzinfo=WINTER)),
        ("9.30 p.m. on 14 March 2023", datetime(2023, 3, 14, 21, 30, tzinfo=WINTER)),
        ("noon on 14 March 2023", datetime(2023, 3, 14, 12, 0, tzinfo=WINTER)),
        ("one minute past midnight on 14 March 2023", datetime(2023, 3, 14, 0, 1, tzinfo=WINTER)),
        ("midnight on 14 March 2023", datetime(2023, 3, 15, tzinfo=WINTER)),
        ("9.30am on 14/3/2023", datetime(2023, 3, 14, 9, 30, tzinfo=WINTER)),
        ("14.03.23", datetime(2023, 3, 14, tzinfo=WINTER)),
        ("2023-03-14", datetime(2023, 3, 14, tzinfo=WINTER)),
        ("March 14th, 2023 at 9am", datetime(2023, 3, 14, 9, 0, tzinfo=WINTER)),
    ],
)
def test_a_moment_has_the_time_beside_its_day_in_london(text: str, expected: datetime) -> None:
    match = MOMENT.search(f"Held until {text}. Officers came in 12.45 minutes.")
    assert match is not None
    assert match[0] == text
    found = moment(match[0])
    assert found == expected
    assert found is not None
    assert found.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Between January and April 2014", (date(2014, 1, 1), date(2014, 4, 30))),
        ("between November 2015 and February 2016", (date(2015, 11, 1), date(2016, 2, 29))),
        ("Between November and February 2015", (date(2014, 11, 1), date(2015, 2, 28))),
        ("From Sept to Oct 2020", (date(2020, 9, 1), date(2020, 10, 31))),
    ],
)
def test_a_period_runs_from_its_first_to_its_last_day(text: str, expected: tuple[date, date]) -> None:
    assert period(f"{text}, HMIC came.") == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 12 to 16 December 2022", date(2022, 12, 12), date(2022, 12, 16)),
        ("From 27 June 2022 to 1 July 2022", date(2022, 6, 27), date(2022, 7, 1)),
        ("Between 31 October and 4 November 2016", date(2016, 10, 31), date(2016, 11, 4)),
        ("Between 8 October 2018 and 12 October 2018", date(2018, 10, 8), date(2018, 10, 12)),
        ("between Monday 12 and Friday 16 December 2022", date(2022, 12, 12), date(2022, 12, 16)),
        ("from the 12th to the 16th of December 2022", date(2022, 12, 12), date(2022, 12, 16)),
        ("12\u201316 December 2022", date(2022, 12, 12), date(2022, 12, 16)),
        ("from 30 December to 3 January 2023", date(2022, 12, 30), date(2023, 1, 3)),
    ],
)
def test_a_period_of_days_runs_from_day_to_day(text: str, first: date, last: date) -> None:
    assert period(f"It took place {text}.") == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Between 20 and 24 June, Ofsted", date(2016, 6, 20), date(2016, 6, 24)),
        ("Between 16 May and 20 May", date(2016, 5, 16), date(2016, 5, 20)),
        ("Between 12 and 16 December", date(2015, 12, 12), date(2015, 12, 16)),
        ("Between December and February", date(2015, 12, 1), date(2016, 2, 29)),
    ],
)
def test_a_period_without_a_year_is_the_last_before_the_letter(text: str, first: date, last: date) -> None:
    assert period(text) is None
    assert period(text, date(2016, 8, 2)) == (first, last)


def test_each_period_of_a_text_is_found_where_it_stands() -> None:
    found = list(periods("From May to June 2014 and from 3 to 5 July 2014."))
    assert [match[0] for match, _ in found] == ["From May to June 2014", "from 3 to 5 July 2014"]


@pytest.mark.parametrize("text", ["31/2/2014", "2014-13-01", "May 32, 2014", "3 May"])
def test_figures_that_are_no_day_are_unknown(text: str) -> None:
    assert day_in_figures(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "in May 2014",
        "Between May and June 0000",
        "Between May 2015 and April 2014",
        "section 20 and 24 June 2022",
        "from 3 cases to 4 May 2014",
        "between 12 March and 5",
        "from 30 to 4 May 2014",
        "from May to 5 June 2014",
    ],
)
def test_a_period_that_is_none_is_unknown(text: str) -> None:
    assert period(text) is None
