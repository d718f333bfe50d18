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


@pytest.mark.parametrize(
    "follow_up",
    [
        "why?",
        "Is it getting better?",
        "how many of them",
        "What did inspectors recommend?",
        "wat were the weeknesses",
        "tell me more about the second one",
        "Are staff trained?",
        "does the council do that too?",
        "and the health service?",
        "and for children in care?",
        "Which ones are worst?",
        "is there still a queue?",
        "Who attends the briefing?",
        "what did they say in the 2021 letter?",
        "do other forces do that?",
        "what does Kent do about it?",
        "is Kent any better?",
        "How does that compare with Kent?",
    ],
)
def test_the_topic_carries_over_to_what_has_none_of_its_own(follow_up: str) -> None:
    assert "wanted suspects" in whole(follow_up, "How does Essex handle wanted suspects?")


@pytest.mark.parametrize(
    "follow_up",
    [
        "And what about bail?",
        "ok and knife crime?",
        "tell me about modern slavery",
        "How is hate crime recorded?",
        "what do they do about drugs",
        "Is stalking taken seriously?",
        "Different question: how does it look after rape victims?",
        "Who signed the letter?",
        "When was the inspection?",
        "Are victims treated well in Warwickshire?",
        "How does Kent treat its victims?",
        "which forces are best at recording crime?",
    ],
)
def test_the_topic_does_not_carry_over_to_another_one(follow_up: str) -> None:
    assert "wanted" not in whole(follow_up, "How does Essex handle wanted suspects?")


def test_the_topic_lasts_over_several_turns_without_their_aspects() -> None:
    understood = whole("and supervision?", "How does Gwent investigate rape?", "are staff trained?", "why not?")
    assert understood == "Supervision (investigate rape, Gwent Police)?"


def test_what_points_back_points_to_the_aspect_asked_about_last() -> None:
    assert "training" in whole("Who pays for it?", "How does Gwent investigate rape?", "is there training?")


def test_a_conversation_can_return_to_an_earlier_topic() -> None:
    understood = whole("back to the detainees: who sees them?", "How are detainees fed in Sussex?", "what about bail?")
    assert "fed" in understood
    assert "bail" not in understood


def test_a_follow_up_made_whole_is_as_good_a_turn_as_the_words_typed() -> None:
    asked = ("How does Essex handle wanted suspects?", "why?", "who leads that?")
    first = whole(asked[1], asked[0])
    assert whole(asked[2], asked[0], first) == whole(asked[2], *asked[:2])


def test_a_year_takes_the_place_of_the_earlier_one() -> None:
    understood = whole("had it improved by 2021?", "How good was bail in Essex in 2016?")
    assert "2021" in understood
    assert "2016" not in understood


def test_comparing_with_a_force_asks_about_both() -> None:
    understood = whole("How does that compare with Kent?", "How does Essex handle wanted suspects?")
    assert sorted(asked_of(understood)) == ["essex", "kent"]


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=60))
def test_any_history_whatever_can_be_made_whole(before: list[str], question: str) -> None:
    understood = whole(question, *before)
    assert set(asked_of(question)) <= set(asked_of(understood))


def test_an_endless_earlier_question_does_not_make_an_endless_one() -> None:
    assert len(whole("And Kent?", "Essex " * 10_000)) < 2 * MAX_CHARACTERS
