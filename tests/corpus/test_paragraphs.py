import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus import Area, Paragraph, ParagraphKind, open_corpus
from corpus.block import SIGNS, TABLE_LEVEL, Block, Reading, called
from corpus.paragraphs import cut as cut_reading
from tests.conftest import LETTER
from tests.corpus.texts import BULLETS, LETTER_TEXT, TEXTS, cut

GOLDEN = Path(__file__).with_name("golden") / "staffordshire.tsv"  # compared with the letter by eye


def words_of_file(text: str) -> list[str]:
    words = [line.split() for line in text.replace("\f", "\n").split("\n")]
    return [word for line in words for word in (line[1:] if line and line[0] in BULLETS else line)]


def words_of_paragraphs(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [word for p in paragraphs for word in [*([p.number] if p.number else []), *p.text.split()]]


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in cut("x", text)]


def kinds(text: str) -> list[str]:
    return [paragraph.kind.value for paragraph in cut("x", text)]


def test_the_letter_becomes_its_37_paragraphs() -> None:
    rows = [line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines()[1:]]
    paragraphs = cut(LETTER, LETTER_TEXT)
    assert len(paragraphs) == len(rows) == 37
    for paragraph, (position, kind, heading, place, count, text) in zip(paragraphs, rows, strict=True):
        words = paragraph.text.split()
        beginning, _, end = text.partition(" … ")
        assert (str(paragraph.position), paragraph.kind, str(paragraph.place)) == (position, kind, place)
        assert (" › ".join(paragraph.heading) or "-", str(len(words))) == (heading, count)
        assert " ".join(words).startswith(beginning)
        assert " ".join(words).endswith(end)


def test_a_sentence_that_the_page_breaks_is_one_paragraph() -> None:
    broken = [text for text in texts(LETTER_TEXT) if "for crimes such as" in text]
    assert len(broken) == 1
    assert "for crimes such as burglary dwellings, there was clear evidence" in broken[0]
    assert not any(text.startswith("burglary dwellings") for text in texts(LETTER_TEXT))


def test_the_corpus_holds_the_letter_as_it_was_cut(tmp_path: Path) -> None:
    assert open_corpus(tmp_path).paragraphs(LETTER) == cut(LETTER, LETTER_TEXT)


def test_no_word_of_the_letter_is_lost_doubled_or_moved() -> None:
    assert words_of_paragraphs(cut(LETTER, LETTER_TEXT)) == words_of_file(LETTER_TEXT)


@given(TEXTS)
@example("Dear Jane\nYours sincerely\nYours sincerely")
@example("• • •\n-\n\n•")
@example("1. 2. 3. four\n(a) (b)")
def test_no_word_of_any_text_is_lost_doubled_or_moved(text: str) -> None:
    assert words_of_paragraphs(cut("x", text)) == words_of_file(text)


@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters=SIGNS)
        | st.sampled_from("\n\f -•1.aA\x85\u2028\x1c"),
        max_size=300,
    )
)
def test_no_character_of_arbitrary_text_is_lost(text: str) -> None:
    kept = "".join("".join(words_of_paragraphs(cut("x", text))).split())
    assert kept == "".join(words_of_file(text))


@given(TEXTS)
def test_positions_count_through_the_document_and_no_paragraph_is_empty(text: str) -> None:
    paragraphs = cut("x", text)
    assert [p.id for p in paragraphs] == [f"x#{at}" for at in range(1, len(paragraphs) + 1)]
    assert all(p.text.strip() == p.text != "" for p in paragraphs)


@given(TEXTS)
def test_places_count_on_until_the_heading_changes(text: str) -> None:
    before: Paragraph | None = None
    for paragraph in cut("x", text):
        follows = before is not None and before.heading == paragraph.heading and before.kind != "heading"
        if paragraph.kind != "heading" and before is not None and follows:
            assert paragraph.place == before.place + 1
        elif paragraph.kind != "heading":
            assert paragraph.place == 1
        before = paragraph


@pytest.mark.parametrize("text", ["", " ", "\n\n\f\n", "•", "- \n- \n", "\xa0\n\t"])
def test_a_text_without_words_has_no_paragraphs(text: str) -> None:
    assert cut("x", text) == ()


def test_a_hard_wrapped_paragraph_is_one() -> None:
    assert texts("The force has carried\nout some work with\nother agencies.") == [
        "The force has carried out some work with other agencies."
    ]


def test_a_word_hyphenated_at_the_line_end_is_not_torn() -> None:
    wrapped = "Partners were well-\ncoordinated, in short-\nand long-term work.\n"
    assert texts(wrapped) == ["Partners were well-coordinated, in short- and long-term work."]


