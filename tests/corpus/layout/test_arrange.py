from pathlib import Path

import pytest

from corpus.document import Area
from corpus.readers import read
from tests.corpus.readers.pdfs import CUSTODY, PATROLS, PLAN, Pdf, wrapped

NEAR = 2.0  # points


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.pdf"


def same(found: Area, known: Area) -> bool:
    sides = ("left", "bottom", "right", "top")
    return found.page == known.page and all(abs(getattr(found, at) - getattr(known, at)) < NEAR for at in sides)


def test_each_paragraph_has_its_box_on_the_page(path: Path) -> None:
    pdf = Pdf(path)
    known = [pdf.text(text) for text in (PLAN, PATROLS, CUSTODY)]
    for paragraph, area in zip(pdf.paragraphs(), known, strict=True):
        (found,) = paragraph.areas
        assert same(found, area)


def test_a_paragraph_over_two_pages_has_a_box_on_each(path: Path) -> None:
    pdf = Pdf(path)
    first, *rest = wrapped(PLAN)
    pdf.text(PATROLS)
    known = [pdf.lines(first)]
    pdf.page()
    known.append(pdf.lines(*rest))
    *_, paragraph = pdf.paragraphs()
    assert [area.page for area in paragraph.areas] == [1, 2]
    assert all(map(same, paragraph.areas, known))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_as_shown_with_boxes_as_in_the_file(path: Path, turn: int) -> None:
    pdf = Pdf(path, turn=turn)
    known = [pdf.shown(text) for text in (PLAN, PATROLS, CUSTODY)]
    paragraphs = pdf.paragraphs()
    assert [p.text for p in paragraphs] == [PLAN, PATROLS, CUSTODY]
    assert all(same(p.areas[0], area) for p, area in zip(paragraphs, known, strict=True))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_running_heads_of_turned_pages_are_known(path: Path, turn: int) -> None:
    pdf = Pdf(path, turn=turn)
    for text in (PLAN, PATROLS, CUSTODY):
        pdf.shown("Northshire Police: crime and time", foot=800)
        pdf.foot = 700.0
        pdf.shown(text)
        pdf.page()
    assert [p.text for p in pdf.paragraphs()] == [PLAN, PATROLS, CUSTODY]


def test_text_upright_on_paper_of_a_turned_page_loses_no_word(path: Path) -> None:
    pdf = Pdf(path, turn=90, foot=500.0)
    pdf.text(PLAN)
    said = " ".join(p.text for p in pdf.paragraphs())
    assert sorted(said.split()) == sorted(PLAN.split())


@pytest.mark.parametrize("crop", [(36, 50, 560, 800), (0, 0, 595, 842), (-20, -10, 600, 900)])
def test_boxes_of_cropped_pages_are_those_of_the_file(path: Path, crop: tuple[float, float, float, float]) -> None:
    pdf = Pdf(path, crop=crop)
    known = [pdf.text(text) for text in (PLAN, PATROLS)]
    assert all(same(p.areas[0], area) for p, area in zip(pdf.paragraphs(), known, strict=True))


def test_running_heads_of_cropped_pages_are_known(path: Path) -> None:
    pdf = Pdf(path, crop=(36, 300, 560, 842))
    for number, text in enumerate((PLAN, PATROLS, CUSTODY, PLAN), 1):
        pdf.text(text)
        pdf.line(f"Northshire Police | {number}", foot=320)
        pdf.page()
    assert [p.text for p in pdf.paragraphs()] == [PLAN, PATROLS, CUSTODY, PLAN]


def test_what_stands_outside_the_part_that_is_shown_is_furniture(path: Path) -> None:
    pdf = Pdf(path, crop=(36, 50, 560, 800))
    pdf.text(PLAN)
    pdf.line("report.indd 1 03/09/2014 12:01", foot=20)
    assert [p.text for p in pdf.paragraphs()] == [PLAN]
    assert [block.text for block in read(path).furniture] == ["report.indd 1 03/09/2014 12:01"]
