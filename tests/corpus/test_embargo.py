from datetime import datetime, timedelta, timezone

import pytest

from corpus.block import Block
from corpus.document import Paragraph, ParagraphKind
from corpus.embargo import UNREADABLE, Held, embargo, is_notice

SUMMER = timezone(timedelta(hours=1))
AT_0001 = datetime(2044, 5, 3, 0, 1, tzinfo=SUMMER)
AT_0930 = datetime(2044, 5, 3, 9, 30, tzinfo=SUMMER)
AT_MIDNIGHT = datetime(2044, 5, 3, tzinfo=SUMMER)


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph("x", at, ParagraphKind.BODY, text) for at, text in enumerate(texts, 1))


def told(*texts: str) -> Held | None:
    return embargo(paragraphs("Northshire Police", *texts, "All is well."))


@pytest.mark.parametrize(
    ("notice", "until"),
    [
        ("EMBARGOED UNTIL 00:01 ON TUESDAY 3 MAY 2044", AT_0001),
        ("Embargoed until 00:01 on Tuesday 3 May 2044", AT_0001),
        ("Embargo: 00.01am, 3 May 2044", AT_0001),
        ("Strictly embargoed until 9.30am 3 May 2044", AT_0930),
        ("STRICTLY EMBARGOED UNTIL 09.30 HRS ON 3 MAY 2044", AT_0930),
        ("Embargoed to 9.30 a.m., 3/5/2044", AT_0930),
        ("EMBARGOED: 2044-05-03 00:01", AT_0001),
        ("(Embargoed until 0001hrs Tuesday, 3rd May 2044)", AT_0001),
        ("EMBARGOED UNTIL MAY 3RD, 2044 AT 00:01", AT_0001),
        ("NOT FOR PUBLICATION BEFORE 0001 HOURS ON TUESDAY 3 MAY 2044", AT_0001),
        ("NOT FOR PUBLICATION before 00:01 3 May 2044", AT_0001),
        ("Not to be published before 3 May 2044", AT_MIDNIGHT),
        ("Do not publish before 9.30am on 3 May 2044", AT_0930),
        ("No publication before 3 May 2044", AT_MIDNIGHT),
        ("Embargoed for release until 3 May 2044", AT_MIDNIGHT),
        ("For release: 00:01 Tuesday 3 May 2044", AT_0001),
        ("Press embargo 00:01 3 May 2044", AT_0001),
        ("UNDER EMBARGO UNTIL NOON ON 3 MAY 2044", datetime(2044, 5, 3, 12, 0, tzinfo=SUMMER)),
        ("Embargo until one minute past midnight on 3 May 2044", AT_0001),
        ("Embargo until midnight on 3 May 2044", AT_MIDNIGHT + timedelta(days=1)),
        ("Embargoed until half past nine on 3 May 2044", AT_MIDNIGHT + timedelta(days=1)),
        ("This document is under strict embargo until Tuesday 3 May 2044 at 00:01.", AT_0001),
        ("This letter must not be published until 00:01 on Tuesday 3 May 2044.", AT_0001),
        ("The findings may not be released or quoted before 3 May 2044 at 00.01.", AT_0001),
        ("The embargo lifts at 00:01 on 3 May 2044.", AT_0001),
        ("Until 00:01 on 3 May 2044 this letter is embargoed.", AT_0001),
        ("Further to my letter of 1 May 2014, this is an embargoed copy. It is due on 3 May 2044 at 00:01.", AT_0001),
    ],
)
def test_an_embargo_is_read_in_every_spelling(notice: str, until: datetime) -> None:
    held = told(notice)
    assert held is not None
    assert held.until == until
    assert held.fact is not None
    assert held.fact.position == 2
    assert held.fact.quote in notice


@pytest.mark.parametrize(
    "notice",
    [
        "EMBARGOED",
        "EMBARGO",
        "STRICTLY EMBARGOED UNTIL PUBLICATION",
        "EMBARGOED UNTIL 31 JUNE 2044",
        "EMBARGOED UNTIL [DATE]",
        "Embargoed until Tuesday 3 May",
        "Embargoed until further notice",
        "NOT FOR PUBLICATION",
        "Embargoed copy: letter of 1 May 2014",
        "This letter is strictly embargoed.",
        "This is an embargoed copy of our letter of 1 May 2014.",
        "Further to my letter of 1 May 2014, this report is under embargo.",
        "This report must not be published until the minister has replied.",
    ],
)
def test_an_embargo_whose_moment_cannot_be_read_holds_for_good(notice: str) -> None:
    held = told(notice)
    assert held == Held(UNREADABLE)


