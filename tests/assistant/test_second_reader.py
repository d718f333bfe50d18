import pytest

from assistant.agreement import Source
from assistant.second_reader import Reading, only_wording, settled
from assistant.verdict import Verdict

SOURCE = "Northshire Police reviewed 20 of the 30 files of wanted suspects every week."
SUPPORTED = Reading(Verdict.SUPPORTED, SOURCE, "one")
CONTRADICTED = Reading(Verdict.CONTRADICTED, "reviewed 20 of the 30 files", "two")
NOT_FOUND = Reading(Verdict.NOT_FOUND, "", "three")
INVENTED = "Northshire Police reviewed no files."


@pytest.mark.parametrize("verdict", Verdict)
def test_without_a_reading_the_rules_verdict_stands(verdict: Verdict) -> None:
    for readings in ((), (None,)):
        found = settled(verdict, SOURCE, readings, is_only_wording=True)
        assert (found.verdict, found.moved_by) == (verdict, None)


@pytest.mark.parametrize("reading", [CONTRADICTED, NOT_FOUND])
def test_one_reader_is_enough_against_what_the_rules_support(reading: Reading) -> None:
    found = settled(Verdict.SUPPORTED, SOURCE, (SUPPORTED, reading), is_only_wording=True)
    assert (found.verdict, found.moved_by) == (reading.verdict, reading)


def test_a_contradiction_comes_before_a_not_found() -> None:
    found = settled(Verdict.SUPPORTED, SOURCE, (NOT_FOUND, CONTRADICTED), is_only_wording=True)
    assert found.moved_by is CONTRADICTED


def test_a_claim_told_in_other_words_is_supported_where_a_reader_says_so() -> None:
    found = settled(Verdict.NOT_FOUND, SOURCE, (None, SUPPORTED), is_only_wording=True)
    assert (found.verdict, found.moved_by) == (Verdict.SUPPORTED, SUPPORTED)


@pytest.mark.parametrize("other", [CONTRADICTED, NOT_FOUND])
def test_readers_who_differ_lift_nothing(other: Reading) -> None:
    assert settled(Verdict.NOT_FOUND, SOURCE, (SUPPORTED, other), is_only_wording=True).verdict is Verdict.NOT_FOUND


def test_what_disagrees_in_more_than_wording_is_not_lifted() -> None:
    assert settled(Verdict.NOT_FOUND, SOURCE, (SUPPORTED,), is_only_wording=False).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize("is_only_wording", [True, False])
@pytest.mark.parametrize("reading", [SUPPORTED, CONTRADICTED, NOT_FOUND])
def test_what_the_rules_find_contradicted_stays_so(reading: Reading, is_only_wording: bool) -> None:
    found = settled(Verdict.CONTRADICTED, SOURCE, (reading,), is_only_wording)
    assert (found.verdict, found.moved_by) == (Verdict.CONTRADICTED, None)


@pytest.mark.parametrize("words", ["", "files", INVENTED])
def test_words_that_the_source_does_not_have_move_nothing(words: str) -> None:
    against = settled(Verdict.SUPPORTED, SOURCE, (Reading(Verdict.CONTRADICTED, words),), is_only_wording=True)
    lifted = settled(Verdict.NOT_FOUND, SOURCE, (Reading(Verdict.SUPPORTED, words),), is_only_wording=True)
    assert (against.verdict, lifted.verdict) == (Verdict.SUPPORTED, Verdict.NOT_FOUND)


@pytest.mark.parametrize(
    "claim",
    [
        "Two thirds of the case papers on people being sought were looked at weekly.",
        "The case papers of people being sought were gone through regularly, and staff knew them well.",
    ],
)
def test_other_words_alone_are_only_wording(claim: str) -> None:
    assert only_wording(claim, Source(SOURCE, forces=frozenset({"northshire"})))


@pytest.mark.parametrize(
    "claim",
    [
        "Northshire Police reviewed 25 of the 30 files of wanted suspects.",
        "Northshire Police did not review the files of wanted suspects.",
        "Northshire Police reviewed all the files of wanted suspects.",
        "Eastmoor Police reviewed files of wanted suspects.",
        "Northshire Police must review the files of wanted suspects.",
        "Northshire Police reviewed the files of wanted suspects in May 2016.",
        "Northshire Police gave outstanding attention to wanted suspects.",
    ],
)
def test_what_changes_a_fact_is_more_than_wording(claim: str) -> None:
    assert not only_wording(claim, Source(SOURCE, forces=frozenset({"northshire"})))
