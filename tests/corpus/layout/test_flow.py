from pathlib import Path

import pytest

from tests.corpus.readers.pdfs import CUSTODY, LEADING, LEFT, PATROLS, PLAN, SYMBOLS, Pdf, texts, wrapped


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    return Pdf(tmp_path / "report.pdf")


def test_wrapped_lines_become_paragraphs_in_reading_order(pdf: Pdf) -> None:
    for text in (PLAN, PATROLS, CUSTODY):
        pdf.text(text)
    assert texts(pdf) == [PLAN, PATROLS, CUSTODY]


def test_paragraphs_without_space_between_them_are_parted_by_their_short_last_lines(pdf: Pdf) -> None:
    for text in (PLAN, PATROLS, CUSTODY):
        pdf.text(text, gap=0)
    assert texts(pdf) == [PLAN, PATROLS, CUSTODY]


def test_paragraphs_with_an_indented_first_line_are_parted(pdf: Pdf) -> None:
    for text in (PLAN, PATROLS):
        first, *rest = wrapped(text)
        pdf.line(first, left=LEFT + 12)
        pdf.lines(*rest, gap=0)
    assert texts(pdf) == [PLAN, PATROLS]


def test_a_sentence_goes_on_across_the_page(pdf: Pdf) -> None:
    lines = wrapped(PLAN)
    pdf.text(PATROLS)
    pdf.lines(*lines[:1])
    pdf.page()
    pdf.lines(*lines[1:])
    pdf.text(CUSTODY)
    assert texts(pdf) == [PATROLS, PLAN, CUSTODY]


