"""The language model that MODEL names, through LangChain: texts in, pieces of text out, each fault with its remedy.

InspectionError
├── UnusableModel
│   └── UnusableLanguageModel   MODEL or what it needs is wrong; told before any question is asked
└── ModelFault                  the model broke off or did not answer
    ├── NotAccepted             the server takes no such request
    └── ContextTooLong          the texts are longer than the model can read
"""

import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from corpus import InspectionError, UnusableModel

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

Schema = Mapping[str, object]
Messages = list[tuple[str, str]]

TIMEOUT = 60.0  # seconds, for the first piece and for each one after it
CONTEXT = 4096  # tokens, where nobody tells: what servers give small models when not told otherwise
REPLY_TOKENS = 4096  # at most asked of a local server; a hosted model may think first, and ends by itself
CHARACTERS_A_TOKEN = 3  # on the safe side: English has four and more
MOST_CHARACTERS = 20_000  # of a reply; eight claims with their quotes have 4,000
PAUSES = (0.5, 2.0)  # seconds before the second and the third try
LONGEST_PAUSE = 10.0  # seconds; a server that wants a longer one is told of instead
PROBE_SECONDS = 5.0  # for what a server tells of itself
PROBE = "OK"  # asked when the model is checked; what it answers does not matter
KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "azure_openai": "AZURE_OPENAI_API_KEY"}
PACKAGES = {"azure_openai": "langchain-openai"}  # the others are called after their provider
NO_KEY = "none"  # local servers want none, but the client wants one
_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|maximum context|prompt is too long|too many tokens|input tokens exceed|max_model_len",
    re.IGNORECASE,
)
_LOST = {"ConnectionError", "APIConnectionError", "TransportError", "ConnectError", "ReadError", "RemoteProtocolError"}
_UNREACHED = {"ConnectError", "ConnectionRefusedError", "gaierror"}
_LATE = {"TimeoutException", "APITimeoutError", "TimeoutError"}
_ENDED = ("finish_reason", "stop_reason", "done_reason", "status")  # under which providers say how a reply ended


class UnusableLanguageModel(UnusableModel):
    """MODEL names no model that can be used."""


class ModelFault(InspectionError):
    """The model broke off, or did not answer. `pause`: seconds after which another try may help; None: it will not."""

    def __init__(self, problem: str, remedy: str, pause: float | None = None) -> None:
        super().__init__(problem, remedy)
        self.pause = pause


class NotAccepted(ModelFault):
    """The server takes no such request."""


class ContextTooLong(ModelFault):
    """The texts are longer than the model can read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """MODEL in its two parts, and MODEL_URL, MODEL_TIMEOUT (seconds) and MODEL_CONTEXT (tokens; 0 when not set)."""

    provider: str
    model: str
    url: str = ""
    timeout: float = TIMEOUT
    context: int = 0

    @property
    def key(self) -> str:
        """The key for its provider, if the environment has one."""
        return os.environ.get(KEYS.get(self.provider, ""), "")

    @property
    def is_openai(self) -> bool:
        """Whether it speaks OpenAI's protocol."""
        return self.provider in ("openai", "azure_openai")

    @property
    def takes_schema(self) -> bool:
        """Whether replies can be held to a schema; models of the others keep to the prompt."""
        return self.is_openai or self.provider == "ollama"

    def arguments(self) -> dict[str, Any]:
        """What its LangChain class is made with; retries are ours, so that all providers have the same."""
        if self.provider == "ollama":  # reads no more than 4,096 tokens, and drops the rest silently, unless told
            limits = {"num_ctx": self.context or CONTEXT, "num_predict": REPLY_TOKENS}
            url = {"base_url": self.url.removesuffix("/v1")} if self.url else {}
            return {**limits, **url, "client_kwargs": {"timeout": self.timeout}}
        given: dict[str, Any] = {"timeout": self.timeout, "max_retries": 0}
        if self.url:
            given["azure_endpoint" if self.provider == "azure_openai" else "base_url"] = self.url
            if self.provider in KEYS:
                given["api_key"] = self.key or NO_KEY
        return given


