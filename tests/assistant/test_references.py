"""Written references: found in a statement, told apart from what only looks like one, and resolved or explained."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.answer import Citation
from assistant.drafts.draft import Block, Draft, Part, draft_of
from assistant.drafts.references import Reference, References, standing
from corpus import Corpus, location, reference
from tests.assistant.referred import referred_corpus
from tests.conftest import LETTER

SAID = "Files are reviewed weekly"
N14, N16, E18, REPORT = "northshire-2014", "northshire-2016", "eastmoor-2018", "custody-2017"
LIST = """Files are reviewed.[1]

References
[1] Northshire letter, 2014, Crime recording, paragraph 2
[2] Eastmoor letter, page 1
3. Westmoor letter, 2011
4. Sample, B. (2012) On Files. Example Press.
5. Ibid., page 3
6. Eastmoor letter, page 1
7. Ibid., page 3
[8] HMIC letter to Northshire Police, Core
business, 5 May 2014 · Crime recording · paragraph 3
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return referred_corpus(tmp_path_factory.mktemp("referred"))


@pytest.fixture(scope="module")
def references(held: Corpus) -> References:
    return References(draft_of(LIST), held, False)


def ids(document: str, *serials: int) -> frozenset[str]:
    return frozenset(f"{document}#{serial}" for serial in serials)


@pytest.mark.parametrize(
    ("written", "document", "serials"),
    [
        # the included letter
        ("Staffordshire letter, Crime recording, paragraph 7", LETTER, (28,)),
        ("Staffordshire letter, crime recording and attendance, para 7", LETTER, (28,)),
        ("Staffordshire letter, para 7", LETTER, (12, 28)),
        ("Staffordshire letter 2014, Crime recording, para. 7", LETTER, (28,)),
        ("Staffs letter, Crime recording, ¶7", LETTER, (28,)),
        ("Stafordshire letter, Crime recording, paragraph 7", LETTER, (28,)),
        ("HMIC letter to Staffordshire, 4 September 2014, Freeing up time, paragraph 2", LETTER, (31,)),
        ("HMIC letter to Staffordshire Police of 3 September 2014", LETTER, ()),
        ("letter to the Chief Constable of Staffordshire Police, 3/9/2014", LETTER, ()),
        ("HMIC letter to Staffordshire Police, Core business, 4 September 2014 · Freeing up time · paragraph 2", LETTER, (31,)),
        ("see HMIC letter to Staffordshire Police, Core business, 4 September 2014, paragraph 8", LETTER, (13,)),
        ("Staffordshire letter, signature", LETTER, (35, 37)),
        # one force, two letters
        ("Northshire letter 2014, Crime recording, paragraph 2", N14, (4,)),
        ("Northshire letter, 2016, Crime recording, paragraph 2", N16, (4,)),
        ("Northshire letter (2016), paragraph 3", N16, (5,)),
        ("HMIC letter to Northshire, 5 May 2014, paragraph 3", N14, (5,)),
        ("HMIC's letter to Northshire of May 2014, paragraph 3", N14, (5,)),
        ("letter of 6 May 2016 to Northshire Police, paragraphs 1-3", N16, (3, 4, 5, 7, 8)),
        ("Northshire letter 2014, Crime recording, paragraphs 1 and 3", N14, (3, 5)),
        ("Northshire letter 2014, Crime recording, paragraphs 1–3", N14, (3, 4, 5)),
        ("Northshire letter, Custody, Crime recording, paragraph 2", N16, (4,)),
        ("Core business letter to Northshire, paragraph 3", N14, (5,)),
        ("the latest Northshire letter, paragraph 3", N16, (5,)),
        ("Northshire letter 2014, Bail, and its limits, paragraph 1", N14, (7,)),
        ("Northshire letter 2014, section on bail, paragraph 1", N14, (7,)),
        ("Northshire letter 2014, “Bail, and its limits”, paragraph 1", N14, (7,)),
        ("Crime recording, paragraph 1, Northshire letter 2014", N14, (3,)),
        ("paragraph 3 of the Northshire letter of 2014", N14, (5,)),
        ("Northshire letter 2014, third paragraph", N14, (5,)),
        ("Northshire letter 2014, Addressee", N14, (1,)),
        ("Northshire letter 2014, Crime recording", N14, (3, 4, 5)),
        # pages, footnotes, kinds
        ("Eastmoor letter, page 1", E18, (1, 2)),
        ("Eastmoor letter, p. 2", E18, (2,)),
        ("Eastmoor joint inspection, pp. 2-3", E18, (2, 3, 4)),
        ("Eastmoor JTAI, 2018, p3", E18, (3, 4)),
        ("HMIC letter on Eastmoor, page 3, paragraph 1", E18, (3,)),
        ("HMICFRS and Ofsted, letter to Eastmoor, 2018, Findings, paragraph 1", E18, (1,)),
        ("Eastmoor letter, Findings › Practice study, paragraph 1", E18, (3,)),
        ("Eastmoor letter, Findings, Practice study, paragraph 1", E18, (3,)),
        ("Eastmoor letter, footnote 1", E18, (4,)),
        ("Joint targeted area inspection of Eastmoor, its towns and coast, HMICFRS and Ofsted, 1 February 2018 · Findings · paragraph 2 · page 1", E18, (2,)),
        ("HMICFRS, The state of cells, 2017, paragraph 4.12", REPORT, (1,)),
        ("HMICFRS thematic report, March 2017", REPORT, ()),
        # ids and links
        (f"{LETTER}#28", LETTER, (28,)),
        (N14, N14, ()),
        ("http://127.0.0.1:7860/source?paragraph=northshire-2014%234", N14, (4,)),
        ("https://insight.example/app/source?paragraph=northshire-2014%234&quote=Crime%20finding", N14, (4,)),
        ("/source?paragraph=northshire-2014#4", N14, (4,)),
        ("source?page=2&paragraph=eastmoor-2018%232", E18, (2,)),
    ],
)  # fmt: skip
def test_a_reference_in_brackets_is_resolved(
    references: References, written: str, document: str, serials: tuple[int, ...]
) -> None:
    text, found = references.of(f"{SAID} ({written}).")
    assert text == f"{SAID}."
    assert [(each.document, each.paragraphs, each.problem) for each in found] == [
        (document, ids(document, *serials), "")
    ]
    assert found[0].written == written


