from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given

from corpus import Document, DocumentKind, Paragraph
from corpus.metadata import describe
from tests.corpus.texts import LETTER_TEXT, TEXTS, cut

SUMMER = timezone(timedelta(hours=1))

LETTER_OF_2023 = """\
Globe House
1 Example Street
London SW1A 1AA

Zora Penhaligon
His Majesty’s Inspector of Constabulary

Mr Idris Kent
Chief Constable
Northshire Police
Essex Road
Northtown NS1 2AB

14 March 2023

Dear Mr Kent

Custody services: An inspection of detention

Our report of 3 May 2019 was published on 12 June 2019. Fieldwork took place between November and February 2023.

Attached is a copy, embargoed until 9.30am on Tuesday 21 March 2023. HMICFRS will publish it then.

Detention

- Northshire Police has 12 cells.

Yours sincerely
Zora Penhaligon
His Majesty’s Inspector of Constabulary
"""

REPORT = """\
EMBARGOED UNTIL 00:01 ON 4 JULY 2024

Northshire Police: an inspection of custody

Published 4 July 2024

HMICFRS looked at custody. In its letter of 3 May 2019, it found little, as was published on 3 June 2019.

To identify vulnerable victims

The force has a plan.
"""


def described(text: str) -> Document:
    return describe("x", "Custody 2023.txt", "0" * 64, cut("x", text))


def paragraphs_by_position(text: str) -> dict[int, Paragraph]:
    return {paragraph.position: paragraph for paragraph in cut("x", text)}


def test_the_letter_says_what_it_is() -> None:
    letter = described(LETTER_TEXT)
    assert letter.kind is DocumentKind.LETTER
    assert letter.title == "Core business: An inspection of crime prevention, police attendance and use of police time"
    assert letter.programme == "Core business"
    assert letter.inspectorate == "HMIC"
    assert letter.forces == ("staffordshire",)


def test_the_letter_says_when() -> None:
    letter = described(LETTER_TEXT)
    assert letter.date == date(2014, 9, 3)
    assert letter.published == date(2014, 9, 4)
    assert letter.embargo == datetime(2014, 9, 4, 0, 1, tzinfo=SUMMER)
    assert letter.embargo is not None
    assert letter.embargo.isoformat() == "2014-09-04T00:01:00+01:00"
    assert letter.fieldwork == (date(2014, 1, 1), date(2014, 4, 30))


def test_the_letter_says_who() -> None:
    letter = described(LETTER_TEXT)
    assert letter.author == "Drusilla Sharpling"
    assert letter.office == "Her Majesty's Inspector of Constabulary, Wales and Western Region"
    assert letter.addressee == "Ms J. Sawyers, T/Chief Constable"


@pytest.mark.parametrize(
    ("name", "position"),
    [
        ("title", 5),
        ("date", 3),
        ("fieldwork", 6),
        ("published", 10),
        ("embargo", 10),
        ("addressee", 2),
        ("author", 37),
        ("office", 37),
    ],
)
def test_each_fact_of_the_letter_names_its_paragraph(name: str, position: int) -> None:
    fact = described(LETTER_TEXT).fact(name)
    assert fact is not None
    assert fact.position == position


def test_a_letter_of_the_later_inspectorate_says_what_it_is() -> None:
    letter = described(LETTER_OF_2023)
    assert (letter.kind, letter.inspectorate) == ("letter", "HMICFRS")
    assert letter.title == "Custody services: An inspection of detention"
    assert letter.addressee == "Mr Idris Kent, Chief Constable"
    assert letter.author == "Zora Penhaligon"
    assert letter.office == "His Majesty’s Inspector of Constabulary"


def test_a_letter_of_the_later_inspectorate_says_when() -> None:
    letter = described(LETTER_OF_2023)
    assert letter.date == date(2023, 3, 14)
    assert letter.embargo == datetime(2023, 3, 21, 9, 30, tzinfo=UTC)
    assert letter.published == date(2023, 3, 21)
    assert letter.fieldwork == (date(2022, 11, 1), date(2023, 2, 28))


def test_surnames_streets_and_the_senders_town_are_no_forces() -> None:
    assert described(LETTER_OF_2023).forces == ("northshire",)


def test_a_report_says_what_it_is() -> None:
    report = described(REPORT)
    assert (report.kind, report.forces) == (DocumentKind.FORCE_REPORT, ("northshire",))
    assert report.title == "Northshire Police: an inspection of custody"
    assert (report.date, report.published) == (date(2024, 7, 4), date(2024, 7, 4))
    assert report.embargo == datetime(2024, 7, 4, 0, 1, tzinfo=SUMMER)
    assert (report.author, report.addressee, report.programme) == (None, None, None)


def test_a_report_on_no_single_force_is_thematic() -> None:
    assert described("Custody in England\n\nAll is well.").kind is DocumentKind.THEMATIC_REPORT
    both = described("Custody in Kent and Essex Police\n\nAll is well.")
    assert (both.kind, both.forces) == (DocumentKind.THEMATIC_REPORT, ("kent", "essex"))


@pytest.mark.parametrize("text", [LETTER_TEXT, LETTER_OF_2023, REPORT])
def test_every_quote_stands_in_its_paragraph(text: str) -> None:
    paragraphs = paragraphs_by_position(text)
    facts = described(text).facts
    assert len(facts) >= 4
    assert all(fact.quote in paragraphs[fact.position].text for _, fact in facts)