def test_a_file_saved_from_a_word_processor_has_one_paragraph_a_line() -> None:
    long = "The force has carried out some work with other agencies to identify and address those tasks " * 2
    saved = f"Preventing crime\n{long.strip()}.\nFreeing up time\n{long.strip()}.\n"
    assert kinds(saved) == ["heading", "body", "heading", "body"]


@pytest.mark.parametrize("blank", ["\n", "\n \n", "\n\xa0\n", "\f", "\n\u3000\n\n"])
def test_a_line_that_only_looks_empty_parts_paragraphs(blank: str) -> None:
    assert texts(f"The force has a plan.\n{blank}\nIt is good.") == ["The force has a plan.", "It is good."]


@pytest.mark.parametrize("mark", BULLETS)
def test_bullets_of_every_make_are_marks_not_words(mark: str) -> None:
    assert texts(f"{mark} One.\n{mark}\tTwo\ngoes on.\n\xa0{mark}\xa0Three.") == ["One.", "Two goes on.", "Three."]


def test_a_bullet_on_a_line_of_its_own_belongs_to_the_next() -> None:
    assert texts("•\nThe force has a plan.\n•\nIt is good.") == ["The force has a plan.", "It is good."]


@pytest.mark.parametrize("number", ["4.12", "4.12.", "3.", "3)", "(a)", "(viii)", "(12)"])
def test_the_number_of_an_item_is_kept_apart(number: str) -> None:
    (paragraph,) = cut("x", f"{number} The force has a plan.")
    assert (paragraph.number, paragraph.text) == (number, "The force has a plan.")


@pytest.mark.parametrize(
    "text",
    [
        "10.5 per cent of crimes were attended.",
        "9.30 am was the time.",
        "(PNC) is the computer.",
        "3.2m was saved.",
        "(see below) it is.",
        "2014. It was good.",
    ],
)
def test_a_figure_at_the_start_of_a_line_stays_in_the_text(text: str) -> None:
    (paragraph,) = cut("x", text)
    assert (paragraph.number, paragraph.text) == (None, text)


def test_a_figure_at_the_start_of_a_wrapped_line_does_not_break_the_sentence() -> None:
    assert texts("The force attended only\n10.5 per cent of crimes.") == [
        "The force attended only 10.5 per cent of crimes."
    ]


def test_a_short_list_item_goes_on_across_the_page() -> None:
    assert texts("- There was\f supervision of crimes.") == ["There was supervision of crimes."]


def test_lower_case_text_below_a_heading_does_not_join_it() -> None:
    assert texts("Preventing crime\n\nthe force has a plan.") == ["Preventing crime", "the force has a plan."]


def test_the_same_heading_twice_begins_the_count_again() -> None:
    paragraphs = cut("x", "Custody\n\nOne is.\n\nTwo is.\n\nCustody\n\nThree is.")
    assert [(p.text, p.heading, p.place) for p in paragraphs if p.kind == "body"] == [
        ("One is.", ("Custody",), 1),
        ("Two is.", ("Custody",), 2),
        ("Three is.", ("Custody",), 1),
    ]


def test_a_last_line_without_full_stop_is_no_heading() -> None:
    assert kinds("Preventing crime\n\nThe force has a plan") == ["heading", "body"]


def test_a_text_of_headings_only_keeps_them_all() -> None:
    assert texts("One\n\nTwo\n\nThree") == ["One", "Two", "Three"]


@pytest.mark.parametrize(
    "line", ["to identify vulnerable victims", "To prevent crime, forces need plans", "Dearth of plans"]
)
def test_a_line_that_begins_like_a_salutation_makes_no_letter(line: str) -> None:
    assert "addressee" not in kinds(
        f"Northshire Police: custody\n\nThe force has a plan.\n\n- {line}\n\n{line}\n\nEnd."
    )


def test_a_letter_quoted_late_in_a_report_makes_no_letter() -> None:
    report = "\n\n".join(f"Finding {at} is good." for at in range(40))
    assert set(kinds(f"{report}\n\nDear Home Secretary,\n\nAll is well.\n\nYours sincerely")) == {"body"}


def test_a_letter_without_blank_lines_still_has_its_parts() -> None:
    letter = "Ms A. Example\nChief Constable\nDear Ann\nCustody\n\nIt is good.\n\nYours sincerely\nZora Penhaligon\nInspector"
    assert kinds(letter) == ["addressee", "addressee", "heading", "body", "signature", "signature"]


