import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind
from index import Filters, Scope
from index.scope import places_of
from tests.index.conftest import Put, PutLetter, letters_into

NOW = datetime(2026, 3, 1, tzinfo=UTC)
EMBARGO = "This letter is embargoed until Thursday 4 September 2014 at 00:01."


@pytest.fixture(scope="module")
def three_letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with letters to Northshire of 2014 and 2019, and to Eastmoor of 2014. Tests work on copies."""
    folder = tmp_path_factory.mktemp("three-letters")
    put = letters_into(Corpus(folder / "data"), folder)
    put("northshire-2014", "Northshire keeps bail records.")
    put("northshire-2019", "Northshire keeps no bail records.", day="3 May 2019")
    put("eastmoor-2014", "Eastmoor keeps bail records.", force="Eastmoor Constabulary")
    return folder / "data"


@pytest.fixture
def held(corpus: Corpus, three_letters: Path) -> Corpus:
    """A copy of `three_letters`."""
    shutil.copytree(three_letters, corpus.folder, dirs_exist_ok=True)
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


# Places narrower than a force


def titled(
    corpus: Corpus,
    id: str,
    title: str = "Kayaks",
    *forces: str,
    day: str = "2018-05-01",
    kind: DocumentKind = DocumentKind.LETTER,
    **of: Any,
) -> None:
    """Puts a document of that title, on these forces, into the corpus."""
    date = datetime.fromisoformat(day).date()
    document = Document(id, title, kind, f"{id}.txt", id, forces=forces, date=date, **of)
    corpus.put(document, [Paragraph(id, 1, ParagraphKind.BODY, "Kayaks are used.")])


@pytest.fixture
def towns(corpus: Corpus) -> Corpus:
    """Documents on Liverpool, on Wirral, on Merseyside as a whole, on Kent, and on none in particular."""
    titled(corpus, "liverpool", "Kayaks in Liverpool", "merseyside")
    titled(corpus, "wirral", "Kayaks in Wirral", "merseyside", day="2020-05-01")
    titled(corpus, "whole", "Kayaks", "merseyside", day="2016-05-01")
    titled(corpus, "kent", "Kayaks", "kent", day="2020-05-01")
    titled(corpus, "national", "Kayaks", kind=DocumentKind.THEMATIC_REPORT)
    return corpus


def test_another_towns_documents_are_not_in_scope_though_the_force_is_the_same(towns: Corpus) -> None:
    asked = scope("Are kayaks used in Wirral?", towns)
    assert (asked.places, asked.unheld_places) == (("Wirral",), ())
    assert [force.id for force in asked.forces] == ["merseyside"]
    assert set(asked.documents) == {"wirral", "whole"}


def test_a_question_on_the_whole_force_takes_in_its_towns(towns: Corpus) -> None:
    asked = scope("Does Merseyside Police use kayaks?", towns)
    assert (asked.places, asked.unheld_places) == ((), ())
    assert set(asked.documents) == {"liverpool", "wirral", "whole"}


def test_two_places_of_a_force_may_be_asked_about(towns: Corpus) -> None:
    asked = scope("Are kayaks used in Liverpool and in Wirral?", towns)
    assert asked.places == ("Liverpool", "Wirral")
    assert set(asked.documents) == {"liverpool", "wirral", "whole"}


def test_a_place_that_no_document_is_on_is_told_and_only_the_whole_force_answers(towns: Corpus) -> None:
    asked = scope("Are kayaks used in Knowsley?", towns)
    assert (asked.places, asked.unheld_places, asked.unheld) == (("Knowsley",), ("Knowsley",), ())
    assert asked.documents == ("whole",)


def test_of_two_places_the_one_without_documents_is_told(towns: Corpus) -> None:
    asked = scope("Are kayaks used in Knowsley and in Wirral?", towns)
    assert asked.unheld_places == ("Knowsley",)
    assert set(asked.documents) == {"wirral", "whole"}


def test_a_place_of_a_force_without_documents_is_told_as_the_force(towns: Corpus) -> None:
    asked = scope("Are kayaks used in Luton?", towns)
    assert [force.id for force in asked.unheld] == ["bedfordshire"]
    assert (asked.unheld_places, asked.documents) == ((), ())


def test_a_place_says_nothing_of_another_force(towns: Corpus) -> None:
    assert set(scope("Are kayaks used in Wirral and in Kent?", towns).documents) == {"wirral", "whole", "kent"}


@pytest.mark.parametrize("name", ["Windsor", "Maidenhead", "Windsor and Maidenhead"])
def test_a_place_is_found_by_part_of_its_name(corpus: Corpus, name: str) -> None:
    titled(corpus, "windsor", "Kayaks in Windsor and Maidenhead", "thames-valley")
    titled(corpus, "slough", "Kayaks in Slough", "thames-valley")
    assert scope(f"Are kayaks used in {name}?", corpus).documents == ("windsor",)


def test_the_places_of_a_title_are_those_narrower_than_a_force() -> None:
    assert places_of("Kayaks in Liverpool and Wirral") == {"Liverpool", "Wirral"}
    assert places_of("Merseyside Police: kayaks") == places_of("Kayaks") == frozenset()


# Names as people write them


@pytest.mark.parametrize("name", ["Mersyside", "Merseyside Polcie", "merseysdie", "MERSEYSIDE", "Merseyside\u2019s"])
def test_a_misspelt_force_is_understood_and_said_to_be(towns: Corpus, name: str) -> None:
    asked = scope(f"Does {name} use kayaks?", towns)
    assert [force.id for force in asked.forces] == ["merseyside"]
    assert set(asked.documents) == {"liverpool", "wirral", "whole"}
    assert asked.mentions[0].misspelt == (name in ("Mersyside", "merseysdie"))


def test_a_misspelt_name_is_taken_out_of_the_topic(towns: Corpus) -> None:
    assert scope("Does Mersyside use kayaks?", towns).topic == "Does the force use kayaks?"


def test_a_region_stands_for_its_forces(towns: Corpus) -> None:
    asked = scope("Do forces in the North West use kayaks?", towns)
    assert {force.id for force in asked.forces} == {
        "cheshire",
        "cumbria",
        "greater-manchester",
        "lancashire",
        "merseyside",
    }
    assert {force.id for force in asked.unheld} == {force.id for force in asked.forces} - {"merseyside"}
    assert set(asked.documents) == {"liverpool", "wirral", "whole"}
    assert not asked.is_about_all


@pytest.mark.parametrize(
    "asked", ["Which forces", "Do all forces", "Does every force", "Do police forces", "Nationally, who"]
)
def test_all_forces_are_asked_about(towns: Corpus, asked: str) -> None:
    found = scope(f"{asked} use kayaks?", towns)
    assert found.is_about_all
    assert (found.forces, len(found.documents)) == ((), 5)


@pytest.mark.parametrize("question", ["Are kayaks used?", "Does Kent use kayaks as other forces do?", "Is force used?"])
def test_not_all_forces_are_asked_about(towns: Corpus, question: str) -> None:
    assert not scope(question, towns).is_about_all


def test_each_force_has_a_scope_of_its_own_documents(towns: Corpus) -> None:
    titled(towns, "joint", "Kayaks", "kent", "merseyside")
    asked = scope("Do Kent, Essex and Merseyside use kayaks?", towns)
    kent, merseyside = asked.by_force()  # Essex has nothing that could answer
    assert ([force.id for force in kent.forces], set(kent.documents)) == (["kent"], {"kent", "joint"})
    assert set(merseyside.documents) == {"liverpool", "wirral", "whole", "joint"}
    assert kent.topic == merseyside.topic == asked.topic
    assert set(asked.documents) == {*kent.documents, *merseyside.documents}


# Times, and kinds of document


def test_only_the_latest_of_each_force_and_place_is_in_scope(towns: Corpus) -> None:
    titled(towns, "wirral-old", "Kayaks in Wirral", "merseyside", day="2011-01-01")
    titled(towns, "kent-old", "Kayaks", "kent", day="2011-01-01")
    asked = scope("What did the latest inspection of Kent and of Merseyside find on kayaks?", towns)
    assert asked.latest
    assert set(asked.documents) == {"kent", "liverpool", "wirral", "whole"}
    assert "kent-old" in scope("What did inspectors of Kent find on kayaks?", towns).documents


def test_documents_of_one_day_are_equally_the_latest(corpus: Corpus) -> None:
    for id, day in (("a", "2020-05-01"), ("b", "2020-05-01"), ("c", "2019-05-01")):
        titled(corpus, id, "Kayaks", "kent", day=day)
    assert set(scope("the latest on Kent's kayaks", corpus).documents) == {"a", "b"}


def test_the_latest_of_a_year_is_the_latest_within_it(corpus: Corpus) -> None:
    for day in ("2018-02-01", "2018-09-01", "2020-05-01"):
        titled(corpus, f"kent-{day}", "Kayaks", "kent", day=day)
    assert scope("Kent's latest letter in 2018", corpus).documents == ("kent-2018-09-01",)


def test_the_day_of_publication_counts_before_that_of_the_letter(corpus: Corpus) -> None:
    titled(corpus, "a", "Kayaks", "kent", day="2020-05-01", published=datetime(2020, 6, 1).date())  # noqa: DTZ001
    titled(corpus, "b", "Kayaks", "kent", day="2020-05-20")
    assert scope("the latest on Kent's kayaks", corpus).documents == ("a",)


def test_what_was_seen_before_an_inspection_is_not_since_it(corpus: Corpus) -> None:
    for day in ("2019-05-01", "2020-05-01"):
        titled(corpus, f"kent-{day[:4]}", "Kayaks", "kent", day=day)
    assert scope("Kent's kayaks since the 2019 inspection", corpus).documents == ("kent-2020",)
    assert set(scope("Kent's kayaks since 2019", corpus).documents) == {"kent-2019", "kent-2020"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Are kayaks used?", set(DocumentKind)),
        ("Letters only: are kayaks used?", {"letter", "joint_inspection"}),
        ("Are kayaks used, in the letters?", {"letter", "joint_inspection"}),
        ("What do joint inspections only say of kayaks?", {"joint_inspection"}),
        ("What is said in thematic reports of kayaks?", {"thematic_report"}),
        ("What is said in the force reports of kayaks?", {"force_report"}),
        ("Reports only: are kayaks used?", {"force_report", "thematic_report"}),
    ],
)
def test_only_the_kinds_that_are_named_are_in_scope(corpus: Corpus, question: str, expected: set[str]) -> None:
    for kind in DocumentKind:
        titled(corpus, kind.value, "Kayaks", "kent", kind=kind)
    assert set(scope(question, corpus).documents) == expected


@pytest.mark.parametrize(
    "what", ["the letter to Kent", "the national report", "Kent's force report", "joint inspections"]
)
def test_a_kind_that_is_merely_mentioned_narrows_nothing(towns: Corpus, what: str) -> None:
    assert scope(f"What does {what} say of kayaks?", towns).kinds == frozenset()


# Documents on no force in particular


def test_national_documents_are_context_only_for_a_question_on_a_force(towns: Corpus) -> None:
    asked = scope("Does Kent use kayaks?", towns)
    assert (asked.documents, asked.national) == (("kent",), ("national",))
    assert (asked.context.documents, asked.context.forces) == (("national",), ())
    assert asked.context.topic == asked.topic


def test_national_documents_answer_a_question_on_no_force(towns: Corpus) -> None:
    asked = scope("Are kayaks used?", towns)
    assert "national" in asked.documents
    assert asked.national == ()


def test_national_documents_under_embargo_are_no_context(towns: Corpus) -> None:
    titled(towns, "secret", embargo=datetime(2999, 1, 1, tzinfo=UTC))
    assert scope("Does Kent use kayaks?", towns).national == ("national",)


# What is chosen beside the question


def filtered(question: str, corpus: Corpus, **chosen: Any) -> Scope:
    return Scope.of(question, corpus, now=NOW, filters=Filters(**chosen))


def test_no_filters_change_nothing(towns: Corpus) -> None:
    for question in ("Are kayaks used?", "Does Kent use kayaks?", "Are kayaks used in Knowsley since 2019?"):
        assert filtered(question, towns) == scope(question, towns)


def test_a_filtered_force_counts_where_the_question_names_none(towns: Corpus) -> None:
    assert filtered("Are kayaks used?", towns, forces=("kent",)).documents == ("kent",)
    assert filtered("Which forces use kayaks?", towns, forces=("kent",)).documents == ("kent",)
    assert filtered("Does Merseyside use kayaks?", towns, forces=("kent",)).forces[0].id == "merseyside"


def test_filtered_days_narrow_and_include_both_ends(towns: Corpus) -> None:
    first, last = date(2016, 5, 1), date(2018, 5, 1)
    assert set(filtered("kayaks", towns, first=first, last=last).documents) == {"whole", "liverpool", "national"}
    assert set(filtered("kayaks", towns, first=date(2018, 5, 2)).documents) == {"wirral", "kent"}
    assert set(filtered("kayaks", towns, last=date(2018, 4, 30)).documents) == {"whole"}
    assert filtered("kayaks in 2020", towns, last=last).documents == ()


def test_filtered_kinds_narrow_the_national_context_too(towns: Corpus) -> None:
    asked = filtered("Does Kent use kayaks?", towns, kinds=frozenset({DocumentKind.LETTER}))
    assert (asked.documents, asked.national) == (("kent",), ())
    assert filtered("kayaks in thematic reports", towns, kinds=frozenset({DocumentKind.LETTER})).documents == ()


@given(
    question=st.sampled_from(
        [
            "kayaks",
            "Kent's kayaks",
            "kayaks in Wirral in 2020",
            "which forces use kayaks",
            "thematic reports",
            "in Knowsley",
        ]
    ),
    first=st.none() | st.dates(date(2015, 1, 1), date(2021, 1, 1)),
    last=st.none() | st.dates(date(2015, 1, 1), date(2021, 1, 1)),
    kinds=st.frozensets(st.sampled_from(DocumentKind)),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_filters_never_widen(
    towns: Corpus, question: str, first: date | None, last: date | None, kinds: frozenset[DocumentKind]
) -> None:
    wide, narrow = scope(question, towns), filtered(question, towns, first=first, last=last, kinds=kinds)
    assert set(narrow.documents) <= set(wide.documents)
    assert set(narrow.national) <= set(wide.national)
    for document in (each for id in narrow.documents if (each := towns.document(id))):
        assert not kinds or document.kind in kinds
        assert (first or date.min) <= (document.date or date.min) <= (last or date.max)


# Reported, not yet mended


def test_national_reports_only_are_no_other_reports(corpus: Corpus) -> None:
    for kind in DocumentKind:
        titled(corpus, kind.value, "Kayaks", "kent", kind=kind)
    assert scope("National reports only: are kayaks used?", corpus).documents == ("thematic_report",)


def test_a_filter_never_makes_an_older_document_the_latest(corpus: Corpus) -> None:
    for day in ("2018-05-01", "2020-05-01"):
        titled(corpus, day, "Kayaks", "kent", day=day)
    wide = scope("the latest on Kent's kayaks", corpus)
    assert set(filtered("the latest on Kent's kayaks", corpus, last=date(2019, 1, 1)).documents) <= set(wide.documents)


@pytest.mark.parametrize(
    "question", ["Are kayaks used in Wirral, Merseyside?", "Does Merseyside Police in Wirral use kayaks?"]
)
def test_a_place_named_with_its_force_is_still_that_place(towns: Corpus, question: str) -> None:
    assert "liverpool" not in scope(question, towns).documents


def test_places_whose_names_share_a_word_are_two(corpus: Corpus) -> None:
    titled(corpus, "somerset", "Kayaks in Somerset", "avon-and-somerset")
    titled(corpus, "north", "Kayaks in North Somerset", "avon-and-somerset")
    assert scope("Are kayaks used in North Somerset?", corpus).documents == ("north",)


def test_since_one_year_and_before_another_is_between_them(corpus: Corpus) -> None:
    for year in (2016, 2018, 2021):
        titled(corpus, str(year), "Kayaks", "kent", day=f"{year}-05-01")
    assert scope("Kent's kayaks since 2017 and before 2020", corpus).documents == ("2018",)