@pytest.mark.parametrize(
    ("written", "document", "problem"),
    [
        ("Northshire letter, paragraph 2", None, "It fits 2 documents: HMIC letter to Northshire Police, Custody, 6 May 2016; HMIC letter to Northshire Police, Core business, 5 May 2014."),
        ("HMIC letter to Northshire, 2 July 2012, page 3", None, "We hold no letter on Northshire Police of 2 July 2012."),
        ("Kent letter, paragraph 7", None, "We hold no document on Kent Police."),
        ("thematic report on Northshire, 2014", None, "We hold no thematic report on Northshire Police of 2014."),
        ("Northshire letter 2014, paragraph 99", N14, "That letter has no paragraph 99."),
        ("Northshire letter 2014, Crime recording, paragraph 8", N14, "That letter has no paragraph 8."),
        ("Northshire letter 2014, Bail, paragraph 3", N14, "That letter has no paragraph 3 at the place described."),
        ("Northshire letter 2014, Burglary, paragraph 2", N14, "That letter has no section “Burglary”."),
        ("Northshire letter 2014, Crime recording › Bail, paragraph 1", N14, "That letter has no section “Crime recording › Bail”."),
        ("Northshire letter 2014, p. 3", N14, "That letter is held without page numbers."),
        ("Eastmoor letter, p. 30", E18, "That letter has no page 30."),
        ("Eastmoor letter, page 3, paragraph 2", E18, "That letter has no page 3 at the place described."),
        ("HMICFRS thematic report, 2017, paragraph 5.1", REPORT, "That report has no paragraph 5.1."),
        ("Westmoor letter, 2011, page 2", None, "We hold no document of that description."),
        ("paragraph 7", None, "It does not say of which document."),
        ("ibid., page 2", None, "It does not say of which document."),
        ("eastmoor-2024", None, ""),  # under embargo: words like any others
        ("eastmoor-2024#3", None, "We hold no document eastmoor-2024."),
        ("/source?paragraph=eastmoor-2024%233", None, "We hold no document eastmoor-2024."),
        ("northshire-2014#99", N14, "We hold no paragraph northshire-2014#99."),
        ("HMIC letter to Eastmoor, 6 May 2024", None, "We hold no letter on Eastmoor Police of 6 May 2024."),
    ],
)  # fmt: skip
def test_what_cannot_be_resolved_is_told(
    references: References, written: str, document: str | None, problem: str
) -> None:
    _, found = references.of(f"{SAID} ({written}).")
    assert [each.document for each in found] == [document] * bool(problem)
    assert all(problem in each.problem and each.problem and not each.paragraphs for each in found)


