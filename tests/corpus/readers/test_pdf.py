import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph as Printed
from reportlab.platypus import SimpleDocTemplate

from corpus import UnreadableFile
from corpus.block import Reading
from corpus.paragraphs import cut
from corpus.readers import pdf as reader
from corpus.readers import read, whole
from tests.corpus.readers.pdfs import CUSTODY, PATROLS, PLAN, SYMBOLS, Pdf, one_page, raw_pdf, texts

WORDS = "the force of police in Northshire victims burglary plan is 12 seen; and, well by HMIC custody naïve “good” it’s".split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(lambda words: f"Then {' '.join(words)}.")
LONG = st.lists(st.sampled_from(WORDS), min_size=20, max_size=60).map(lambda words: f"Then {' '.join(words)}.")


@pytest.fixture
def pdf(tmp_path: Path) -> Pdf:
    return Pdf(tmp_path / "report.pdf")


@pytest.fixture
def path(pdf: Pdf) -> Path:
    """A report of three pages."""
    for text in (PLAN, PATROLS, CUSTODY):
        pdf.text(text)
        if text != CUSTODY:
            pdf.page()
    return pdf.save()


def refused(path: Path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as told:
        read(path)
    return told.value


def outcome(path: Path) -> Reading | UnreadableFile:
    """What was read, or why nothing was."""
    try:
        return read(path)
    except UnreadableFile as told:
        return told


def changed(path: Path, change: Callable[[bytes], bytes]) -> Path:
    path.write_bytes(change(path.read_bytes()))
    return path


def test_a_pdf_is_read_with_the_number_of_its_pages(path: Path) -> None:
    reading = read(path)
    assert [block.text.replace("\n", " ") for block in reading.blocks] == [PLAN, PATROLS, CUSTODY]
    assert (reading.pages, reading.headed, reading.ocr) == (3, True, False)


def test_the_share_of_pages_read_is_told(path: Path) -> None:
    shares: list[float] = []
    read(path, shares.append)
    assert shares == [1 / 3, 2 / 3, 1.0]


def test_words_parted_at_line_ends_are_joined_as_the_document_writes_them(pdf: Pdf) -> None:
    pdf.lines("All officers keep their infor-", "mation in one place, and this information is well-", "coordinated.")
    assert texts(pdf) == ["All officers keep their information in one place, and this information is well-coordinated."]


@pytest.mark.parametrize("hyphen", ["-", "\u2010"])
def test_a_hyphen_at_the_end_of_a_page_is_kept_with_its_word(pdf: Pdf, hyphen: str) -> None:
    pdf.line(f"Inspectors saw that officers in all of the towns of Northshire keep well{hyphen}", font=SYMBOLS)
    pdf.page()
    pdf.line("coordinated records.", font=SYMBOLS)
    assert texts(pdf) == [
        "Inspectors saw that officers in all of the towns of Northshire keep well-coordinated records."
    ]


def test_words_in_another_font_stay_in_their_line(pdf: Pdf) -> None:
    foot, left = pdf.foot, 72.0
    for words, font in (("The force has", "Helvetica"), ("a good", "Helvetica-Bold"), ("plan.", "Times-Italic")):
        left = pdf.line(words, left=left, foot=foot, font=font).right + 3
    assert texts(pdf) == ["The force has a good plan."]


def test_characters_that_mean_nothing_are_left_out(pdf: Pdf) -> None:
    pdf.text("The force\x02 has\ufffd a plan.", font=SYMBOLS)
    pdf.text("\x02\x02", font=SYMBOLS)
    assert texts(pdf) == ["The force has a plan."]


def test_a_page_of_pictures_among_pages_of_text_is_passed_over(pdf: Pdf) -> None:
    pdf.text(PLAN)
    pdf.page()
    pdf.canvas.rect(100, 100, 300, 500, fill=1)
    pdf.page()
    pdf.text(PATROLS)
    paragraphs = pdf.paragraphs()
    assert [(p.text, p.page) for p in paragraphs] == [(PLAN, 1), (PATROLS, 3)]
    assert read(pdf.path).pages == 3


def test_a_letter_that_few_may_change_is_read(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "letter.pdf", password=StandardEncryption("", "owner", canPrint=0, canModify=0))
    pdf.text(PLAN)
    assert texts(pdf) == [PLAN]


def test_a_file_with_a_password_is_told(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "letter.pdf", password="secret")
    pdf.text(PLAN)
    told = refused(pdf.save())
    assert told.problem == "letter.pdf is protected by a password."
    assert "without the password" in told.remedy


@pytest.mark.parametrize(
    "content", [b"words", b"PK\x03\x04words", b"%PDF-1.7\n", b"<html>%PDF-1.7</html>", b"%PDF-1.7\n%%EOF\n"]
)
def test_a_file_that_is_no_pdf_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letter.pdf").write_bytes(content)
    assert refused(tmp_path / "letter.pdf").problem == "letter.pdf is damaged or no PDF."


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").touch()
    assert refused(tmp_path / "letter.pdf").problem == "letter.pdf is empty."


@pytest.mark.parametrize("name", ["a" * 300 + ".pdf", "missing.pdf"])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    assert "cannot be opened" in refused(tmp_path / name).problem


def test_a_folder_named_like_a_pdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    assert "cannot be opened" in refused(tmp_path / "folder.pdf").problem


def test_a_file_too_large_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_BYTES", 1000)
    assert "report.pdf is larger than" in refused(path).problem


def test_a_file_of_too_many_pages_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_PAGES", 2)
    told = refused(path)
    assert (told.problem, told.remedy) == ("report.pdf has 3 pages.", "Add files of 1 to 2 pages.")


def test_a_file_without_pages_is_told(tmp_path: Path) -> None:
    path = raw_pdf(
        tmp_path / "none.pdf", {1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [] /Count 0 >>"}
    )
    assert "none.pdf" in refused(path).problem


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_cut_short_is_told_and_never_taken_for_a_shorter_one(path: Path, share: float) -> None:
    told = refused(changed(path, lambda data: data[: round(share * len(data))]))
    assert "damaged" in told.problem


def test_a_file_with_the_end_of_its_last_line_missing_is_read(path: Path) -> None:
    assert read(changed(path, bytes.rstrip)).pages == 3


def test_a_file_without_its_end_mark_is_told(path: Path) -> None:
    told = refused(changed(path, lambda data: data.replace(b"%%EOF", b"")))
    assert told.problem == "report.pdf is damaged: a part of it is missing or changed."


def test_what_a_server_added_behind_the_end_does_no_harm(path: Path) -> None:
    assert read(changed(path, lambda data: data + b"\r\n" * 200)).pages == 3


def test_changed_bytes_in_a_page_are_told(path: Path) -> None:
    def flip(data: bytes) -> bytes:
        at = data.index(b"stream\n") + 60
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    told = refused(changed(path, flip))
    assert told.problem == "report.pdf is damaged: a part of it is missing or changed."
    assert "Get it again" in told.remedy


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_changed_anywhere_are_told_or_do_no_harm(path: Path, data: st.DataObject) -> None:
    content = path.read_bytes()
    changes = data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), min_size=1, max_size=8)
    )
    mutated = bytearray(content)
    for at, value in changes:
        mutated[at] = value
    mutant = path.with_name("mutant.pdf")
    mutant.write_bytes(mutated)
    told = outcome(mutant)
    assert isinstance(told, Reading) or (told.problem and told.remedy)