@pytest.mark.parametrize(
    "text",
    [
        "An embargoed copy is attached.",
        "The force breached an embargo.",
        "The force breached an embargo on 3 May 2044.",
        "The force put an embargo on overtime on 3 May 2044.",
        "Embargoed information was leaked to the press on 3 May 2044.",
        "Officers told us that the embargo was lifted on 3 May 2044.",
        "The press office understands embargoes.",
        "Embargo",
        "The arms embargo is policed at ports.",
        "Images should not be published before charge.",
        "Staff know that the names of victims must not be published.",
        "The report was published on 3 May 2044.",
    ],
)
def test_prose_on_embargoes_is_none(text: str) -> None:
    assert told(text) is None


@pytest.mark.parametrize(
    ("lines", "until"),
    [
        (["1", "EMBARGOED UNTIL 00:01 3 MAY 2044"], AT_0001),
        (["1", "EMBARGOED UNTIL", "00:01 on Tuesday 3 May 2044", "2"], AT_0001),
        (["Northshire Police\nEmbargoed until 3 May 2044"], AT_MIDNIGHT),
        (["EMBARGOED"], UNREADABLE),
        (["EMBARGOED UNTIL", "Northshire Police"], UNREADABLE),
    ],
)
def test_what_is_printed_on_each_page_counts(lines: list[str], until: datetime) -> None:
    held = embargo(paragraphs("All is well."), [Block(line) for line in lines])
    assert held == Held(until)


def test_a_table_of_contents_embargoes_nothing() -> None:
    assert embargo((), [Block("Contents"), Block("Embargo"), Block("12")]) is None


def test_a_bare_notice_takes_its_moment_from_another() -> None:
    pages = [Block("EMBARGOED")]
    held = embargo(paragraphs("Title", "This report is embargoed until 00:01 on 3 May 2044."), pages)
    assert held is not None
    assert held.until == AT_0001


def test_an_unreadable_moment_counts_more_than_a_readable_one() -> None:
    pages = [Block("EMBARGOED UNTIL 31 JUNE 2044")]
    assert embargo(paragraphs("Our first letter was embargoed until 3 May 2014."), pages) == Held(UNREADABLE)


def test_of_several_moments_the_latest_counts() -> None:
    held = told("EMBARGOED UNTIL 1 MAY 2044", "The national report is embargoed until 00:01 on 3 May 2044.")
    assert held is not None
    assert held.until == AT_0001


def test_a_notice_may_go_on_in_the_next_paragraph() -> None:
    held = told("EMBARGOED UNTIL", "00:01 on 3 May 2044")
    assert held is not None
    assert held.until == AT_0001
    assert held.fact is not None
    assert held.fact.position == 3


def test_a_bare_notice_deep_in_a_report_is_a_heading() -> None:
    deep = paragraphs(*["All is well."] * 20, "Not for publication", *["All is well."] * 20)
    assert embargo(deep) is None


def test_until_this_date_is_told_by_another_sentence() -> None:
    held = told(
        "Attached is an embargoed copy which will be published by HMICFRS on Tuesday 3 May 2044 at 00:01. "
        "This must not be published until this date and time."
    )
    assert held is not None
    assert held.until == AT_0001


def test_a_notice_is_told_from_a_title() -> None:
    assert is_notice("EMBARGOED UNTIL 3 MAY 2044")
    assert not is_notice("Embargoes and the press")


@pytest.mark.parametrize(
    "notice",
    [
        "EMBARGOED UNTIL 00:01 ON 5 MAY 2030 - DO NOT LEAK",
        "This letter is strictly embargoed until 00:01 on 5 May 2030 and must not be leaked.",
        "This letter is subject to an embargo which lifts at 00:01 on Monday 5 May 2030.",
        "Please respect the embargo of 00:01 on 5 May 2030.",
        "This report is confidential until 00:01 on 5 May 2030.",
        "It must be kept confidential and not shared before 00:01 on 5 May 2030.",
    ],
)
def test_a_notice_in_other_words_holds_it_back(notice: str) -> None:
    held = told(notice)
    assert held is not None
    assert held.until == datetime(2030, 5, 5, 0, 1, tzinfo=SUMMER)


@pytest.mark.parametrize(
    "prose", ["The force breached the embargo of 5 May 2013.", "Details are confidential until trial."]
)
def test_prose_about_secrets_is_no_notice(prose: str) -> None:
    assert told(prose) is None
