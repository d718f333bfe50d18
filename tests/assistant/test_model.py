import os
from collections.abc import Callable, Iterator

import pytest

from assistant.model import Model, load_model
from assistant.model_errors import ContextTooLong, ModelFault, UnusableLanguageModel
from assistant.reply import SCHEMA
from corpus import InspectionError
from tests.assistant.model_server import MODEL, ModelServer, Reply, Script, fails, in_turn, says, serving, without

Serve = Callable[[Script], ModelServer]
TOO_LONG = "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens."


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts a model server and points MODEL_URL to it; keys of the machine's owner are left out."""
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MODEL_TIMEOUT", "MODEL_CONTEXT", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("assistant.model.PAUSES", (0.0, 0.0))  # nobody is busy here
    running = []

    def start(script: Script) -> ModelServer:
        running.append(serving(script))
        server = running[-1].__enter__()
        monkeypatch.setenv("MODEL_URL", server.address)
        return server

    yield start
    for each in running:
        each.__exit__(None, None, None)


def model(name: str = f"openai:{MODEL}") -> Model:
    return load_model(name)


def said(each: Model, human: str = "Hello") -> str:
    return "".join(each.stream("Be brief.", human))


def test_the_reply_comes_in_the_pieces_that_the_server_sends(serve: Serve) -> None:
    server = serve(says("Goo", "d d", "ay"))
    assert list(model().stream("Be brief.", "Hello")) == ["Goo", "d d", "ay"]
    assert (server.requests[0].system, server.requests[0].human) == ("Be brief.", "Hello")
    assert server.requests[0].body["temperature"] == 0


def test_a_server_of_ones_own_needs_no_key(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(says("Yes"))
    said(model())
    monkeypatch.setenv("OPENAI_API_KEY", "mine")
    said(model())
    assert [request.key for request in server.requests] == ["none", "mine"]


def test_a_schema_is_sent_where_the_server_takes_it(serve: Serve) -> None:
    server = serve(says("{}"))
    list(model().stream("Be brief.", "Hello", SCHEMA))
    assert server.requests[0].body["response_format"]["json_schema"]["schema"] == SCHEMA


@pytest.mark.parametrize("field_name", ["response_format", "temperature"])
def test_what_a_server_refuses_is_left_out_from_then_on(serve: Serve, field_name: str) -> None:
    server = serve(without(field_name, says("Yes")))
    asked = model()
    first = "".join(asked.stream("Be brief.", "Hello", SCHEMA))
    before = len(server.requests)
    second = "".join(asked.stream("Be brief.", "Hello", SCHEMA))
    assert (first, second, len(server.requests)) == ("Yes", "Yes", before + 1)


def test_a_model_that_cannot_do_json_schema_is_asked_without(serve: Serve) -> None:
    problem = "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model"
    serve(without("response_format", says("Yes"), problem))
    assert "".join(model().stream("Be brief.", "Hello", SCHEMA)) == "Yes"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_is_asked_again(serve: Serve, status: int) -> None:
    server = serve(in_turn(fails(status), fails(status), says("Yes")))
    assert said(model()) == "Yes"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("script", "told", "requests"),
    [
        (fails(429), "too busy", 3),
        (fails(429, retry_after="600"), "too busy", 1),
        (fails(500), "has a fault (500)", 3),
        (fails(401), "does not accept the key (401)", 1),
        (fails(403), "does not accept the key (403)", 1),
        (fails(404), f"does not know openai:{MODEL} (404)", 1),
        (fails(400, "No such sampler"), "did not accept the request", 2),
        (fails(400, TOO_LONG), "too long for", 1),
        (says(), "broke before it began", 0),
    ],
)
def test_each_fault_is_told_with_its_remedy(serve: Serve, script: Script, told: str, requests: int) -> None:
    server = serve(script if requests else lambda request: Reply(drops=True))
    with pytest.raises(ModelFault) as fault:
        said(model())
    assert told in fault.value.problem
    assert fault.value.remedy
    assert len(server.requests) == (requests or 3)


def test_an_unknown_model_is_told_with_those_that_the_server_has(serve: Serve) -> None:
    serve(fails(404))
    with pytest.raises(ModelFault, match=rf"it has {MODEL}\."):
        said(model("openai:another"))


@pytest.mark.parametrize(
    "problem",
    [
        TOO_LONG,
        "the request exceeds the available context size. try increasing the context size or enable context shift",
        "prompt is too long: 210000 tokens > 200000 maximum",
        "Error code: context_length_exceeded",
    ],
)
def test_texts_that_are_too_long_have_a_fault_of_their_own(serve: Serve, problem: str) -> None:
    serve(fails(400, problem))
    with pytest.raises(ContextTooLong):
        said(model())


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(["One ", "two "], drops=True), "broke in the middle of its reply"),
        (Reply(["One ", "two "], ending=None), "broke in the middle of its reply"),
        (Reply(["One ", "two "], ending="length"), "was cut off"),
        (Reply(["One ", "two "], ending="content_filter"), "content filter"),
    ],
)
def test_what_came_before_a_fault_is_kept_and_nothing_is_asked_twice(serve: Serve, reply: Reply, told: str) -> None:
    server = serve(lambda request: reply)
    pieces = model().stream("Be brief.", "Hello")
    assert [next(pieces), next(pieces)] == ["One ", "two "]
    with pytest.raises(ModelFault, match=told):
        next(pieces)
    assert len(server.requests) == 1


