from pathlib import Path

import pytest

from corpus.readers import read
from tests.corpus.readers.pdfs import BOLD, CUSTODY, PATROLS, PLAN, Pdf

ENTRIES = (("Summary", 2), ("Findings", 3), ("Crime in the towns", 3), ("Custody", 4))


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    return Pdf(tmp_path / "report.pdf")


def report(pdf: Pdf) -> None:
    """Three pages of text, after those before."""
    for text in (PLAN, PATROLS, CUSTODY):
        pdf.page()
        pdf.text(text)


@pytest.mark.parametrize("title", ["Contents", "CONTENTS", "Table of contents", "Contents page"])
def test_a_table_of_contents_belongs_to_no_paragraph(pdf: Pdf, title: str) -> None:
    pdf.text(title, size=16, font=BOLD)
    for entry, page in ENTRIES:
        pdf.line(f"{entry} {page}")
    report(pdf)
    assert [p.text for p in pdf.paragraphs()] == [PLAN, PATROLS, CUSTODY]
    assert [block.text for block in read(pdf.path).furniture] == [
        title,
        *(f"{entry} {page}" for entry, page in ENTRIES),
    ]


def test_entries_with_leaders_are_known_anywhere(pdf: Pdf) -> None:
    pdf.text("What this report says", size=16, font=BOLD)
    pdf.text(PLAN)
    for entry, page in ENTRIES:
        pdf.line(f"{entry} ................................ {page}")
    report(pdf)
    assert [p.text for p in pdf.paragraphs()][1:] == [PLAN, PLAN, PATROLS, CUSTODY]


def test_contents_go_on_over_the_page(pdf: Pdf) -> None:
    pdf.text("Contents", size=16, font=BOLD)
    for _ in range(2):
        for entry, page in ENTRIES:
            pdf.line(f"{entry} {page}")
        pdf.page()
    pdf.text(PLAN)
    report(pdf)
    assert [p.text for p in pdf.paragraphs()] == [PLAN, PLAN, PATROLS, CUSTODY]


def test_lines_that_end_in_numbers_are_no_contents_by_themselves(pdf: Pdf) -> None:
    for force, crimes in ENTRIES:
        pdf.lines(f"{force} {crimes}", gap=20)
    pdf.text(PLAN)
    report(pdf)
    assert [p.text for p in pdf.paragraphs()][:4] == [f"{force} {crimes}" for force, crimes in ENTRIES]


def test_a_chapter_on_contents_is_kept(pdf: Pdf) -> None:
    pdf.text("Contents", size=16, font=BOLD)
    pdf.text(PLAN)
    assert [p.text for p in pdf.paragraphs()] == ["Contents", PLAN]
