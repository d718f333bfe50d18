"""The vectors, in Chroma: a collection a part of the index. The only file that imports it."""

import re
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from threading import Lock, RLock
from typing import TypeVar, cast
from urllib.parse import urlsplit

import httpx  # what Chroma's client raises
import numpy as np
from chromadb.api import ClientAPI, ServerAPI
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.api.types import Where
from chromadb.auth.token_authn import TokenTransportHeader
from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, Settings, System
from chromadb.errors import NotFoundError

from corpus import InspectionError, UnusableFolder
from index.chunk import Chunk
from index.embed import Vector
from index.server import LostIndex, Server, UnusableServer

BATCH = 5000  # Chroma refuses more than 5,461 rows at once
SERVED_BATCH = 300  # half a megabyte a request, and as many rows as Chroma Cloud takes
SECONDS = 60.0  # until a server's answer is given up
_LISTED = 100  # collections a request
PAUSES = (0.3, 1.0, 3.0)  # seconds, before a server that broke off is asked again: it may have been started anew
_opening = Lock()  # Chroma's table of stores by path is not safe between threads

T = TypeVar("T")


class Vectors:
    """Chunk vectors by chunk id, nearest first by cosine: in a folder, or on a Chroma server."""

    def __init__(self, where: Path | Server) -> None:
        self._where = where
        self._prefix = f"{where.name}-" if isinstance(where, Server) else ""
        self._using = RLock()  # a search beside a removal fails: Chroma looks for ids that have just gone
        with _opening:
            self._client = self._asked(
                lambda: _of_server(where) if isinstance(where, Server) else self._of_folder(where)
            )
        self._parts = self._asked(self._held)

    def __len__(self) -> int:
        if self._is_served:  # it may have been emptied since
            self._parts = self._asked(self._held)
        return sum(self._asked(part.count) for part in self._parts.values())

    def clear(self) -> None:
        """Forget all chunks, and how many dimensions their vectors had."""
        for name in list(self._parts):
            with suppress(LostIndex):  # gone already: the request whose answer was cut off may have done it
                self._asked(partial(self._client.delete_collection, name))
        self._parts = {}

    def add(self, part: str, chunks: Sequence[Chunk], vectors: Vector) -> None:
        """Store the vectors [n, d] of these chunks of a part, over any of the same ids."""
        batch = SERVED_BATCH if self._is_served else BATCH
        for first in range(0, len(chunks), batch):
            self._asked(partial(self._put, part, chunks[first : first + batch], vectors[first : first + batch]))

    def remove(self, part: str, documents: Sequence[str]) -> None:
        """Forget the chunks of these documents of a part."""
        if held := self._parts.get(self._name(part)):
            self._asked(lambda: held.delete(where=_within(documents)))

    def all(self) -> dict[str, Vector]:
        """Every vector as it is stored, by chunk id."""
        found = [self._asked(partial(part.get, include=["embeddings"])) for part in self._parts.values()]
        return {
            id: np.asarray(row, dtype=np.float32)
            for each in found
            for id, row in zip(each["ids"], each["embeddings"] if each["embeddings"] is not None else (), strict=True)
        }

    def nearest(self, vectors: Vector, limit: int, parts: Mapping[str, Sequence[str] | None]) -> dict[str, float]:
        """Cosine by chunk id of the chunks nearest to any of these vectors [n, d], `limit` for each.

        Of each part, within these documents; within all of it for None.
        """
        asked = [(part, documents) for part, documents in parts.items() if documents is None or documents]
        search = _threads().map if self._is_served and len(asked) > 1 else map
        best: list[dict[str, float]] = [{} for _ in vectors]
        for rows in search(lambda each: self._nearest(vectors, limit, *each), asked):
            for found, row in zip(best, rows, strict=True):
                found |= row
        nearest: dict[str, float] = {}
        for found in best:
            for id, cosine in sorted(found.items(), key=lambda row: -row[1])[:limit]:
                nearest[id] = max(cosine, nearest.get(id, -1.0))
        return dict(sorted(nearest.items(), key=lambda row: -row[1]))

    def _nearest(
        self, vectors: Vector, limit: int, part: str, documents: Sequence[str] | None
    ) -> list[dict[str, float]]:
        """The same in one part, for each of the vectors."""
        name = self._name(part)
        if name not in self._parts:
            return [{} for _ in vectors]
        try:
            return self._asked(lambda: _query(self._parts[name], vectors, limit, documents))
        except LostIndex:  # unless another process has just built it anew
            self._parts = self._asked(self._held)
            if name not in self._parts:
                raise
            return self._asked(lambda: _query(self._parts[name], vectors, limit, documents))

    def _put(self, part: str, chunks: Sequence[Chunk], vectors: Vector) -> None:
        self._made(part).upsert(
            ids=[chunk.id for chunk in chunks],
            embeddings=vectors,
            metadatas=[{"document": chunk.document} for chunk in chunks],
        )

    def _made(self, part: str) -> Collection:
        """The collection of a part, made when there is none."""
        name = self._name(part)
        if name not in self._parts:
            self._parts[name] = self._client.get_or_create_collection(
                name,
                embedding_function=None,  # its default would download a model
                configuration={"hnsw": {"space": "cosine"}},
            )
        return self._parts[name]

    def _held(self) -> dict[str, Collection]:
        """The collections of this index by name; a server may have others as well."""
        found: list[Collection] = []
        while some := self._client.list_collections(limit=_LISTED, offset=len(found)):
            found += some
        return {each.name: each for each in found if each.name.startswith(f"{self._prefix}part-")}

    def _name(self, part: str) -> str:
        """A name that Chroma takes: letters of the plain alphabet, digits and single hyphens."""
        plain = re.sub(r"[^a-z0-9]", lambda match: f"_{ord(match[0]):x}_" if match[0] != "-" else "-", part.lower())
        return f"{self._prefix}part-{plain}-end"

    def _of_folder(self, folder: Path) -> ClientAPI:
        """A store of our own: the one that Chroma keeps for each path outlives a folder removed and made again."""
        system = _started(Settings(is_persistent=True, persist_directory=str(folder), anonymized_telemetry=False))
        weakref.finalize(self, system.stop)
        return Client.from_system(system)

    @property
    def _is_served(self) -> bool:
        return isinstance(self._where, Server)

    def _asked(self, work: Callable[[], T]) -> T:
        """What Chroma gives, or its fault as one of ours; a server that breaks off is asked again, all being repeatable."""
        if not isinstance(self._where, Server):
            with self._using, _usable(self._where):
                return work()
        for pause in PAUSES:
            with suppress(httpx.TransportError):
                return _served(self._where, work)
            time.sleep(pause)
        try:
            return _served(self._where, work)
        except httpx.TransportError as fault:
            raise _unusable(self._where, fault) from fault


