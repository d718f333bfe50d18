"""Who may see what is under embargo, on the screens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import Assistant, Status
from assistant.answers import Answers
from corpus import Corpus, Document, DocumentKind, add, at_this_terminal
from corpus.correcting import correct
from index import Encoder, Index
from screens.ask import BY_MODEL, AskScreen
from screens.filters import ANY
from screens.pages import Pages
from screens.viewer import may_lift_embargo, may_see, sees_embargoed
from tests.assistant.letters import letter
from tests.screens.visits import visit

QUESTION = "How clean are the cells of Northshire Police?"
FINDING = "The cells of Northshire Police are clean and warm."


@pytest.fixture
def asking(corpus: Corpus, encoder: Encoder, tmp_path: Path) -> AskScreen:
    """The Ask screen over a letter under embargo."""
    path = tmp_path / "northshire.txt"
    path.write_text(letter("Northshire Police", 2021, FINDING), encoding="utf-8")
    add(corpus, path)
    correct(corpus, "northshire", {"embargo": "00:01 on 3 May 2999"})
    index = Index(corpus, encoder)
    index.sync()
    return AskScreen(Assistant(corpus, index), Pages(corpus), Answers(corpus.folder))


def test_nobody_sees_it_unless_named(asking: AskScreen) -> None:
    *_, answers = list(asking.ask(QUESTION, [], ANY, ANY, ANY, ANY, BY_MODEL, visit()))[-1]
    assert answers[0].status is Status.NO_DOCUMENT
    assert [len(choices) for choices in asking.choices()] == [1, 1, 1, 1]


def test_a_named_viewer_sees_it_with_a_banner(asking: AskScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBARGO_VIEWERS", f"Ben, {str(at_this_terminal()).upper()}")
    talk, panel, *_ = list(asking.ask(QUESTION, [], ANY, ANY, ANY, ANY, BY_MODEL, visit()))[-1]
    for shown in (talk, panel):
        assert FINDING in shown
        assert "Under embargo until 00:01 on 3 May 2999. Do not share it." in shown


def test_the_name_comes_from_the_sign_in_proxy_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBARGO_VIEWERS", f"anne,{at_this_terminal()}")
    monkeypatch.setenv("USER_HEADER", "X-Forwarded-User")
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.1")
    assert sees_embargoed(visit("10.0.0.1", **{"X-Forwarded-User": " Anne "}))
    assert not sees_embargoed(visit("10.0.0.1", **{"X-Forwarded-User": "carl"}))
    assert not sees_embargoed(visit())  # this machine's user is not signed in
    assert not sees_embargoed(visit("10.0.0.2", **{"X-Forwarded-User": "anne"}))


def test_who_may_see_it_no_more_is_not_shown_its_page_beside_the_next_question(
    asking: AskScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBARGO_VIEWERS", str(at_this_terminal()))
    *_, answers = list(asking.ask(QUESTION, [], ANY, ANY, ANY, ANY, BY_MODEL, visit()))[-1]
    monkeypatch.delenv("EMBARGO_VIEWERS")
    for _, panel, *_ in asking.ask("What is the weather?", answers, ANY, ANY, ANY, ANY, BY_MODEL, visit()):
        assert FINDING not in panel


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_who_came_through_a_proxy_is_not_at_this_machine(header: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBARGO_VIEWERS", str(at_this_terminal()))
    assert sees_embargoed(visit())
    assert may_lift_embargo(visit())
    assert not sees_embargoed(visit(**{header: "10.0.0.1"}))
    assert not may_lift_embargo(visit(**{header: "10.0.0.1"}))


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "[", "1.2.3.4"])
def test_a_page_that_calls_itself_this_machine_is_not_at_it(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBARGO_VIEWERS", str(at_this_terminal()))
    for own in ("127.0.0.1:7860", "localhost", "LOCALHOST:7860", "[::1]:7860"):
        assert sees_embargoed(visit(Host=own))
    assert not sees_embargoed(visit(Host=host))


def test_what_is_under_embargo_is_seen_only_by_who_may_and_with_the_embargo_it_was_read_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public = Document("kent-2021", "Title", DocumentKind.LETTER, "kent.txt", "0" * 64)
    later = datetime.now(UTC) + timedelta(days=1)
    hidden = replace(public, embargo=later)
    assert may_see(public, visit(), hidden)
    assert not may_see(hidden, visit(), hidden)
    monkeypatch.setenv("EMBARGO_VIEWERS", str(at_this_terminal()))
    assert may_see(hidden, visit())
    assert may_see(hidden, visit(), hidden)
    assert not may_see(hidden, visit(), public)
    assert not may_see(hidden, visit(), replace(hidden, embargo=later + timedelta(days=1)))


def test_who_is_elsewhere_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBARGO_VIEWERS", str(at_this_terminal()))
    assert not sees_embargoed(visit("10.0.0.1"))
    monkeypatch.delenv("EMBARGO_VIEWERS")
    assert not sees_embargoed(visit())
