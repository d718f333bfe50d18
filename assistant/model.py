"""The language model that MODEL names, through LangChain: texts in, pieces of text out, each fault with its remedy."""

import os
import time
from collections.abc import Generator, Mapping
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from assistant.model_errors import ModelFault, NotAccepted, UnusableLanguageModel
from assistant.model_faults import check_ending, cut_off, fault_of, short
from assistant.model_server import told_context
from assistant.model_settings import CONTEXT, REPLY_TOKENS, Settings, settings_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

Schema = Mapping[str, object]
Messages = list[tuple[str, str]]

CHARACTERS_A_TOKEN = 3  # on the safe side: English has four and more
MOST_CHARACTERS = 20_000  # of a reply; eight claims with their quotes have 4,000
PAUSES = (0.5, 2.0)  # seconds before the second and the third try
LONGEST_PAUSE = 10.0  # seconds; a server that wants a longer one is told of instead
PROBE = "OK"  # asked when the model is checked; what it answers does not matter
PACKAGES = {"azure_openai": "langchain-openai"}  # the others are called after their provider
_ENDED = ("finish_reason", "stop_reason", "done_reason", "status")  # under which providers say how a reply ended


def load_model(name: str) -> "Model":
    """The model of that name: `ollama:…`, `openai:…`, `anthropic:…`, `azure_openai:…`, or another of LangChain's.

    Raises `UnusableLanguageModel` for a wrong name or setting, a missing package or key. Nothing is sent yet.
    """
    # Unless somebody wants it, no question and no paragraph goes to LangChain's tracing service.
    os.environ.setdefault("LANGSMITH_TRACING", "false")
    return Model(name.strip(), settings_of(name))


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
        return told_context(self._settings) or profile.get("max_input_tokens") or CONTEXT

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
                    raise cut_off()
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
        except Exception as error:  # each provider's library has error classes of its own
            raise fault_of(error, begun, self.name, self._settings) from error
        check_ending(ending, begun, self._settings)

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
            f"MODEL is {name}, which LangChain cannot use ({short(fault)}).",
            "Check the name before the colon, and the settings that this provider wants.",
        ) from fault


def _ending(chunk: "AIMessageChunk") -> str:
    """How the reply ended, if this chunk says so."""
    return next((str(chunk.response_metadata[name]) for name in _ENDED if chunk.response_metadata.get(name)), "")
