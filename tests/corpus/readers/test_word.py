from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import ParagraphKind, UnreadableFile
from corpus.block import Block, Reading, called
from corpus.paragraphs import cut
from corpus.readers import read

from .word_files import NAMES, cells, p, r, table, word


def reading(folder: Path, body: str, **parts: str) -> Reading:
    return read(word(folder / "letter.docx", body, parts))


def texts(folder: Path, body: str, **parts: str) -> list[str]:
    return [block.text for block in reading(folder, body, **parts).blocks]


def test_headings_have_their_levels(tmp_path: Path) -> None:
    file = docx.Document()
    for level, text in enumerate(["A title", "Section", "Part of it"]):
        file.add_heading(text, level)
    file.add_paragraph("Words.")
    file.save(str(tmp_path / "a.docx"))
    read_file = read(tmp_path / "a.docx")
    assert [(block.kind.value, block.level) for block in read_file.blocks] == [
        ("heading", 0), ("heading", 1), ("heading", 2), ("body", 0),
    ]  # fmt: skip
    assert (read_file.headed, read_file.title) == (True, "A title")


def test_a_file_without_headings_leaves_them_to_be_guessed(tmp_path: Path) -> None:
    assert not reading(tmp_path, p("Words.")).headed


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ('<w:pStyle w:val="Own"/>', 2),
        ('<w:outlineLvl w:val="3"/>', 4),
        ('<w:pStyle w:val="Own"/><w:outlineLvl w:val="9"/>', 0),
    ],
)
def test_headings_are_told_by_outline_and_by_the_style_a_style_is_based_on(
    tmp_path: Path, properties: str, level: int
) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="Own"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Ours"/><w:basedOn w:val="H2"/></w:style>'
    )  # each is based on the other, as damaged files have it
    assert reading(tmp_path, p("Words", properties), styles=styles).blocks[0].level == level