def load_model(name: str) -> "Model":
    """The model of that name: `ollama:…`, `openai:…`, `anthropic:…`, `azure_openai:…`, or another of LangChain's.

    Raises `UnusableLanguageModel` for a wrong name or setting, a missing package or key. Nothing is sent yet.
    """
    # Unless somebody wants it, no question and no paragraph goes to LangChain's tracing service.
    os.environ.setdefault("LANGSMITH_TRACING", "false")
    provider, _, model = name.strip().partition(":")
    if not provider or not model:
        raise UnusableLanguageModel(
            f"MODEL is “{name}”, which does not name a provider and a model.",
            "Write it as ollama:NAME, openai:NAME, anthropic:NAME or azure_openai:NAME, or leave it out.",
        )
    settings = Settings(
        provider, model, _url(provider), _number("MODEL_TIMEOUT", TIMEOUT), int(_number("MODEL_CONTEXT", 0))
    )
    if provider in KEYS and not settings.key and not settings.url:
        raise UnusableLanguageModel(
            f"MODEL is {name}, but {KEYS[provider]} is not set.",
            f"Set {KEYS[provider]} to your key, or MODEL_URL to the address of a server that needs none.",
        )
    return Model(name.strip(), settings)


class Model:
    """A language model; calls share nothing but what its server has turned out not to take."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = name
        self._settings = settings
        self._chats = {True: _chat(name, settings, temperature=0)}
        # Whether a schema is sent, and a temperature: most servers take both, and each is left out when refused.
        self._ways = [(True, True), (False, True), (True, False), (False, False)]

    @cached_property
    def context(self) -> int:
        """How many tokens it can read and write: as set, else as its server or LangChain tells, else 4,096."""
        if self._settings.context or self._settings.provider == "ollama":
            return self._settings.context or CONTEXT
        profile = self._chats[True].profile or {}
        return _told_context(self._settings) or profile.get("max_input_tokens") or CONTEXT

    def check(self) -> None:
        """Ask for one piece of text, which shows that address, key and name are right.

        Raises `UnusableLanguageModel`.
        """
        try:
            with closing(self.stream("", PROBE)) as pieces:
                next(pieces, "")
        except ModelFault as fault:
            raise UnusableLanguageModel(fault.problem, fault.remedy) from fault

    def stream(self, system: str, human: str, schema: Schema | None = None) -> Generator[str]:
        """The reply in pieces, in JSON of that schema where the server can be held to it.

        Closing it closes the connection, at which servers stop writing. Raises `ModelFault`.
        """
        messages = [(role, text) for role, text in (("system", system), ("human", human)) if text]
        first, rest = self._tried(messages, schema)
        with closing(rest):
            yield first
            size = len(first)
            for piece in rest:
                size += len(piece)
                if size > MOST_CHARACTERS:
                    raise _cut_off()
                yield piece

    def _tried(self, messages: Messages, schema: Schema | None) -> tuple[str, Generator[str]]:
        """The first piece and the rest, after a second and third try where these may help."""
        for wait in PAUSES:
            try:
                return self._begun(messages, schema)
            except ModelFault as fault:
                if fault.pause is None or fault.pause > LONGEST_PAUSE:
                    raise
                time.sleep(max(wait, fault.pause))
        return self._begun(messages, schema)

    def _begun(self, messages: Messages, schema: Schema | None) -> tuple[str, Generator[str]]:
        """The first piece and the rest, without what the server refuses."""
        schema = schema if self._settings.takes_schema else None
        ways = self._ways if schema else [way for way in self._ways if not way[0]]
        for at, (with_schema, with_temperature) in enumerate(ways):
            pieces = self._pieces(messages, schema if with_schema else None, with_temperature)
            try:
                first = next(pieces, "")
            except NotAccepted:
                if at == len(ways) - 1:
                    raise
            else:
                self._ways = ways[at:] if schema else self._ways
                return first, pieces
        raise AssertionError("There is always a last way.")

    def _pieces(self, messages: Messages, schema: Schema | None, with_temperature: bool) -> Generator[str]:
        begun, ending = False, ""
        try:
            chat = self._chat(with_temperature)
            chunks = chat.stream(cast(Any, messages), **self._options(messages, schema))
            with closing(cast("Generator[AIMessageChunk]", chunks)):
                for chunk in chunks:
                    ending = _ending(chunk) or ending
                    if text := str(chunk.text):
                        begun = True
                        yield text
        except Exception as error:  # each provider's library has error classes of its own, and none is imported here
            raise _fault(error, begun, self.name, self._settings) from error
        _check_ending(ending, begun, self._settings)

    def _chat(self, with_temperature: bool) -> "BaseChatModel":
        if with_temperature not in self._chats:
            self._chats[with_temperature] = _chat(self.name, self._settings)
        return self._chats[with_temperature]

    def _options(self, messages: Messages, schema: Schema | None) -> dict[str, Any]:
        if not self._settings.is_openai:
            return {"format": schema} if schema else {}
        # As extra fields, since LangChain's own way keeps the whole reply until its end to check it.
        extra: dict[str, Any] = {}
        if schema:
            shape = {"name": "answer", "strict": True, "schema": schema}
            extra["response_format"] = {"type": "json_schema", "json_schema": shape}
        if self._settings.url and self._settings.provider == "openai":
            length = sum(len(text) for _, text in messages) // CHARACTERS_A_TOKEN
            extra["max_tokens"] = max(1, min(REPLY_TOKENS, self.context - length))
        return {"extra_body": extra} if extra else {}


def _chat(name: str, settings: Settings, **sampling: float) -> "BaseChatModel":
    try:
        from langchain.chat_models import init_chat_model  # late: takes a second, and only models need it

        arguments = {**settings.arguments(), **sampling}
        return cast("BaseChatModel", init_chat_model(settings.model, model_provider=settings.provider, **arguments))
    except ImportError as fault:
        package = PACKAGES.get(settings.provider, f"langchain-{settings.provider.replace('_', '-')}")
        raise UnusableLanguageModel(
            f"MODEL is {name}, but the package {package} is not installed.",
            f"Run `pip install -c requirements.lock {package}`.",
        ) from fault
    except Exception as fault:  # wrong settings come as ValueError, ValidationError, OpenAIError and more
        raise UnusableLanguageModel(
            f"MODEL is {name}, which LangChain cannot use ({_short(fault)}).",
            "Check the name before the colon, and the settings that this provider wants.",
        ) from fault


def _url(provider: str) -> str:
    """MODEL_URL; a bare host gets the path that OpenAI-compatible servers listen at."""
    url = os.environ.get("MODEL_URL", "").strip().rstrip("/")
    if url and not re.match(r"https?://[^/\s]+", url):
        raise UnusableLanguageModel(
            f"MODEL_URL is “{url}”, which is not a web address.",
            "Write it with http:// or https://, for example http://127.0.0.1:8080/v1.",
        )
    return f"{url}/v1" if provider == "openai" and re.fullmatch(r"https?://[^/]+", url) else url


def _number(name: str, default: float) -> float:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text) or not float(text):
        raise UnusableLanguageModel(f"{name} is “{text}”.", "Set it to a number above 0, or leave it out.")
    return float(text)


def _told_context(settings: Settings) -> int:
    """What an OpenAI-compatible server says it can read: llama.cpp, then vLLM, then what the model was trained on."""
    if not settings.url or settings.provider != "openai":
        return 0
    properties = _fetched(settings, settings.url.removesuffix("/v1") + "/props")
    served = _found(properties, "n_ctx")
    models = _found(_fetched(settings, settings.url + "/models"), "data")
    rows = [row for row in models if isinstance(row, dict)] if isinstance(models, list) else []
    row = next((row for row in rows if row.get("id") == settings.model), rows[0] if rows else None)
    told = [served, *(_found(row, name) for name in ("max_model_len", "n_ctx", "n_ctx_train"))]
    return next((each for each in told if isinstance(each, int) and each > 0), 0)


def _found(data: object, name: str) -> object:
    """The value of that name in an object, or in one of its objects."""
    if not isinstance(data, dict):
        return None
    inner = (each[name] for each in data.values() if isinstance(each, dict) and name in each)
    return data[name] if name in data else next(inner, None)


def _fetched(settings: Settings, url: str) -> object:
    """The JSON at an address of the model's server; None when there is none."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {settings.key or NO_KEY}"})
    try:
        with urllib.request.urlopen(request, timeout=min(PROBE_SECONDS, settings.timeout)) as response:
            return cast(object, json.loads(response.read(1_000_000)))
    except (OSError, ValueError):
        return None


