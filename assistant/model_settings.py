"""The settings of a language model: MODEL, and MODEL_URL, MODEL_TIMEOUT, MODEL_CONTEXT and the key beside it."""

import os
import re
from dataclasses import dataclass
from typing import Any

from assistant.model_errors import UnusableLanguageModel

TIMEOUT = 60.0  # seconds, for the first piece and for each one after it
CONTEXT = 4096  # tokens, where nobody tells: what servers give small models when not told otherwise
REPLY_TOKENS = 4096  # at most asked of a local server; a hosted model may think first, and ends by itself
KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "azure_openai": "AZURE_OPENAI_API_KEY"}
NO_KEY = "none"  # local servers want none, but the client wants one


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


def settings_of(name: str) -> Settings:
    """The settings for a model of that name, from the environment.

    Raises `UnusableLanguageModel` for a wrong name or setting, or a missing key.
    """
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
    return settings


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
