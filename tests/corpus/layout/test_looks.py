from corpus.layout import Line, Page
from corpus.layout.looks import Looks


def page(*lines: tuple[str, float, float, str]) -> Page:
    return Page(
        1,
        595,
        842,
        tuple(Line(1, text, 72, foot, 500, foot + size, size, font, font) for text, foot, size, font in lines),
    )


def test_most_of_the_text_sets_the_measure() -> None:
    looks = Looks.of(
        [
            page(
                ("Custody", 700, 20, "Arial-Bold"),
                *(("The force has a plan", 660 - 15 * at, 12.2, "Arial") for at in range(5)),
            )
        ]
    )
    assert (looks.size, looks.font, looks.bold, looks.leading) == (12, "Arial", False, 15.0)


def test_a_document_may_be_bold() -> None:
    assert Looks.of([page(("The force has a plan", 700, 12, "Arial-Bold"), ("It", 685, 12, "Arial"))]).bold


def test_without_text_there_is_still_a_measure() -> None:
    looks = Looks.of([page()])
    assert (looks.size, round(looks.leading, 1)) == (12.0, 14.4)


def test_one_line_tells_no_leading() -> None:
    looks = Looks.of([page(("The force has a plan", 700, 10, "Arial"))])
    assert looks.leading == 12.0


def test_larger_lines_are_further_apart() -> None:
    looks = Looks.of([page(*(("The force has a plan", 660 - 15 * at, 12, "Arial") for at in range(5)))])
    heading = Line(1, "Custody", 72, 700, 200, 724, 24)
    assert looks.leading_of(heading) == 30.0
    assert looks.is_large(heading)
    assert not looks.is_body_size(heading)
