"""The measuring of finding types: its cases, and its figures on a few of them."""

from collections import Counter

import pytest

from assistant.briefing.brief import FindingType
from corpus import Corpus, UnusableInput
from evals.finding_types import FindingCase, Typed, finding_type_rows, load_finding_types, typed

STRENGTH, CONCERN, IMPROVEMENT = FindingType.STRENGTH, FindingType.CONCERN, FindingType.IMPROVEMENT
LETTER = "staffordshire-core-business-2014"


def read(right: FindingType, given: FindingType) -> Typed:
    case = FindingCase(id="x", paragraph="northshire#1", words="The force", type=right)
    return Typed(case, "The force is good.", given, "", given, given)


def test_halves_are_from_different_letters_and_hold_every_type() -> None:
    halves = [load_finding_types(split) for split in ("tuning", "reporting")]
    tuning, reporting = ({case.paragraph.partition("#")[0] for case in half} for half in halves)
    assert tuning.isdisjoint(reporting)
    assert sum(map(len, halves)) >= 250
    assert all(set(Counter(case.type for case in half)) == set(FindingType) for half in halves)
    assert all(len(case.words.split()) <= 8 for half in halves for case in half)


def test_sentences_of_the_included_letter_are_found_and_typed_as_read(letter_corpus: Corpus) -> None:
    cases = [case for case in load_finding_types("tuning") if case.paragraph.startswith(LETTER)]
    found = typed(cases, letter_corpus)
    assert len(found) == 10
    assert sum(each.is_right for each in found) >= 8


def test_sentence_that_is_not_in_the_corpus_is_told(letter_corpus: Corpus) -> None:
    case = FindingCase(id="ft-x", paragraph=f"{LETTER}#20", words="Nothing begins so", type=STRENGTH)
    with pytest.raises(UnusableInput, match="ft-x"):
        typed([case], letter_corpus)


def test_shares_are_of_those_that_could_be_confused() -> None:
    found = [
        read(STRENGTH, STRENGTH),
        read(STRENGTH, CONCERN),
        read(CONCERN, CONCERN),
        read(IMPROVEMENT, STRENGTH),
        read(FindingType.FACT, FindingType.FACT),
    ]
    *_, last = finding_type_rows(found)
    assert last["right type"] == pytest.approx(3 / 5)
    assert last["strength and concern confused"] == pytest.approx(1 / 3)
    assert last["praise and criticism confused"] == pytest.approx(2 / 4)
