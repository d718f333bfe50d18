from pathlib import Path

import pytest

from corpus.block import Block
from corpus.readers import read
from corpus.readers.numerals import printed

from .word_files import p, word


def level(at: int, format: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}">{more}<w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(levels: str, uses: str = "") -> str:
    one = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{one}{uses}'


def item(text: str, at: int = 0, use: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{use}"/></w:numPr>')


def blocks(folder: Path, body: str, numbers: str, styles: str | None = None) -> list[Block]:
    parts = {"numbering": numbers} | ({"styles": styles} if styles else {})
    return list(read(word(folder / "letter.docx", body, parts)).blocks)


def numbers(folder: Path, body: str, held: str, styles: str | None = None) -> list[str | None]:
    return [block.number for block in blocks(folder, body, held, styles)]


MULTILEVEL = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)")


def test_levels_count_within_each_other(tmp_path: Path) -> None:
    body = "".join(item("x", at) for at in (0, 1, 1, 2, 2, 0, 1, 2))
    found = blocks(tmp_path, body, numbering(MULTILEVEL))
    assert [block.number for block in found] == ["1.", "1.1", "1.2", "(a)", "(b)", "2.", "2.1", "(a)"]
    assert [block.depth for block in found] == [1, 2, 2, 3, 3, 1, 2, 3]


def test_a_level_that_is_skipped_counts(tmp_path: Path) -> None:
    body = "".join(item("x", at) for at in (0, 2, 1))  # as LibreOffice prints it
    assert numbers(tmp_path, body, numbering(MULTILEVEL)) == ["1.", "(a)", "1.2"]


def test_a_level_may_begin_elsewhere_and_never_restart(tmp_path: Path) -> None:
    levels = level(0, "decimal", "%1.", '<w:start w:val="4"/>') + level(
        1, "upperLetter", "%2", '<w:lvlRestart w:val="0"/>'
    )
    assert numbers(tmp_path, "".join(item("x", at) for at in (0, 1, 0, 1)), numbering(levels)) == ["4.", "A", "5.", "B"]


def test_another_use_of_a_list_goes_on_or_restarts(tmp_path: Path) -> None:
    uses = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    uses += '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = "".join(item("x", 0, use) for use in (1, 2, 3, 3))
    assert numbers(tmp_path, body, numbering(MULTILEVEL, uses)) == ["1.", "2.", "1.", "2."]


def test_bullets_have_no_number_and_some_levels_no_mark(tmp_path: Path) -> None:
    levels = level(0, "bullet", "\uf0b7") + level(1, "none", "")
    found = blocks(tmp_path, item("dot") + item("bare", 1) + item("away", 0, 0) + item("lost", 0, 9), numbering(levels))
    assert found == [Block("dot", depth=1), Block("bare"), Block("away"), Block("lost")]


def test_a_number_with_words_is_read_with_the_text(tmp_path: Path) -> None:
    found = blocks(tmp_path, item("Act.") + item("Tell."), numbering(level(0, "decimal", "Recommendation %1:")))
    assert found == [Block("Recommendation 1: Act."), Block("Recommendation 2: Tell.")]


def test_legal_numbers_are_all_figures(tmp_path: Path) -> None:
    levels = level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert numbers(tmp_path, item("x") + item("x") + item("y", 1), numbering(levels)) == ["I", "II", "2.1"]


def test_headings_keep_their_number_and_the_paragraphs_below_are_no_list_in_a_list(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    levels = level(0, "decimal", "%1", '<w:pStyle w:val="H"/>') + level(1, "decimal", "%1.%2")
    body = p("Custody", '<w:pStyle w:val="H"/>') + item("The force acts.", 1)
    found = blocks(tmp_path, body, numbering(levels), styles)
    assert [(block.kind.value, block.number, block.depth) for block in found] == [
        ("heading", "1", 0),
        ("body", "1.1", 1),
    ]


def test_a_level_is_found_by_the_style_it_is_tied_to(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="B"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = level(0, "decimal", "%1.") + level(1, "lowerRoman", "%2)", '<w:pStyle w:val="B"/>')
    assert numbers(tmp_path, item("x") + p("y", '<w:pStyle w:val="B"/>'), numbering(levels), styles) == ["1.", "i)"]


def test_a_list_may_be_that_of_a_list_style(tmp_path: Path) -> None:
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="L"/></w:abstractNum>'
    uses = linked + '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    style = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr></w:style>'
    )
    assert numbers(tmp_path, item("x", 0, 2), numbering(MULTILEVEL, uses), style.format(1)) == ["1."]
    assert numbers(tmp_path, item("x", 0, 2), numbering(MULTILEVEL, uses), style.format(2)) == [None]  # goes round


def test_a_second_bullet_style_is_a_list_in_a_list(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="B2"><w:name w:val="List Bullet 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    found = blocks(tmp_path, p("x", '<w:pStyle w:val="B2"/>'), numbering(level(0, "bullet", "-")), styles)
    assert found == [Block("x", depth=2)]


@pytest.mark.parametrize(
    ("number", "format", "text"),
    [
        (1, "lowerLetter", "a"), (26, "upperLetter", "Z"), (28, "lowerLetter", "bb"), (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"), (3, "decimalZero", "03"), (22, "ordinal", "22nd"), (111, "ordinal", "111th"),
        (6, "chicago", "\u2020\u2020"), (0, "lowerRoman", "0"), (10**8, "lowerLetter", "100000000"), (5, "thai", "5"),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_their_format(number: int, format: str, text: str) -> None:
    assert printed(number, format) == text