@pytest.mark.parametrize(
    "statement",
    [
        "The policy (2012) was new [sic] for 12 % (12 %) of officers (see below).",
        "The policy was new (see paragraph 7 below) and known (Northshire, 2014).",
        "He said “the force [sic] has [3] officers (Northshire letter 2014)” in 2012.",
        "The team left (the letter to Northshire was short).",
        "The force (which received a letter in 2014) covers 40 km² [the coast].",
        "Officers write letters to victims (about 300 letters in 2014).",
        "HMIC inspected the force in 2014 and wrote a letter to Northshire.",
        "The letter to Northshire was short, and in 2014 no other came.",
        "HMIC found that files are reviewed weekly.",
        "More is told at https://example.org/files?page=3 (Ofsted).",
        "The report on Northshire, Eastmoor and Kent was late - a letter came first.",
        "The force has [2014] files and [of late] a chief (Mr Sample, Chief Constable).",
    ],
)
def test_what_is_no_reference_stays(references: References, statement: str) -> None:
    assert references.of(statement) == (statement, ())


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Files are reviewed weekly – Northshire letter 2014, paragraph 3.", "Files are reviewed weekly."),
        ("Files are reviewed weekly, Northshire letter 2014, paragraph 3.", "Files are reviewed weekly."),
        ("“Files are reviewed weekly.” Northshire letter 2014, paragraph 3.", "“Files are reviewed weekly.”"),
        ("Northshire letter 2014, paragraph 3: Files are reviewed weekly.", "Files are reviewed weekly."),
        ("Northshire reviews files (letter of 2014, paragraph 3) weekly.", "Northshire reviews files weekly."),
        ("According to the Northshire letter of 2014, paragraph 3, files are reviewed.", "In Northshire, files are reviewed."),
        ("The files, according to the Northshire letter of 2014, paragraph 3, are reviewed.", "In Northshire, The files are reviewed."),
        ("As paragraph 3 of the Northshire letter of 2014 notes, files are reviewed.", "In Northshire, files are reviewed."),
        ("In paragraph 3 of the Northshire letter of 2014, HMIC says that files are reviewed.", "In Northshire, files are reviewed."),
        ("The Northshire letter of 2014, paragraph 3, says that files are reviewed.", "In Northshire, files are reviewed."),
        ("The Northshire letter of 2014 (paragraph 3) says that files are reviewed.", "In Northshire, files are reviewed."),
        ("Files are reviewed, as the Northshire letter of 2014 notes (paragraph 3).", "In Northshire, Files are reviewed."),
        ("According to the Northshire letter of 2014, paragraph 3, Kent reviews files.", "Kent reviews files."),
        ("Source: Northshire letter 2014, paragraph 3", ""),
    ],
)  # fmt: skip
def test_a_reference_in_running_text_leaves_the_sentence(references: References, statement: str, text: str) -> None:
    left, found = references.of(statement)
    assert left == text
    assert [(each.document, each.paragraphs) for each in found] == [(N14, ids(N14, 5))]


