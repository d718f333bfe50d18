from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind, correct
from corpus.repeats import print_of

SAID = "Between January and April {year} HMIC inspected how well {force} Police looks into reports of crime."
FORCES = ("northshire", "eastmoor", "westvale", "southmere")


def put(corpus: Corpus, id: str, *forces: str, texts: Iterable[str] = (), day: date | None = None) -> None:
    said = SAID.format(force=(forces or ("the",))[0].title(), year=2014)
    document = Document(id, id, DocumentKind.LETTER, f"{id}.txt", f"hash of {id}", forces=forces, date=day)
    made = [Paragraph(id, at, ParagraphKind.BODY, text) for at, text in enumerate(texts or [said], 1)]
    corpus.put(document, made)


def boilerplate(corpus: Corpus) -> list[str]:
    found = [each for document in corpus.documents() for each in corpus.paragraphs(document.id)]
    assert corpus.get(each.id for each in found) == {each.id: each for each in found}
    return sorted(each.id for each in found if each.kind is ParagraphKind.BOILERPLATE)


def test_what_three_letters_to_three_forces_say_is_boilerplate(corpus: Corpus) -> None:
    for force in FORCES[:2]:
        put(corpus, force, force)
    assert boilerplate(corpus) == []
    put(corpus, "westvale", "westvale")
    assert boilerplate(corpus) == ["eastmoor#1", "northshire#1", "westvale#1"]
    corpus.remove("eastmoor")
    assert boilerplate(corpus) == []


def test_what_is_said_again_to_one_force_is_a_finding(corpus: Corpus) -> None:
    for year in (2014, 2015, 2016):
        put(corpus, f"northshire-{year}", "northshire", day=date(year, 5, 6))
    put(corpus, "northshire-2016-pdf", "northshire", day=date(2016, 5, 6))
    put(corpus, "eastmoor", "eastmoor")
    assert boilerplate(corpus) == []


def test_reports_about_no_force_count_once_a_date(corpus: Corpus) -> None:
    for at, day in enumerate([date(2014, 1, 1), date(2014, 1, 1), date(2015, 1, 1)]):
        put(corpus, f"report-{at}", day=day)
    assert boilerplate(corpus) == []
    put(corpus, "report-3", day=date(2016, 1, 1))
    assert len(boilerplate(corpus)) == 4


def test_short_and_other_paragraphs_are_none(corpus: Corpus) -> None:
    for force, colour in zip(FORCES, ("blue", "red", "old", "new"), strict=True):
        said = f"All of the kayaks on the lakes of the force are {colour} ones."
        put(corpus, force, force, texts=["The force has a plan.", said])
    assert boilerplate(corpus) == []


def test_a_correction_of_the_forces_counts_at_once(corpus: Corpus) -> None:
    for id in ("a", "b", "c"):
        put(corpus, id, "northshire")
    correct(corpus, "b", {"forces": "eastmoor"})
    assert boilerplate(corpus) == []
    correct(corpus, "c", {"forces": "westvale"})
    assert boilerplate(corpus) == ["a#1", "b#1", "c#1"]


def test_a_newer_version_that_says_it_no_longer_counts_no_longer(corpus: Corpus) -> None:
    for force in FORCES[:3]:
        put(corpus, force, force)
    before = corpus.revisions()
    put(corpus, "westvale", "westvale", texts=["It says something quite different now, which nobody else has said."])
    after = corpus.revisions()
    assert boilerplate(corpus) == []
    assert all(before[id] != after[id] for id in before)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.permutations([*FORCES, *FORCES]))
def test_it_does_not_depend_on_the_order_of_adding(corpus: Corpus, order: list[str]) -> None:
    for force in order:  # the second time, it takes the place of the first
        put(corpus, force, force)
    assert boilerplate(corpus) == sorted(f"{force}#1" for force in FORCES)
    for force in order[:2]:
        corpus.remove(force)
    assert len(boilerplate(corpus)) == (3 if len(set(order[:2])) == 1 else 0)


@pytest.mark.parametrize(
    "other",
    [
        "Between  January and April 2015 HMIC inspected how well Kent Police looks into reports of crime",
        "BETWEEN January and April 2014, HMIC inspected how well Essex Police looks into reports of crime.",
        "Between January and April 2014 HMIC inspected how well Gwent Police looks into “reports of crime”.",
    ],
)
def test_texts_that_differ_in_what_does_not_count_have_one_print(other: str) -> None:
    assert print_of(other) == print_of(SAID.format(force="Staffordshire", year=2014))


def test_another_word_makes_another_print() -> None:
    said = SAID.format(force="Kent", year=2014)
    assert len({print_of(said), print_of(said.replace("well", "badly")), print_of(said + " Not.")}) == 3


def test_the_revision_follows_the_searchable_paragraphs(corpus: Corpus) -> None:
    put(corpus, "a", "northshire")
    seen = [corpus.revisions()["a"]]
    put(corpus, "a", "northshire")
    assert corpus.revisions()["a"] == seen[0]
    document = corpus.documents()[0]
    for made in permutations(
        [Paragraph("a", 1, ParagraphKind.BODY, "One"), Paragraph("a", 2, ParagraphKind.BODY, "Two")]
    ):
        corpus.put(document, [replace(each, position=at) for at, each in enumerate(made, 1)])
        seen.append(corpus.revisions()["a"])
    corpus.put(replace(document, sha256="other"), corpus.paragraphs("a"))
    seen.append(corpus.revisions()["a"])
    assert len(set(seen)) == 4
