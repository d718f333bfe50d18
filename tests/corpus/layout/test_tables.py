from pathlib import Path

import pytest

from tests.corpus.readers.pdfs import CUSTODY, LEFT, PATROLS, PLAN, Pdf

ROWS = [
    ["Force", "Crimes", "Detected"],
    ["Northshire", "120", "12"],
    ["Eastmoor", "240", "30"],
    ["Westvale", "75", "9"],
]
WIDTHS = [150, 100, 100]
SAID = [" | ".join(row) for row in ROWS]


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    return Pdf(tmp_path / "report.pdf")


def rows(pdf: Pdf) -> list[str]:
    return [p.text for p in pdf.paragraphs() if p.kind == "row"]


def test_a_ruled_table_is_rows_between_its_paragraphs(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.table(ROWS, WIDTHS)
    pdf.text(PATROLS)
    assert [(p.kind.value, p.text) for p in pdf.paragraphs()] == [
        ("body", PLAN),
        *(("row", row) for row in SAID),
        ("body", PATROLS),
    ]


def test_a_cell_may_have_several_lines(pdf: Pdf) -> None:
    pdf.table([*ROWS, ["Southmere and\nHighfell", "5", "of which two\nwere closed"]], WIDTHS)
    assert rows(pdf) == [*SAID, "Southmere and Highfell | 5 | of which two were closed"]


def test_cells_whose_words_nearly_touch_are_kept_apart(pdf: Pdf) -> None:
    pdf.table([*ROWS, ["Northshire and Eastmoor", "1,200 and 240", "12 and 30"]], [126, 76, 100])
    assert rows(pdf)[-1] == "Northshire and Eastmoor | 1,200 and 240 | 12 and 30"


def test_a_table_with_rules_between_its_rows_only_is_read_by_its_white_columns(pdf: Pdf) -> None:
    pdf.text(PLAN)
    top = pdf.foot + 15
    pdf.table(ROWS, WIDTHS, ruled=False)
    for at in range(len(ROWS) + 1):
        pdf.canvas.line(LEFT, top - 20 * at, LEFT + 350, top - 20 * at)
    pdf.text(PATROLS)
    assert rows(pdf) == SAID


def test_a_table_drawn_with_thin_boxes_for_rules_is_read(pdf: Pdf) -> None:
    top = pdf.foot + 14
    pdf.table(ROWS, WIDTHS, ruled=False)
    for at in range(len(ROWS) + 1):
        pdf.canvas.rect(LEFT, top - 20 * at, 350, 0.5, fill=1)
    for left in (0, 150, 250, 350):
        pdf.canvas.rect(LEFT + left, top - 80, 0.5, 80, fill=1)
    assert rows(pdf) == SAID


def test_two_tables_of_a_page_are_read_one_after_the_other(pdf: Pdf) -> None:
    pdf.table(ROWS, WIDTHS)
    pdf.text(PLAN)
    pdf.table(ROWS[1:], WIDTHS)
    assert [p.text for p in pdf.paragraphs()] == [*SAID, PLAN, *SAID[1:]]


def test_each_row_can_be_cited_with_its_place(pdf: Pdf) -> None:
    pdf.table(ROWS, WIDTHS)
    for paragraph in pdf.paragraphs():
        (area,) = paragraph.areas
        assert (area.page, round(area.left)) == (1, round(LEFT + 3))
        assert 12 < area.top - area.bottom < 20


def test_a_box_around_text_is_no_table(pdf: Pdf) -> None:
    pdf.canvas.rect(LEFT - 5, pdf.foot - 120, 470, 140)
    pdf.text(PLAN)
    pdf.text(PATROLS)
    pdf.text(CUSTODY)
    assert [p.kind.value for p in pdf.paragraphs()] == ["body"] * 3


def test_text_within_a_grid_of_one_column_is_no_table(pdf: Pdf) -> None:
    for at in range(4):
        pdf.canvas.rect(LEFT - 5, pdf.foot - 30 * at - 10, 300, 30)
        pdf.canvas.rect(LEFT + 295, pdf.foot - 30 * at - 10, 150, 30)
    for at in range(4):
        pdf.line(f"Force {at} has a plan.", foot=760 - 30 * at)
        pdf.line(f"Force {at} has records.", foot=500 - 30 * at)
        pdf.line(f"Force {at} has a guide.", left=320, foot=500 - 30 * at)
    assert not any(p.kind == "row" for p in pdf.paragraphs())


def test_side_by_side_text_without_rules_keeps_its_columns(pdf: Pdf) -> None:
    top = pdf.foot
    pdf.text(PLAN, width=200)
    pdf.foot = top
    pdf.text(PATROLS, width=200, left=320)
    assert [(p.kind.value, p.text) for p in pdf.paragraphs()] == [("body", PLAN), ("body", PATROLS)]


def test_a_table_without_rules_loses_no_word(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.table(ROWS, WIDTHS, ruled=False)
    said = " ".join(p.text for p in pdf.paragraphs()[1:])
    assert sorted(said.split()) == sorted(word for row in ROWS for word in row)


def test_underlined_words_make_no_table(pdf: Pdf) -> None:
    pdf.text(PLAN)
    for at in range(3):
        pdf.canvas.line(LEFT, pdf.foot - 2 - 22 * at, LEFT + 100, pdf.foot - 2 - 22 * at)
        pdf.canvas.line(LEFT + 250, pdf.foot - 2 - 22 * at, LEFT + 350, pdf.foot - 2 - 22 * at)
    for _ in range(3):
        foot = pdf.foot
        pdf.line("Ann Example")
        pdf.line("Ben Sample", left=LEFT + 250, foot=foot)
        pdf.foot -= 8
    assert not any(p.kind == "row" for p in pdf.paragraphs())
