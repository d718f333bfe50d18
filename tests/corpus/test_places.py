"""Where quoted words are printed: within 2 points, whatever stands between the letters."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Area
from corpus.places import Look, look, places
from tests.corpus.northshire import A4, Printed, write_pdf

LETTER = Printed(
    [
        "Officers look for wanted suspects every single day3 and record infor-",
        "mation about each of them. “Supervisors” check 1,200 records, and the",
        "forces found that the records the force holds were naïve in 20143 and",
        "the end.",
    ]
)
ABOVE = Printed(["Supervisors check 1,200 records elsewhere."], top=760)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(tmp_path_factory.mktemp("pdf") / "letter.pdf", [ABOVE, LETTER])


def assert_near(found: Sequence[Area], known: Sequence[Area]) -> None:
    assert [area.page for area in found] == [area.page for area in known]
    for one, other in zip(found, known, strict=True):
        sides = (one.left, one.bottom, one.right, one.top)
        assert sides == pytest.approx((other.left, other.bottom, other.right, other.top), abs=2)


@pytest.mark.parametrize(
    ("quote", "lines"),
    [
        ("wanted suspects every", [(0, "wanted suspects every")]),
        ("record information about each", [(0, "record infor-"), (1, "mation about each")]),
        ("single day and record", [(0, "single day3 and record")]),  # over a footnote's mark
        ("every single day", [(0, "every single day")]),  # before one
        ("“Supervisors” check 1,200", [(1, "“Supervisors” check 1,200")]),
        ('"Supervisors" check', [(1, "“Supervisors” check")]),
        ("about each of them.", [(1, "about each of them.")]),
        ("the force holds", [(2, "the force holds")]),  # not "the forces"
        ("were na\u0131\u0308ve in 2014".replace("\u0131\u0308", "i\u0308"), [(2, "were naïve in 2014")]),
        ("Officers look … each of them", [(0, "Officers look"), (1, "each of them")]),
        ("Officers look [...] the end.", [(0, "Officers look"), (3, "the end.")]),
        ("look for wanted | check 1,200", [(0, "look for wanted"), (1, "check 1,200")]),
    ],
)
def test_quoted_words_are_found_line_by_line(letter: Path, quote: str, lines: list[tuple[int, str]]) -> None:
    assert_near(places(letter, [LETTER.area], quote), [LETTER.line(*line) for line in lines])


@pytest.mark.parametrize("quote", ["officers never look", "Supervisors elsewhere", "…", "", "look for 2,200 records"])
def test_words_that_are_not_there_are_not_found(letter: Path, quote: str) -> None:
    assert places(letter, [LETTER.area], quote) == ()


def test_the_same_words_outside_of_the_paragraph_are_left_alone(letter: Path) -> None:
    assert_near(places(letter, [ABOVE.area], "check 1,200 records"), [ABOVE.line(0, "check 1,200 records")])
    assert_near(places(letter, [LETTER.area], "check 1,200 records"), [LETTER.line(1, "check 1,200 records")])


def test_words_that_run_over_two_pages_are_found_on_both(tmp_path: Path) -> None:
    first, last = Printed(["The new policy will"], top=80), Printed(["be in place soon."], page=2, top=760)
    furniture = [Printed(["Page 1"], top=30), Printed(["Northshire Police"], page=2, top=800)]
    file = write_pdf(tmp_path / "a.pdf", [first, *furniture, last])
    areas = (first.area, last.area)
    known = [first.line(0, "policy will"), last.line(0, "be in place")]
    assert_near(places(file, areas, "policy will be in place"), known)
    assert look(Look(file, None, areas, ("policy will be in place",)), print).page == 1
    assert_near(look(Look(file, 2, areas, ("policy will be in place",)), print).lines, known[1:])
    assert look(Look(file, None, areas, ("place soon.",)), print).page == 2
    assert look(Look(file, None, areas, ()), print).page == 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_words_are_found_on_pages_that_are_turned_and_cropped(tmp_path: Path, turn: int) -> None:
    file = write_pdf(tmp_path / "a.pdf", [LETTER], A4[::-1] if turn != 180 else A4, turn, (40, 50, 580, 800))
    known = [LETTER.line(0, "record infor-"), LETTER.line(1, "mation about each")]
    assert_near(places(file, [LETTER.area], "record information about each"), known)


def test_text_that_is_set_sideways_is_found_line_by_line(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.rotate(90)
    canvas.drawString(100, -200, "The table says that")
    canvas.drawString(100, -216, "crime has fallen.")
    canvas.save()
    found = places(tmp_path / "a.pdf", [Area(1, 180, 90, 230, 300)], "says that crime has")
    assert [round(line.left) for line in found] == [189, 205]  # one beside the other, and long upwards
    assert all(line.top - line.bottom > 3 * (line.right - line.left) for line in found)


def test_areas_on_pages_that_are_not_there_hold_nothing(letter: Path) -> None:
    assert places(letter, [Area(7, 0, 0, 500, 800)], "wanted suspects") == ()


@given(st.data())
def test_any_run_of_words_is_found_within_the_paragraph(letter: Path, data: st.DataObject) -> None:
    words = " ".join(LETTER.lines).replace("infor- mation", "information").split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    found = places(letter, [LETTER.area], " ".join(words[start:end]))
    assert 1 <= len(found) <= len(LETTER.lines)
    assert all(LETTER.area.left - 1 < line.left and line.right < LETTER.area.right + 1 for line in found)