def test_a_statement_on_a_force_that_we_hold_nothing_on_keeps_its_force(references: References) -> None:
    assert references.of(f"{SAID} (Kent letter, page 3).")[0] == f"In Kent, {SAID}."
    assert references.of("Eastmoor reviews files (Kent letter, page 3).")[0] == "Eastmoor reviews files."


@pytest.mark.parametrize(
    ("statement", "documents"),
    [
        (f"{SAID} (Northshire letter 2014, paragraph 3; Eastmoor letter, page 1).", (N14, E18)),
        (f"{SAID} (Northshire letter 2014, paragraph 3; paragraph 2).", (N14, N14)),
        (f"{SAID} (Northshire letter 2014, para 3 and Eastmoor letter, page 1).", (N14, E18)),
        (f"{SAID} (Northshire letter 2014) (Eastmoor letter).", (N14, E18)),
        (f"{SAID} ({N14}#3, {E18}#1).", (N14, E18)),
    ],
)
def test_several_references_are_told_apart(references: References, statement: str, documents: tuple[str, ...]) -> None:
    text, found = references.of(statement)
    assert text == f"{SAID}."
    assert tuple(each.document for each in found) == documents


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("[Files are reviewed](/source?paragraph=northshire-2014%234) weekly.", "Files are reviewed weekly."),
        (f"{SAID} ([source](source?paragraph=northshire-2014%234)).", f"{SAID}."),
        (f"{SAID} [Northshire letter 2014, paragraph 2](/source?paragraph=northshire-2014%234).", f"{SAID}."),
        (f"{SAID} <https://insight.example/source?paragraph=northshire-2014%234>.", f"{SAID}."),
        (f"{SAID}, see https://insight.example/source?paragraph=northshire-2014%234.", f"{SAID},"),
    ],
)
def test_a_link_to_a_paragraph_is_followed(references: References, link: str, text: str) -> None:
    left, found = references.of(link)
    assert left.rstrip(".") == text.rstrip(".")
    assert [each.paragraphs for each in found] == [ids(N14, 4)]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (" [1].", [ids(N14, 4)]),
        (".[1]", [ids(N14, 4)]),
        (" [1, 2].", [ids(N14, 4), ids(E18, 1, 2)]),
        (" [1][2].", [ids(N14, 4), ids(E18, 1, 2)]),
        (" [1]–[2].", [ids(N14, 4), ids(E18, 1, 2)]),
        (" [1-2].", [ids(N14, 4), ids(E18, 1, 2)]),
        (".¹", [ids(N14, 4)]),
        ("¹,².", [ids(N14, 4), ids(E18, 1, 2)]),
        (" [2, page 3].", [ids(E18, 3, 4)]),
        (" [7].", [ids(E18, 3, 4)]),
        (" [8].", [ids(N14, 5)]),
        (" [^1].", [ids(N14, 4)]),
    ],
)
def test_numbers_stand_for_what_the_drafts_list_says(
    references: References, mark: str, expected: list[frozenset[str]]
) -> None:
    text, found = references.of(SAID + mark)
    assert text == f"{SAID}."
    assert [each.paragraphs for each in found] == expected


@pytest.mark.parametrize(
    ("mark", "problem"),
    [
        ("[9]", "The draft's list has no [9]."),
        ("¹²", "The draft's list has no [12]."),
        ("[3]", "We hold no document of that description."),
        ("[4]", "What the draft's list has as [4] is no document that we hold."),
    ],
)
def test_numbers_that_lead_nowhere_are_told(references: References, mark: str, problem: str) -> None:
    _, found = references.of(f"{SAID}{mark}.")
    assert [problem in each.problem for each in found] == [True]


def test_without_a_list_numbers_are_told_as_such(held: Corpus) -> None:
    _, found = References(draft_of(SAID), held, False).of(f"{SAID} [3].")
    assert [each.problem for each in found] == ["The draft has no list that says what [3] is."]


def test_the_entries_of_a_list_are_no_statements(references: References) -> None:
    lines = LIST.splitlines()
    entries = [number for number in range(len(lines)) if references.is_entry(number)]
    assert entries == list(range(3, len(lines)))


