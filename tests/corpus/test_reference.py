from datetime import date
from pathlib import Path

import pytest

from corpus import Area, Document, DocumentKind, Paragraph, ParagraphKind, location, long_date, open_corpus, reference
from corpus.reference import MAX_TITLE, short_title
from tests.conftest import LETTER


def test_the_letter_is_cited_by_sender_force_programme_and_date(tmp_path: Path) -> None:
    letter = open_corpus(tmp_path).document(LETTER)
    assert letter is not None
    assert reference(letter) == "HMIC letter to Staffordshire Police, Core business, 4 September 2014"


def test_the_letters_paragraphs_are_placed_as_a_reader_counts_them(tmp_path: Path) -> None:
    paragraphs = open_corpus(tmp_path).paragraphs(LETTER)
    assert location(paragraphs[27]) == "Crime recording and attendance · paragraph 7"
    assert [location(paragraphs[at]) for at in (0, 1, 14, 35, 36)] == [
        "Letterhead",
        "Addressee",
        "Heading",
        "Caption",
        "Signature",
    ]
    assert location(paragraphs[5]) == "Opening · paragraph 1"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            Document("x", "Custody", DocumentKind.LETTER, "x.txt", "", forces=("northshire", "kent")),
            "Letter to Northshire Police and Kent Police, Custody",
        ),
        (Document("x", "Custody", DocumentKind.LETTER, "x.txt", "", inspectorates=("HMIC",)), "HMIC letter, Custody"),
        (
            Document("x", "Custody", DocumentKind.FORCE_REPORT, "x.txt", "", date=date(2024, 7, 4)),
            "Custody, 4 July 2024",
        ),
        (
            Document("x", "Custody", DocumentKind.THEMATIC_REPORT, "x.txt", "", inspectorates=("HMICFRS",)),
            "HMICFRS, Custody",
        ),
        (
            Document(
                "x",
                "Joint targeted area inspection of Northtown",
                DocumentKind.JOINT_INSPECTION,
                "x.pdf",
                "",
                inspectorates=("HMICFRS", "Ofsted", "CQC"),
                date=date(2023, 2, 16),
            ),
            "Joint targeted area inspection of Northtown, HMICFRS, Ofsted and CQC, 16 February 2023",
        ),
        (Document("x", "Custody", DocumentKind.JOINT_INSPECTION, "x.pdf", ""), "Custody"),
    ],
)
def test_a_reference_names_what_is_known(document: Document, expected: str) -> None:
    assert reference(document) == expected


def test_a_long_title_is_cut_between_words_and_keeps_its_place() -> None:
    long = "Joint targeted area inspection of " + ", ".join(["children at risk"] * 9)
    assert short_title(f"{long} in Northtown-on-Sea").endswith("children at … in Northtown-on-Sea")
    assert short_title(long).endswith(" …")
    assert max(len(short_title(f"{long} in Northtown")), len(short_title(long))) <= MAX_TITLE + 2
    assert short_title("Custody") == "Custody"


def test_a_printed_number_and_page_lead_to_the_paragraph() -> None:
    paragraph = Paragraph(
        "x", 9, ParagraphKind.BODY, "Text", ("Custody", "Cells"), 2, "4.12", areas=(Area(31, 72, 100, 500, 120),)
    )
    assert location(paragraph) == "Custody › Cells · paragraph 4.12 · page 31"


def test_a_day_is_written_as_the_letters_print_it() -> None:
    assert long_date(date(2014, 9, 4)) == "4 September 2014"
    assert long_date(None) is None


def test_text_from_ocr_is_marked_wherever_it_is_cited() -> None:
    scan = Document("x", "Custody", DocumentKind.LETTER, "x.pdf", "", inspectorates=("HMIC",), ocr=True)
    assert reference(scan) == "HMIC letter, Custody, text from OCR"


@pytest.mark.parametrize(
    ("kind", "number", "told"),
    [
        (ParagraphKind.BODY, "5.", "paragraph 5"),
        (ParagraphKind.BODY, "(a)", "paragraph (a)"),
        (ParagraphKind.FOOTNOTE, "3", "footnote 3"),
        (ParagraphKind.ROW, None, "row 2"),
    ],
)
def test_a_place_says_what_stands_there(kind: ParagraphKind, number: str | None, told: str) -> None:
    assert location(Paragraph("x", 9, kind, "Text", ("Cells",), 2, number)) == f"Cells · {told}"