def _ending(chunk: "AIMessageChunk") -> str:
    """How the reply ended, if this chunk says so."""
    return next((str(chunk.response_metadata[name]) for name in _ENDED if chunk.response_metadata.get(name)), "")


def _check_ending(ending: str, begun: bool, settings: Settings) -> None:
    if ending in ("length", "max_tokens", "incomplete"):
        raise _cut_off()
    if ending in ("content_filter", "refusal"):
        raise ModelFault("The model’s provider stopped the reply (content filter).", "Put the question in other words.")
    if not ending and settings.is_openai:
        raise _lost(begun)


def _cut_off() -> ModelFault:
    return ModelFault(
        "The model’s reply was too long and was cut off.", "Ask a narrower question, or use another model."
    )


def _lost(begun: bool) -> ModelFault:
    where = "in the middle of its reply" if begun else "before it began to answer"
    return ModelFault(f"The connection to the model broke {where}.", "Ask again.", None if begun else 0)


def _fault(error: Exception, begun: bool, name: str, settings: Settings) -> ModelFault:
    """What went wrong, told by the status and by what the error and its causes are called."""
    causes = list(_causes(error))
    kinds = {kind.__name__ for each in causes for kind in type(each).__mro__}
    status = next((code for each in causes if isinstance(code := getattr(each, "status_code", None), int)), 0)
    if "ContextOverflowError" in kinds or (status in (0, 400, 413, 422) and _TOO_LONG.search(str(error))):
        return ContextTooLong(
            f"The question with its paragraphs is too long for {name}.",
            "Set MODEL_CONTEXT to the number of tokens that the model can read.",
        )
    if kinds & _LATE:
        return _late(begun, name, settings.timeout)
    if status:
        return _refused(status, error, causes, name, settings)
    if not begun and kinds & _UNREACHED:
        where = f" at {settings.url}" if settings.url else ""
        return ModelFault(f"The model’s server{where} cannot be reached.", "Start it, or check MODEL_URL.", 0)
    if kinds & _LOST:
        return _lost(begun)
    return ModelFault(f"The model’s server gave no usable reply ({_short(error)}).", "Ask again, or use another model.")


