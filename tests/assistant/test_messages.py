import datetime as dt
from dataclasses import replace

import pytest

from assistant import messages
from assistant.answer import Citation, Claim
from corpus import DocumentKind, force
from index import Scope, Window
from tests.assistant.letters import document, evidence

FORCES = [
    "avon-and-somerset", "bedfordshire", "cambridgeshire", "cheshire", "cleveland", "cumbria", "derbyshire", "dorset",
    "durham", "essex", "gwent", "hampshire", "humberside", "kent",
]  # fmt: skip
ON_SURREY = Scope("bail", forces=(force("surrey"),), unheld=(force("surrey"),))


def test_what_we_hold_is_listed_once_a_force() -> None:
    held = [document("b", "kent"), document("a", "essex", "kent")]
    told = messages.no_document(ON_SURREY, held)
    assert told == "We hold no document on Surrey Police. We hold documents on Essex Police and Kent Police."


def test_a_long_list_of_forces_ends_with_how_many_more() -> None:
    told = messages.no_document(ON_SURREY, [document(id, id) for id in FORCES])
    assert "Avon and Somerset" in told
    assert told.endswith("Gwent Police, Hampshire Constabulary and 2 more.")


def test_documents_that_name_no_force_are_listed_by_their_titles() -> None:
    told = messages.no_document(ON_SURREY, [document("report", title="State of policing")])
    assert told == "We hold no document on Surrey Police. We hold documents on Letter, State of policing."


def test_with_nothing_held_the_message_says_how_to_add() -> None:
    assert "python -m corpus add FILE" in messages.no_document(ON_SURREY, [])


def test_of_another_year_the_documents_of_that_force_are_named() -> None:
    scope = Scope("bail", forces=(force("kent"),), windows=(Window(dt.date(2019, 1, 1), dt.date(2019, 12, 31)),))
    held = [replace(document("k", "kent"), published=dt.date(2014, 9, 4)), document("e", "essex")]
    told = messages.nothing_from_then(scope, held)
    assert "We hold no document on Kent Police from 2019." in told
    assert "4 September 2014" in told
    assert "Essex" not in told


def test_without_a_force_the_years_and_all_documents_are_named() -> None:
    scope = Scope("bail", windows=(Window(dt.date(2017, 1, 1), dt.date(2019, 12, 31)),))
    told = messages.nothing_from_then(scope, [document("k", "kent"), document("e", "essex")])
    assert told.startswith("We hold no document from 2017 to 2019. What we hold: ")
    assert "Kent Police" in told
    assert "Essex Police" in told


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope("bail"), "Nothing in the documents we hold comes near this question."),
        (Scope("bail", (force("kent"),)), "Nothing in the documents we hold on Kent Police comes near this question."),
    ],
)
def test_nothing_near_names_the_force_asked_about(scope: Scope, told: str) -> None:
    assert messages.no_evidence(scope) == told


def test_the_nearest_passages_are_never_announced_as_an_answer() -> None:
    assert messages.closest(Scope("bail")).startswith("No paragraph clearly answers this.")
    assert messages.closest(ON_SURREY).endswith("We hold no document on Surrey Police.")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "From The inspectorate’s letter to Northshire Police (Core business)."),
        ({"forces": ()}, "From The inspectorate’s letter to forces (Core business)."),
        (
            {"inspectorates": ("HMICFRS",), "kind": DocumentKind.FORCE_REPORT, "title": "Custody", "programme": None},
            "From HMICFRS’s report on Northshire Police, Custody.",
        ),
        (
            {"inspectorates": ("HMIC",), "fieldwork": (dt.date(2013, 11, 1), dt.date(2014, 2, 28)), "date": dt.date(2014, 5, 6)},
            "From HMIC’s letter to Northshire Police (Core business), fieldwork November 2013 to February 2014, "
            "dated 6 May 2014.",
        ),
        (
            {"inspectorates": ("HMICFRS", "Ofsted", "CQC"), "kind": DocumentKind.JOINT_INSPECTION, "title": "Joint inspection of Northtown",
             "fieldwork": (dt.date(2022, 12, 12), dt.date(2022, 12, 16)), "date": dt.date(2023, 2, 16)},
            "From the joint inspection by HMICFRS, Ofsted and CQC, Joint inspection of Northtown (Northshire Police), "
            "fieldwork 12 to 16 December 2022, dated 16 February 2023.",
        ),
        (
            {"kind": DocumentKind.JOINT_INSPECTION, "title": "Custody", "forces": (), "fieldwork": (dt.date(2022, 6, 27), dt.date(2022, 7, 1))},
            "From the joint inspection by several inspectorates, Custody, fieldwork 27 June to 1 July 2022.",
        ),
        (
            {"kind": DocumentKind.THEMATIC_REPORT, "title": "Behaviour change", "forces": (), "published": dt.date(2011, 7, 19)},
            "From the report Behaviour change, published 19 July 2011.",
        ),
        (
            {"fieldwork": (dt.date(2014, 1, 1), dt.date(2014, 1, 31))},
            "From The inspectorate’s letter to Northshire Police (Core business), fieldwork January 2014.",
        ),
        (
            {"fieldwork": (dt.date(2014, 12, 30), dt.date(2015, 1, 3))},
            "From The inspectorate’s letter to Northshire Police (Core business), fieldwork 30 December 2014 to 3 January 2015.",
        ),
    ],
)  # fmt: skip
def test_an_answer_tells_its_inspection_as_far_as_it_is_known(changes: dict[str, object], told: str) -> None:
    source = replace(document("n", "northshire"), **changes)  # type: ignore[arg-type]  # as the rows above have them
    cited = Citation(evidence("Some words of it.").paragraph, source, "Some words of it.")
    assert messages.answered([Claim("Some.", (cited,)), Claim("Words.", (cited,))]) == told