def test_of_tracked_changes_the_inserted_counts_and_the_deleted_does_not(tmp_path: Path) -> None:
    body = f"<w:p>{r('The ')}<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins>{r('new')}</w:ins>{r(' force')}</w:p>"
    assert texts(tmp_path, body) == ["The new force"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    body = p("One ", "<w:rPr><w:del/></w:rPr>") + p("sentence.") + p("Another.")
    assert texts(tmp_path, body) == ["One sentence.", "Another."]


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    styles = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    runs = [r("a"), r("b", "<w:vanish/>"), r("c", '<w:rStyle w:val="Secret"/>'), r("d", '<w:vanish w:val="0"/>')]
    assert texts(tmp_path, f"<w:p>{''.join(runs)}</w:p>", styles=styles) == ["ad"]


def test_breaks_tabs_and_hyphens_are_read_as_printed(tmp_path: Path) -> None:
    signs = "<w:r><w:t>re</w:t><w:noBreakHyphen/><w:t>open</w:t><w:softHyphen/><w:t>ed</w:t><w:tab/><w:t>a\u00adny</w:t><w:br/><w:t>line</w:t></w:r>"
    assert texts(tmp_path, f"<w:p>{signs}</w:p>") == ["re-opened any\nline"]


def test_links_tags_and_content_controls_are_read_in_place(tmp_path: Path) -> None:
    body = (
        f"<w:p>{r('a ')}<w:hyperlink>{r('b ')}</w:hyperlink><w:smartTag>{r('c ')}</w:smartTag>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{r('d')}</w:sdtContent></w:sdt></w:p>"
        f"<w:sdt><w:sdtContent>{p('e')}</w:sdtContent></w:sdt><w:customXml>{p('f')}</w:customXml>"
    )
    assert texts(tmp_path, body) == ["a b c d", "e", "f"]


def test_fields_are_read_as_their_results(tmp_path: Path) -> None:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"{sign('begin')}<w:r><w:instrText>X</w:instrText></w:r>{sign('separate')}{r('code')}{sign('end')}"
    body = f"<w:p>{r('See ')}{sign('begin')}{inner}{sign('separate')}{r('page 4')}{sign('end')}{r('.')}</w:p>"
    assert texts(tmp_path, body) == ["See page 4."]


def test_an_unfinished_field_loses_no_words(tmp_path: Path) -> None:
    body = f'<w:p>{r("One")}<w:r><w:fldChar w:fldCharType="begin"/></w:r>{r(" two")}</w:p>'
    assert texts(tmp_path, body) == ["One two"]


def test_a_symbol_at_the_beginning_is_a_bullet_and_a_tick_is_a_tick(tmp_path: Path) -> None:
    bullet = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A7"/><w:tab/></w:r>' + r("item") + "</w:p>"
    tick = "<w:p>" + r("Met: ") + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:char="zz"/></w:r></w:p>'
    assert reading(tmp_path, bullet + tick).blocks == (Block("item", depth=1), Block("Met: \u2713"))


def test_typed_bullets_and_numbers_are_lists_too(tmp_path: Path) -> None:
    lines = "<w:p><w:r><w:t>It should:</w:t><w:br/><w:t>\u2022 act; and</w:t><w:br/><w:t>\u2022 tell.</w:t></w:r></w:p>"
    blocks = reading(tmp_path, p("4.12 The force acts.") + p("(b) It tells.") + lines).blocks
    assert [(block.text, block.number, block.depth) for block in blocks] == [
        ("The force acts.", "4.12", 1), ("It tells.", "(b)", 1), ("It should:", None, 0), ("act; and", None, 1), ("tell.", None, 1),
    ]  # fmt: skip


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('Boxed.')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{r('Before ')}<w:r>{both}</w:r>{r('and on.')}</w:p>"
    assert texts(tmp_path, body) == ["Before and on.", "Boxed."]


def test_what_only_older_programs_can_show_is_read(tmp_path: Path) -> None:
    both = "<mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback><w:t>shown</w:t></mc:Fallback></mc:AlternateContent>"
    body = f"<w:p><w:r>{both}</w:r></w:p><mc:AlternateContent><mc:Choice>{p('New.')}</mc:Choice></mc:AlternateContent>"
    assert texts(tmp_path, body) == ["shown", "New."]


def test_heads_feet_and_contents_are_furniture(tmp_path: Path) -> None:
    section = '<w:sectPr><w:headerReference r:id="header7"/><w:footerReference r:id="footer7"/></w:sectPr>'
    contents = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    contents += f"<w:sdtContent>{p('Findings 3')}</w:sdtContent></w:sdt>" + p("Custody 4", '<w:pStyle w:val="T"/>')
    styles = '<w:style w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    found = reading(
        tmp_path, contents + p("Words.") + section, header7=p("OFFICIAL"), footer7=p("Page 1"), styles=styles
    )
    assert [block.text for block in found.blocks] == ["Words."]
    assert [block.text for block in found.furniture] == ["Findings 3", "Custody 4", "OFFICIAL", "Page 1"]


def test_a_caption_is_one(tmp_path: Path) -> None:
    body = p("Table 1: calls", '<w:pStyle w:val="Caption"/>')
    assert reading(tmp_path, body).blocks == (Block("Table 1: calls", ParagraphKind.CAPTION),)


def call(id: int, sort: str = "footnote", own: str = "") -> str:
    custom = f' w:customMarkFollows="1"/><w:t>{own}</w:t' if own else "/"
    return f'<w:r><w:{sort}Reference w:id="{id}"{custom}></w:r>'


def note(id: int, text: str, sort: str = "footnote") -> str:
    return f'<w:{sort} w:id="{id}"><w:p><w:r><w:{sort}Ref/></w:r>{r(" " + text)}</w:p></w:{sort}>'


def test_footnotes_stand_after_their_paragraph_with_their_mark(tmp_path: Path) -> None:
    notes = note(7, "The second.") + note(8, "The first.") + note(9, "* Starred.")
    body = f"<w:p>{r('One')}{call(8)}{r(' two')}{call(7)}{r(' three')}{call(9, own='*')}{r('.')}</w:p>{p('After.')}"
    assert reading(tmp_path, body, footnotes=notes).blocks == (
        Block(f"One{called('1')} two{called('2')} three{called('*')}."),
        Block("The first.", ParagraphKind.FOOTNOTE, number="1"),
        Block("The second.", ParagraphKind.FOOTNOTE, number="2"),
        Block("Starred.", ParagraphKind.FOOTNOTE, number="*"),
        Block("After."),
    )


