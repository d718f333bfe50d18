"""What a provider's library raises, or how a reply ends, told as a fault with its remedy.

Each library has error classes of its own. None is imported here: they are known by a status and by their names.
"""

import re
from collections.abc import Iterator, Mapping

from assistant.model_errors import ContextTooLong, ModelFault, NotAccepted
from assistant.model_server import known_models
from assistant.model_settings import KEYS, Settings

_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|maximum context|prompt is too long|too many tokens|input tokens exceed|max_model_len",
    re.IGNORECASE,
)
_LOST = {"ConnectionError", "APIConnectionError", "TransportError", "ConnectError", "ReadError", "RemoteProtocolError"}
_UNREACHED = {"ConnectError", "ConnectionRefusedError", "gaierror"}
_LATE = {"TimeoutException", "APITimeoutError", "TimeoutError"}


def check_ending(ending: str, begun: bool, settings: Settings) -> None:
    """Raise a fault where a reply did not end by itself; `ending` as its provider says, "" where it does not."""
    if ending in ("length", "max_tokens", "incomplete"):
        raise cut_off()
    if ending in ("content_filter", "refusal"):
        raise ModelFault("The model’s provider stopped the reply (content filter).", "Put the question in other words.")
    if not ending and settings.is_openai:
        raise _lost(begun)


def cut_off() -> ModelFault:
    """A reply that is longer than anybody wants."""
    return ModelFault(
        "The model’s reply was too long and was cut off.", "Ask a narrower question, or use another model."
    )


def fault_of(error: Exception, begun: bool, name: str, settings: Settings) -> ModelFault:
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
    return ModelFault(f"The model’s server gave no usable reply ({short(error)}).", "Ask again, or use another model.")


def _lost(begun: bool) -> ModelFault:
    where = "in the middle of its reply" if begun else "before it began to answer"
    return ModelFault(f"The connection to the model broke {where}.", "Ask again.", None if begun else 0)


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
    return NotAccepted(f"The model’s server did not accept the request ({status}: {short(error)}).", "Check MODEL.")


def _known(settings: Settings) -> str:
    """What to do about an unknown model, with the names that the server knows."""
    names = known_models(settings)
    pull = f"Run `ollama pull {settings.model}`, or check" if settings.provider == "ollama" else "Check"
    return f"{pull} MODEL and MODEL_URL{'; it has ' + ', '.join(names) if names else ''}."


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


def short(error: BaseException) -> str:
    """The beginning of an error's words, in one line."""
    return " ".join(str(error).split())[:160] or type(error).__name__