def _late(begun: bool, name: str, timeout: float) -> ModelFault:
    what = "stopped in the middle of its reply" if begun else "did not begin to answer"
    return ModelFault(f"{name} {what} for {timeout:g} seconds.", "Ask again, or set MODEL_TIMEOUT to more seconds.")


def _refused(status: int, error: Exception, causes: list[BaseException], name: str, settings: Settings) -> ModelFault:
    key = KEYS.get(settings.provider, "the key")
    if status in (401, 403):
        return ModelFault(f"The model’s server does not accept the key ({status}).", f"Check {key}.")
    if status == 404:
        return ModelFault(f"The model’s server does not know {name} (404).", _known(settings))
    if status == 429:
        return ModelFault(
            "The model’s server is too busy, or the quota is used up (429).",
            "Ask again in a minute; if it stays so, check your quota with the provider.",
            _retry_after(causes),
        )
    if status >= 500:
        return ModelFault(f"The model’s server has a fault ({status}).", "Ask again; if it stays so, see its log.", 0)
    return NotAccepted(f"The model’s server did not accept the request ({status}: {_short(error)}).", "Check MODEL.")


def _known(settings: Settings) -> str:
    """What to do about an unknown model, with the names that the server knows."""
    listed = (
        _found(_fetched(settings, settings.url.removesuffix("/v1") + "/v1/models"), "data") if settings.url else None
    )
    names = (
        [str(row["id"]) for row in listed if isinstance(row, dict) and "id" in row] if isinstance(listed, list) else []
    )
    return f"Check MODEL and MODEL_URL; it has {', '.join(names[:8])}." if names else "Check MODEL and MODEL_URL."


def _retry_after(causes: list[BaseException]) -> float:
    """The seconds that the server wants us to wait, or 0."""
    headers: Mapping[str, str] = next(
        (r.headers for each in causes if (r := getattr(each, "response", None)) is not None), {}
    )
    wanted = headers.get("retry-after", "")
    return float(wanted) if re.fullmatch(r"\d{1,6}", wanted) else 0


def _causes(error: BaseException) -> Iterator[BaseException]:
    each: BaseException | None = error
    for _ in range(10):
        if each is not None:
            yield each
            each = each.__cause__ or each.__context__


def _short(error: BaseException) -> str:
    """The beginning of an error's words, in one line."""
    return " ".join(str(error).split())[:160] or type(error).__name__
