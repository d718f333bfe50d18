"""Earlier conversations on the Ask screen: kept for whoever asked, and opened, taken away and deleted by them."""

import json
from collections.abc import Iterator

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect

from assistant import Assistant
from assistant.answers import Answers
from assistant.people.conversations import Conversations
from assistant.people.database import Database
from corpus import Corpus, at_this_terminal
from index import Encoder, Index
from screens.ask import BY_MODEL, AskScreen
from screens.conversations import (
    GONE,
    NONE_FOUND,
    NONE_KEPT,
    NONE_YET,
    NOT_HERE,
    ConversationsScreen,
    add_conversation_downloads,
)
from screens.filters import ANY
from screens.pages import Pages
from tests.screens.conftest import opened
from tests.screens.letters import put_letter, tomorrow
from tests.screens.visits import visit

QUESTION = "How does Northshire Police look for wanted suspects?"
WORDS = "Officers look for wanted suspects every single day"
NEXT = "and who checks the records?"


@pytest.fixture
def corpus(corpus: Corpus) -> Corpus:
    """A corpus with a letter to Northshire."""
    put_letter(corpus)
    return corpus


@pytest.fixture
def kept(corpus: Corpus) -> Answers:
    return Answers(corpus.folder, days=7)


@pytest.fixture
def asking(corpus: Corpus, encoder: Encoder, kept: Answers) -> Iterator[AskScreen]:
    index, pages = Index(corpus, encoder), Pages(corpus)
    index.sync()
    yield AskScreen(Assistant(corpus, index), pages, kept)
    pages.close()


@pytest.fixture
def screen(corpus: Corpus, kept: Answers, asking: AskScreen) -> ConversationsScreen:
    return ConversationsScreen(corpus, kept, asking.show)


@pytest.fixture
def site(corpus: Corpus, kept: Answers) -> Iterator[TestClient]:
    app = FastAPI()
    add_conversation_downloads(app, corpus, kept)
    with TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 1)) as site:
        yield site


def ask(asking: AskScreen, question: str, answers: list[object], host: str = "127.0.0.1") -> list[object]:
    """The answers so far, after one more question."""
    shown = list(asking.ask(question, answers, ANY, ANY, ANY, ANY, BY_MODEL, visit(host)))  # type: ignore[arg-type]
    return list(shown[-1][-1])


def chosen(id: str) -> gr.EventData:
    return gr.EventData(None, {"conversation": id})


def mine(corpus: Corpus, kept: Answers) -> list[str]:
    """The ids of the conversations of whoever sits here."""
    person = str(at_this_terminal()).casefold()
    return [each.id for each in Conversations(Database(corpus.folder), kept).list(person, lambda _: True)]


def test_what_is_asked_at_this_machine_is_kept_and_can_be_gone_on_with(
    asking: AskScreen, screen: ConversationsScreen, corpus: Corpus, kept: Answers
) -> None:
    assert NONE_YET in screen.find(None, visit())
    ask(asking, NEXT, ask(asking, QUESTION, []))
    (id,) = mine(corpus, kept)
    assert QUESTION in screen.find("suspects", visit())
    assert "2 questions" in screen.find("", visit())
    assert NONE_FOUND in screen.find("horses", visit())
    _, talk, panel, box, answers = screen.reopen(chosen(id), visit())
    assert WORDS in str(talk)
    assert "Sources of this answer" in str(panel)
    assert box == ""
    again = ask(asking, "Who signed it?", list(answers))  # type: ignore[call-overload]
    assert len(again) == 3
    assert mine(corpus, kept) == [id]


def test_nothing_is_kept_or_shown_for_visitors_from_elsewhere(
    asking: AskScreen, screen: ConversationsScreen, corpus: Corpus, kept: Answers
) -> None:
    ask(asking, QUESTION, [], host="10.0.0.9")
    assert mine(corpus, kept) == []
    assert NOT_HERE in screen.find("", visit("10.0.0.9"))
    ask(asking, QUESTION, [])
    (id,) = mine(corpus, kept)
    shown = screen.reopen(chosen(id), visit("10.0.0.9"))
    assert GONE in shown[0]  # type: ignore[operator]
    assert WORDS not in str(shown)
    assert GONE in screen.remove("", chosen(id), visit("10.0.0.9"))
    screen.remove_all(visit("10.0.0.9"))
    assert mine(corpus, kept) == [id]


