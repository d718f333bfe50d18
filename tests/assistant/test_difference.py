import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.difference import Change, Changed, align
from assistant.meaning import changes_meaning, changes_number

SOURCE = (
    "Inspectors looked at 43 files. The force does not always review the files of wanted suspects, and "
    "31 of 212 arrests were put off. Most supervisors should know of this."
)


def changes(quote: str) -> list[tuple[str, str, str]]:
    aligned = align(quote, SOURCE)
    assert aligned
    return [(each.kind.value, each.quoted, each.source) for each in aligned.changes]


def test_words_added_left_out_and_replaced_are_told_apart() -> None:
    assert changes("The force does always review the open files of named suspects") == [
        ("same", "The force does", "The force does"),
        ("removed", "", "not"),
        ("same", "always review the", "always review the"),
        ("added", "open", ""),
        ("same", "files of", "files of"),
        ("replaced", "named", "wanted"),
        ("same", "suspects", "suspects,"),
    ]


def test_the_passage_is_that_of_fewest_edits() -> None:
    aligned = align("31 of 213 arrests were put off", SOURCE)
    assert aligned
    assert SOURCE[aligned.start : aligned.end] == "31 of 212 arrests were put off."
    assert (aligned.edits, aligned.run, aligned.words) == (1, 4, 7)


@pytest.mark.parametrize(
    ("quote", "number", "meaning"),
    [
        ("Inspectors looked at 34 files", True, True),
        ("Inspectors looked at forty files", True, True),
        ("212 of 31 arrests were put off", True, True),
        ("The force does always review the files", False, True),
        ("The force does not review the files of wanted suspects", False, True),
        ("The force does not never always review the files", False, True),
        ("Few supervisors should know of this", False, True),
        ("Most supervisors may know of this", False, True),
        ("Inspectors looked at 43² files", True, True),
        ("Inspectors looked on 43 files", False, False),
        ("the files of wanted suspects and 31 of 212 arrests", False, False),
        ("Inspectors looked at 43 FILES", False, False),
    ],
)
def test_what_a_change_does_is_told(quote: str, number: bool, meaning: bool) -> None:
    aligned = align(quote, SOURCE)
    assert aligned
    assert (changes_number(aligned.changes), changes_meaning(aligned.changes)) == (number, meaning)


@pytest.mark.parametrize(
    ("quoted", "source"), [("ineffective", "effective"), ("slow", "timely"), ("with", "without"), ("able", "unable")]
)
def test_opposites_change_the_meaning(quoted: str, source: str) -> None:
    assert changes_meaning((Change(Changed.REPLACED, quoted, source),))


@pytest.mark.parametrize("figure", ["£3.5m", "35m", "3.5%", "-5", "10²"])
def test_marks_within_a_figure_make_another_figure_of_it(figure: str) -> None:
    assert Change(Changed.REPLACED, figure, "3.5m").is_in_words


@pytest.mark.parametrize(
    ("quote", "text"), [("", SOURCE), ("…", SOURCE), ("three words here", ""), ("wholly unlike", "x")]
)
def test_nothing_is_laid_beside_nothing(quote: str, text: str) -> None:
    aligned = align(quote, text)
    assert aligned is None or aligned.run == 0


WORDS = st.lists(
    st.sampled_from("the force does not review 43 files of wanted suspects".split()), min_size=1, max_size=12
)


@given(quote=WORDS, text=WORDS)
def test_no_word_of_a_quote_is_lost(quote: list[str], text: list[str]) -> None:
    aligned = align(" ".join(quote), " ".join(text))
    if aligned:
        assert " ".join(each.quoted for each in aligned.changes if each.quoted).split() == quote
        passage = " ".join(text)[aligned.start : aligned.end]
        assert " ".join(each.source for each in aligned.changes if each.source) == passage


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("clear evidence of review in most files", ("limited", "clear")),
        ("was limited evidence of review in all", ("most", "all")),
    ],
)
def test_a_word_exchanged_at_an_end_is_told_with_the_source_s_own(quote: str, told: tuple[str, str]) -> None:
    aligned = align(quote, "It rained. There was limited evidence of review in most files. Nothing else.")
    assert aligned
    assert [(each.source, each.quoted) for each in aligned.changes if each.kind is not Changed.SAME] == [told]
