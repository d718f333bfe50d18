from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given

from corpus import Document, DocumentKind, Fact, Paragraph
from corpus.block import Block, Reading
from corpus.embargo import UNREADABLE
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


JOINT_LETTER = """\
16 February 2023

Ann Example, Director of Children’s Services, Northtown Metropolitan
Borough Council

Ben Sample, Chief Constable, Northshire Police

Cara Case, Northshire Police and Crime Commissioner

Dear Northtown Local Safeguarding Partnership

Joint targeted area inspection of Northtown

This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response.

This inspection took place from 12 to 16 December. It was carried out by inspectors from Ofsted, the Care Quality \
Commission (CQC) and His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS).

Headline findings

Children wait too long. HMI Probation told us so.

Yours sincerely

Dee Test

National Director Regulation and Social Care, Ofsted

Eve Trial

Chief Inspector of Healthcare, CQC

Fay Proof, CBE

His Majesty’s Inspector of Constabulary and Fire & Rescue Services
"""

PARTNERS = ("HMICFRS", "Ofsted", "CQC")


def described(text: str, reading: Reading | None = None) -> Document:
    return describe("x", "Custody 2023.txt", "0" * 64, cut("x", text), reading)


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


@pytest.mark.parametrize("text", [LETTER_TEXT, LETTER_OF_2023, REPORT, JOINT_LETTER])
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


def test_a_joint_letter_says_what_it_is() -> None:
    letter = described(JOINT_LETTER)
    assert letter.kind is DocumentKind.JOINT_INSPECTION
    assert letter.title == "Joint targeted area inspection of Northtown"
    assert letter.programme == "Joint targeted area inspection"
    assert (letter.inspectorates, letter.inspectorate) == (PARTNERS, "HMICFRS")
    assert letter.forces == ("northshire",)


def test_a_joint_letter_says_when() -> None:
    letter = described(JOINT_LETTER)
    assert (letter.date, letter.published, letter.embargo) == (date(2023, 2, 16), None, None)
    assert letter.fieldwork == (date(2022, 12, 12), date(2022, 12, 16))
    assert letter.fact("fieldwork") == Fact("from 12 to 16 December", 8, "from 12 to 16 December")


def test_a_joint_letter_names_all_who_signed_and_all_who_are_addressed() -> None:
    letter = described(JOINT_LETTER)
    assert letter.author == (
        "Fay Proof, CBE, His Majesty’s Inspector of Constabulary and Fire & Rescue Services; "
        "Dee Test, National Director Regulation and Social Care, Ofsted; Eve Trial, Chief Inspector of Healthcare, CQC"
    )
    assert letter.office is None
    assert letter.addressee == (
        "Ben Sample, Chief Constable, Northshire Police; Ann Example, Director of Children’s Services, "
        "Northtown Metropolitan Borough Council; Cara Case, Northshire Police and Crime Commissioner"
    )


def test_each_signatory_and_addressee_of_a_joint_letter_is_a_fact() -> None:
    letter = described(JOINT_LETTER)
    assert [fact.value for _, fact in letter.facts_of("author")] == ["Fay Proof, CBE", "Dee Test", "Eve Trial"]
    assert [name for name, _ in letter.facts_of("office")] == ["office", "office 2", "office 3"]
    assert [fact.position for _, fact in letter.facts_of("addressee")] == [3, 2, 4]
    inspected = letter.fact("inspectorates")
    assert inspected is not None
    assert inspected.value == "HMICFRS, Ofsted, CQC"
    assert inspected.quote.startswith("It was carried out by inspectors from Ofsted")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("HMICFRS and HMI Prisons inspected custody in Northshire.", DocumentKind.JOINT_INSPECTION),
        ("A joint inspection of custody\n\nAll is well.", DocumentKind.JOINT_INSPECTION),
        ("PEEL 2023\n\nAn inspection of Northshire Police\n\nAll is well.", DocumentKind.FORCE_REPORT),
        ("PEEL 2023\n\nAll is well in Northshire Police, it is said by all of the officers of it.", DocumentKind.THEMATIC_REPORT),
        ("Custody\n\nLondon: The Printing Office\n\nAll is well.", DocumentKind.THEMATIC_REPORT),
    ],
)  # fmt: skip
def test_kinds_are_told_by_title_cover_and_inspectorates(text: str, kind: DocumentKind) -> None:
    assert described(text).kind is kind


