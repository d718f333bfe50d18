"""What the Check screen shows of a statement and of a check, as HTML."""

from collections import Counter

import pytest

from assistant.answer import Citation
from assistant.check import Checked, Verdict
from assistant.difference import Change, Changed
from assistant.drafts.draft import Block, Draft, Part, draft_of
from assistant.gate import Quoted, QuoteStatus
from corpus import Document, DocumentKind
from screens.check_view import Progress, form, progress_view, row_view, source_view
from tests.screens.letters import NORTHSHIRE, paragraphs

DOCUMENT = Document(NORTHSHIRE, "Core business", DocumentKind.LETTER, "northshire.pdf", "0", inspectorates=("HMIC",))
CITATION = Citation(paragraphs(NORTHSHIRE)[3], DOCUMENT, "Officers look for wanted suspects every single day")
TEXT = "Officers look for wanted suspects every week."


def shown(checked: Checked, text: str = TEXT, part: Part = Part.TEXT) -> str:
    draft = Draft((Block(text, part),))
    return row_view(7, (draft.statements[0], checked), draft)


def test_a_statement_tells_its_verdict_by_a_mark_and_a_word_and_why() -> None:
    html = shown(Checked(TEXT, Verdict.CONTRADICTED, "The source says “day”, not “week”.", (CITATION,)))
    assert 'aria-hidden="true">✗</span> <span class="word">Contradicted</span>' in html
    assert "The source says “day”, not “week”." in html
    assert "The source says:" in html
    assert f'data-paragraph="{NORTHSHIRE}#4"' in html
    assert "HMIC letter, Core business · Wanted suspects · paragraph 2 · page 2" in html


def test_whether_the_written_reference_is_right_is_told() -> None:
    html = shown(Checked(TEXT, Verdict.SUPPORTED, "The source says the same.", reference="It is in paragraph 2."))
    assert "It is in paragraph 2." in html


def test_a_draft_cannot_bring_mark_up_or_links_of_its_own() -> None:
    text = '<script>alert(1)</script> says <a href="javascript:alert(1)">“this”</a> {{7*7}} of the force.'
    html = shown(Checked(text, Verdict.NOT_FOUND, "Nothing comes near <it>."), text)
    assert "<script" not in html
    assert "<a" not in html
    assert 'href="' not in html
    assert "&lt;script&gt;" in html
    assert "{{7*7}}" in html


def test_a_misquotation_is_shown_word_by_word_with_words_for_those_who_cannot_see_it() -> None:
    changes = (
        Change(Changed.SAME, "Officers look for wanted suspects every", "Officers look for wanted suspects every"),
        Change(Changed.REMOVED, "", "single"),
        Change(Changed.REPLACED, "week", "day"),
        Change(Changed.ADDED, "<b>", ""),
    )
    quoted = Quoted(QuoteStatus.ALTERED, difference=changes, changes_number=True, changes_meaning=True)
    html = shown(Checked(TEXT, Verdict.MISQUOTED, "A number is changed.", (CITATION,), quoted))
    assert '<ins><span class="visually-hidden">The source has: </span>single</ins>' in html
    assert '<del><span class="visually-hidden">You wrote: </span>week</del>' in html
    assert '<ins><span class="visually-hidden">The source has: </span>day</ins>' in html
    assert "You wrote: </span>&lt;b&gt;</del>" in html
    assert "Changes a number and the meaning" in html


def test_a_misquotation_that_changes_nothing_does_not_say_that_it_does() -> None:
    quoted = Quoted(QuoteStatus.ALTERED, difference=(Change(Changed.ADDED, "very", ""),))
    assert "Changes" not in shown(Checked(TEXT, Verdict.MISQUOTED, "Why.", (CITATION,), quoted))


def test_what_is_nearest_is_never_called_a_source() -> None:
    html = shown(Checked(TEXT, Verdict.NOT_FOUND, "No sentence says this.", (CITATION,)))
    assert "The nearest, which does not say it:" in html
    assert "The source says:" not in html


def test_what_there_is_nothing_in_to_check_is_no_heading_to_stop_at() -> None:
    assert "<h3" in shown(Checked(TEXT, Verdict.SUPPORTED, "Why."))
    assert "<h3" not in shown(Checked(TEXT, Verdict.NOTHING_TO_CHECK, "It is a question."))


@pytest.mark.parametrize(
    ("part", "place"), [(Part.CELL, "in a table"), (Part.NOTE, "in a footnote"), (Part.BOX, "in a text box")]
)
def test_where_a_statement_stands_in_a_file_is_told(part: Part, place: str) -> None:
    assert f"7, {place}</span>" in shown(Checked(TEXT, Verdict.SUPPORTED, "Why."), part=part)


COUNTS = Counter({Verdict.SUPPORTED: 2, Verdict.NOT_FOUND: 1, Verdict.NOTHING_TO_CHECK: 1})


@pytest.mark.parametrize(
    ("state", "total", "told"),
    [
        ("checking", 87, "Checking statement 5 of 87…"),
        ("done", 4, "4 statements checked against 1 document: 2 supported, 1 not found, 1 with nothing to check."),
        ("stopped", 87, "Stopped. 4 of 87 statements checked against 1 document: 2 supported, 1 not found, 1 with"),
        ("fault", 87, "The index is busy. 4 of 87 statements checked against 1 document: 2 supported"),
    ],
)
def test_how_far_a_check_is_is_told_in_words(state: str, total: int, told: str) -> None:
    progress = Progress(state, COUNTS, total, 1, fault="The index is busy." if state == "fault" else "")
    assert progress.told.startswith(told)
    assert told in progress_view(progress)


def test_a_screen_reader_is_told_each_quarter_and_not_each_statement() -> None:
    told = [Progress("checking", Counter({Verdict.SUPPORTED: done}), 100, 1).milestone for done in range(100)]
    assert list(dict.fromkeys(told)) == [
        "Checking 100 statements.",
        "25 percent checked.",
        "50 percent checked.",
        "75 percent checked.",
    ]


def test_a_checked_draft_can_be_taken_away_once_it_is_done() -> None:
    html = progress_view(Progress("done", COUNTS, 4, 1, token="abc"))
    assert [suffix for suffix in ("docx", "csv", "md") if f'href="checked/abc.{suffix}"' in html] == [
        "docx",
        "csv",
        "md",
    ]
    assert '<p class="downloads" hidden>' in progress_view(Progress("checking", COUNTS, 87, 1))


def test_what_not_found_means_is_told_where_there_is_one() -> None:
    assert "It may be true all the same" in progress_view(Progress("done", COUNTS, 4, 1))
    assert "It may be true" not in progress_view(Progress("done", Counter({Verdict.SUPPORTED: 1}), 1, 1))


def test_the_panel_says_what_will_appear_or_why_it_cannot() -> None:
    assert "Choose a source under a statement" in source_view()
    assert "It was removed &amp; more." in source_view(problem="It was removed & more.")


def test_the_file_dialogue_offers_the_formats_that_can_be_read() -> None:
    assert 'accept=".docx,.md,.markdown,.txt,.pdf"' in form()
    assert draft_of(TEXT).statements[0].text == TEXT
