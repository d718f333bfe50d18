import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Turn
from assistant.question import MAX_CHARACTERS, clean, stand_alone
from corpus import UnusableInput, find_forces


def whole(question: str, *before: str) -> str:
    return stand_alone(question, tuple(Turn(each) for each in before))


def asked_of(question: str) -> list[str]:
    return [force.id for force in find_forces(question)]


@pytest.mark.parametrize(
    "empty", ["", " ", "\n\t\r\n", "\0\0", "\u200b\u200d\ufeff", "?!…", "—", "😀", "\u00ad", "\ud800"]
)
def test_a_question_without_a_word_is_unusable_and_says_what_to_do(empty: str) -> None:
    with pytest.raises(UnusableInput, match="question is empty") as caught:
        clean(empty)
    assert "inspection findings" in caught.value.remedy


def test_a_question_of_ten_thousand_characters_is_refused_with_its_length() -> None:
    with pytest.raises(UnusableInput, match=r"10,000 characters; at most 2,000"):
        clean("a" * 10_000)


def test_the_longest_question_is_taken_whole() -> None:
    assert clean("a" * MAX_CHARACTERS) == "a" * MAX_CHARACTERS


def test_blanks_do_not_count_towards_the_length() -> None:
    assert clean(" " * 10_000 + "bail?" + "\n" * 10_000) == "bail?"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  What\tabout \r\n bail?\x0b", "What about bail?"),
        ("wan\0ted\x07 suspects", "wanted suspects"),
        ("wanted sus\u00adpects", "wanted suspects"),
        ("wan\u200bted\ufeff sus\u2060pects\u202e", "wanted suspects"),
        ("wanted\u2028suspects\u2029\u3000\u00a0now", "wanted suspects now"),
        ("ba\ud800il", "bail"),
        ("café and Bœuf", "café and Bœuf"),
    ],
)
def test_what_is_not_seen_neither_stays_nor_parts_a_word(typed: str, read: str) -> None:
    assert clean(typed) == read


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_and_gives_one_line(text: str) -> None:
    try:
        once = clean(text)
    except UnusableInput:
        return
    assert clean(once) == once
    assert once == " ".join(once.split())
    assert not {unicodedata.category(character) for character in once} & {"Cc", "Cf", "Cs", "Co"}


def test_without_history_a_question_stays_as_it_is() -> None:
    assert whole("And what about bail?") == "And what about bail?"
    assert whole("And what about bail?", "", " \n") == "And what about bail?"


@pytest.mark.parametrize(
    ("follow_up", "topic"),
    [
        ("And what about bail?", "bail"),
        ("what about bail", "bail"),
        ("So how about vulnerable victims, then?", "vulnerable victims"),
        ("But does it review them?", "does it review them"),
        ("who signed it?", "who signed it"),
        ("When was the fieldwork?", "when was the fieldwork"),
    ],
)
def test_a_follow_up_carries_the_force_over(follow_up: str, topic: str) -> None:
    understood = whole(follow_up, "How does Essex handle wanted suspects?")
    assert asked_of(understood) == ["essex"]
    assert topic in understood.lower()


@pytest.mark.parametrize("follow_up", ["and Kent?", "Kent?", "What about Kent Police", "ok, and for Kent then?"])
@pytest.mark.parametrize(
    "before",
    [
        "How does Essex handle wanted suspects?",
        "How does ESSEX  POLICE handle wanted suspects?",
        "How does Stoke-on-Trent handle wanted suspects?",
        "How does Devon & Cornwall handle wanted suspects?",
        "How does Dyfed Powys handle wanted suspects?",
        "How do Essex and Surrey handle wanted suspects?",
        "How are wanted suspects handled?",
        "How does the force handle wanted suspects?",
    ],
)
def test_a_force_alone_asks_the_same_of_that_force_only(before: str, follow_up: str) -> None:
    understood = whole(follow_up, before)
    assert asked_of(understood) == ["kent"]
    assert "wanted suspects" in understood


def test_two_forces_alone_are_both_asked() -> None:
    understood = whole("And Kent and Surrey?", "How does Essex handle wanted suspects?")
    assert asked_of(understood) == ["kent", "surrey"]


def test_both_forces_of_the_question_before_carry_over() -> None:
    understood = whole("And bail?", "How do Essex and Kent handle wanted suspects?")
    assert asked_of(understood) == ["essex", "kent"]


def test_the_force_lasts_over_several_follow_ups() -> None:
    understood = whole(
        "And burglary?", "How does Essex handle wanted suspects?", "And what about bail?", "who signed it?"
    )
    assert asked_of(understood) == ["essex"]


def test_the_last_force_named_is_the_one_that_lasts() -> None:
    understood = whole("And burglary?", "How does Essex handle bail?", "And Kent?", "And victims?")
    assert asked_of(understood) == ["kent"]


def test_a_question_that_names_force_and_topic_stands_alone() -> None:
    question = "and how is burglary investigated in Kent?"
    assert whole(question, "How does Essex handle bail?") == question


def test_a_whole_new_question_does_not_take_the_force_over() -> None:
    question = "Which police forces were found to investigate burglary dwellings with good supervision?"
    assert whole(question, "How does Essex handle bail?") == question


def test_a_force_that_only_the_corpus_knows_carries_over_too() -> None:
    turns = (Turn("How does Northshire Police handle bail?"),)
    assert "Northshire" in stand_alone("And burglary?", turns, ("northshire", "eastmoor"))
    asked = stand_alone("And Eastmoor?", turns, ("northshire", "eastmoor"))
    assert asked == "How does Eastmoor Police handle bail?"


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=60))
def test_any_history_whatever_can_be_made_whole(before: list[str], question: str) -> None:
    understood = whole(question, *before)
    assert set(asked_of(question)) <= set(asked_of(understood))


def test_an_endless_earlier_question_does_not_make_an_endless_one() -> None:
    assert len(whole("And Kent?", "Essex " * 10_000)) < 2 * MAX_CHARACTERS