def test_a_page_that_is_missing_is_told(path: Path) -> None:
    told = refused(changed(path, lambda data: data.replace(b"/Count 3", b"/Count 4")))
    assert told.problem == "Page 4 of report.pdf is damaged."


def test_a_page_that_would_cover_a_town_is_read(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "plan.pdf", size=(200_000_000.0, 300_000_000.0))
    pdf.text(PLAN)
    assert texts(pdf) == [PLAN]


def test_a_page_without_size_is_read(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "plan.pdf", size=(0.0, 0.0))
    pdf.text(PLAN)
    assert [block.text for block in read(pdf.save()).blocks + read(pdf.path).furniture]


@pytest.mark.parametrize("size", ["0", "1e-9", "1e38", "-12", "99999999999999999999999999999999999999999999"])
@pytest.mark.parametrize("place", ["72 700", "1e38 1e38", "-99999999999999999999999999999999999999999999 0"])
def test_numbers_that_mean_nothing_stop_nobody(tmp_path: Path, size: str, place: str) -> None:
    rules = f"0 0 m {place} l S {place} 50 60 re S "
    told = outcome(
        one_page(tmp_path / "odd.pdf", f"BT /F {size} Tf {place} Td (The force has a plan.) Tj ET {rules * 9}")
    )
    if isinstance(told, Reading):
        assert " ".join(block.text for block in told.blocks + told.furniture).split() == "The force has a plan.".split()