def test_what_the_file_tells_of_itself_counts() -> None:
    reading = Reading((), title="Custody in Northshire Police - HMICFRS", published="2024-07-09", pages=31, ocr=True)
    report = described("Get the report\n\nCustody in Northshire Police\n\nAll is well.", reading)
    assert (report.title, report.forces) == ("Custody in Northshire Police", ("northshire",))
    assert (report.published, report.pages, report.ocr) == (date(2024, 7, 9), 31, True)
    assert described("Dear Ann\n\nAll is well.", reading).title == "Custody in Northshire Police"
    assert described("All is well.", reading).kind is DocumentKind.FORCE_REPORT


def test_a_day_of_publication_stands_on_the_cover() -> None:
    report = described("Custody\n\nOrdered to be printed 4 July 2024 and published 9 July 2024\n\nAll is well.")
    assert (report.date, report.published) == (date(2024, 7, 4), date(2024, 7, 9))


def test_an_embargo_in_the_running_head_holds_the_document_back() -> None:
    head = Block("EMBARGOED UNTIL 00:01 ON 4 JULY 2024")
    report = described("Custody\n\nAll is well.", Reading((), furniture=(head,)))
    assert report.embargo == datetime(2024, 7, 4, 0, 1, tzinfo=SUMMER)
    assert report.published == date(2024, 7, 4)
    assert report.fact("embargo") is None


def test_an_embargo_that_cannot_be_read_holds_the_document_back_for_good() -> None:
    report = described("EMBARGOED\n\nCustody\n\nAll is well.")
    assert report.embargo == UNREADABLE
    assert not report.is_public(datetime(2400, 1, 1, tzinfo=UTC))
    assert (report.published, report.fact("embargo")) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("We inspected the force between 3 and 7 June 2024.", (date(2024, 6, 3), date(2024, 6, 7))),
        ("Inspectors visited from 3 to 7 June.", (date(2024, 6, 3), date(2024, 6, 7))),
        ("Fieldwork: 3 to 7 June 2024.", (date(2024, 6, 3), date(2024, 6, 7))),
        ("A previous inspection took place from 3 to 7 June 2023.", None),
        ("The course took place from 3 to 7 June 2024.", None),
        ("Fieldwork took place in May.", None),
    ],
)
def test_when_the_inspectors_came_is_told_by_a_sentence_on_it(sentence: str, days: tuple[date, date] | None) -> None:
    letter = described(f"14 August 2024\n\nDear Ann\n\nCustody\n\nThe force is small. {sentence}")
    assert letter.fieldwork == days


@pytest.mark.parametrize(
    ("opening", "forces"),
    [
        (
            "Ann Durham, Chief Constable, Northshire Police\nBen Kent, Surrey Police and Crime Commissioner",
            ("northshire",),
        ),
        ("Ann Kent, Chief Constable of Essex police force\nBen Case, Northshire Police Federation", ("essex",)),
        ("Ann Case, Chief Constable of Kent\nBen Case, Chief Constable of Essex", ("kent", "essex")),
        ("Ann Case, Commissioner of the Metropolitan Police Service\nBen Case, Mayor of Leeds", ("metropolitan",)),
        ("Ann Case, Director of Services, Sefton Council\nBen Case, Mayor", ("merseyside",)),
    ],
)
def test_the_chief_officer_tells_the_force_of_a_joint_letter(opening: str, forces: tuple[str, ...]) -> None:
    assert described(f"{opening}\n\nDear Ann\n\nTitle\n\nAll is well.").forces == forces


def test_a_letter_to_nobody_of_the_police_is_about_the_force_of_its_title() -> None:
    text = "Dear local partnership\n\nJoint targeted area inspection of Sefton\n\nAll is well."
    assert described(text).forces == ("merseyside",)
