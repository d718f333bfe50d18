"""A draft's statements with their verdicts, and whether the references written with them are right."""

from urllib.parse import quote

import pytest

from assistant import Assistant
from assistant.check import Checked, Checker, Verdict
from assistant.drafts.checked import check_draft
from assistant.drafts.draft import Block, Draft, Part, draft_of
from tests.assistant.letters import NORTHSHIRE_2016, TEAM

RIGHT = "The reference is right."


@pytest.fixture(scope="module")
def checker(two_forces: Assistant) -> Checker:
    return Checker(two_forces.corpus, two_forces.index)


def checked(checker: Checker, text: str) -> list[Checked]:
    return [row for _, row in check_draft(checker, draft_of(text)).rows]


@pytest.mark.parametrize(
    "written",
    [
        "Northshire letter 2014, Crime recording, paragraph 1",
        "HMIC letter to Northshire, 5 May 2014",
        "HMIC letter to Northshire Police, Core business, 5 May 2014 · Crime recording and attendance · paragraph 1",
        "/source?paragraph={id}",
    ],
)
def test_a_right_reference_is_told_so(checker: Checker, two_forces: Assistant, written: str) -> None:
    id = next(each.id for each in two_forces.corpus.paragraphs("northshire-2014") if each.text == TEAM)
    statement = f"{TEAM[:-1]} ({written.format(id=quote(id))})."
    (row,) = checked(checker, statement)
    assert (row.verdict, row.reference, row.statement) == (Verdict.SUPPORTED, RIGHT, statement)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Northshire letter 2014, Crime recording, paragraph 2", "the words are in paragraph 1 (Crime recording and attendance)."),
        ("Northshire letter 2016", "Core business, 5 May 2014 · Crime recording and attendance · paragraph 1."),
        ("Eastmoor letter, paragraph 1", "the words are in HMIC letter to Northshire Police, Core business, 5 May 2014"),
        ("Northshire letter 2014, paragraph 99", "That letter has no paragraph 99."),
        ("Northshire letter", "It fits 2 documents:"),
        ("[4]", "The draft has no list that says what [4] is."),
    ],
)  # fmt: skip
def test_a_wrong_reference_is_told_with_the_right_one(checker: Checker, written: str, told: str) -> None:
    (row,) = checked(checker, f"{TEAM[:-1]} ({written}).".replace("([4])", "[4]"))
    assert row.verdict is Verdict.SUPPORTED
    assert told in row.reference


def test_a_quotation_is_looked_for_everywhere_and_its_place_is_told(checker: Checker) -> None:
    quoted = f"“{NORTHSHIRE_2016[1]}”"
    rows = checked(checker, f"{quoted} (Northshire letter 2014)\n{quoted} (Northshire letter 2016)")
    wrong, right = (row for row in rows if row.verdict is Verdict.SUPPORTED)
    assert "5 May 2016 · Crime recording and attendance · paragraph 2" in wrong.reference
    assert right.reference == RIGHT


def test_what_another_forces_letter_says_does_not_support_it(checker: Checker) -> None:
    (row,) = checked(
        checker, "The force reviews the files of wanted suspects every week (Northshire letter 2016, paragraph 1)."
    )
    assert row.verdict is Verdict.CONTRADICTED
    assert {each.document.id for each in row.citations} == {"northshire-2016"}
    assert "is right" in row.reference


def test_the_letter_that_the_sentence_is_according_to_is_the_one_searched(checker: Checker) -> None:
    (row,) = checked(checker, "According to the Kent letter, paragraph 2, officers look for wanted suspects each day.")
    assert row.verdict is Verdict.NOT_FOUND
    assert "Kent" in row.reason
    assert row.reference == "We hold no document on Kent Police."


def test_numbers_are_followed_through_the_drafts_list(checker: Checker) -> None:
    rows = checked(
        checker,
        f"{TEAM[:-1]} [1].\n{TEAM[:-1]} [2].\n{TEAM[:-1]} [1, 2].\n{TEAM[:-1]} [7].\n\nReferences\n"
        "[1] Northshire letter 2014, Crime recording, paragraph 1\n[2] Eastmoor letter, Crime recording, paragraph 2\n",
    )
    assert [row.verdict for row in rows] == [Verdict.SUPPORTED] * 4 + [Verdict.NOTHING_TO_CHECK] * 3
    assert rows[0].reference == RIGHT
    assert rows[1].reference.startswith("The draft refers to “[2] Eastmoor letter, Crime recording, paragraph 2”;")
    assert rows[2].reference.startswith("“[1]” is right. The draft refers to “[2] Eastmoor")
    assert rows[3].reference == "The draft's list has no [7]."
    assert [row.reason for row in rows[5:]] == ["It is an entry of the list of references."] * 2


def test_a_reference_behind_the_full_stop_is_of_the_sentence_before(checker: Checker) -> None:
    first, second = checked(checker, f"{TEAM} (Northshire letter 2014, Crime recording, paragraph 1)")
    assert (first.verdict, first.reference) == (Verdict.SUPPORTED, RIGHT)
    assert (second.verdict, second.reason) == (Verdict.NOTHING_TO_CHECK, "It is a reference.")


def test_what_is_not_found_says_nothing_of_its_reference_but_that_it_leads_nowhere(checker: Checker) -> None:
    found, lost = checked(
        checker,
        "Northshire runs forty dogs in the hills (Northshire letter 2014).\n"
        "Northshire runs forty dogs in the hills (Northshire letter 2011).",
    )
    assert (found.verdict, found.reference) == (Verdict.NOT_FOUND, "")
    assert lost.verdict is Verdict.NOT_FOUND
    assert lost.reference.startswith("We hold no letter on Northshire Police of 2011. We hold HMIC letter to")


def test_statements_without_references_are_checked_as_they_stand(checker: Checker) -> None:
    statement = "In Northshire (2014), burglary dwellings [sic] were investigated poorly (see below)."
    (row,) = checked(checker, statement)
    assert row == checker.check(statement)
    assert row.reference == ""


def test_headings_and_questions_keep_their_reasons(checker: Checker) -> None:
    draft = Draft((Block("Wanted suspects (Northshire letter 2014)", Part.HEADING), Block("Is it so [3]?")))
    heading, question = (row for _, row in check_draft(checker, draft).rows)
    assert (heading.reason, heading.reference) == ("It is a heading.", "")
    assert (question.reason, question.reference) == (
        "It is a question.",
        "The draft has no list that says what [3] is.",
    )


def test_an_empty_draft_has_no_rows(checker: Checker) -> None:
    assert checked(checker, "\n\n") == []


def test_a_statement_is_about_the_force_named_above_it(checker: Checker) -> None:
    weekly = "The force reviews the files of wanted suspects every week."
    rows = checked(checker, f"Findings on Eastmoor\n{weekly}\nFindings on Northshire\n{weekly}")
    assert [row.verdict for row in rows] == [
        Verdict.NOTHING_TO_CHECK,
        Verdict.SUPPORTED,
        Verdict.NOTHING_TO_CHECK,
        Verdict.CONTRADICTED,
    ]


def test_a_note_does_not_take_its_force_from_the_text_above(checker: Checker) -> None:
    note = "The force reviews the files of wanted suspects every week."
    draft = Draft((Block("Findings on Northshire", Part.HEADING), Block(note, Part.NOTE)))
    ((_, _), (_, row)) = check_draft(checker, draft).rows
    assert row.verdict is Verdict.SUPPORTED
