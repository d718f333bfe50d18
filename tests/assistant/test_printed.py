import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.printed import without_printed_numbers
from corpus import Paragraph, ParagraphKind

TEXT = "Inspectors looked at 43 files of burglary. Most were kept well."
NEXT = "In 9 of 43 files there was no record of the call."
PARAGRAPHS = (
    Paragraph("northshire", 1, ParagraphKind.BODY, TEXT, number="13."),
    Paragraph("northshire", 2, ParagraphKind.FOOTNOTE, "Drawn at random.", number="2", called_at=(1, 42)),
    Paragraph("northshire", 3, ParagraphKind.BODY, NEXT, number="4.12"),
)


@pytest.mark.parametrize(
    "quote",
    [
        f"13. {TEXT} {NEXT}",
        f"{TEXT} 4.12 {NEXT}",
        f"{TEXT}\n4.12\t{NEXT}",
        TEXT.replace("burglary.", "burglary.2") + f" {NEXT}",
        TEXT.replace("burglary.", "burglary2.") + f" {NEXT}",
        TEXT.replace("burglary.", "burglary.\n2") + f" {NEXT}",
    ],
)
def test_numbers_printed_at_their_places_are_taken_out(quote: str) -> None:
    assert without_printed_numbers(quote, PARAGRAPHS).split() == f"{TEXT} {NEXT}".split()


@pytest.mark.parametrize(
    "quote",
    [
        f"{TEXT} {NEXT}",
        f"14. {TEXT}",
        f"13 {TEXT}",
        TEXT.replace("files", "files2"),
        TEXT.replace("burglary.", "burglary 2."),
        TEXT.replace("burglary.", "burglary.3"),
        TEXT.replace("43", "13."),
        NEXT.replace("9 of", "4.12"),
    ],
)
def test_all_other_numbers_stay(quote: str) -> None:
    assert without_printed_numbers(quote, PARAGRAPHS) == quote


@given(st.text())
def test_nothing_is_taken_out_where_nothing_is_printed(quote: str) -> None:
    assert without_printed_numbers(quote, PARAGRAPHS[:0]) == quote
