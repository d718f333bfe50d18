from pathlib import Path

import pytest

from corpus import Paragraph
from corpus.block import called
from tests.corpus.readers.pdfs import CUSTODY, PATROLS, PLAN, Pdf

PLANNED = "The force has a plan for all."


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    return Pdf(tmp_path / "report.pdf")


def notes(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str | None, str, str]]:
    """Each footnote's mark, its text, and the text of the paragraph that calls it up to the mark."""
    return [
        (p.number, p.text, paragraphs[p.called_at[0] - 1].text[: p.called_at[1]] if p.called_at else "-")
        for p in paragraphs
        if p.kind == "footnote"
    ]


def planned(pdf: Pdf, mark: str, rest: str = PATROLS) -> None:
    """A paragraph with a footnote's mark behind its first sentence."""
    pdf.text(f"{PLANNED}{called(mark)} {rest}")


def test_a_footnote_stands_behind_the_paragraph_that_calls_it(pdf: Pdf) -> None:
    planned(pdf, "1")
    pdf.text(CUSTODY)
    pdf.notes("1 The plan was made in 2014 by the", "chief officers of the force.")
    paragraphs = pdf.paragraphs()
    assert [p.kind.value for p in paragraphs] == ["body", "footnote", "body"]
    assert notes(paragraphs) == [("1", "The plan was made in 2014 by the chief officers of the force.", PLANNED)]
    assert paragraphs[0].text == f"{PLANNED} {PATROLS}"


def test_a_mark_in_the_middle_of_a_line_is_taken_out_of_the_sentence(pdf: Pdf) -> None:
    pdf.text(f"The plan{called('7')} is good and known to all. {PATROLS}")
    pdf.notes("7 Made in 2014.")
    paragraphs = pdf.paragraphs()
    assert paragraphs[0].text.startswith("The plan is good and known to all.")
    assert notes(paragraphs) == [("7", "Made in 2014.", "The plan")]


def test_two_footnotes_of_a_page_are_told_apart(pdf: Pdf) -> None:
    planned(pdf, "1")
    planned(pdf, "2", CUSTODY)
    pdf.notes("1 The plan was made in", "2014 by the chief.", "2 Another plan.")
    assert notes(pdf.paragraphs()) == [
        ("1", "The plan was made in 2014 by the chief.", PLANNED),
        ("2", "Another plan.", PLANNED),
    ]


def test_a_footnote_runs_over_to_the_next_page(pdf: Pdf) -> None:
    planned(pdf, "1")
    pdf.notes("1 The plan was made in 2014 by the chief officers and")
    pdf.page()
    planned(pdf, "2", CUSTODY)
    pdf.notes("the board together.", "2 Another plan.")
    paragraphs = pdf.paragraphs()
    assert [text for _, text, _ in notes(paragraphs)] == [
        "The plan was made in 2014 by the chief officers and the board together.",
        "Another plan.",
    ]
    assert [area.page for area in paragraphs[1].areas] == [1, 2]


def test_a_footnote_between_the_halves_of_a_sentence_stands_behind_it(pdf: Pdf) -> None:
    pdf.line(f"It has a plan{called('1')} that every officer of the force and all of the public know, and by which")
    pdf.notes("1 Made in 2014.")
    pdf.page()
    pdf.text("they act when they are called to a burglary. It is good.")
    paragraphs = pdf.paragraphs()
    assert [p.kind.value for p in paragraphs] == ["body", "footnote"]
    assert paragraphs[0].text.endswith("by which they act when they are called to a burglary. It is good.")
    assert notes(paragraphs)[0][2] == "It has a plan"


def test_marks_may_be_signs(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.notes("* The plan was made in 2014.")
    assert notes(pdf.paragraphs()) == [("*", "The plan was made in 2014.", "-")]


def test_marks_may_be_raised_in_the_note_too(pdf: Pdf) -> None:
    planned(pdf, "3")
    pdf.notes(f"{called('3')} The plan was made in 2014.")
    assert notes(pdf.paragraphs()) == [("3", "The plan was made in 2014.", PLANNED)]


def test_the_same_mark_on_two_pages_calls_each_its_own_note(pdf: Pdf) -> None:
    for text in ("First note.", "Second note."):
        planned(pdf, "1")
        pdf.notes(f"1 {text}")
        pdf.page()
    paragraphs = pdf.paragraphs()
    assert [p.kind.value for p in paragraphs] == ["body", "footnote", "body", "footnote"]
    assert [p.text for p in paragraphs if p.kind == "footnote"] == ["First note.", "Second note."]


def test_small_print_without_a_mark_is_no_footnote(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.notes("Published by the inspectorate in Northshire.", "\u00a9 Crown copyright 2014")
    assert {p.kind.value for p in pdf.paragraphs()} == {"body"}


def test_a_raised_number_without_a_note_stays_in_the_text(pdf: Pdf) -> None:
    pdf.text(f"The yard has an area of 120 m{called('2')} and a wall. {PATROLS}")
    assert pdf.paragraphs()[0].text == f"The yard has an area of 120 m2 and a wall. {PATROLS}"


def test_a_number_as_high_as_the_text_is_no_mark(pdf: Pdf) -> None:
    pdf.text(f"The force has 12 plans and 3 stations, of which 1 is new. {PATROLS}")
    pdf.notes("1 A note that nothing calls.")
    assert notes(pdf.paragraphs()) == [("1", "A note that nothing calls.", "-")]


def test_a_note_that_follows_a_number_of_a_year_is_one(pdf: Pdf) -> None:
    planned(pdf, "1")
    planned(pdf, "2", CUSTODY)
    pdf.notes("1 See the report of the board, page", "12 Annex, and the law.", "2 Another plan.")
    assert [text for _, text, _ in notes(pdf.paragraphs())] == [
        "See the report of the board, page 12 Annex, and the law.",
        "Another plan.",
    ]


def test_small_print_that_only_has_a_number_somewhere_is_no_footnote(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.notes("Published by the inspectorate in Northshire,", "12 Example Street.")
    assert {p.kind.value for p in pdf.paragraphs()} == {"body"}
