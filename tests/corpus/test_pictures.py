"""Pages as pictures: the right size, and every place of the page where it is printed on the picture."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from corpus import Area, UnreadableFile, UnusableInput
from corpus.pictures import MAX_PIXELS, MAX_SIDE, Drawing, Frame, draw, fitting, picture
from corpus.places import Look, look
from corpus.workers import Limits, Workers
from tests.corpus.northshire import A4, Printed, write_pdf

WORD = Printed(["Officers"])


def ink(png: bytes) -> tuple[float, ...]:
    """Left, top, right and bottom of what is printed on a picture."""
    box = ImageOps.invert(Image.open(io.BytesIO(png)).convert("L")).getbbox()
    assert box is not None
    return box


def test_a_page_is_drawn_at_the_scale_asked_for(tmp_path: Path) -> None:
    drawn = picture(write_pdf(tmp_path / "a.pdf", [WORD]), 1, 1.5)
    assert drawn.points == A4
    assert (drawn.width, drawn.height) == (893, 1263)
    assert Image.open(io.BytesIO(drawn.png)).size == (893, 1263)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (50, 60, 500, 800)])
def test_words_are_on_the_picture_where_the_frame_says(
    tmp_path: Path, turn: int, crop: tuple[float, float, float, float] | None
) -> None:
    size = A4 if turn in (0, 180) else A4[::-1]  # reportlab turns the paper with the page
    file = write_pdf(tmp_path / "a.pdf", [WORD], size, turn, crop)
    sheet = look(Look(file, 1, (WORD.area,), ("Officers",)), lambda _: None)
    left, top, wide, high = sheet.frame.shown(sheet.lines[0])
    box = [each / 2 for each in ink(picture(file, 1, 2).png)]
    assert left - 2 <= box[0] <= left + 6  # letters leave some room above, below and beside them
    assert top - 2 <= box[1] <= top + 6
    assert left + wide - 6 <= box[2] <= left + wide + 2
    assert top + high - 6 <= box[3] <= top + high + 2


@given(
    st.tuples(*[st.floats(-500, 500)] * 2),
    st.tuples(*[st.floats(1, 2000)] * 2),
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(*[st.floats(0, 1)] * 4),
)
def test_a_place_within_the_page_is_within_its_picture_and_as_large(
    corner: tuple[float, float], size: tuple[float, float], turn: int, shares: tuple[float, float, float, float]
) -> None:
    frame = Frame(corner[0], corner[1], corner[0] + size[0], corner[1] + size[1], turn)
    across, up = sorted(shares[:2]), sorted(shares[2:])
    xs, ys = (
        [start + share * length for share in pair]
        for start, length, pair in zip(corner, size, (across, up), strict=True)
    )
    left, top, wide, high = frame.shown(Area(1, xs[0], ys[0], xs[1], ys[1]))
    assert wide * high == pytest.approx((xs[1] - xs[0]) * (ys[1] - ys[0]), abs=1e-6)
    assert -0.001 <= left <= left + wide <= frame.size[0] + 0.001
    assert -0.001 <= top <= top + high <= frame.size[1] + 0.001


@given(st.floats(0.25, 4), st.floats(1e-3, 1e6), st.floats(1e-3, 1e6))
def test_no_page_needs_more_than_the_most_pixels(scale: float, width: float, height: float) -> None:
    used = fitting(scale, width, height)
    assert 0 < used <= scale
    assert used**2 * width * height <= MAX_PIXELS * 1.001
    assert used * max(width, height) <= MAX_SIDE * 1.001


def test_a_page_of_absurd_size_is_drawn_smaller(tmp_path: Path) -> None:
    drawn = picture(write_pdf(tmp_path / "a.pdf", [WORD], (14400, 14400)), 1, 4)
    assert drawn.width * drawn.height <= MAX_PIXELS * 1.01


@pytest.mark.parametrize("page", [0, -1, 2])
def test_a_page_that_is_not_there_is_told(tmp_path: Path, page: int) -> None:
    with pytest.raises(UnusableInput, match="Choose one from 1 to 1"):
        picture(write_pdf(tmp_path / "a.pdf", [WORD]), page, 1)


def test_a_file_that_is_no_pdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing more")
    with pytest.raises(UnreadableFile, match="damaged"):
        picture(tmp_path / "a.pdf", 1, 1)


def test_a_page_of_no_size_is_told(tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "a.pdf", [WORD], crop=(700, 10, 800, 20))  # beside the paper
    with pytest.raises(UnreadableFile, match="damaged"):
        picture(file, 1, 1)


def test_pictures_are_drawn_in_a_process_of_their_own(tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "a.pdf", [WORD])
    with Workers(1, Limits(20, 1024**3)) as workers:
        assert workers.call(draw, Drawing(file, 1, 1.0)) == picture(file, 1, 1.0)
        assert workers.call(look, Look(file, None, (WORD.area,), ("Officers",))).lines
