"""Drafts from files: what is read of each format, and a clear word on those that cannot be."""

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.drafts.commented import commented
from assistant.drafts.draft import Block, Part, draft_of
from assistant.drafts.package import MAX_XML
from assistant.drafts.read import read_draft, with_statements
from corpus import UnusableInput
from tests.assistant.drafts import checked, parts
from tests.corpus.readers.word_files import W, p, part, word

SAID = "The force reviews its files every week."


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_markdown_is_read_by_its_structure(tmp_path: Path) -> None:
    text = f"# Files\n\n{SAID}[^1] It does so\nsince May.\n\n- An item **in bold** is read.\n\n| Year | Found |\n|---|---|\n| 2014 | Few files were read. |\n\n[^1]: A note is read.\n"
    draft = read_draft(written(tmp_path, "draft.md", text))
    assert draft.name == "draft.md"
    assert draft.blocks == (
        Block("Files", Part.HEADING),
        Block(f"{SAID} It does so since May."),
        Block("A note is read.", Part.NOTE),
        Block("An item in bold is read."),
        Block("Year", Part.CELL),
        Block("Found", Part.CELL),
        Block("2014", Part.CELL),
        Block("Few files were read.", Part.CELL),
    )


def test_lines_of_a_wrapped_text_are_one_paragraph_and_a_line_without_a_stop_is_no_heading(tmp_path: Path) -> None:
    text = "The force has a plan\n\nThe force reviews its files of\nwanted suspects every week.\n"
    draft = read_draft(written(tmp_path, "draft.txt", text), "mine.txt")
    assert draft.name == "mine.txt"
    assert draft.blocks == (
        Block("The force has a plan"),
        Block("The force reviews its files of wanted suspects every week."),
    )


def test_a_pdf_is_read_as_paragraphs(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "draft.pdf"))
    for at, line in enumerate(["The force reviews its files of", "wanted suspects every week."]):
        canvas.drawString(72, 720 - 14 * at, line)
    canvas.save()
    assert read_draft(tmp_path / "draft.pdf").text == "The force reviews its files of wanted suspects every week."


@pytest.mark.parametrize(
    ("name", "content", "problem", "remedy"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "without a password"),
        ("a.docx", b"\xd0\xcf\x11\xe0 Word.Document.8", r"an old Word file \(\.doc\)", "save it as .docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0 Word.Document.8", r"an old Word file \(\.doc\)", "save it as .docx"),
        ("a.docx", b"PK\x03\x04 and then nothing", "is damaged", "another copy"),
        ("a.docx", b"Just text.", "is not a Word file", "paste its text"),
        ("a.docx", b"", "is empty", "the file you meant"),
        ("a.txt", b"", "holds no words", "paste its text"),
        ("a.txt", b"%PDF-1.7 in disguise", "looks like a PDF", "paste its text"),
        ("a.pdf", b"%PDF-1.7 and no more", "a.pdf", "paste its text"),
        ("a.odt", b"PK", "not a format we can check", "Give one of .docx, .md"),
        ("a.md", "# Files\n\nWho reads them?\n", "There is no statement in the draft a.md", "sentences that say what was found"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_checked_says_why_and_what_to_do(
    tmp_path: Path, name: str, content: str | bytes, problem: str, remedy: str
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(UnusableInput, match=problem) as told:
        read_draft(path)
    assert remedy in told.value.remedy
    assert path.read_bytes() == (content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("name", ["none.docx", "none.txt", "none.pdf", "x" * 300 + ".docx"])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableInput, match=r"cannot be opened"):
        read_draft(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("word/document.xml", b" " * (MAX_XML + 1), "holds more than 40 MB of text"),
        ("word/document.xml", b"<w:p>" * 9, "is damaged"),
        ("word/document.xml", f'<x xmlns="{W}">{"<p>" * 300}{"</p>" * 300}</x>'.encode(), "is damaged"),
        ("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities"),
        ("word/document.xml", b"<workbook/>", "is an Excel workbook"),
        ("word/document.xml", part("document", "").encode(), "is damaged"),
        ("word/document.xml", part("document", '<w:body><w:altChunk r:id="a"/></w:body>').encode(), "holds other files"),
        ("word/document.xml", part("document", f"<w:body>{p('Why?')}</w:body>").encode(), "no statement in the draft"),
        ("_rels/.rels", b"<Relationships/>", "is damaged"),
    ],
)  # fmt: skip
def test_a_package_that_is_not_as_word_writes_it_is_refused(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    path = word(tmp_path / "a.docx", p(SAID))
    held = parts(path) | {name: content}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for each, raw in held.items():
            archive.writestr(each, raw)
    with pytest.raises(UnusableInput, match=problem):
        read_draft(path)


def test_a_zip_that_is_no_office_file_is_told(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("holiday.txt", "Sun.")
    with pytest.raises(UnusableInput, match="is not a Word file"):
        read_draft(tmp_path / "a.docx")


def test_pictures_are_not_unpacked_and_come_back_as_they_were(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", p(SAID))
    with ZipFile(path, "a") as archive:
        archive.writestr("word/media/photo.png", os.urandom(52_000_000), ZIP_STORED)
        archive.writestr("word/media/bomb.bmp", bytes(400_000_000), ZIP_DEFLATED, 1)
    file = commented(checked(read_draft(path)), path)
    with ZipFile(path) as before, ZipFile(BytesIO(file)) as after:
        assert after.read("word/media/photo.png") == before.read("word/media/photo.png")
        assert after.getinfo("word/media/bomb.bmp").CRC == before.getinfo("word/media/bomb.bmp").CRC


def test_files_of_python_docx_are_read_and_opened_again(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Files", 1)
    made.add_paragraph(SAID, "List Bullet")
    made.add_table(1, 1).cell(0, 0).text = "Few files were read."
    made.save(str(tmp_path / "a.docx"))
    draft = read_draft(tmp_path / "a.docx")
    assert [each.part for each in draft.blocks] == [Part.HEADING, Part.TEXT, Part.CELL]
    (tmp_path / "b.docx").write_bytes(commented(checked(draft), tmp_path / "a.docx"))
    opened = docx.Document(str(tmp_path / "b.docx"))
    assert [each.author for each in opened.comments] == ["Inspection assistant"] * 3
    assert opened.paragraphs[1].text == SAID


def test_a_pasted_draft_without_statements_is_told() -> None:
    with pytest.raises(UnusableInput, match=r"There is no statement in the draft\."):
        with_statements(draft_of("Files\n\nWe recommend that the board thanks the force."))
    assert with_statements(draft_of(SAID)).text == SAID