def _started(settings: Settings) -> System:
    system = System(settings)
    system.instance(ServerAPI)  # type: ignore[type-abstract]  # Chroma picks the class that does it
    system.start()
    return system


@cache
def _of_server(server: Server) -> ClientAPI:
    """One for each server in a process: it may be used by threads at once, and connects again by itself."""
    address = urlsplit(server.url)
    settings = Settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=address.hostname,
        chroma_server_http_port=address.port,
        chroma_server_ssl_enabled=address.scheme == "https",
        anonymized_telemetry=False,
    )
    if server.key:
        settings.chroma_client_auth_provider = "chromadb.auth.token_authn.TokenAuthClientProvider"
        settings.chroma_client_auth_credentials = server.key
        settings.chroma_auth_token_transport_header = TokenTransportHeader.X_CHROMA_TOKEN
    tenant, database = server.tenant or DEFAULT_TENANT, server.database or DEFAULT_DATABASE
    _try(settings, tenant, database, server)
    client = Client(tenant, database, settings)
    cast(FastAPI, client._server)._session.timeout = SECONDS  # it would wait for ever, and has no setting for it
    return client


def _try(settings: Settings, tenant: str, database: str, server: Server) -> None:
    """Whether the server lets us in: a client that fails while it is made leaves its connections open."""
    api = cast(FastAPI, _started(settings).instance(ServerAPI))  # type: ignore[type-abstract]
    api._session.timeout = SECONDS
    try:
        api.get_user_identity()
        api.get_database(database, tenant)
    except NotFoundError as fault:  # the tenant or the database, not a collection
        raise _unusable(server, fault) from fault
    finally:
        api._session.close()


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(16, "chroma")


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    try:
        yield
    except Exception as fault:  # Chroma's Rust core raises its own kinds for a damaged or foreign folder
        raise UnusableFolder(
            f"The vector store {folder} cannot be used ({_told(fault)}).",
            "Remove that folder; the index is rebuilt from the corpus.",
        ) from fault


def _served(server: Server, work: Callable[[], T]) -> T:
    """What a server gives, or its refusal as one of ours. Raises `httpx.TransportError` where it breaks off."""
    try:
        return work()
    except (httpx.TransportError, InspectionError):
        raise
    except NotFoundError as fault:
        raise LostIndex(
            f"Chroma at {server.url} has no such collection (any more).",
            "The documents are indexed there again by `python -m index sync`, which a running app does by itself.",
        ) from fault
    except Exception as fault:  # refusals of servers and proxies come as bare Exceptions
        raise _unusable(server, fault) from fault


def _unusable(server: Server, fault: Exception) -> UnusableServer:
    return UnusableServer(
        f"Chroma at {server.url} cannot be used ({_told(fault)}).",
        "Start it, or correct CHROMA_URL (and CHROMA_API_KEY, CHROMA_TENANT, CHROMA_DATABASE).",
    )


def _told(fault: Exception) -> str:
    return str(fault).partition("\n")[0][:200] or type(fault).__name__


def _query(part: Collection, vectors: Vector, limit: int, documents: Sequence[str] | None) -> list[dict[str, float]]:
    found = part.query(query_embeddings=vectors, n_results=limit, where=_within(documents), include=["distances"])
    return [
        {id: 1.0 - distance for id, distance in zip(ids, distances, strict=True)}
        for ids, distances in zip(found["ids"], found["distances"] or [], strict=True)
    ]


def _within(documents: Sequence[str] | None) -> Where | None:
    return None if documents is None else cast(Where, {"document": {"$in": list(documents)}})  # its type is too narrow