def test_one_or_all_can_be_deleted(
    asking: AskScreen, screen: ConversationsScreen, corpus: Corpus, kept: Answers
) -> None:
    for _ in range(3):
        ask(asking, QUESTION, [])
    first, *_ = mine(corpus, kept)
    assert "It was deleted." in screen.remove("", chosen(first), visit())
    assert GONE in screen.remove("", chosen(first), visit())
    assert GONE in screen.remove("", chosen(""), visit())
    assert "2 conversations were deleted." in screen.remove_all(visit())
    assert list(kept.every()) == []


def test_where_none_are_kept_that_is_told(corpus: Corpus, asking: AskScreen) -> None:
    assert NONE_KEPT in ConversationsScreen(corpus, Answers(corpus.folder, days=0), asking.show).find("", visit())


def test_what_has_come_under_embargo_is_shown_no_more(
    asking: AskScreen, screen: ConversationsScreen, corpus: Corpus, kept: Answers, site: TestClient
) -> None:
    ask(asking, QUESTION, [])
    (id,) = mine(corpus, kept)
    assert WORDS in site.get(f"/conversation/{id}.md").text
    put_letter(corpus, version="2", embargo=tomorrow())
    assert NONE_YET in screen.find("", visit())
    assert WORDS not in str(screen.reopen(chosen(id), visit()))
    assert site.get(f"/conversation/{id}.md").status_code == 404


def test_it_is_taken_away_by_whose_it_is_alone(
    asking: AskScreen, corpus: Corpus, kept: Answers, site: TestClient
) -> None:
    ask(asking, QUESTION, [])
    (id,) = mine(corpus, kept)
    markdown = site.get(f"/conversation/{id}.md")
    assert markdown.headers["content-disposition"].startswith("attachment")
    assert f"# {QUESTION}" in markdown.text
    assert json.loads(site.get(f"/conversation/{id}.json").text)["answers"][0]["question"] == QUESTION
    assert site.get(f"/conversation/{id}.exe").status_code == 404
    forwarded = {"X-Forwarded-For": "10.0.0.9"}
    assert site.get(f"/conversation/{id}.md", headers=forwarded).status_code == 404


def test_a_file_of_people_that_cannot_be_used_costs_no_answer(
    asking: AskScreen, screen: ConversationsScreen, corpus: Corpus
) -> None:
    (corpus.folder / "people.sqlite3").write_bytes(b"no database" * 100)
    assert len(ask(asking, QUESTION, [])) == 1
    assert "cannot be used" in screen.find("", visit())


def test_earlier_conversations_and_feedback_in_the_browser(chromium: Browser, northshire: str) -> None:
    with opened(chromium, northshire) as page:
        page.locator("#question textarea").fill(QUESTION)
        page.locator("#question textarea").press("Enter")
        page.get_by_role("button", name="Something missing").click()
        expect(page.locator(".thanks")).to_have_text("Thank you. It is stored.")
        page.get_by_label("What should it say?").fill("How many there are.")
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".thanks")).to_have_text("Thank you. Your words are stored.")
        expect(page.get_by_role("button", name="Something missing")).to_have_attribute("aria-pressed", "true")
        page.locator("#again").click()
        expect(page.locator(".welcome")).to_be_visible()
        page.get_by_role("button", name="Earlier conversations").click()
        page.get_by_role("button", name=f"Open again: {QUESTION}").first.click()
        expect(page.locator(".turn .question")).to_contain_text(QUESTION)
        expect(page.get_by_role("button", name="Something missing")).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name=f"Delete “{QUESTION}”").first.click()
        page.get_by_role("button", name="Yes, delete").first.click()
        expect(page.locator(".earlier .told")).to_have_text("It was deleted.")