@pytest.mark.parametrize("line", ["T/Chief Constable J. Example", "Dr Example", "Jane Example\nChief Constable"])
def test_whoever_a_letter_is_sent_to_is_its_addressee(line: str) -> None:
    assert kinds(f"Zora Penhaligon\n\n{line}\n\nDear Jane\n\nIt is good.\n\nYours truly\n\nZora Penhaligon")[:3] == [
        "letterhead",
        "addressee",
        "addressee",
    ]


def test_the_senders_own_address_is_letterhead() -> None:
    opening = (
        "1 Example Street\nLondon SW1A 1AA\n\nMs A. Example\nNorthshire Police\nNS1 2AB\n\nDear Ann\n\nIt is good."
    )
    assert kinds(opening)[:3] == ["letterhead", "addressee", "addressee"]


def test_an_address_without_a_person_is_known_by_its_postcode() -> None:
    assert kinds("Northshire Police\nNS1 2AB\n\nDear all\n\nIt is good.")[:2] == ["addressee", "addressee"]


def test_a_letter_without_title_keeps_its_first_heading() -> None:
    paragraphs = cut("x", "Dear Ann\n\nWe came in May.\n\nCustody\n\nCells are clean.\n\nBail\n\nFiles are late.")
    assert [p.heading for p in paragraphs if p.kind == "body"] == [("Custody",), ("Bail",)]


def test_a_title_over_two_lines_is_one_heading() -> None:
    paragraphs = cut("x", "Dear Ann\n\nCustody: An inspection of\ndetention\n\nIt is good.")
    assert (paragraphs[1].kind, paragraphs[1].text) == ("heading", "Custody: An inspection of detention")


def test_an_opening_that_names_an_unlisted_force_is_a_finding() -> None:
    letter = "Ms A\nNorthshire Police\n\nDear Ann\n\nTitle\n\n{}\n\nCustody\n\nIt is good.\n\nEnd."
    assert kinds(letter.format("Northshire has no plan for custody."))[3] == "body"
    assert kinds(letter.format("All forces were inspected."))[3] == "boilerplate"


def test_a_letter_without_sections_has_findings() -> None:
    assert kinds("Dear Ann\n\nTitle\n\nThe plan is good.\n\nYours sincerely") == [
        "addressee",
        "heading",
        "body",
        "signature",
    ]


def test_addressee_and_signature_keep_their_lines() -> None:
    paragraphs = cut(LETTER, LETTER_TEXT)
    assert paragraphs[1].text.split("\n")[1] == "T/Chief Constable"
    assert paragraphs[36].text.split("\n") == [
        "Drusilla Sharpling",
        "Her Majesty's Inspector of Constabulary",
        "Wales and Western Region",
    ]


def read_as(*blocks: Block) -> tuple[Paragraph, ...]:
    """The paragraphs of what a reader hands over that tells headings apart."""
    return cut_reading("x", Reading(blocks, headed=True))


def heading(text: str, level: int) -> Block:
    return Block(text, ParagraphKind.HEADING, level)


def note(mark: str, text: str, page: int = 1) -> Block:
    return Block(text, ParagraphKind.FOOTNOTE, number=mark, areas=(Area(page, 72, 50, 500, 60),))


def body(text: str, *pages: int) -> Block:
    return Block(text, areas=tuple(Area(page, 72, 100, 500, 700) for page in pages or (1,)))


def test_a_footnote_stands_behind_the_paragraph_that_calls_it() -> None:
    paragraphs = read_as(
        body(f"A plan{called('1')} is there{called('2')}."),
        body("It is good."),
        note("1", "Of 2014."),
        note("2", "In town."),
    )
    assert [(p.text, p.called_at) for p in paragraphs] == [
        ("A plan is there.", None),
        ("Of 2014.", (1, 6)),
        ("In town.", (1, 15)),
        ("It is good.", None),
    ]


def test_a_footnote_whose_mark_is_nowhere_keeps_its_place() -> None:
    paragraphs = read_as(body("It is good."), note("1", "Of 2014."), body("It is bad."))
    assert [(p.text, p.called_at) for p in paragraphs] == [
        ("It is good.", None),
        ("Of 2014.", None),
        ("It is bad.", None),
    ]


def test_notes_whose_numbers_begin_anew_on_each_page_are_not_mixed_up() -> None:
    paragraphs = read_as(
        body(f"A plan{called('1')} is", 1),
        note("1", "Uncalled.", 3),
        note("1", "First."),
        body(f"A guide{called('1')} is", 2),
        note("1", "Second.", 2),
    )
    assert [(p.text, p.called_at) for p in paragraphs] == [
        ("A plan is", None),
        ("First.", (1, 6)),
        ("Uncalled.", None),
        ("A guide is", None),
        ("Second.", (4, 7)),
    ]


