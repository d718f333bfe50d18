from datetime import date, datetime, timedelta, timezone

import pytest

from corpus.dates import MOMENT, day, moment, period

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


@pytest.mark.parametrize("text", ["", "in May 2014", "Between May and June 0000", "Between May 2015 and April 2014"])
def test_a_period_that_is_none_is_unknown(text: str) -> None:
    assert period(text) is None
