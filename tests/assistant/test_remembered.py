"""Answers from memory: the same as before, and never past a change."""

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import Assistant, Status, Turn
from assistant.remembered import KEPT, Remembered
from corpus import Corpus
from corpus.correcting import correct
from index import Filters, Index
from tests.screens.letters import NORTHSHIRE, put_letter

QUESTION = "Are the records of wanted suspects in Northshire checked?"


@pytest.fixture
def index(tmp_path: Path, models: Path) -> Index:
    shutil.copytree(models, tmp_path / "models")
    corpus = Corpus(tmp_path)
    corpus.mark_started()
    put_letter(corpus, forces=("northshire",))
    index = Index(corpus)
    index.sync()
    return index


@pytest.fixture
def searches(index: Index, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The topics that were searched for since."""
    made: list[str] = []
    search = index.search
    monkeypatch.setattr(index, "search", lambda scope, *how: made.append(scope.topic) or search(scope, *how))  # type: ignore[func-returns-value]
    return made


def test_the_same_question_is_answered_alike_without_a_search(index: Index, searches: list[str]) -> None:
    assistant = Assistant(index.corpus, index)
    first, again = assistant.ask(QUESTION), assistant.ask(f" {QUESTION} ")
    assert len(searches) == 1
    assert (again.claims, again.status, again.evidence) == (first.claims, first.status, first.evidence)
    assert again.question == f" {QUESTION} "


def test_a_follow_up_that_means_the_same_is_the_same_question(index: Index, searches: list[str]) -> None:
    assistant = Assistant(index.corpus, index)
    assistant.ask(QUESTION)
    whole = assistant.ask("and burglary?", [Turn(QUESTION)]).understood
    assistant.ask(whole)
    assert len(searches) == 2


def test_other_filters_and_other_rights_are_other_questions(index: Index, searches: list[str]) -> None:
    assistant = Assistant(index.corpus, index)
    assistant.ask(QUESTION)
    assistant.ask(QUESTION, filters=Filters(("northshire",)))
    assistant.ask(QUESTION, embargoed=True)
    assert len(searches) == 3


def test_a_change_to_the_documents_is_seen_at_once(index: Index) -> None:
    assistant = Assistant(index.corpus, index)
    assert assistant.ask(QUESTION).evidence
    later = datetime.now(UTC) + timedelta(days=1)
    correct(index.corpus, NORTHSHIRE, {"embargo": later.isoformat()})
    assert not assistant.ask(QUESTION).evidence
    index.corpus.remove(NORTHSHIRE)
    index.sync()
    assert assistant.ask(QUESTION).status is not Status.ANSWERED


def test_nothing_is_remembered_before_the_index_is_in_step(index: Index, searches: list[str]) -> None:
    assistant = Assistant(index.corpus, index)
    put_letter(index.corpus, "northshire-2015", forces=("northshire",))
    assistant.ask(QUESTION)
    assistant.ask(QUESTION)
    assert len(searches) == 2


def test_an_embargo_that_passes_makes_it_another_question(index: Index) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=1)
    put_letter(index.corpus, embargo=soon, forces=("northshire",), version="held back")
    index.sync()
    remembered = Remembered(index.corpus, index)
    before = remembered.asked(QUESTION, Filters(), False)
    while datetime.now(UTC) <= soon:
        time.sleep(0.05)
    assert remembered.asked(QUESTION, Filters(), False) != before


def test_only_the_latest_are_kept(index: Index) -> None:
    remembered = Remembered(index.corpus, index)
    answer = Assistant(index.corpus, index).ask(QUESTION)
    asked = [remembered.asked(f"{QUESTION} {number}", Filters(), False) for number in range(KEPT + 1)]
    for each in asked:
        assert each is not None
        remembered.put(each, answer)
    assert asked[0] is not None
    assert asked[-1] is not None
    assert (remembered.get(asked[0]), remembered.get(asked[-1])) == (None, answer)