def test_endnotes_count_as_the_file_says(tmp_path: Path) -> None:
    body = f"<w:p>{r('One')}{call(1, 'endnote')}</w:p>"
    endnotes = note(1, "Ended.", "endnote")
    assert reading(tmp_path, body, endnotes=endnotes).blocks[1].number == "i"
    settings = '<w:endnotePr><w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/></w:endnotePr>'
    assert reading(tmp_path, body, endnotes=endnotes, settings=settings).blocks[1].number == "C"


def test_a_call_of_a_lost_note_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"letter\.docx is damaged"):
        reading(tmp_path, f"<w:p>{r('One')}{call(1)}</w:p>")


HEAD = "<w:tblHeader/>"


def test_a_row_says_what_its_figures_are(tmp_path: Path) -> None:
    body = table(cells("Force", "2023", properties=HEAD), cells("Northshire", "12"), cells("Eastmoor", ""))
    assert texts(tmp_path, body) == ["Force | 2023", "Force: Northshire | 2023: 12", "Force: Eastmoor"]


def test_a_bold_first_row_is_a_header_and_a_plain_one_is_not(tmp_path: Path) -> None:
    bold = "".join(f"<w:tc><w:p>{r(text, '<w:b/>')}</w:p></w:tc>" for text in ("Force", "Calls"))
    assert (
        texts(tmp_path, table(f"<w:tr>{bold}</w:tr>", cells("Northshire", "12")))[1] == "Force: Northshire | Calls: 12"
    )
    assert texts(tmp_path, table(cells("Force", "Calls"), cells("Northshire", "12")))[1] == "Northshire | 12"


def test_rows_and_cells_may_stand_in_content_controls(tmp_path: Path) -> None:
    held = (
        "<w:tblPr><w:tblLook w:val='wrong'/></w:tblPr><w:sdt><w:sdtContent>"
        + cells("a", "b")
        + "</w:sdtContent></w:sdt>"
    )
    row = f"<w:tr><w:sdt><w:sdtContent><w:tc>{p('c')}</w:tc></w:sdtContent></w:sdt><w:tc>{p('d')}</w:tc></w:tr>"
    assert texts(tmp_path, table(held, row)) == ["a | b", "c | d"]


def test_the_style_of_a_table_may_tell_its_header(tmp_path: Path) -> None:
    file = docx.Document()
    made = file.add_table(2, 2, style="Light Grid Accent 1")
    for cell, text in zip(made._cells, ["Force", "Calls", "Northshire", "12"], strict=True):
        cell.text = text
    file.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").blocks[1].text == "Force: Northshire | Calls: 12"


def wide(text: str, properties: str) -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_are_read_once_but_the_first_column_names_its_rows(tmp_path: Path) -> None:
    two = '<w:gridSpan w:val="2"/>'
    body = table(
        cells("Force", wide("Calls", two), properties=HEAD),
        cells("", "2023", "2024", properties=HEAD),
        cells(wide("Northshire", '<w:vMerge w:val="restart"/>'), "12", "15"),
        cells(wide("", "<w:vMerge/>"), wide("none", two)),
        cells(wide("All forces", '<w:gridSpan w:val="3"/>')),
    )
    assert texts(tmp_path, body) == [
        "Force | Calls",
        "2023 | 2024",
        "Force: Northshire | Calls, 2023: 12 | Calls, 2024: 15",
        "Force: Northshire | Calls: none",
        "All forces",
    ]


def test_a_table_that_only_sets_text_side_by_side_is_no_table(tmp_path: Path) -> None:
    letterhead = table(cells(f"<w:tc>{p('HMICFRS')}{p('Birmingham')}</w:tc>", "Jane Doe"))
    column = table(cells("One."), cells("Two."))
    around = table(cells(f"<w:tc>{table(cells('a', 'b'), cells('c', 'd'))}{p('')}</w:tc>", "Right."), cells("x", "y"))
    found = reading(tmp_path, letterhead + column + around).blocks
    assert [block.text for block in found] == [
        "HMICFRS",
        "Birmingham",
        "Jane Doe",
        "One.",
        "Two.",
        "a | b",
        "c | d",
        "Right.",
        "x",
        "y",
    ]
    assert [block.kind for block in found].count(ParagraphKind.ROW) == 2


