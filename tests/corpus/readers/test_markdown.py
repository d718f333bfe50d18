from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ParagraphKind, UnreadableFile
from corpus.block import Block, Reading, called
from corpus.readers import read


def markdown(folder: Path, text: str, name: str = "report.md") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def texts(folder: Path, text: str) -> list[str]:
    return [block.text for block in markdown(folder, text).blocks]


def test_headings_of_both_forms_have_their_levels(tmp_path: Path) -> None:
    found = markdown(tmp_path, "Custody\n===\n\n## Calls ##\n\nWords.\n\nWaiting\n---\n", "report.markdown")
    assert [(block.text, block.level) for block in found.blocks] == [
        ("Custody", 0),
        ("Calls", 2),
        ("Words.", 0),
        ("Waiting", 2),
    ]
    assert (found.headed, found.title) == (True, "Custody")


def test_lists_have_depth_and_numbers(tmp_path: Path) -> None:
    found = markdown(tmp_path, "3. a\n   - b\n4. c\n\n(i) d\n\n4.12 The force").blocks
    assert [(block.text, block.number, block.depth) for block in found] == [
        ("a", "3.", 1), ("b", None, 2), ("c", "4.", 1), ("d", "(i)", 1), ("The force", "4.12", 1),
    ]  # fmt: skip


def test_a_row_says_what_its_figures_are(tmp_path: Path) -> None:
    found = markdown(tmp_path, "| Force | Calls |\n|---|--:|\n| Northshire | 12 |").blocks
    assert [block.text for block in found] == ["Force | Calls", "Force: Northshire | Calls: 12"]
    assert {block.kind for block in found} == {ParagraphKind.ROW}


def test_marks_in_a_line_are_taken_out(tmp_path: Path) -> None:
    text = "The *for*ce **acts** on `x < y`, [so](http://a).\nIt goes on  \nhere \\*. ![chart](a.png)"
    assert texts(tmp_path, text) == ["The force acts on x < y, so. It goes on\nhere *."]


def test_footnotes_are_tied_to_their_marks(tmp_path: Path) -> None:
    text = "Calls[^1] rose[^1].\n\n[^1]: A *year's*,\nin all.\n\n    Twice.\n\nAfter.\n\n```\n[^1]: code[^1]\n```"
    assert markdown(tmp_path, text).blocks == (
        Block(f"Calls{called('1')} rose{called('1')}."),
        Block("After."),
        Block("[^1]: code[^1]"),
        Block("A year's, in all.\nTwice.", ParagraphKind.FOOTNOTE, number="1"),
    )


def test_footnotes_with_names_are_numbered(tmp_path: Path) -> None:
    found = markdown(tmp_path, "Calls[^why] rose[^none] so[^who].\n[^why]: Paid.\n[^who]: All.").blocks
    assert found[0].text == f"Calls{called('1')} rose[^none] so{called('2')}."
    assert [(block.text, block.number) for block in found[1:]] == [("Paid.", "1"), ("All.", "2")]


def test_front_matter_tells_title_and_day(tmp_path: Path) -> None:
    found = markdown(
        tmp_path, "---\ntitle: 'Custody in Northshire'\ntags:\n  - a\ndate: 3 May 2024\n---\n# Custody\n\nWords."
    )
    assert (found.title, found.published) == ("Custody in Northshire", "2024-05-03")
    assert [block.text for block in found.blocks] == ["Custody", "Words."]
    assert "tags:" in found.furniture[-1].text


def test_a_rule_at_the_beginning_is_no_front_matter(tmp_path: Path) -> None:
    found = markdown(tmp_path, "---\nWords of it\n\n---\n\nMore.")
    assert [block.text for block in found.blocks] == ["Words of it", "More."]
    assert markdown(tmp_path, "---\nauthor: Jane\n---\nWords.").title is None


def test_html_in_it_is_read_as_such(tmp_path: Path) -> None:
    text = "Hard<br>break, <b>in</b>side.\n\n<table><tr><th>a<th>b<tr><td>1<td>2</table>\n\n<script>\nx\n</script>\n\nEnd<!-- c -->."
    assert texts(tmp_path, text) == ["Hard\nbreak, inside.", "a | b", "a: 1 | b: 2", "End."]


@pytest.mark.parametrize("tag", ["<title>", "<textarea>", "<!-- ", "<script>"])
def test_an_open_element_swallows_nothing(tmp_path: Path, tag: str) -> None:
    assert "The end." in texts(tmp_path, f"Write a {tag} here.\n\nThe end.")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "holds no words"), ("# --\n", "holds no words"), ("<!-- words -->", "holds no words"), ("a\0b", "not a text file"),
     ("> " * 500 + "words", "nested too deep"), ("- " * 500 + "words", "nested too deep")],
)  # fmt: skip
def test_what_cannot_be_read_is_told(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"report\.md .*{problem}") as fault:
        markdown(tmp_path, text)
    assert fault.value.remedy


def test_deep_lists_are_read(tmp_path: Path) -> None:
    assert texts(tmp_path, "- " * 25 + "words") == ["words"]


WORD = st.text("abcdefghijklmnpqrstuvwxyz", min_size=1, max_size=8)
LINE = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "*", "[", "`", "<b>", "~", "_"]),
        WORD,
        st.sampled_from(["", "*", "](a)", "`", "</b>"]),
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
MARKED = st.builds(
    "{}{}".format, st.sampled_from(["", "# ", "- ", "  - ", "1. ", "> ", "    ", "| ", "---\n", "\t", "```\n"]), LINE
)


@given(lines=st.lists(MARKED, min_size=1, max_size=8), end=st.sampled_from(["\n", "\n\n"]))
def test_no_word_is_lost(tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str) -> None:
    found = markdown(tmp_path_factory.mktemp("text"), "start\n\n" + end.join(lines))
    held = "".join(f"\n{block.text}" for block in (*found.blocks, *found.furniture))
    words = [word for word in "".join(c if c.islower() else " " for c in " ".join(lines)).split() if len(word) > 1]
    kept = "".join(c if c.islower() else " " for c in held).split()
    assert not [word for word in words if word not in "".join(kept)]
    assert len("".join(kept)) >= sum(map(len, words)) - len(lines) * 10  # link targets and tags are no words
    assert Counter(kept)["start"] >= 1
