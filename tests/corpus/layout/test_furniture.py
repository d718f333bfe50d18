from pathlib import Path

import pytest

from corpus.block import called
from corpus.readers import read
from tests.corpus.readers.pdfs import CUSTODY, LEFT, PATROLS, PLAN, Pdf

PAGES = (PLAN, PATROLS, CUSTODY, PLAN)


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    return Pdf(tmp_path / "report.pdf")


def printed(pdf: Pdf, head: str = "", foot: str = "", first: int = 1) -> None:
    """Four pages of text, with what stands at their edges; `{}` is the page's number."""
    for at, text in enumerate(PAGES):
        pdf.foot = 720.0
        pdf.text(text)
        if head:
            pdf.line(head.format(at + first), foot=800)
        if foot:
            pdf.line(foot.format(at + first), left=290, foot=30)
        if at < len(PAGES) - 1:
            pdf.page()


def furniture(pdf: Pdf) -> list[str]:
    assert [p.text for p in pdf.paragraphs()] == list(PAGES)
    return [block.text for block in read(pdf.path).furniture]


@pytest.mark.parametrize("head", ["HMIC", "Northshire Police: crime and time", "Crime and time | {}", "Page {} of 4"])
def test_running_heads_belong_to_no_paragraph(pdf: Pdf, head: str) -> None:
    printed(pdf, head=head)
    assert furniture(pdf) == [head.format(at) for at in (1, 2, 3, 4)]


@pytest.mark.parametrize("foot", ["{}", "- {} -", "Page {}", "{} | Crime", "[{}]"])
@pytest.mark.parametrize("first", [1, 37])
def test_page_numbers_belong_to_no_paragraph(pdf: Pdf, foot: str, first: int) -> None:
    printed(pdf, foot=foot, first=first)
    assert furniture(pdf) == [foot.format(at + first) for at in range(4)]


def test_a_number_that_counts_no_pages_is_kept(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.line("2014", foot=30)
    pdf.page()
    pdf.text(PATROLS)
    assert "2014" in [p.text for p in pdf.paragraphs()]


def test_the_same_words_in_the_middle_of_pages_are_kept(pdf: Pdf) -> None:
    for _ in range(3):
        pdf.foot = 500.0
        pdf.text("Northshire: good")
        pdf.text(PLAN)
        pdf.page()
    assert [p.text for p in pdf.paragraphs()] == ["Northshire: good", PLAN] * 3


def test_what_stands_at_the_edge_of_two_pages_is_kept(pdf: Pdf) -> None:
    for text in PAGES[:2]:
        pdf.line("Northshire Police", foot=800)
        pdf.foot = 720.0
        pdf.text(text)
        pdf.page()
    assert [p.text for p in pdf.paragraphs()].count("Northshire Police") == 2


def test_body_lines_at_the_edge_of_pages_are_kept(pdf: Pdf) -> None:
    for text in PAGES[:3]:
        pdf.foot = 800.0
        pdf.text(text)
        pdf.page()
    assert [p.text for p in pdf.paragraphs()] == list(PAGES[:3])


def test_the_running_head_of_a_chapter_of_one_page_goes_by_its_looks(pdf: Pdf) -> None:
    heads = ["Crime in Northshire"] * 3 + ["Time"]
    for head, text in zip(heads, PAGES, strict=True):
        pdf.line(head, left=LEFT, foot=800, size=9)
        pdf.foot = 720.0
        pdf.text(text)
        pdf.page()
    assert furniture(pdf) == heads


def test_a_footnote_is_no_furniture(pdf: Pdf) -> None:
    for text in PAGES:
        pdf.foot = 720.0
        pdf.line(f"It has a plan.{called('1')}")
        pdf.text(text)
        pdf.notes("1 This joint inspection was made under section 20.", foot=60)
        pdf.page()
    paragraphs = pdf.paragraphs()
    assert [p.text for p in paragraphs if p.kind == "footnote"] == [
        "This joint inspection was made under section 20."
    ] * 4


def test_a_document_of_nothing_but_running_heads_is_kept(pdf: Pdf) -> None:
    for _ in range(3):
        pdf.line("Northshire Police", foot=800)
        pdf.page()
    assert " ".join(p.text for p in pdf.paragraphs()).split() == ["Northshire", "Police"] * 3
