"""Vectors from an embeddings server of OpenAI's protocol: text-embeddings-inference, vLLM, Infinity, or OpenAI itself.

Encoding is then as fast as that server and the machines behind it. It tells a vector a text, not one a token: late
interaction goes on with the token vectors of the local model, which are not kept but read for the candidates of a search.
"""

import time
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import numpy as np

from index.embed import Encoder, Encoding, Vector, unit
from index.server import UnusableServer

BATCH = 32  # texts a request: what text-embeddings-inference takes unless told otherwise
AT_ONCE = 8  # requests: enough to keep several machines busy
SECONDS = 60.0  # until an answer is given up
PAUSES = (0.5, 2.0, 8.0)  # seconds, before a server that is busy or has broken off is asked again
_REMEDY = "Start it, or correct EMBEDDINGS_URL (its key is EMBEDDINGS_KEY) and EMBEDDINGS_MODEL."


class ServedEncoder(Encoder):
    """A model behind an address, and the local model for all that looks at single words."""

    keeps_tokens = False

    def __init__(self, url: str, model: str, key: str, reader: Encoder) -> None:
        self.url = url.rstrip("/") + ("" if url.rstrip("/").endswith("/v1") else "/v1")
        self._model = model
        self._reader = reader
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=SECONDS,
            limits=httpx.Limits(max_connections=AT_ONCE),
        )
        weakref.finalize(self, self._client.close)
        self._at_once = ThreadPoolExecutor(AT_ONCE, "embedding")  # starts its threads when first needed
        reply = self._posted(["How many dimensions?"])
        self.dimensions = len(_vectors(reply, 1, self.url)[0])
        # The server's own word for its model, where it tells: behind an address another one may be put.
        self.name = f"{reply.get('model') or model} by a server, {self.dimensions} dimensions | {reader.name}"
        self.max_tokens = reader.max_tokens

    @property
    def reader(self) -> Encoder:
        return self._reader

    def count_tokens(self, text: str) -> int:
        return self._reader.count_tokens(text)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        vectors = self.vectors(texts)
        read = self._reader.encode(texts)
        return [Encoding(vector, each.tokens, each.spans) for vector, each in zip(vectors, read, strict=True)]

    def vectors(self, texts: Sequence[str]) -> Vector:
        different = list(dict.fromkeys(texts))  # letters repeat whole paragraphs
        batches = [different[first : first + BATCH] for first in range(0, len(different), BATCH)]
        found = [self._embedded(batches[0])] if len(batches) == 1 else list(self._at_once.map(self._embedded, batches))
        rows = np.concatenate(found) if found else np.zeros((0, self.dimensions), np.float32)
        places = {text: at for at, text in enumerate(different)}
        return rows[[places[text] for text in texts]]

    def _embedded(self, texts: Sequence[str]) -> Vector:
        vectors = _vectors(self._posted(texts), len(texts), self.url)
        if vectors.shape[1] != self.dimensions:
            raise UnusableServer(
                f"The embeddings server {self.url} gives {vectors.shape[1]} numbers a text, before {self.dimensions}.",
                "Start the program again: its model has changed, and the index is built anew.",
            )
        return vectors

    def _posted(self, texts: Sequence[str]) -> dict[str, Any]:
        """The server's reply. Asks again where it is busy or breaks off; raises `UnusableServer` in the end."""
        told = ""
        for pause in (*PAUSES, None):
            try:
                reply = self._client.post(f"{self.url}/embeddings", json={"model": self._model, "input": list(texts)})
                if reply.status_code < 400:
                    return dict(reply.json())
                told = f"{reply.status_code} {reply.text[:200]}".strip()
                if reply.status_code < 500 and reply.status_code != 429:
                    break
            except (httpx.TransportError, httpx.InvalidURL) as fault:
                told = str(fault) or type(fault).__name__
            except (ValueError, TypeError) as fault:  # no JSON, or no object
                raise _not_understood(self.url, fault) from fault
            if pause is not None:
                time.sleep(pause)
        raise UnusableServer(
            f"The embeddings server {self.url} cannot be used ({told.partition(chr(10))[0]}).", _REMEDY
        )


def _vectors(reply: dict[str, Any], count: int, url: str) -> Vector:
    """[n, d], unit length, in the order of the texts. Raises `UnusableServer` for a reply of another form."""
    try:
        rows = sorted(reply["data"], key=lambda row: int(row["index"]))
        vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
    except (KeyError, TypeError, ValueError) as fault:
        raise _not_understood(url, fault) from fault
    if vectors.ndim != 2 or len(vectors) != count or not vectors.size or not np.isfinite(vectors).all():
        raise _not_understood(url, ValueError(f"{count} texts, numbers of shape {vectors.shape}"))
    return unit(vectors)


def _not_understood(url: str, fault: Exception) -> UnusableServer:
    told = f"{type(fault).__name__}: {fault}"[:200]
    return UnusableServer(f"The embeddings server {url} answers in another form than OpenAI's ({told}).", _REMEDY)
