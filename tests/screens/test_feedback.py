"""What people think of an answer, as it is sent from the page."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Answer, Status
from assistant.answers import Answers
from assistant.frozen import MadeWith, freeze
from assistant.people.database import Database
from assistant.people.feedback import Feedbacks, Opinion
from corpus import Corpus, at_this_terminal
from screens.feedback import add_feedback
from screens.render import conversation
from screens.sign_in import add_gate


@pytest.fixture
def site(corpus: Corpus) -> Iterator[TestClient]:
    app = FastAPI()
    add_feedback(app, corpus, Answers(corpus.folder, days=7))
    add_gate(app, None)
    with TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 1)) as site:
        yield site


def kept(corpus: Corpus, embargoed: bool = False) -> str:
    """The id of an answer that is kept."""
    made_with = MadeWith("a model", "a stamp", "1.2.3", embargoed)
    frozen = freeze(Answer("How?", Status.NO_EVIDENCE, "Nothing."), made_with, datetime.now(UTC))
    Answers(corpus.folder, days=7).put(frozen)
    return frozen.id


def test_it_is_stored_with_the_answer_and_who_gave_it(site: TestClient, corpus: Corpus) -> None:
    id = kept(corpus)
    sent = {"answer": id, "opinion": "missing", "words": "Paragraph 4 says so."}
    assert site.post("/feedback", json=sent).status_code == 204
    (told,) = Feedbacks(Database(corpus.folder)).all()
    assert (told.answer, told.opinion, told.words) == (id, Opinion.MISSING, "Paragraph 4 says so.")
    assert told.person == str(at_this_terminal()).casefold()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"answer": "unknown"}, 404),
        ({"answer": "x" * 101}, 422),
        ({"opinion": "splendid"}, 422),
        ({"words": "x" * 2001}, 422),
    ],
)
def test_what_cannot_be_meant_is_refused(
    site: TestClient, corpus: Corpus, changes: dict[str, str], status: int
) -> None:
    sent = {"answer": kept(corpus), "opinion": "right"} | changes
    assert site.post("/feedback", json=sent).status_code == status
    assert Feedbacks(Database(corpus.folder)).all() == ()


def test_nothing_is_said_of_an_answer_that_one_may_not_see(site: TestClient, corpus: Corpus) -> None:
    sent = {"answer": kept(corpus, embargoed=True), "opinion": "right"}
    assert site.post("/feedback", json=sent).status_code == 404


def test_another_site_cannot_send_it_although_nobody_signs_in(site: TestClient, corpus: Corpus) -> None:
    sent = {"answer": kept(corpus), "opinion": "right"}
    assert site.post("/feedback", json=sent, headers={"Origin": "https://evil.example"}).status_code == 403
    assert site.post("/feedback", json=sent, headers={"Origin": "http://127.0.0.1"}).status_code == 204


def test_a_file_that_cannot_be_written_is_told(site: TestClient, corpus: Corpus) -> None:
    id = kept(corpus)
    (corpus.folder / "people.sqlite3").write_bytes(b"no database" * 100)
    told = site.post("/feedback", json={"answer": id, "opinion": "right"})
    assert (told.status_code, "cannot be used" in told.json()["detail"]) == (503, True)


def test_the_buttons_stand_under_answers_that_are_kept() -> None:
    answer = Answer("How?", Status.NO_EVIDENCE, "Nothing.")
    assert "opinion" not in conversation([answer])
    shown = conversation([Answer("How?", Status.NO_EVIDENCE, "Nothing.", id="abc")])
    assert all(f'data-opinion="{each}"' in shown for each in Opinion)
    assert 'data-answer="abc"' in shown