@pytest.mark.parametrize("pieces", [(), ("One ",)])
def test_a_model_that_stalls_is_not_waited_for(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, pieces: tuple[str, ...]
) -> None:
    server = serve(lambda request: Reply(pieces, stalls=True))
    monkeypatch.setenv("MODEL_TIMEOUT", "0.2")
    with pytest.raises(ModelFault, match=r"for 0\.2 seconds\. .*MODEL_TIMEOUT"):
        said(model())
    assert len(server.requests) == 1
    assert server.gone.wait(10)


def test_a_reply_without_end_is_cut_off(serve: Serve) -> None:
    server = serve(lambda request: Reply(["x" * 1000] * 100))
    received: list[str] = []
    with pytest.raises(ModelFault, match="too long and was cut off"):
        received.extend(model().stream("Be brief.", "Hello"))
    assert 0 < sum(map(len, received)) <= 20_000
    assert len(server.requests) == 1


def test_closing_a_reply_hangs_up_so_that_the_server_stops(serve: Serve) -> None:
    server = serve(lambda request: Reply(["One "], stalls=True))
    pieces = model().stream("Be brief.", "Hello")
    next(pieces)
    pieces.close()
    assert server.gone.wait(10)


def test_a_server_that_is_not_there_is_told_at_start(serve: Serve) -> None:
    server = serve(says("Yes"))
    model().check()
    assert len(server.requests) == 1
    with pytest.MonkeyPatch.context() as moved:
        moved.setenv("MODEL_URL", "http://127.0.0.1:1")
        with pytest.raises(
            UnusableLanguageModel, match=r"server at http://127\.0\.0\.1:1/v1 cannot be reached\. Start it"
        ):
            model().check()


def test_a_wrong_key_is_told_at_start(serve: Serve) -> None:
    serve(fails(401, "Incorrect API key provided: sk-secret"))
    with pytest.raises(UnusableLanguageModel, match="Check OPENAI_API_KEY") as fault:
        model().check()
    assert "sk-secret" not in str(fault.value)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("llama", "does not name a provider and a model"),
        ("openai:", "does not name a provider and a model"),
        ("nobody:gpt", "which LangChain cannot use"),
        ("openai:gpt-5", "OPENAI_API_KEY is not set"),
        ("anthropic:claude", "ANTHROPIC_API_KEY is not set"),
        ("fireworks:llama", "pip install -c requirements.lock langchain-fireworks"),
    ],
)
def test_a_name_that_cannot_be_used_is_told_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    for each in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MODEL_URL"):
        monkeypatch.delenv(each, raising=False)
    with pytest.raises(UnusableLanguageModel) as fault:
        load_model(name)
    assert told in str(fault.value)
    assert isinstance(fault.value, InspectionError)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("MODEL_URL", "file:///etc/passwd"),
        ("MODEL_URL", "localhost:8080"),
        ("MODEL_TIMEOUT", "soon"),
        ("MODEL_CONTEXT", "0"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told(monkeypatch: pytest.MonkeyPatch, setting: str, value: str) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "mine")
    monkeypatch.delenv("MODEL_URL", raising=False)
    monkeypatch.setenv(setting, value)
    with pytest.raises(UnusableLanguageModel, match=setting):
        model()


def test_the_context_is_what_the_server_tells(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(says("Yes"))
    assert model().context == 4096
    server.models = [{"id": "other", "max_model_len": 1}, {"id": MODEL, "meta": {"n_ctx_train": 8192}}]
    assert model().context == 8192
    server.models = [{"id": MODEL, "max_model_len": 16384}]
    assert model().context == 16384
    server.properties = {"default_generation_settings": {"n_ctx": 2048}}
    assert model().context == 2048
    monkeypatch.setenv("MODEL_CONTEXT", "1000")
    assert model().context == 1000


def test_a_local_server_is_asked_for_no_more_than_fits_beside_the_question(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(says("Yes"))
    monkeypatch.setenv("MODEL_CONTEXT", "2000")
    said(model(), "x" * 3000)
    assert 900 < server.requests[0].body["max_tokens"] < 1000


def test_no_question_goes_to_a_tracing_service(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    from langsmith.utils import get_env_var, tracing_is_enabled

    monkeypatch.delenv("LANGSMITH_TRACING", raising=False)
    get_env_var.cache_clear()  # type: ignore[attr-defined]  # hidden by its overloads
    serve(says("Yes"))
    said(model())
    assert os.environ["LANGSMITH_TRACING"] == "false"
    assert not tracing_is_enabled()
