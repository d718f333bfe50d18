import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.block import called
from corpus.document import Area
from corpus.layout import Line, Page, rejoin, side_by_side

SIDES = st.floats(-1000, 1000)
PAGES = st.builds(
    Page,
    st.just(1),
    st.floats(1, 2000),
    st.floats(1, 2000),
    st.just(()),
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(SIDES, SIDES),
)


def line(text: str, left: float, right: float, bottom: float = 100.0, size: float = 12.0, font: str = "Arial") -> Line:
    return Line(1, text, left, bottom, right, bottom + size, size, font, font)


@given(PAGES, st.tuples(SIDES, SIDES, SIDES, SIDES))
def test_a_box_as_shown_leads_back_to_the_file(page: Page, box: tuple[float, float, float, float]) -> None:
    back = page.in_file(Area(1, *page.shown(box)))
    assert (back.left, back.bottom, back.right, back.top) == pytest.approx(box, abs=1e-6)


@pytest.mark.parametrize(
    ("turn", "size", "shown"),
    [
        (0, (200, 400), (0, 0, 50, 20)),
        (90, (400, 200), (0, 150, 20, 200)),
        (180, (200, 400), (150, 380, 200, 400)),
        (270, (400, 200), (380, 0, 400, 50)),
    ],
)
def test_the_lower_left_corner_of_a_page_moves_clockwise(
    turn: int, size: tuple[float, float], shown: tuple[float, float, float, float]
) -> None:
    assert Page(1, *size, (), turn, (7, 9)).shown((7, 9, 57, 29)) == shown


def test_pieces_of_a_line_are_one_again_with_spaces_between_words() -> None:
    (whole,) = rejoin([line("The force", 0, 50), line("has", 53, 70), line("ty.", 70, 80)])
    assert (whole.text, whole.left, whole.right) == ("The force hasty.", 0, 80)


def test_a_small_raised_number_is_a_mark() -> None:
    (whole,) = rejoin([line("The force", 0, 50), line("2", 50, 54, 107, 6), line(" has", 54, 70)])
    assert whole.text == f"The force{called('2')} has"
    assert whole.plain == "The force2 has"
    assert whole.size == 12.0


def test_pieces_far_apart_or_on_other_lines_stay_apart() -> None:
    pieces = [line("One", 0, 50), line("two", 90, 120), line("three", 121, 150, 80)]
    assert rejoin(pieces) == pieces


def test_a_line_is_bold_when_all_of_it_is() -> None:
    (mixed,) = rejoin([line("Custody:", 0, 50, font="Arial-Bold"), line("cells", 53, 70)])
    (bold,) = rejoin([line("Custody:", 0, 50, font="Arial-Bold"), line("cells", 53, 70, font="Arial-Black")])
    assert (mixed.bold, bold.bold) == (False, True)


def test_lines_beside_each_other_are_counted() -> None:
    assert side_by_side([line("One", 0, 50), line("two", 90, 120), line("three", 0, 50, 80)]) == 2