def test_a_page_full_of_strokes_is_read_in_no_time(pdf: Pdf) -> None:
    pdf.table([["Force", "Crimes"], ["Northshire", "120"], ["Eastmoor", "240"]] * 2, [150, 100])
    for at in range(4000):
        left, foot = 80 + at % 97, 300 + at % 89
        pdf.canvas.line(left, foot, left + 9, foot + at % 7)
    start = time.process_time()
    assert sorted(" ".join(texts(pdf)).split()) == sorted(pdf.written)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("depth", [10, 200, 20_000])
def test_pages_however_deep_in_their_tree_are_read_or_told(tmp_path: Path, depth: int) -> None:
    tree = {at: f"<< /Type /Pages /Kids [{at + 1} 0 R] /Count 1 /Parent {at - 1} 0 R >>" for at in range(2, depth + 2)}
    page = f"<< /Type /Page /Parent {depth + 1} 0 R /MediaBox [0 0 595 842] /Contents {depth + 3} 0 R /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    path = raw_pdf(
        tmp_path / "deep.pdf",
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            **tree,
            depth + 2: page,
            depth + 3: "BT /F 11 Tf 72 700 Td (The force has a plan.) Tj ET",
        },
    )
    told = outcome(path)
    if isinstance(told, Reading):
        assert [block.text for block in told.blocks] == ["The force has a plan."]
    else:
        assert depth > 1000
        assert "deep.pdf" in told.problem


def test_a_page_tree_that_leads_back_to_itself_is_told(tmp_path: Path) -> None:
    path = raw_pdf(
        tmp_path / "loop.pdf", {1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}
    )
    assert "loop.pdf" in refused(path).problem


def test_only_so_much_is_unpacked_to_see_whether_a_file_is_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "MAX_UNPACKED", 2_000_000)
    bomb = zlib.compress(bytes(20_000_000))[:-1] + b"?"  # its checksum is wrong, which nobody sees
    stream = b"99 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream\nendobj\n" % (len(bomb), bomb)
    assert read(changed(path, lambda data: data.replace(b"xref\n0", stream + b"xref\n0"))).pages == 3


@pytest.mark.parametrize("length", [b"", b"/Length 40", b"/Length 4000"])
def test_a_stream_that_is_not_as_long_as_it_says_is_a_part_that_is_missing(path: Path, length: bytes) -> None:
    stream = b"99 0 obj\n<< %b >>\nstream\n%b\nendstream\nendobj\n" % (length, b"x" * 400)
    with pytest.raises(UnreadableFile, match="a part of it is missing or changed"):
        read(changed(path, lambda data: data.replace(b"xref\n0", stream + b"xref\n0")))


@given(st.lists(SENTENCES, min_size=1, max_size=12))
@settings(max_examples=25)
def test_every_word_lands_in_exactly_one_paragraph_in_order(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str]
) -> None:
    path = tmp_path_factory.mktemp("printed") / "report.pdf"
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(str(path), pagesize=(300, 250)).build([Printed(text, style) for text in paragraphs])
    read_back = [p.text for p in cut("x", read(path))]
    assert " ".join(read_back).split() == " ".join(paragraphs).split()


@given(st.lists(LONG, min_size=1, max_size=6))
@settings(max_examples=15)
def test_paragraphs_over_many_pages_are_those_that_were_written(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str]
) -> None:
    path = tmp_path_factory.mktemp("printed") / "report.pdf"
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(str(path), pagesize=(300, 250)).build([Printed(text, style) for text in paragraphs])
    assert [p.text for p in cut("x", read(path))] == paragraphs


@pytest.mark.parametrize("lost", [b"endobj", b"endstream", b"4 0 obj"])
def test_an_object_without_its_beginning_or_end_is_a_part_that_is_missing(path: Path, lost: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"missing or changed|damaged"):
        read(changed(path, lambda data: data.replace(lost, b"%" * len(lost), 1)))
