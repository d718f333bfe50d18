"""The clients of Ollama and Anthropic, as LangChain has them, against servers that speak their protocols."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from assistant.model import load_model
from assistant.model_errors import ContextTooLong, ModelFault, UnusableLanguageModel
from assistant.model_writer import ModelWriter
from assistant.verify import verify
from corpus import force
from index import Scope
from tests.assistant.letters import TEAM, evidence
from tests.assistant.model_server import (
    ModelServer,
    Reply,
    Script,
    Speaking,
    cites,
    fails,
    in_turn,
    says,
    serving,
    texts,
)
from tests.assistant.provider_servers import anthropic, ollama

Serve = Callable[[Script], ModelServer]
OLLAMA, ANTHROPIC = "ollama:qwen3:8b", "anthropic:claude-scripted"
SPEAKING: dict[str, Speaking] = {OLLAMA: ollama, ANTHROPIC: anthropic}
SCOPE = Scope("How does the force handle wanted suspects?", (force("northshire"),))
both = pytest.mark.parametrize("name", [OLLAMA, ANTHROPIC])


@pytest.fixture
def serve(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts a server of the model's provider, and points MODEL_URL to it."""
    for each in ("ANTHROPIC_API_KEY", "MODEL_TIMEOUT", "MODEL_CONTEXT", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setattr("assistant.model.PAUSES", (0.0, 0.0))  # nobody is busy here
    with ExitStack() as running:

        def start(script: Script) -> ModelServer:
            server = running.enter_context(serving(script, SPEAKING[name]))
            monkeypatch.setenv("MODEL_URL", server.address)
            return server

        yield start


@both
def test_claims_are_drafted_from_the_pieces_that_it_sends(serve: Serve, name: str) -> None:
    server = serve(cites(("There is a team.", TEAM), size=7))
    paragraphs = (evidence(TEAM, "P1"),)
    drafts = list(ModelWriter(load_model(name)).drafts(SCOPE, paragraphs))
    assert [len(draft.claims) for draft in drafts] == [1, 1]
    assert (texts(drafts[-1].claims), drafts[-1].problem) == (["There is a team."], "")
    assert [each.text for each in verify(drafts[-1], paragraphs).claims] == ["There is a team."]
    (request,) = server.requests
    assert request.body["model"] == name.partition(":")[2]
    assert "Every sentence you write is checked" in str(request.body)


@pytest.mark.parametrize("name", [OLLAMA])
def test_ollama_is_told_how_much_to_read_and_the_shape_of_the_reply(
    serve: Serve, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(cites(("There is a team.", TEAM)))
    monkeypatch.setenv("MODEL_CONTEXT", "9000")
    list(ModelWriter(load_model(name)).drafts(SCOPE, (evidence(TEAM, "P1"),)))
    body = server.requests[0].body
    assert body["options"]["num_ctx"] == 9000
    assert "claims" in body["format"]["properties"]


@pytest.mark.parametrize("name", [ANTHROPIC])
def test_anthropic_gets_the_key(serve: Serve, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(says("Yes"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "mine")
    assert list(load_model(name).stream("Be brief.", "Hello")) == ["Yes"]
    assert server.requests[0].key == "mine"


@pytest.mark.parametrize("name", [OLLAMA])
def test_a_model_that_ollama_has_not_is_told_with_how_to_get_it(serve: Serve, name: str) -> None:
    serve(fails(404, "model 'qwen3:8b' not found")).models = [{"id": "llama3.2:3b"}]
    with pytest.raises(UnusableLanguageModel) as fault:
        load_model(name).check()
    assert "does not know ollama:qwen3:8b" in fault.value.problem
    assert "ollama pull qwen3:8b" in fault.value.remedy
    assert "it has llama3.2:3b" in fault.value.remedy


@pytest.mark.parametrize("name", [ANTHROPIC])
def test_a_key_that_anthropic_does_not_accept_is_told(serve: Serve, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-secret")
    serve(fails(401, "invalid x-api-key sk-secret"))
    with pytest.raises(UnusableLanguageModel, match=r"key \(401\)\. Check ANTHROPIC_API_KEY") as fault:
        load_model(name).check()
    assert "sk-secret" not in str(fault.value)


@both
@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(["One ", "two "], drops=True), "broke in the middle of its reply"),
        (Reply(["One ", "two "], ending="length"), "was cut off"),
        (Reply(["One ", "two "], ending="max_tokens"), "was cut off"),
    ],
)
def test_a_reply_that_does_not_come_to_its_end_is_told(serve: Serve, name: str, reply: Reply, told: str) -> None:
    serve(lambda request: reply)
    with pytest.raises(ModelFault, match=told):
        list(load_model(name).stream("Be brief.", "Hello"))


@both
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_is_asked_again(serve: Serve, name: str, status: int) -> None:
    server = serve(in_turn(fails(status, "busy"), says("Yes")))
    assert list(load_model(name).stream("Be brief.", "Hello")) == ["Yes"]
    assert len(server.requests) == 2


@both
def test_texts_that_are_too_long_have_a_fault_of_their_own(serve: Serve, name: str) -> None:
    serve(fails(400, "prompt is too long: 210000 tokens > 200000 maximum"))
    with pytest.raises(ContextTooLong):
        list(load_model(name).stream("Be brief.", "Hello"))


@both
def test_a_server_that_is_not_there_is_told(serve: Serve, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(says("Yes"))
    monkeypatch.setenv("MODEL_URL", "http://127.0.0.1:1")
    with pytest.raises(UnusableLanguageModel, match="cannot be reached"):
        load_model(name).check()


@both
def test_a_model_that_stalls_is_not_waited_for(serve: Serve, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(lambda request: Reply(["One "], stalls=True))
    monkeypatch.setenv("MODEL_TIMEOUT", "0.2")
    with pytest.raises(ModelFault, match=r"for 0\.2 seconds"):
        list(load_model(name).stream("Be brief.", "Hello"))
    assert server.gone.wait(10)


@both
def test_closing_a_reply_hangs_up_so_that_the_server_stops(serve: Serve, name: str) -> None:
    server = serve(lambda request: Reply(["One "], stalls=True))
    pieces = load_model(name).stream("Be brief.", "Hello")
    assert next(pieces) == "One "
    pieces.close()
    assert server.gone.wait(10)
