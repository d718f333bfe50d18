from corpus.document import Area, ParagraphKind
from corpus.layout import Line
from corpus.layout.run import Run


def lines(*texts: str) -> list[Line]:
    return [Line(1, text, 72, 700 - 14 * at, 200, 712 - 14 * at, 12) for at, text in enumerate(texts)]


def test_a_run_is_a_block_with_its_lines_and_their_areas() -> None:
    block = Run(lines("The force ", "has a plan.")).block()
    assert block.text == "The force\nhas a plan."
    assert block.areas == (Area(1, 72, 700, 200, 712), Area(1, 72, 686, 200, 698))


def test_an_item_loses_its_mark_and_keeps_its_number_apart() -> None:
    assert Run(lines("• The force")).block().text == "The force"
    numbered = Run(lines("(b) The force"), depth=2).block()
    assert (numbered.text, numbered.number, numbered.depth) == ("The force", "(b)", 2)


def test_a_row_has_its_cells_with_all_their_lines() -> None:
    row = Run(lines("North", "shire", "12"), ParagraphKind.ROW, cells=[2, 1])
    assert row.block().text == "North\nshire | 12"


def test_a_footnote_that_begins_like_an_item_keeps_its_words() -> None:
    note = Run(lines("(b) of section 20."), ParagraphKind.FOOTNOTE, number="3").block()
    assert (note.text, note.number, note.depth) == ("(b) of section 20.", "3", 0)
