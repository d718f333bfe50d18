import random
from pathlib import Path

import pytest

from assistant.gate import Gate
from corpus import Corpus, UnusableInput
from evals.misquote import FALSE, HARMLESS, glued, shortened
from evals.quotes import quote_rows, rows_of
from index import Index

SENTENCE = (
    "The force does not review all of its 43 well-kept files, and few supervisors were told of the force’s fine plan."
)


def test_true_quotes_are_found_and_false_ones_are_not(letter_corpus: Corpus, letter_index: Index) -> None:
    rows = list(rows_of(Gate(letter_corpus, letter_index), letter_corpus, count=3, seed=1, half=0))
    assert {row["kind"] for row in rows} >= {"as it stands", "… in the middle", "number changed", "not removed"}
    assert {(row["true"], row["found"]) for row in rows} == {("true", 1.0), ("false", 0.0)}
    fuzzy = {row["kind"]: row["fuzzy search finds"] for row in rows}
    assert fuzzy["not added"] == 1.0


def test_without_letters_there_is_nothing_to_measure(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput):
        list(quote_rows(tmp_path, 1, 1))


@pytest.mark.parametrize("kind", [*HARMLESS, *FALSE])
def test_each_change_changes_something(kind: str) -> None:
    changed = {**HARMLESS, **FALSE}[kind](SENTENCE, random.Random(1))
    assert changed
    assert changed != SENTENCE


def test_a_sentence_is_shortened_and_glued() -> None:
    short = shortened(SENTENCE, random.Random(1))
    assert short
    assert len(short.split()) < len(SENTENCE.split())
    assert shortened("Too short for that.", random.Random(1)) is None
    assert glued(["one two three four"])("five six seven eight", random.Random(1)) == "five six three four"