def test_a_new_sentence_on_the_next_page_begins_a_paragraph(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.page()
    pdf.text(PATROLS)
    assert texts(pdf) == [PLAN, PATROLS]


@pytest.mark.parametrize("rest", ["and HMIC", "HMIC", "\u201cgood\u201d work by HMIC"])
def test_a_sentence_goes_on_behind_a_semicolon_at_the_end_of_the_page(pdf: Pdf, rest: str) -> None:
    pdf.line("Inspectors saw patrols in each of the four towns of Northshire at all hours of the day;")
    pdf.page()
    pdf.text(f"{rest} found records in all of its police stations.")
    assert len(texts(pdf)) == 1


def test_an_item_of_a_list_ends_with_its_semicolon(pdf: Pdf) -> None:
    pdf.line("\u2022 inspectors saw patrols in each of the four towns of Northshire at all hours;", font=SYMBOLS)
    pdf.page()
    pdf.text("Northshire is a good force.")
    assert texts(pdf)[1:] == ["Northshire is a good force."]


def test_a_second_paragraph_of_an_item_belongs_to_it(pdf: Pdf) -> None:
    first, *rest = wrapped(PLAN, 400)
    pdf.text(CUSTODY)
    pdf.line(f"\u2022 {first}", left=LEFT, font=SYMBOLS)
    pdf.lines(*rest, left=LEFT + 10)
    pdf.text(PATROLS, width=400, left=LEFT + 10)
    pdf.text(CUSTODY)
    assert [(p.text, p.depth) for p in pdf.paragraphs()] == [(CUSTODY, 0), (PLAN, 1), (PATROLS, 1), (CUSTODY, 0)]


def test_an_item_goes_on_across_the_page_where_its_lines_hang(pdf: Pdf) -> None:
    first, second, *rest = wrapped(f"{PLAN} {PATROLS}", 440)
    pdf.line(f"\u2022 {first}", left=LEFT, font=SYMBOLS)
    pdf.lines(second, left=LEFT + 10)
    pdf.page()
    pdf.lines(*rest, left=LEFT + 10)
    pdf.text(CUSTODY)
    assert texts(pdf) == [f"{PLAN} {PATROLS}", CUSTODY]


def test_small_print_on_the_next_page_is_no_part_of_the_sentence(pdf: Pdf) -> None:
    pdf.text(PATROLS)
    pdf.line("Inspectors saw patrols in each of the four towns of Northshire at all hours and in all")
    pdf.page()
    pdf.text("of the police area, as in 2010. See the report of that year.", size=7)
    pdf.text(PLAN)
    assert len(texts(pdf)) == 4


def test_lines_drawn_from_the_foot_up_are_read_from_the_top_down(pdf: Pdf) -> None:
    lines = [line for text in (PLAN, PATROLS, CUSTODY) for line in wrapped(text)]
    for at, line in reversed(list(enumerate(lines))):
        pdf.line(line, foot=700 - LEADING * at)
    assert texts(pdf) == [PLAN, PATROLS, CUSTODY]


def test_two_columns_are_read_one_after_the_other(pdf: Pdf) -> None:
    top = pdf.foot
    left, right = wrapped(PLAN, 200), wrapped(CUSTODY, 200)
    pdf.lines(*left)
    pdf.lines(*wrapped(PATROLS, 200)[:3], gap=0)
    pdf.foot = top
    pdf.lines(*wrapped(PATROLS, 200)[3:], left=320)
    pdf.lines(*right, left=320)
    assert texts(pdf) == [PLAN, PATROLS, CUSTODY]


@pytest.mark.parametrize("mark", ["\u2022", "\u25fc", "\uf06e", "\uf0b7", "\u2013", "\u25aa", "-"])
def test_bullets_of_every_make_part_the_items_of_a_list(pdf: Pdf, mark: str) -> None:
    pdf.text("Inspectors found that in all of the four towns of the county:")
    for text in ("patrols are seen;", "records are kept; and", PLAN):
        first, *rest = wrapped(text, 400)
        pdf.line(mark, left=LEFT + 18, font=SYMBOLS)
        pdf.lines(first, *rest, left=LEFT + 36, foot=pdf.foot + LEADING, gap=0)
    paragraphs = pdf.paragraphs()
    assert [(p.text, p.depth) for p in paragraphs[1:]] == [
        ("patrols are seen;", 1),
        ("records are kept; and", 1),
        (PLAN, 1),
    ]


def test_items_within_items_are_deeper(pdf: Pdf) -> None:
    pdf.text("Inspectors found that in all of the four towns of the county:")
    for left, text in (
        (90, "\u2022 patrols are seen:"),
        (110, "o at night; and"),
        (110, "o by day;"),
        (90, "\u2022 records are kept."),
    ):
        pdf.line(text, left=left, font=SYMBOLS)
    assert [(p.text, p.depth) for p in pdf.paragraphs()[1:]] == [
        ("patrols are seen:", 1),
        ("at night; and", 2),
        ("by day;", 2),
        ("records are kept.", 1),
    ]


@pytest.mark.parametrize("numbers", [("4.11", "4.12", "4.13"), ("(a)", "(b)", "(c)"), ("1.", "2.", "3.")])
def test_numbered_paragraphs_keep_their_numbers_apart(pdf: Pdf, numbers: tuple[str, ...]) -> None:
    told = (PLAN, PATROLS, CUSTODY)
    for number, text in zip(numbers, told, strict=True):
        pdf.line(number)
        pdf.foot += LEADING
        pdf.text(text, width=400, left=LEFT + 36)
    assert [(p.number, p.text) for p in pdf.paragraphs()] == list(zip(numbers, told, strict=True))


def test_text_goes_back_to_the_margin_after_a_list(pdf: Pdf) -> None:
    pdf.text("Inspectors found that:", gap=0)
    pdf.line("\u2022 patrols are seen at all hours of the day and of the night, and in all towns;", left=90)
    pdf.line("\u2022 records are kept.", left=90)
    pdf.text(PLAN)
    paragraphs = pdf.paragraphs()
    assert [p.text for p in paragraphs][2:] == ["records are kept.", PLAN]
    assert paragraphs[-1].depth == 0


def test_a_boxed_text_drawn_last_stands_where_it_is_printed(pdf: Pdf) -> None:
    pdf.text(PLAN)
    top = pdf.foot
    pdf.foot -= 100
    pdf.text(CUSTODY)
    pdf.canvas.rect(LEFT - 6, top - 60, 460, 80)
    pdf.foot = top
    pdf.text(PATROLS, width=400)
    assert texts(pdf) == [PLAN, PATROLS, CUSTODY]


def test_lines_of_an_address_are_paragraphs_of_their_own(pdf: Pdf) -> None:
    pdf.lines(
        "Ms Ann Example, Chief Constable, Northshire Police",
        "Mr Ben Sample, Chief Constable, Westvale Police",
        "Dr Cy Instance, Chair of the Board of Northshire",
        gap=20,
    )
    pdf.lines("Dear Ann", gap=20)
    pdf.text(PLAN)
    paragraphs = pdf.paragraphs()
    assert [p.text for p in paragraphs][:3] == pdf.written[:3]
    assert [p.kind.value for p in paragraphs][:4] == ["addressee"] * 4


def test_addressees_in_two_columns_are_not_mixed(pdf: Pdf) -> None:
    for at, address in enumerate(
        (
            ["Ms Ann Example", "Chief Constable", "Northshire Police"],
            ["Mr Ben Sample", "Chief Constable", "Eastmoor Constabulary"],
        )
    ):
        pdf.foot = 700.0
        pdf.lines(*address, left=LEFT + 260 * at)
    pdf.lines("Dear Ann and Ben", gap=20)
    pdf.text(PLAN)
    paragraphs = pdf.paragraphs()
    assert " ".join(p.text for p in paragraphs[:-2]).split() == " ".join(pdf.written[:6]).split()
    assert {p.kind.value for p in paragraphs[:-1]} <= {"addressee", "letterhead"}


def test_a_letter_has_its_zones(pdf: Pdf) -> None:
    pdf.lines("5 May 2014", gap=20)
    pdf.lines("Ms Ann Example", "Chief Constable", "Northshire Police", gap=20)
    pdf.lines("Dear Ann", gap=20)
    pdf.text(PLAN)
    pdf.lines("Yours sincerely", gap=40)
    pdf.lines("Zora Penhaligon", "Her Majesty\u2019s Inspector of Constabulary")
    kinds = [(p.kind.value, p.text) for p in pdf.paragraphs()]
    assert kinds[0] == ("letterhead", "5 May 2014")
    assert ("addressee", "Dear Ann") in kinds
    assert ("body", PLAN) in kinds
    assert [kind for kind, _ in kinds[-3:]] == ["signature"] * 3
