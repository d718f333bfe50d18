from pathlib import Path

import pytest

from corpus.readers import read
from tests.corpus.readers.pdfs import BOLD, CUSTODY, ITALIC, PATROLS, PLAN, Pdf


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    return Pdf(tmp_path / "report.pdf")


def headed(pdf: Pdf) -> list[tuple[tuple[str, ...], str]]:
    return [(p.heading, p.kind.value) for p in pdf.paragraphs()]


def test_headings_are_told_by_size_and_weight_and_make_a_path(pdf: Pdf) -> None:
    pdf.text("Chapter one", size=16)
    pdf.text(PLAN)
    pdf.text("Patrols in the towns", font=BOLD)
    pdf.text(PATROLS)
    pdf.text("Chapter two", size=16)
    pdf.text(CUSTODY)
    assert [(p.heading, p.text) for p in pdf.paragraphs() if p.kind == "body"] == [
        (("Chapter one",), PLAN),
        (("Chapter one", "Patrols in the towns"), PATROLS),
        (("Chapter two",), CUSTODY),
    ]


def test_larger_comes_before_bold_and_bold_before_italic(pdf: Pdf) -> None:
    for text, size, font in (("One", 16, "Helvetica"), ("Two", 14, BOLD), ("Three", 11, BOLD), ("Four", 11, ITALIC)):
        pdf.text(text, size=size, font=font)
        pdf.text(PLAN)
    assert pdf.paragraphs()[-1].heading == ("One", "Two", "Three", "Four")


def test_no_more_than_four_levels_are_told_apart(pdf: Pdf) -> None:
    pdf.text(PLAN * 3)
    for size in (17, 16, 15, 14, 13):
        pdf.text(f"Heading of {size} points", size=size)
        pdf.text(PATROLS)
    paragraphs = pdf.paragraphs()
    assert paragraphs[-1].heading[-1] == "Heading of 13 points"
    assert len(paragraphs[-1].heading) == 4


def test_a_heading_over_two_lines_is_one(pdf: Pdf) -> None:
    pdf.text(PATROLS)
    pdf.lines("How well does the force prevent crime,", "and how well does it look into it?", size=14, font=BOLD)
    pdf.text(PLAN)
    heading = pdf.paragraphs()[1]
    assert heading.text == "How well does the force prevent crime, and how well does it look into it?"
    assert heading.kind == "heading"


@pytest.mark.parametrize("text", [PLAN, "The force has a plan.", "12.5", "\u2022 The force"])
def test_bold_text_that_is_no_heading_is_body(pdf: Pdf, text: str) -> None:
    pdf.text(PATROLS)
    pdf.text(text, font=BOLD)
    pdf.text(CUSTODY)
    assert {kind for _, kind in headed(pdf)} == {"body"}


def test_bold_words_in_a_sentence_are_no_heading(pdf: Pdf) -> None:
    pdf.text(PATROLS)
    foot = pdf.foot
    right = pdf.line("Northshire", font=BOLD).right
    pdf.line("has a plan", left=right + 4, foot=foot)
    pdf.foot -= 8
    pdf.text(CUSTODY)
    assert [(p.kind.value, p.text) for p in pdf.paragraphs()][1] == ("body", "Northshire has a plan")


def test_in_a_document_all_bold_only_size_makes_headings(pdf: Pdf) -> None:
    pdf.text("Findings", size=15, font=BOLD)
    pdf.text(PLAN, font=BOLD)
    pdf.text("A short line", font=BOLD)
    pdf.text(PATROLS, font=BOLD)
    assert [kind for _, kind in headed(pdf)] == ["heading", "body", "body", "body"]


def test_the_last_words_of_a_document_are_above_nothing(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.text("The end", font=BOLD)
    assert headed(pdf)[-1] == ((), "body")


def test_the_title_of_a_report_stands_on_its_cover_and_heads_no_path(pdf: Pdf) -> None:
    pdf.lines("Crime and time", size=28, gap=30)
    pdf.lines("An inspection of Northshire Police", size=20)
    pdf.page()
    pdf.text("Summary", size=16)
    pdf.text(PLAN * 3)
    paragraphs = pdf.paragraphs()
    assert read(pdf.path).title == "Crime and time: An inspection of Northshire Police"
    assert paragraphs[-1].heading == ("Summary",)


def test_a_letter_without_cover_has_no_title(pdf: Pdf) -> None:
    pdf.text("Findings", font=BOLD)
    pdf.text(PLAN)
    assert read(pdf.save()).title is None


def test_a_caption_is_no_heading(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.text("Figure 3: Burglaries in Northshire, 2010 to 2014", font=BOLD)
    pdf.text(PATROLS)
    assert headed(pdf) == [((), "body"), ((), "caption"), ((), "body")]


def test_a_sentence_about_a_figure_is_no_caption(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.text("Table 1 shows the plan.")
    assert headed(pdf)[-1] == ((), "body")


def test_the_title_of_a_table_stands_above_its_rows_only(pdf: Pdf) -> None:
    pdf.text("Findings", size=15)
    pdf.text(PLAN)
    pdf.text("Table 1: Crimes", gap=20)
    pdf.table([["Force", "Crimes"], ["Northshire", "12"], ["Eastmoor", "15"]], [150, 100])
    pdf.text(PATROLS)
    paragraphs = pdf.paragraphs()
    assert [p.heading for p in paragraphs if p.kind == "row"] == [("Findings", "Table 1: Crimes")] * 3
    assert [p.heading for p in paragraphs if p.kind == "body"] == [("Findings",)] * 2


def test_a_case_study_in_plain_print_is_a_heading(pdf: Pdf) -> None:
    pdf.text(PATROLS)
    pdf.text("Case study: burglary in Eastmoor")
    pdf.text(PLAN)
    assert headed(pdf) == [((), "body"), ((), "heading"), (("Case study: burglary in Eastmoor",), "body")]


def test_a_heading_right_above_one_of_its_own_looks_is_a_sections(pdf: Pdf) -> None:
    for heading in ("Findings", "Patrols", "Custody"):
        pdf.text(heading, font=BOLD)
        if heading != "Findings":
            pdf.text(PLAN)
    assert [p.heading for p in pdf.paragraphs() if p.kind == "body"] == [
        ("Findings", "Patrols"),
        ("Findings", "Custody"),
    ]


def test_what_follows_a_usual_section_of_a_joint_letter_is_within_it(pdf: Pdf) -> None:
    for heading in ("Main findings", "Patrols", "Key strengths", "Custody"):
        pdf.text(heading, font=BOLD)
        if heading != "Main findings":
            pdf.text(PLAN)
    assert [p.heading for p in pdf.paragraphs() if p.kind == "body"] == [
        ("Main findings", "Patrols"),
        ("Key strengths",),
        ("Key strengths", "Custody"),
    ]