@given(TEXTS)
def test_whatever_a_text_says_stands_in_it(text: str) -> None:
    paragraphs = paragraphs_by_position(text)
    document = described(text)
    assert all(fact.quote and fact.quote in paragraphs[fact.position].text for _, fact in document.facts)
    assert document.title


def test_what_is_not_printed_is_unknown() -> None:
    document = described("The force has a plan.")
    assert document.title == "Custody 2023"
    assert (document.date, document.published, document.embargo, document.fieldwork) == (None, None, None, None)
    assert (document.author, document.addressee, document.inspectorate, document.forces) == (None, None, None, ())
    assert document.facts == ()


@pytest.mark.parametrize(
    "notice",
    [
        "EMBARGOED UNTIL 00:01 ON THURSDAY 4 JULY 2024",
        "Embargo: 00.01am, 4 July 2024",
        "Embargoed until 4 July 2024 at 00:01.",
        "Further to my letter of 1 May 2024, this is an embargoed copy. It is due on 4 July 2024 at 00:01.",
        "This letter must not be published until 00:01 on Thursday 4 July 2024.",
        "NOT FOR PUBLICATION before 00:01 4 July 2024",
        "Until 00:01 on 4 July 2024 this letter is embargoed.",
    ],
)
@pytest.mark.parametrize(
    "place", ["{}\n\nDear Ann\n\nCells are clean.", "Dear Ann\n\nTitle\n\n{}\n\nAll is well.", "{}\n\nWell."]
)
def test_an_embargo_is_found_wherever_it_stands(notice: str, place: str) -> None:
    document = described(place.format(notice))
    assert document.embargo == datetime(2024, 7, 4, 0, 1, tzinfo=SUMMER)
    assert not document.is_public(datetime(2024, 7, 3, 23, 0, 59, tzinfo=UTC))
    assert document.is_public(datetime(2024, 7, 3, 23, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "notice", ["An embargoed copy is attached.", "The force put an embargo on overtime on 4 July 2044."]
)
def test_no_embargo_is_guessed(notice: str) -> None:
    assert described(f"Dear Ann\n\n{notice}\n\nAll is well.").embargo is None


def test_an_embargo_notice_is_not_the_date_of_the_letter() -> None:
    letter = described("EMBARGOED UNTIL 4 JULY 2024\n\n14 June 2024\n\nDear Ann\n\nAll is well.")
    assert letter.date == date(2024, 6, 14)


def test_a_date_below_the_address_is_the_date_of_the_letter() -> None:
    letter = described("1\n14 June 2024\nMs A. Example\nChief Constable\n\nDear Ann\n\nAll is well.")
    assert letter.date == date(2024, 6, 14)
    assert letter.addressee == "Ms A. Example, Chief Constable"


def test_a_letter_without_address_is_to_whom_it_greets() -> None:
    assert described("Dear local partnership\n\nAll is well.").addressee == "local partnership"


def test_a_letter_without_title_is_called_after_its_file() -> None:
    letter = described(
        "Dear Ann\n\nWe came in May.\n\nCustody\n\nAll is well.\n\nYours sincerely\n\n7\n\nZora Penhaligon"
    )
    assert (letter.title, letter.author, letter.office) == ("Custody 2023", "Zora Penhaligon", None)


def test_an_empty_letter_is_still_a_letter() -> None:
    assert described("Dear Ann\n\nYours sincerely").kind is DocumentKind.LETTER


@pytest.mark.parametrize(
    ("opening", "forces"),
    [
        (
            "Mr Neil Example, Chief Constable of Lincolnshire police force\nHumberside and Essex Probation",
            ("lincolnshire",),
        ),
        ("The Chief Constables of Kent Police and Essex Police", ("kent", "essex")),
        ("Ms A. Example\nStafford ST16 9JZ", ("staffordshire",)),
        ("Ms A. Example\nChief Constable of Kent", ("kent",)),
        ("Ms A. Example\nChief Constable Eastmoor Constabulary\nBristol BS1 1AA", ("eastmoor",)),
        ("Ms A. Example\nChief Constable\nIsle of Man Constabulary", ("isle-of-man",)),
        ("Ms A. Example", ()),
    ],
)
def test_a_letter_is_about_the_forces_it_is_sent_to(opening: str, forces: tuple[str, ...]) -> None:
    assert described(f"{opening}\n\nDear Ann\n\nTitle\n\nAll is well.").forces == forces


@pytest.mark.parametrize(
    "title",
    [
        "The Police Response to Fraud",
        "National Police Air Service",
        "Everyone’s business: the police response",
        "State of Policing",
    ],
)
def test_police_in_a_title_is_no_force(title: str) -> None:
    assert described(f"{title}\n\nAll is well.").forces == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18 July 2017\n\nHMIC says all is well.", "HMIC"),
        ("19 July 2017\n\nHMIC says all is well.", "HMICFRS"),
        ("His Majesty's Inspectorate of Constabulary and Fire & Rescue Services.", "HMICFRS"),
        ("Her Majesty’s Inspectorate of Constabulary says so.", "HMIC"),
        ("HM Inspectorate of Constabulary says so.", "HMIC"),
        ("19 July 2017\n\nOfsted says all is well.", None),
    ],
)
def test_the_inspectorate_is_called_what_it_was_called_then(text: str, expected: str | None) -> None:
    assert described(text).inspectorate == expected
