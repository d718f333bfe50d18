"""The app with a language model: claims as they come to stand, what is withheld, and a model that is not there."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.model_server import MODEL, Reply, Request, serving
from tests.screens.conftest import opened, running_app
from tests.screens.test_ask import QUESTION, ask

LIMITED = "There was limited evidence that activity had been documented or properly supervised in a number of cases."
SUPERVISED = "In a number of cases there was limited evidence of proper supervision of this activity."
INVENTED = "All wanted suspects were arrested within the day."


def reply(request: Request) -> Reply:
    """Two claims, one of them invented; a follow-up is asked back as it was."""
    if not request.paragraphs:
        return Reply(["What about bail?"])
    label = request.label("limited evidence that activity")
    claims = [
        {"claim": SUPERVISED, "sources": [{"label": label, "quote": LIMITED}]},
        {"claim": INVENTED, "sources": [{"label": label, "quote": INVENTED}]},
    ]
    text = json.dumps({"claims": claims, "completeness": "complete"})
    return Reply([text[at : at + 7] for at in range(0, len(text), 7)])


@pytest.fixture(scope="module")
def with_model(data: Path) -> Iterator[str]:
    with serving(reply) as server, pytest.MonkeyPatch.context() as setting:
        setting.setenv("MODEL", f"openai:{MODEL}")
        setting.setenv("MODEL_URL", server.url)
        with running_app(data) as address:
            yield address


@pytest.fixture
def visited(chromium: Browser, with_model: str) -> Iterator[Page]:
    with opened(chromium, with_model) as page:
        yield page


def test_only_what_stands_is_shown_and_the_rest_is_counted(visited: Page) -> None:
    ask(visited, QUESTION)
    expect(visited.locator(".turn:not(.pending) .claims")).to_contain_text(SUPERVISED)
    expect(visited.locator(".message")).to_contain_text("1 statement was withheld")
    expect(visited.locator(".by").first).to_contain_text("each statement was checked", ignore_case=True)
    assert INVENTED not in visited.content()


def test_exact_quotations_can_be_chosen_instead(visited: Page) -> None:
    visited.get_by_label("Answers by").click()
    visited.get_by_role("option", name="exact quotations only").click()
    ask(visited, QUESTION)
    expect(visited.locator(".turn:not(.pending) .claims")).to_contain_text(LIMITED)
    expect(visited.locator(".message")).not_to_contain_text("withheld")


def test_an_answer_has_a_link_under_which_it_is_kept(visited: Page) -> None:
    ask(visited, QUESTION)
    with visited.expect_popup() as opened:
        visited.get_by_role("link", name="Link to this answer").click()
    expect(opened.value.locator("body")).to_contain_text(SUPERVISED)


def test_a_new_conversation_calls_off_the_answer_that_the_model_is_at(
    chromium: Browser, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write = threading.Event()

    def slow(request: Request) -> Reply:
        if request.paragraphs:
            may_write.wait(120)
        return reply(request)

    with serving(slow) as server:
        monkeypatch.setenv("MODEL", f"openai:{MODEL}")
        monkeypatch.setenv("MODEL_URL", server.url)
        with running_app(data) as address, opened(chromium, address) as page:
            page.get_by_label("Your question").fill(QUESTION)
            page.get_by_role("button", name="Ask", exact=True).click()
            expect(page.locator(".turn.pending")).to_be_visible()
            page.get_by_role("button", name="New conversation").click()
            expect(page.locator(".welcome")).to_be_visible()
            may_write.set()


def test_a_model_that_is_not_there_is_told_and_the_documents_are_quoted(
    chromium: Browser, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL", "openai:nobody")
    monkeypatch.setenv("MODEL_URL", "http://127.0.0.1:9/v1")
    with running_app(data) as address, opened(chromium, address) as page:
        ask(page, QUESTION)
        expect(page.locator(".turn:not(.pending) .claims")).to_contain_text(LIMITED)
        expect(page.locator(".notice")).to_contain_text("without the language model")
