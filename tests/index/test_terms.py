import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import index
from index import is_stop_word, stem, stems_of
from index.terms import MAX_EXPRESSION, STOP_WORDS, WORD, Term, in_the_domains_words, terms_of

THESAURUS = Path(index.__file__).with_name("thesaurus.txt").read_text(encoding="utf-8").splitlines()
GROUPS = [[member.strip() for member in line.split("|")] for line in THESAURUS if line and line[0] != "#"]
questions = st.lists(
    st.sampled_from(["who", "the", "house burglaries", "suspects", "999", "A&E", "isn't", "é", "—", "burglary"])
).map(" ".join)


def texts(question: str) -> list[str]:
    return [term.text for term in terms_of(question)]


def the_term(question: str) -> Term:
    (term,) = terms_of(question)
    return term


def domain(question: str) -> str:
    return in_the_domains_words(question, terms_of(question))


def test_terms_are_the_content_words_in_order() -> None:
    assert texts("How well does the force record drones and kayaks?") == ["record", "drones", "kayaks"]


def test_the_longest_expression_wins() -> None:
    assert texts("failed to answer bail") == ["failed to answer bail"]
    assert texts("answer to police bail conditions") == ["police bail", "conditions"]
    assert texts("bail conditions") == ["bail conditions"]


def test_expressions_are_met_in_any_inflection_and_case() -> None:
    assert texts("Had their HOUSE BROKEN INTO") == ["HOUSE BROKEN INTO"]
    assert texts("wanting a wanted suspect, wanted suspects")[-2:] == ["wanted suspect", "wanted suspects"]


def test_an_expression_may_hold_stop_words() -> None:
    term = the_term("use of force")
    assert term.text == "use of force"
    assert all(map(is_stop_word, term.text.split()))


def test_alternatives_are_the_other_members_of_the_groups() -> None:
    term = the_term("paramedics")
    assert term.alternatives == ("ambulance service", "ambulance crew")


def test_a_word_that_the_thesaurus_lacks_has_no_alternatives() -> None:
    term = the_term("kayak")
    assert term.alternatives == ()
    assert term.preferred is None


def test_lay_wording_is_put_in_the_domains_words() -> None:
    assert the_term("paramedics").preferred == "ambulance service"
    assert (
        domain("Do paramedics and the fire brigade help?")
        == "Do ambulance service and the fire and rescue service help?"
    )


def test_the_domains_own_words_stay() -> None:
    assert the_term("ambulance services").preferred is None
    assert domain("Does the ambulance service help?") == "Does the ambulance service help?"


@given(questions)
def test_terms_are_slices_that_do_not_overlap(question: str) -> None:
    end = 0
    for term in terms_of(question):
        assert question[term.start : term.end] == term.text
        assert term.start >= end
        end = term.end


@given(questions)
def test_no_content_word_is_lost(question: str) -> None:
    content = [word[0] for word in WORD.finditer(question) if not is_stop_word(word[0])]
    inside = [word[0] for term in terms_of(question) for word in WORD.finditer(term.text)]
    assert [word for word in inside if not is_stop_word(word)] == content


@given(questions)
def test_what_is_not_a_term_stays_as_it_was(question: str) -> None:
    rest, changed = question, domain(question)
    for term in reversed(terms_of(question)):
        rest = rest[: term.start] + "\0" + rest[term.end :]
    at = 0
    for piece in rest.split("\0"):
        at = changed.index(piece, at) + len(piece)


@pytest.mark.parametrize("question", ["", "  ", "?!", "\0", "What did the police do?"])
def test_a_question_without_topic_has_no_terms(question: str) -> None:
    assert terms_of(question) == ()
    assert in_the_domains_words(question, ()) == question


@pytest.mark.parametrize("word", ["The", "POLICE", "force's", "isn\u2019t", "inspectors'"])
def test_stop_words_in_any_case_and_contraction(word: str) -> None:
    assert is_stop_word(word)


@pytest.mark.parametrize("word", ["bail", "suspects", "officer", ""])
def test_other_words_are_no_stop_words(word: str) -> None:
    assert not is_stop_word(word)


def test_a_possessive_has_the_stem_of_its_word() -> None:
    assert stem("Victim's") == stem("victims\u2019") == stem("VICTIMS") == "victim"
    assert stems_of("The officers' mobile devices") == ("the", "offic", "mobil", "devic")


@given(st.text(alphabet="abcdefghilmnoprstuvwxyz0", min_size=4, max_size=12))
def test_a_stem_is_the_one_that_full_text_search_makes(word: str) -> None:
    assert stem(word) == _in_full_text_search([word])[word]


def test_stems_of_the_domain_are_those_that_full_text_search_makes() -> None:
    words = {word[0].lower() for line in THESAURUS for word in WORD.finditer(line) if "'" not in word[0]}
    made = _in_full_text_search([*words, "technology", "visibly", "biology", "methodologies", "responsibly", "cs"])
    assert {word: stem(word) for word in made} == made


def test_threads_may_stem_at_once() -> None:
    words = sorted({word[0].lower() for line in THESAURUS for word in WORD.finditer(line)})
    alone = [stem(word) for word in words]
    stem.cache_clear()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda each: [stem(word) for word in each], [words, words[::-1]] * 2))
    sys.setswitchinterval(usual)
    assert together == [alone, alone[::-1]] * 2


def test_no_member_of_the_thesaurus_is_empty() -> None:
    assert len(GROUPS) > 500
    assert not [group for group in GROUPS if len(group) < 2 or not all(map(stems_of, group))]


def test_no_member_stands_twice_in_its_group() -> None:
    assert not [group for group in GROUPS if len(set(map(stems_of, group))) < len(group)]


def test_every_member_can_be_met_by_a_question() -> None:
    assert not [member for group in GROUPS for member in group if len(stems_of(member)) > MAX_EXPRESSION]
    assert not [member for group in GROUPS for member in group if '"' in member or member != member.lower()]
    assert len({tuple(group) for group in GROUPS}) == len(GROUPS)


def test_the_groups_of_every_member_are_found() -> None:
    for group in GROUPS:
        for member in group:
            (term,) = terms_of(member)
            assert set(map(stems_of, group)) <= {stems_of(member), *map(stems_of, term.alternatives)}


def test_stop_words_are_single_words_in_lower_case() -> None:
    assert not [word for word in STOP_WORDS if not word.isalpha() or word != word.lower()]


def _in_full_text_search(words: list[str]) -> dict[str, str]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize = 'porter unicode61 remove_diacritics 2')")
    database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(words, 'instance')")
    database.executemany("INSERT INTO words (rowid, word) VALUES (?, ?)", enumerate(words))
    found = {words[row]: term for row, term in database.execute("SELECT doc, term FROM stems")}
    database.close()
    return found