def test_deleted_rows_and_cells_are_not_read(tmp_path: Path) -> None:
    body = table(cells("a", "b"), cells("c", "d", properties="<w:del/>"), cells("e", "f", wide("g", "<w:cellDel/>")))
    assert texts(tmp_path, body) == ["a | b", "e | f"]


def test_a_footnote_of_a_table_follows_its_row(tmp_path: Path) -> None:
    body = table(
        cells("Force", f"<w:tc><w:p>{r('Calls')}{call(1)}</w:p></w:tc>", properties=HEAD), cells("Northshire", "12")
    )
    found = reading(tmp_path, body, footnotes=note(1, "A year's."))
    assert [block.text for block in found.blocks] == [
        f"Force | Calls{called('1')}",
        "A year's.",
        "Force: Northshire | Calls: 12",
    ]


def test_the_lines_of_an_address_are_one_block(tmp_path: Path) -> None:
    lines = ["Chief Constable Ann Other", "Northshire Police", "NT1 2AB"]
    body = "".join(
        map(p, ["3 May 2024", "", *lines, "", "Dear Ann", "We found:", "much.", "Yours sincerely", "Jane", "HMI"])
    )
    plain = '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    assert texts(tmp_path, body, styles=plain) == [
        "3 May 2024", "\n".join(lines), "Dear Ann", "We found:", "much.", "Yours sincerely", "Jane\nHMI",
    ]  # fmt: skip
    spaced = "<w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after='200'/></w:pPr></w:pPrDefault></w:docDefaults>"
    assert len(texts(tmp_path, body, styles=plain + spaced)) == 10


def test_the_title_of_the_properties_is_taken_where_the_document_begins_with_it(tmp_path: Path) -> None:
    for text, title in (("Custody in Northshire", "Custody in Northshire"), ("Words.", None)):
        file = docx.Document()
        file.core_properties.title = "Custody in Northshire"
        file.add_paragraph(text)
        file.save(str(tmp_path / "a.docx"))
        assert read(tmp_path / "a.docx").title == title


def test_a_letter_becomes_paragraphs(tmp_path: Path) -> None:
    body = p("Chief Constable Ann Other") + p("") + p("Dear Ann") + p("Custody", '<w:pStyle w:val="Heading1"/>')
    body += p("Northshire Police acts.") + p("Yours sincerely") + p("Jane Doe")
    kinds = [paragraph.kind.value for paragraph in cut("x", reading(tmp_path, body))]
    assert kinds == ["addressee", "addressee", "heading", "body", "signature", "signature"]


WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8).filter(
    "o".__ne__  # a bullet, at the beginning of a line
)
INLINE = st.builds(
    "{}{}".format, WORD, st.sampled_from([" ", "</w:t><w:tab/><w:t>", "</w:t><w:br/><w:t>", " </w:t></w:r><w:r><w:t>"])
)
PARAGRAPH = st.builds(
    p,
    st.lists(INLINE, max_size=5).map(lambda parts: "".join(parts).replace("<w:t>", '<w:t xml:space="preserve">')),
    st.sampled_from(["", '<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="ListNumber"/>', '<w:pStyle w:val="Caption"/>', '<w:pStyle w:val="Title"/>']),
)  # fmt: skip
ELEMENT = st.recursive(
    PARAGRAPH,
    lambda inner: st.lists(st.lists(inner.map(lambda held: f"<w:tc>{held}</w:tc>"), min_size=1, max_size=3).map(lambda held: cells(*held)), max_size=3).map(lambda rows: table(*rows)),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=40)  # each is a Word file
@given(body=st.lists(ELEMENT, min_size=1, max_size=6).map("".join))
def test_no_word_is_lost(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    found = reading(tmp_path_factory.mktemp("word"), p("start") + body)
    shown = ElementTree.fromstring(f"<w:body {NAMES}>{body}</w:body>")
    words = " ".join(shown.itertext()).split()
    read_words = " ".join(f"{block.number or ''} {block.text}" for block in found.blocks).replace("|", " ").split()
    assert Counter(words) <= Counter(read_words)
