import pytest

from corpus.document import Paragraph, ParagraphKind
from corpus.titles import clean, letter_title, report_title

BODY, HEADING, ADDRESSEE = ParagraphKind.BODY, ParagraphKind.HEADING, ParagraphKind.ADDRESSEE


def paragraphs(*pairs: tuple[ParagraphKind, str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph("x", at, kind, text) for at, (kind, text) in enumerate(pairs, 1))


def test_a_letters_title_is_the_heading_under_its_greeting() -> None:
    fact = letter_title(
        paragraphs((HEADING, "HMICFRS"), (ADDRESSEE, "Dear Ann"), (HEADING, "Custody"), (BODY, "Well."))
    )
    assert fact is not None
    assert (fact.value, fact.position) == ("Custody", 3)


def test_an_addressee_who_slipped_below_the_greeting_hides_no_title() -> None:
    slipped = (BODY, "Ben Sample, Chair of Northtown Board")
    fact = letter_title(paragraphs((ADDRESSEE, "Dear Ann"), slipped, (HEADING, "Custody")))
    assert fact is not None
    assert fact.value == "Custody"


@pytest.mark.parametrize("line", ["Re: Custody in Northtown", "SUBJECT: Custody in Northtown"])
def test_a_subject_line_is_a_title(line: str) -> None:
    fact = letter_title(paragraphs((ADDRESSEE, "Dear Ann"), (BODY, line), (BODY, "All is well.")))
    assert fact is not None
    assert (fact.value, fact.quote) == ("Custody in Northtown", line)


def test_a_later_heading_is_no_title_of_a_letter() -> None:
    assert letter_title(paragraphs((ADDRESSEE, "Dear Ann"), (BODY, "We came."), (HEADING, "Custody"))) is None
    assert letter_title(paragraphs((ADDRESSEE, "Dear Ann"), (HEADING, "EMBARGOED UNTIL 3 MAY 2044"))) is None


def test_a_reports_title_is_what_its_cover_says() -> None:
    cover = paragraphs((HEADING, "Northshire Police"), (HEADING, "An inspection\xa0of custody"), (BODY, "May 2024"))
    title, fact = report_title(cover, "Northshire Police: An inspection of custody Contents")
    assert title == "Northshire Police: An inspection of custody"
    assert fact is not None
    assert (fact.position, fact.quote) == (2, "An inspection\xa0of custody")


def test_a_title_that_no_paragraph_bears_out_has_no_source() -> None:
    assert report_title(paragraphs((BODY, "All is well.")), "Custody") == ("Custody", None)


def test_without_one_the_first_heading_is_the_title() -> None:
    text = paragraphs((HEADING, "Contents"), (HEADING, "4 July 2024"), (HEADING, "Custody"), (HEADING, "Cells"))
    for told in (None, "Contents", "  "):
        title, fact = report_title(text, told)
        assert title == "Custody"
        assert fact is not None
    assert report_title((), None) == (None, None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Custody\n in  Northtown", "Custody in Northtown"),
        ("Custody Contents", "Custody"),
        ("Custody: Table of contents", "Custody"),
        ("Custody | HMICFRS", "Custody"),
        ("PEEL 2023", "PEEL 2023"),
        ("JTAI", "JTAI"),
        ("PEEL: AN INSPECTION OF NORTHSHIRE POLICE\u2019S CUSTODY BY HMICFRS", "PEEL: An Inspection of Northshire Police\u2019s Custody by HMICFRS"),
    ],
)  # fmt: skip
def test_a_title_is_one_line_that_does_not_shout(given: str, expected: str) -> None:
    assert clean(given) == expected


def test_shouted_words_are_written_as_the_text_writes_them() -> None:
    text = paragraphs((BODY, "In May, we made an inspection of Northshire and of police use of the NDAS system."))
    assert clean("AN INSPECTION OF NORTHSHIRE POLICE AND NDAS", text) == "An inspection of Northshire police and NDAS"
