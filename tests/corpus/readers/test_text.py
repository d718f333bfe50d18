from pathlib import Path

import pytest

from corpus import UnreadableFile
from corpus.paragraphs import cut
from corpus.readers import READERS, read
from corpus.readers.text import MAX_BYTES

WORDS = "The force’s plan – £5."


def written(folder: Path, content: bytes, name: str = "letter.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def texts(path: Path) -> list[str]:
    return [block.text for block in read(path).blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert texts(written(tmp_path, WORDS.encode(encoding))) == [WORDS]


def test_utf16_is_read_from_either_end(tmp_path: Path) -> None:
    assert texts(written(tmp_path, b"\xfe\xff" + WORDS.encode("utf-16-be"))) == [WORDS]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system_are_alike(tmp_path: Path, end: str) -> None:
    assert texts(written(tmp_path, f"One{end}{end}Two".encode())) == ["One", "Two"]


def test_the_name_may_be_in_capitals(tmp_path: Path) -> None:
    assert texts(written(tmp_path, b"One", "LETTER.TXT")) == ["One"]


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf", b"-- ** --", b"\xff\xfe"])
def test_a_file_without_words_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"letter\.txt holds no words"):
        read(written(tmp_path, content))


@pytest.mark.parametrize(
    "content",
    [b"\x01\x02\x1a", bytes(range(256)), b"PK\x03\x04\x00words", "words".encode("utf-32"), "words".encode("utf-16-le")],
)
def test_a_file_that_is_no_text_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="not a text file"):
        read(written(tmp_path, content))


def test_another_format_is_told_with_what_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"letter\.doc is not a format we can read\. Save it as one of ") as told:
        read(written(tmp_path, b"words", "letter.doc"))
    assert all(known in told.value.remedy for known in READERS)


def test_another_format_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"There is no file .*missing\.doc\. Check its name"):
        read(tmp_path / "missing.doc")


@pytest.mark.parametrize("name", ["missing.txt", "a" * 300 + ".txt", "nul\0.txt"])
def test_a_file_that_cannot_be_there_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read(tmp_path / name)


def test_a_folder_named_like_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read(tmp_path / "folder.txt")


def test_a_file_too_large_to_be_a_letter_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, b"words")
    with path.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableFile, match="larger than 50 MB"):
        read(path)


@pytest.mark.parametrize(
    ("content", "looks"), [(b"%PDF-1.4\n1 0 obj\n", "a PDF"), (b"{\\rtf1 The force.}", "a rich text")]
)
def test_another_format_written_in_letters_is_not_taken_for_text(tmp_path: Path, content: bytes, looks: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"letter\.txt looks like {looks}"):
        read(written(tmp_path, content))


def test_unseen_signs_around_a_word_do_not_take_it_away(tmp_path: Path) -> None:
    path = written(tmp_path, "The force\ufff9 does\ufffb not\ufff9\ufffb investigate.".encode())
    assert [paragraph.text for paragraph in cut("x", read(path))] == ["The force does not investigate."]
