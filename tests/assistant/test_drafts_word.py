"""Word files as drafts, and with comments: what is read, and that nothing but comments and a last page is put in."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.check import Verdict
from assistant.drafts.commented import commented
from assistant.drafts.draft import Block, Draft, Part, draft_of
from assistant.drafts.word import read_word
from corpus import UnusableInput
from tests.assistant.drafts import CITED, checked, commented_words, parts, words
from tests.corpus.readers.word_files import cells, p, part, r, table, word

ONE, TWO = "The force reviews its files weekly.", "Supervisors are told of delays."
CHANGE = 'w:id="{}" w:author="Jo" w:date="2026-01-01T00:00:00Z"'
NOTE = '<w:footnote w:id="{}"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def added(content: str, id: int = 51) -> str:
    return f"<w:ins {CHANGE.format(id)}>{content}</w:ins>"


def deleted(text: str) -> str:
    return f"<w:del {CHANGE.format(52)}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def field(result: str, code: str = "REF a") -> str:
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return FIELD.format("begin") + instruction + FIELD.format("separate") + result + FIELD.format("end")


def box(content: str) -> str:
    shape = f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict>"
    choice = f'<mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
    return f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def paragraph(*content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def blocks(folder: Path, body: str, **held: str) -> list[Block]:
    return list(read_word(word(folder / "draft.docx", body, held)).draft.blocks)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (r("The force ") + r("must", "<w:b/>") + r(" act."), "The force must act."),
        (r("It is ") + added(r("now ")) + deleted("not ") + r("done."), "It is now done."),
        (f"<w:moveFrom {CHANGE.format(1)}>{r('Moved.')}</w:moveFrom>" + r("Here."), "Here."),
        (f"<w:moveTo {CHANGE.format(1)}>{r('Moved.')}</w:moveTo>", "Moved."),
        (r("See ") + field(r("page 3")) + r("."), "See page 3."),
        (field(r("One"), "IF </w:instrText></w:r>" + field(r("code")) + "<w:r><w:instrText>") + r("."), "One."),
        (r("See ") + f'<w:fldSimple w:instr="REF a">{r("[3]")}</w:fldSimple>' + r("."), "See [3]."),
        (FIELD.format("begin") + r("An unended field."), "An unended field."),
        (f'<w:hyperlink r:id="x">{r("A link")}</w:hyperlink>' + r("."), "A link."),
        (control(r("Chosen")) + r("."), "Chosen."),
        (control(r("Click here to enter text."), "<w:showingPlcHdr/>") + r("Typed."), "Typed."),
        (r("Seen.") + r(" Not seen.", "<w:vanish/>"), "Seen."),
        (r("Shown.", '<w:vanish w:val="0"/>'), "Shown."),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:tab/><w:t>C.</w:t></w:r>", "A-B\tC."),
        ("<w:r><w:t>It was</w:t><w:br/><w:t>done.</w:t><w:br/><w:t>Then</w:t></w:r>", "It was done.\nThen"),
        ("<w:r><w:t>  no blanks </w:t></w:r>", "no blanks"),
        ("<w:r><w:ruby><w:rt>" + r("over") + "</w:rt><w:rubyBase>" + r("Base.") + "</w:rubyBase></w:ruby></w:r>", "Base."),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_it_is_printed_with_its_changes_accepted(tmp_path: Path, content: str, text: str) -> None:
    assert [block.text for block in blocks(tmp_path, paragraph(content))] == [text]


def test_all_places_of_a_document_are_read_in_their_order(tmp_path: Path) -> None:
    inner = table(cells("In a cell of a cell."))
    grid = table(cells("One.", f"<w:tc>{p('Two.')}{inner}{p('')}</w:tc>"), cells("Gone.", properties="<w:del/>"))
    note = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    body = paragraph(r("A heading"), properties='<w:pStyle w:val="Heading1"/>')
    body += paragraph(r("Words."), note, box(p("Boxed."))) + grid + control(p("Controlled."))
    body += paragraph(r("1 A heading"), properties='<w:pStyle w:val="TOC1"/>')
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    found = blocks(tmp_path, body, footnotes=NOTE.format(3, r("Noted.")), styles=styles)
    assert [(block.text, block.part) for block in found] == [
        ("A heading", Part.HEADING),
        ("Words.", Part.TEXT),
        ("Noted.", Part.NOTE),
        ("Boxed.", Part.BOX),
        ("One.", Part.CELL),
        ("Two.", Part.CELL),
        ("In a cell of a cell.", Part.CELL),
        ("Controlled.", Part.TEXT),
    ]


def test_paragraphs_go_on_where_the_mark_between_them_is_deleted(tmp_path: Path) -> None:
    mark = f"<w:rPr><w:del {CHANGE.format(7)}/></w:rPr>"
    assert [each.text for each in blocks(tmp_path, paragraph(r("One "), properties=mark) + p("and two."))] == [
        "One and two."
    ]


def test_hidden_by_a_style_is_not_read(tmp_path: Path) -> None:
    style = '<w:style w:type="character" w:styleId="H"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = paragraph(r("Seen."), r("Hidden.", '<w:rStyle w:val="H"/>'))
    assert [each.text for each in blocks(tmp_path, body, styles=style)] == ["Seen."]


@pytest.mark.parametrize(
    ("content", "on"),
    [
        (r(f"{ONE} {TWO}"), [ONE, TWO]),
        (r(ONE[:9]) + r(ONE[9:] + " " + TWO[:4], "<w:b/>") + r(TWO[4:]), [ONE, TWO]),
        (r(ONE[:9]) + added(r(ONE[9:] + " " + TWO)), [ONE, TWO]),
        (r(ONE + " ") + f'<w:hyperlink r:id="x">{r(TWO[:9])}</w:hyperlink>' + r(TWO[9:]), [ONE, TWO]),
        (r(ONE[:9]) + deleted("not") + r(ONE[9:] + " ") + field(r(TWO)), [ONE, TWO]),
        (control(r(ONE)) + r(" " + TWO), [ONE, TWO]),
        (r(ONE) + '<w:r><w:footnoteReference w:id="3"/></w:r>' + r(" " + TWO), [ONE, "", TWO]),
        (box(p(TWO)) + r(ONE), ["", ONE]),
        (f"<w:r><w:ruby><w:rubyBase>{r(ONE)}</w:rubyBase></w:ruby></w:r>" + r(" " + TWO), [ONE, TWO]),
    ],
)
def test_comments_are_on_the_very_words_of_their_statements(tmp_path: Path, content: str, on: list[str]) -> None:
    path = word(tmp_path / "draft.docx", paragraph(content), {"footnotes": NOTE.format(3, r(TWO))})
    found = commented_words(commented(checked(read_word(path).draft), path))
    assert [words for words, _ in found] == on


def test_a_note_takes_no_comment_so_its_mark_has_it_and_the_comment_quotes_the_statement(tmp_path: Path) -> None:
    body = paragraph(r("Files"), '<w:r><w:footnoteReference w:id="3"/></w:r>', r(" are old."))
    path = word(tmp_path / "draft.docx", body, {"footnotes": NOTE.format(3, r(f"{ONE} {TWO}"))})
    file = commented(checked(read_word(path).draft), path)
    told = [said for on, said in commented_words(file) if not on]
    assert [f"On: “{each}”" in said for each, said in zip([ONE, TWO], told, strict=True)] == [True, True]
    assert parts(file)["word/footnotes.xml"] == parts(path)["word/footnotes.xml"]


def test_a_comment_tells_the_verdict_the_reason_the_source_and_where_to_find_it(tmp_path: Path) -> None:
    path = word(tmp_path / "draft.docx", p(ONE))
    file = commented(checked(read_word(path).draft, [Verdict.MISQUOTED], "“few”, not “all”."), path, "http://app:1/")
    assert commented_words(file)[0][1].split("\n") == [
        "≠ Misquoted · statement 1",
        "“few”, not “all”.",
        "The force reviews all few of its files. ",
        "Struck through: words of the draft. Bold: words of the source.",
        "Source: “The force reviews few of its files.”",
        "Letter to Kent Police, Core business · Opening · paragraph 1",
        "http://app:1/source?paragraph=northshire-2014%237",
    ]
    comments = parts(file)["word/comments.xml"].decode()
    assert all(
        each in comments for each in ('w:author="Inspection assistant"', 'w:initials="IA"', "2026-05-04T10:30:00Z")
    )
    assert b"http://app:1/source?paragraph=northshire-2014%237" in parts(file)["word/_rels/comments.xml.rels"]


def test_nothing_is_changed_but_what_must_be(tmp_path: Path) -> None:
    own = f'<w:comment w:id="0" w:author="Jo">{p("Is this so?")}</w:comment>'
    marks = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    tracked = r(f"{ONE} {TWO}", f"<w:b/><w:rPrChange {CHANGE.format(3)}><w:rPr/></w:rPrChange>")
    path = word(tmp_path / "draft.docx", paragraph(marks.format(tracked), deleted("gone")), {"comments": own})
    file = commented(checked(read_word(path).draft), path)
    before, after = parts(path), parts(file)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"word/document.xml", "word/comments.xml"}
    assert [words for words, _ in commented_words(file)] == [f"{ONE} {TWO}", ONE, TWO]
    assert commented_words(file)[0][1] == "Is this so?"
    assert after["word/document.xml"].count(b"<w:b/><w:rPrChange") == 3  # two statements and the blank between
    assert b"<w:delText>gone</w:delText>" in after["word/document.xml"]
    ids = _ids(after["word/document.xml"], ("ins", "del", "rPrChange", "commentRangeStart"))
    assert len(ids) == len(set(ids)) == 7


def _ids(raw: bytes, tags: tuple[str, ...]) -> list[str]:
    elements = [each for each in ElementTree.fromstring(raw).iter() if each.tag.rpartition("}")[2] in tags]
    return [each.get(f"{each.tag.rpartition('}')[0]}}}id", "") for each in elements]


LAYOUTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["It is so. ", "Few files are", " reviewed", ". ", "Why? ", "One; ", "é", "\u2019s “own” ", "  "]
        ),
        st.sampled_from(["run", "bold", "ins", "link", "field", "control", "deleted", "box", "note"]),
    ),
    min_size=1,
    max_size=12,
)
MADE: dict[str, Callable[[str], str]] = {
    "run": r,
    "bold": lambda text: r(text, "<w:b/><w:i/>"),
    "ins": lambda text: added(r(text) + r(text)),
    "link": lambda text: f'<w:hyperlink w:anchor="x">{r(text)}{r(text)}</w:hyperlink>',
    "field": lambda text: field(r(text)),
    "control": lambda text: control(r(text)),
    "deleted": deleted,
    "box": lambda text: box(p(f"{text}It is in a box.")),
    "note": lambda text: r(text) + '<w:r><w:t>It is so.</w:t><w:footnoteReference w:id="3"/><w:t>And so on.</w:t></w:r>',
}  # fmt: skip


@settings(max_examples=40)
@given(layout=LAYOUTS)
def test_no_word_is_lost_or_moved_however_a_paragraph_is_made(
    tmp_path_factory: pytest.TempPathFactory, layout: list[tuple[str, str]]
) -> None:
    body = p("It begins here.") + paragraph(*(MADE[how](text) for text, how in layout))
    held = {"footnotes": NOTE.format(3, r(ONE)), "styles": ""}
    path = word(tmp_path_factory.mktemp("made") / "draft.docx", body, held)
    draft = read_word(path).draft
    file = commented(checked(draft), path)
    path.write_bytes(file)
    again = read_word(path).draft.blocks
    assert again == draft.blocks
    stated = [each.text for each in draft.statements if draft.blocks[each.block].part is Part.TEXT]
    found = [on for on, told in commented_words(file) if "On: “" not in told]
    assert [" ".join(on.split()) for on in found] == [" ".join(each.split()) for each in stated]


def test_the_last_page_sums_up_and_lists_what_to_look_at(tmp_path: Path) -> None:
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    path = word(tmp_path / "draft.docx", p(f"{ONE} {TWO}") + section)
    verdicts = [Verdict.SUPPORTED, Verdict.CONTRADICTED]
    file = commented(checked(read_word(path).draft, verdicts, "It says “few”."), path)
    text = words(ElementTree.fromstring(parts(file)["word/document.xml"])).split("\n")
    assert text[1:3] == [
        "What was checked",
        "Checked on 4 May 2026 at 11:30 against 12 documents. Each statement that was checked has a comment with its source.",
    ]
    assert text[text.index("2", text.index("Statements to look at")) :][:4] == [
        "2", TWO, "✗\u00a0Contradicted", "It says “few”."
    ]  # fmt: skip
    assert parts(file)["word/document.xml"].rindex(b"<w:sectPr>") > parts(file)["word/document.xml"].rindex(b"</w:tbl>")


def test_a_draft_that_is_checked_again_has_one_last_page(tmp_path: Path) -> None:
    path = word(tmp_path / "draft.docx", p(ONE))
    for verdict in (Verdict.CONTRADICTED, Verdict.SUPPORTED):
        path.write_bytes(commented(checked(read_word(path).draft, [verdict]), path))
    text = words(ElementTree.fromstring(parts(path)["word/document.xml"]))
    assert text.count("What was checked") == 1
    assert "Statements to look at" not in text
    assert [told.split(" · ")[0] for _, told in commented_words(path.read_bytes())] == ["✗ Contradicted", "✓ Supported"]


def test_a_draft_that_all_stands_says_so(tmp_path: Path) -> None:
    path = word(tmp_path / "draft.docx", p(ONE))
    assert b"Every statement that could be checked is supported." in parts(commented(checked(read_word(path).draft), path))["word/document.xml"]  # fmt: skip


def test_a_pasted_draft_comes_back_as_a_new_word_file(tmp_path: Path) -> None:
    draft = Draft(
        (Block("A heading", Part.HEADING), Block(""), Block(f"{ONE}\x07\t{TWO}"), Block("What\nis it?")), "a.md"
    )
    file = commented(checked(draft, [Verdict.NOTHING_TO_CHECK, *[Verdict.NOT_FOUND] * 3], "No\x00t \ud800there."))
    (tmp_path / "new.docx").write_bytes(file)
    opened = docx.Document(str(tmp_path / "new.docx"))
    assert [(each.style.name, each.text) for each in opened.paragraphs if each.style][:3] == [
        ("Heading 2", "A heading"),
        ("Normal", f"{ONE}\ufffd\t{TWO}"),
        ("Normal", "What\nis it?"),
    ]
    assert [on for on, _ in commented_words(file)][:1] == [f"{ONE}\ufffd\t{TWO}"]
    assert "No\ufffdt \ufffdthere." in commented_words(file)[0][1]
    assert len(list(opened.comments)) == len(draft.statements) - 1


def test_strict_word_files_are_commented_in_their_own_form(tmp_path: Path) -> None:
    path = word(tmp_path / "draft.docx", p(ONE))
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = part("document", f"<w:body>{p(ONE)}</w:body>").replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict)  # fmt: skip
    path = _with(path, "word/document.xml", body.encode())
    after = parts(commented(checked(read_word(path).draft), path))
    assert strict.encode() in after["word/comments.xml"]
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in after["word/_rels/document.xml.rels"]


def test_a_file_that_was_changed_meanwhile_is_not_commented(tmp_path: Path) -> None:
    path = word(tmp_path / "draft.docx", p(ONE))
    found = checked(read_word(path).draft)
    word(path, p(TWO))
    with pytest.raises(UnusableInput, match=r"draft\.docx has changed since it was checked\. Check it again\."):
        commented(found, path)


def test_a_source_that_is_no_word_file_is_not_needed(tmp_path: Path) -> None:
    assert commented_words(commented(checked(draft_of(ONE, "a.txt")), tmp_path / "a.txt"))[0][0] == ONE
    assert CITED.quote in commented_words(commented(checked(draft_of(ONE))))[0][1]


def _with(path: Path, name: str, raw: bytes) -> Path:
    held = parts(path) | {name: raw}
    with ZipFile(path, "w") as archive:
        for each, content in held.items():
            archive.writestr(each, content)
    return path
