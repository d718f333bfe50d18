"""Checked drafts as tables: nothing runs in a spreadsheet, nothing is taken for mark-up."""

import csv
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.check import Verdict
from assistant.drafts.draft import draft_of
from assistant.drafts.saving import as_file, require_other
from assistant.drafts.tables import as_csv, as_markdown
from assistant.saving import write_whole
from corpus import UnusableInput
from tests.assistant.drafts import checked

ONE, TWO = "The force reviews all of its files.", "Supervisors are told of delays."


def test_a_row_tells_all_that_is_known_of_a_statement() -> None:
    found = checked(draft_of(f"{ONE} {TWO}"), [Verdict.MISQUOTED, Verdict.NOT_FOUND], "“few”, not “all”.")
    rows = list(csv.DictReader(StringIO(as_csv(found, "http://app:1"))))
    assert rows[0] == {
        "number": "1",
        "statement": ONE,
        "verdict": "misquoted",
        "reason": "“few”, not “all”.",
        "source": "Letter to Kent Police, Core business · Opening · paragraph 1",
        "paragraph": "northshire-2014#7",
        "link": "http://app:1/source?paragraph=northshire-2014%237",
        "quote": "The force reviews few of its files.",
        "difference": "The force reviews [all; the source: few] of its files.",
    }
    assert (rows[1]["verdict"], rows[1]["difference"]) == ("not_found", "")
    assert as_csv(found).splitlines()[0] == "number,statement,verdict,reason,source,paragraph,link,quote,difference"
    assert next(csv.DictReader(StringIO(as_csv(found))))["link"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\uff1d"])
def test_a_statement_that_a_spreadsheet_could_run_is_made_harmless(start: str) -> None:
    found = checked(draft_of(ONE))
    row = (found.rows[0][0], replace(found.rows[0][1], statement=f'{start}HYPERLINK("http://x","a")'))
    cell = next(csv.DictReader(StringIO(as_csv(replace(found, rows=(row,))))))["statement"]
    assert cell == f'\'{start}HYPERLINK("http://x","a")'


@given(text=st.text(min_size=1))
def test_any_text_comes_back_from_the_table_and_stands_as_text_on_the_page(text: str) -> None:
    found = checked(draft_of(ONE))
    row = (found.rows[0][0], replace(found.rows[0][1], statement=text))
    strange = replace(found, rows=(row,))
    cell = next(csv.DictReader(StringIO(as_csv(strange), newline="")))["statement"]
    legal = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "\ufffd", text)
    assert cell in (legal, f"'{legal}")
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(as_markdown(strange))
    kinds = {each.type for token in tokens for each in token.children or ()}
    assert kinds <= {"text", "text_special"}


def test_a_page_lists_the_counts_and_every_statement() -> None:
    found = checked(draft_of(f"{ONE} {TWO}", "a_draft.md"), [Verdict.MISQUOTED, Verdict.NOT_FOUND], "Not | so.")
    page = as_markdown(found, "http://app:1")
    assert page.startswith("# What was checked: a\\_draft.md\n\nChecked on 4 May 2026 at 11:30 against 12 documents.\n")
    assert "| ≠ Misquoted | 1 |\n| ? Not found | 1 |" in page
    assert (
        f"## 1. ≠ Misquoted\n\n{ONE}\n\n- Not \\| so.\n- Difference: The force reviews \\[all; the source: few\\]"
        in page
    )
    assert "- The nearest, which is no source: “The force reviews few of its files.” ([Letter to Kent" in page
    assert page.rstrip().endswith("(<http://app:1/source?paragraph=northshire-2014%237>))")


def test_a_table_for_spreadsheets_is_marked_as_utf_8(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", as_file(checked(draft_of(ONE)), ".csv", tmp_path / "a.txt"))
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfnumber,statement")
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("draft.docx", "is the draft itself"),
        ("sub/../draft.docx", "is the draft itself"),
        ("link.docx", "is the draft itself"),
        ("a.pdf", "is not a format we can write"),
        ("none/a.docx", "cannot be written"),
        ("draft.docx/a.csv", "cannot be written"),
        ("folder.md", "cannot be written .it is a folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_anything_is_done(
    tmp_path: Path, target: str, problem: str
) -> None:
    source = tmp_path / "draft.docx"
    source.write_bytes(b"")
    (tmp_path / "sub").mkdir()
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "link.docx").hardlink_to(source)
    with pytest.raises(UnusableInput, match=problem):
        require_other(tmp_path / target, source)
    require_other(tmp_path / "out.docx", source)
    assert not (tmp_path / "out.docx").exists()
