import random
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from corpus import UnreadableFile
from corpus.readers import package, read

from .word_files import NAMES, p, part, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(parts: dict[str, str], compression: int = ZIP_DEFLATED) -> bytes:
    raw = BytesIO()
    with ZipFile(raw, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "looks like a PDF"),
        (b"\n<!DOCTYPE html><p>x", "looks like a web page"),
        (b"{\\rtf1 x}", "looks like a rich text file"),
        (b"plain words", "is not a Word file"),
        (OLE + b"x" * 600, "is an old Office file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (b"PK\x03\x04 cut short", "is damaged"),
        (zipped({"xl/workbook.xml": "<a/>"}), "looks like an Excel workbook"),
        (zipped({"ppt/presentation.xml": "<a/>"}), "looks like a PowerPoint presentation"),
        (zipped({"content.xml": "<a/>"}), "looks like an OpenDocument file"),
        (zipped({"readme.txt": "words"}), "is damaged"),
        (zipped({"word/document.xml": "<a/>"}, ZIP_BZIP2), "is damaged"),
    ],
)
def test_what_is_no_word_file_is_told(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=rf"letter\.docx {problem}") as fault:
        read(path)
    assert fault.value.remedy


def document(folder: Path, content: str) -> Path:
    """A Word file whose main part is that."""
    path = word(folder / "whole.docx", p("x"))
    with ZipFile(path) as whole:
        parts = {name: whole.read(name).decode() for name in whole.namelist() if name.endswith((".xml", ".rels"))}
    path = folder / "letter.docx"
    path.write_bytes(zipped(parts | {"word/document.xml": content}))
    return path


BODY = part("document", f"<w:body>{p('Words.')}</w:body>")
BOMB = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + BODY.split("?>")[1].replace(
    "Words", "&b;"
)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (BODY[:-20], "damaged"),
        (BODY.replace("</w:t>", ""), "damaged"),
        (BODY.replace("UTF-8", "martian"), "damaged"),
        (BODY.replace("UTF-8", "utf-7"), "damaged"),
        (BODY.replace("Words", "&nbsp;"), "damaged"),
        ("", "damaged"),
        (BOMB, "declares entities"),
        (BODY.replace("<w:body>", "<w:body>" + "<w:sdt>" * 10_000), "nested too deep"),
        (f"<w:document {NAMES}/>", "not a Word document"),
        (f"<workbook {NAMES}><w:body/></workbook>", "not a Word document"),
        (BODY.replace("Words.", "--"), "holds no words"),
        (BODY.replace("<w:body>", "<w:body><w:altChunk/>"), "holds other files"),
        (BODY.replace("</w:body>", '<w:sectPr><w:headerReference r:id="no"/></w:sectPr></w:body>'), "damaged"),
    ],
)
def test_a_document_is_read_whole_or_refused(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(UnreadableFile, match=problem):
        read(document(tmp_path, content))


def test_an_intact_one_is_read(tmp_path: Path) -> None:
    assert read(document(tmp_path, BODY)).blocks[0].text == "Words."


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(zipped({"word/media/a.bin": "0" * 300_000, "word/document.xml": BODY}))
    monkeypatch.setattr(package, "MAX_UNPACKED", 200_000)
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        read(path)
    monkeypatch.undo()
    monkeypatch.setattr(package, "MAX_BYTES", 100)
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        read(path)


def test_an_encrypted_zip_is_told(tmp_path: Path) -> None:
    raw = bytearray(word(tmp_path / "letter.docx", p("x")).read_bytes())
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1  # the flag of encryption, in the last entry of the directory
    (tmp_path / "letter.docx").write_bytes(raw)
    with pytest.raises(UnreadableFile, match="encrypted"):
        read(tmp_path / "letter.docx")


def cut_off(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def flipped(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :]


def overwritten(raw: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(raw)), chance.randrange(200)
    return raw[:at] + chance.randbytes(length) + raw[at + length :]


@pytest.mark.parametrize("mutate", [cut_off, flipped, overwritten])
def test_a_mutated_file_is_read_as_before_or_refused(
    tmp_path: Path, mutate: Callable[[bytes, random.Random], bytes]
) -> None:
    whole = word(tmp_path / "whole.docx", p("Words.") * 20)
    expected, path, chance = read(whole), tmp_path / "letter.docx", random.Random(3)
    for _ in range(40):
        path.write_bytes(mutate(whole.read_bytes(), chance))
        with suppress(UnreadableFile):
            assert read(path) == expected