def test_a_sentence_over_two_pages_may_call_the_same_number_twice() -> None:
    paragraphs = read_as(
        body(f"A plan{called('1')} and a guide{called('1')} are", 1, 2), note("1", "First.", 1), note("1", "Second.", 2)
    )
    assert [(p.text, p.called_at) for p in paragraphs[1:]] == [("First.", (1, 6)), ("Second.", (1, 18))]


def test_a_footnote_counts_as_no_paragraph_under_its_heading() -> None:
    paragraphs = read_as(
        heading("Custody", 1), body(f"A plan{called('1')} is."), note("1", "Of 2014."), body("It is good.")
    )
    assert [(p.kind.value, p.heading, p.place) for p in paragraphs[1:]] == [
        ("body", ("Custody",), 1),
        ("footnote", ("Custody",), 1),
        ("body", ("Custody",), 2),
    ]


def test_headings_make_a_path_by_their_levels() -> None:
    paragraphs = read_as(
        heading("One", 1), heading("Two", 3), body("a"), heading("Three", 2), body("b"), heading("Four", 1), body("c")
    )
    assert [p.heading for p in paragraphs if p.kind == "body"] == [("One", "Two"), ("One", "Three"), ("Four",)]
    assert [p.heading for p in paragraphs if p.kind == "heading"] == [(), ("One",), ("One",), ()]


def test_a_title_that_is_above_nothing_ends_what_came_before() -> None:
    paragraphs = read_as(heading("One", 1), body("a"), heading("Crime and time", 0), body("b"))
    assert [p.heading for p in paragraphs if p.kind == "body"] == [("One",), ()]


def test_a_tables_title_stands_above_its_rows_only() -> None:
    row = Block("Northshire | 12", ParagraphKind.ROW)
    paragraphs = read_as(heading("One", 1), heading("Table 1", TABLE_LEVEL), row, row, body("a"), body("b"))
    assert [p.heading for p in paragraphs if p.kind != "heading"] == [("One", "Table 1")] * 2 + [("One",)] * 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The infor-\nmation", "The information"),
        ("It is well-\ncoordinated", "It is well-coordinated"),
        ("A new co-\noperation", "A new co-operation"),
        ("Short-\nand long-term", "Short- and long-term"),
        ("All multi-\nagency work", "All multi-agency work"),
        ("In 2010-\n2014", "In 2010-2014"),
    ],
)
def test_a_word_hyphenated_at_a_line_end_is_written_as_elsewhere_in_the_document(text: str, words: str) -> None:
    rest = Block("Information on co-operation and multi-agency, multiagency and multi-agency work.")
    assert read_as(Block(text), rest)[0].text == words


def test_a_paragraph_has_one_area_a_page() -> None:
    lines = (Area(1, 72, 86, 500, 98), Area(1, 90, 72, 300, 84), Area(2, 72, 700, 400, 712))
    (paragraph,) = read_as(Block("A\nplan\nis", areas=lines))
    assert paragraph.areas == (Area(1, 72, 72, 500, 98), Area(2, 72, 700, 400, 712))
    assert paragraph.page == 1


def test_in_a_letter_that_begins_with_its_date_all_named_before_the_greeting_are_addressed() -> None:
    letter = "5 May 2014\n\nJo Bloggs, Director\n\nAl Smith, Chair\n\nDear local partnership\n\nCustody\n\nIt is good."
    opening = letter.replace("Al Smith", "Mr Smith, Manager\n\nAl Smith")
    assert kinds(opening)[:5] == ["letterhead", *["addressee"] * 4]


def test_the_opening_of_a_joint_letter_sums_up_its_findings() -> None:
    letter = "Dear Ann\n\nJoint inspection of custody\n\nIt works well.\n\nStrengths\n\nIt is good.\n\nEnd."
    assert kinds(letter)[2] == "body"
    assert kinds(letter.replace("Joint inspection", "Inspection"))[2] == "boilerplate"


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 200_000 + "b",
        "word " * 100_000,
        "line of words\n" * 20_000,
        "lower case\n\n" * 10_000,
        "\n" * 200_000,
    ],
)
def test_odd_long_texts_are_cut_in_no_time(text: str) -> None:
    start = time.process_time()  # ours alone: other tests run beside this one
    cut("x", text)
    assert time.process_time() - start < 2
