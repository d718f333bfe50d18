"""What a language model's server tells of itself: how much it can read, and which models it has."""

import json
import urllib.request
from typing import cast

from assistant.model_settings import NO_KEY, Settings

PROBE_SECONDS = 5.0  # for what a server tells of itself
MOST_NAMES = 8  # of the models that a server has, in a message


def told_context(settings: Settings) -> int:
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


def known_models(settings: Settings) -> list[str]:
    """The first few of the models that a server says it has; none where no address is set or it does not tell."""
    if not settings.url:
        return []
    listed = _found(_fetched(settings, settings.url.removesuffix("/v1") + "/v1/models"), "data")
    rows = listed if isinstance(listed, list) else []
    return [str(row["id"]) for row in rows if isinstance(row, dict) and "id" in row][:MOST_NAMES]


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
