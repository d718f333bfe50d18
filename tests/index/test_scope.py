from datetime import UTC, datetime

import pytest

from corpus import Corpus
from index import Scope
from tests.index.conftest import Put, PutLetter

NOW = datetime(2026, 3, 1, tzinfo=UTC)
EMBARGO = "This letter is embargoed until Thursday 4 September 2014 at 00:01."


@pytest.fixture
def held(corpus: Corpus, put: Put) -> Corpus:
    """Letters to Northshire of 2014 and 2019, and to Eastmoor of 2014."""
    put("northshire-2014", "Northshire keeps bail records.")
    put("northshire-2019", "Northshire keeps no bail records.", day="3 May 2019")
    put("eastmoor-2014", "Eastmoor keeps bail records.", force="Eastmoor Constabulary")
    return corpus


def scope(question: str, corpus: Corpus, *forces: str) -> Scope:
    return Scope.of(question, corpus, forces, NOW)


def years(question: str, corpus: Corpus) -> list[int]:
    return sorted(scope(question, corpus).years)


def test_a_question_without_a_force_is_about_all(held: Corpus) -> None:
    asked = scope("How is bail handled?", held)
    assert (asked.forces, asked.unheld) == ((), ())
    assert set(asked.documents) == {"northshire-2014", "northshire-2019", "eastmoor-2014"}


@pytest.mark.parametrize("name", ["Eastmoor", "eastmoor constabulary", "EASTMOOR POLICE", "Eastmoor\u2019s officers"])
def test_another_forces_documents_are_never_in_scope(held: Corpus, name: str) -> None:
    asked = scope(f"How does {name} handle bail?", held)
    assert [force.id for force in asked.forces] == ["eastmoor"]
    assert asked.documents == ("eastmoor-2014",)
    assert asked.unheld == ()


def test_two_forces_may_be_compared(held: Corpus) -> None:
    asked = scope("Compare Eastmoor and Northshire on bail in 2014", held)
    assert [force.id for force in asked.forces] == ["eastmoor", "northshire"]
    assert set(asked.documents) == {"eastmoor-2014", "northshire-2014"}


def test_a_force_without_documents_is_told(held: Corpus) -> None:
    asked = scope("How does Kent Police handle bail?", held)
    assert [force.id for force in asked.unheld] == ["kent"]
    assert asked.documents == ()


def test_of_two_forces_the_one_without_documents_is_told(held: Corpus) -> None:
    asked = scope("Do Eastmoor and Kent handle bail well?", held)
    assert [force.id for force in asked.unheld] == ["kent"]
    assert asked.documents == ("eastmoor-2014",)


def test_the_screens_force_narrows_a_question_that_names_none(held: Corpus) -> None:
    assert scope("How is bail handled?", held, "eastmoor").documents == ("eastmoor-2014",)
    assert scope("How is bail handled?", held, "kent").documents == ()


def test_a_force_in_the_question_overrules_the_screens(held: Corpus) -> None:
    assert scope("How does Eastmoor handle bail?", held, "northshire").documents == ("eastmoor-2014",)


def test_the_included_letter_is_found_by_alias_and_area(held: Corpus, put_letter: PutLetter) -> None:
    letter = put_letter()
    for name in ("Staffs", "Staffordshire Police", "Newcastle-under-Lyme"):
        assert scope(f"What about bail in {name}?", held).documents == (letter,)


def test_the_topic_is_the_question_without_names(held: Corpus) -> None:
    assert scope("How does Eastmoor Constabulary handle bail?", held).topic == "How does the force handle bail?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("bail", []),
        ("bail in 2014", [2014]),
        ("the 2013/14 and 2018-19 inspections", [2013, 2014, 2018, 2019]),
        ("bail in 2013\u201314", [2013, 2014]),
        ("between 2012 and 2015", [2012, 2013, 2014, 2015]),
        ("from 2012 to 2014", [2012, 2013, 2014]),
        ("from 2012 until 2014", [2012, 2013, 2014]),
        ("2012 \u2013 2014", [2012, 2013, 2014]),
        ("2014 to 2012", [2012, 2014]),
        ("since 2023", [2023, 2024, 2025, 2026]),
        ("since the spring of 2024", [2024, 2025, 2026]),
        ("What was done since 2024 to cut burglary, and how?", [2024, 2025, 2026]),
        ("Since 2025 and until now", [2025, 2026]),
        ("after 2025", [2025, 2026]),
        ("from 2025 onwards", [2025, 2026]),
        ("What did the letter from 2014 say?", [2014]),
        ("In 2014 and 30 cases", [2014]),
        ("in 2031", [2031]),
        ("2024 to 2099", [2024, 2025, 2026, 2099]),
        ("since 2031", [2031]),
        ("call 101 or 999, form 20145, 1850", []),
    ],
)
def test_years_that_a_question_names(corpus: Corpus, question: str, expected: list[int]) -> None:
    assert years(question, corpus) == expected


def test_only_documents_of_those_years_are_in_scope(held: Corpus) -> None:
    assert scope("Northshire in 2014", held).documents == ("northshire-2014",)
    assert scope("Northshire since 2015", held).documents == ("northshire-2019",)
    assert scope("Northshire since 2014", held).documents == ("northshire-2019", "northshire-2014")
    assert scope("Northshire in 2016", held).documents == ()
    assert scope("Northshire in 2016", held).unheld == ()


def test_a_year_of_the_fieldwork_counts(corpus: Corpus, put: Put) -> None:
    put("northshire", "Bail.", opening="Between October 2012 and January 2013, HMIC carried out fieldwork.")
    assert scope("Northshire in 2012", corpus).documents == ("northshire",)
    assert scope("Northshire in 2011", corpus).documents == ()


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2014-09-03T23:00:59+00:00", ()),
        ("2014-09-03T23:01:00+00:00", ("eastmoor",)),
        ("2026-01-01T00:00:00+00:00", ("eastmoor",)),
    ],
)
def test_a_document_is_in_scope_from_its_embargo_on(
    corpus: Corpus, put: Put, moment: str, shown: tuple[str, ...]
) -> None:
    put("eastmoor", "Eastmoor keeps records.", force="Eastmoor Constabulary", opening=EMBARGO)
    for question in ("How is bail handled?", "How does Eastmoor handle bail?"):
        assert Scope.of(question, corpus, now=datetime.fromisoformat(moment)).documents == shown


def test_a_force_under_embargo_is_not_answered_with_another(held: Corpus, put: Put) -> None:
    put("westvale", "Westvale keeps records.", force="Westvale Police", opening=EMBARGO)
    asked = Scope.of("How does Westvale handle bail?", held, now=datetime(2014, 9, 1, tzinfo=UTC))
    assert [force.id for force in asked.unheld] == ["westvale"]
    assert asked.documents == ()


def test_now_is_meant_when_no_moment_is_given(corpus: Corpus, put: Put) -> None:
    put("eastmoor", "Records.", force="Eastmoor Constabulary", opening="Embargoed until 1 January 2999 at 00:01.")
    put("northshire", "Records.", opening=EMBARGO)
    assert Scope.of("bail", corpus).documents == ("northshire",)


@pytest.mark.parametrize("question", ["", " \n", "\0", "2014"])
def test_odd_questions_have_a_scope(held: Corpus, question: str) -> None:
    assert scope(question, held).forces == ()


def test_an_empty_corpus_has_nothing_in_scope(corpus: Corpus) -> None:
    assert scope("How does Kent handle bail?", corpus).documents == ()