def test_numbered_findings_under_a_heading_are_still_statements(held: Corpus) -> None:
    draft = draft_of("Notes\n1. Files are reviewed weekly.\n2. Cells are clean (Northshire letter 2014).\n")
    references = References(draft, held, False)
    assert not any(references.is_entry(number) for number in range(3))


def test_footnotes_stand_for_what_they_refer_to(held: Corpus) -> None:
    notes = (
        "1 Northshire letter 2014, Crime recording, paragraph 1",
        "² Eastmoor letter, page 2",
        "3 It is May still.",
    )
    draft = Draft((Block(f"{SAID}.¹"), *(Block(note, Part.NOTE) for note in notes)))
    references = References(draft, held, False)
    assert [each.paragraphs for each in references.of(f"{SAID}.¹⁻²")[1]] == [ids(N14, 3), ids(E18, 2)]
    assert [references.is_entry(number) for number in range(4)] == [False, True, True, False]


def test_sources_copied_from_an_answer_need_no_heading(held: Corpus) -> None:
    paragraphs = held.paragraphs(N14)
    document = held.document(N14)
    assert document
    copied = [f"[{n}] {reference(document)} · {location(each)}" for n, each in enumerate(paragraphs[2:5], 1)]
    references = References(draft_of("\n".join([f"“{SAID}” [2]", "", *copied])), held, False)
    assert [each.paragraphs for each in references.of(f"“{SAID}” [2]")[1]] == [{paragraphs[3].id}]
    assert [references.is_entry(number) for number in range(5)] == [False, False, True, True, True]


def test_every_printed_place_is_resolved_to_its_paragraph(held: Corpus) -> None:
    references = References(draft_of(SAID), held, False)
    for document in held.public():
        for each in held.paragraphs(document.id):
            _, found = references.of(f"{SAID} ({reference(document)} · {location(each)}).")
            assert [(one.document, one.problem) for one in found] == [(document.id, "")]
            assert each.id in found[0].paragraphs


def test_what_is_under_embargo_is_held_for_those_who_may_see_it(held: Corpus) -> None:
    written = f"{SAID} (Eastmoor letter, 6 May 2024, Crime recording, paragraph 2)."
    assert References(draft_of(SAID), held, True).of(written)[1][0].paragraphs == ids("eastmoor-2024", 4)
    assert "eastmoor-2024" not in str(References(draft_of(SAID), held, False).of(written))


def test_a_wrong_reference_is_told_with_the_right_one(held: Corpus) -> None:
    document = held.document(N14)
    assert document
    citation = Citation(held.paragraphs(N14)[3], document, "Crime finding 2")
    right = Reference("[1]", N14, ids(N14, 4))
    assert standing(right, [citation]) == standing(Reference("[1]", N14), [citation]) == ""
    assert standing(Reference("[1]", N14, ids(N14, 5)), [citation]) == (
        "The draft refers to “[1]”; the words are in paragraph 2 (Crime recording)."
    )
    assert standing(Reference("[1]", E18), [citation]) == (
        "The draft refers to “[1]”; the words are in HMIC letter to Northshire Police, Core business, 5 May 2014"
        " · Crime recording · paragraph 2."
    )
    assert standing(Reference("[1]", problem="The draft's list has no [1]."), [citation]).endswith("no [1].")


@given(st.text(max_size=80), st.text("[](){}<>0123456789,;–. #?=&¹²³", max_size=40))
@example("Northshire letter, (", "[1], [1")
def test_whatever_is_written_is_read(references: References, words: str, marks: str) -> None:
    for statement in (words + marks, f"{SAID} ({words}) {marks}", f"{words} Northshire letter 2014{marks}"):
        text, found = references.of(statement)
        assert found or text == statement.strip()
        assert "\ue000" not in text


def test_reading_changes_nothing_in_the_collection(held: Corpus, tmp_path: Path) -> None:
    before = held.stamp()
    References(draft_of(LIST), held, True).of(f"{SAID} (Northshire letter, paragraph 2).")
    assert held.stamp() == before
