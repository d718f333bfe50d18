"""Words and vectors in Milvus: a collection with a dense vector and BM25, its rows kept apart by part. Only this imports it."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from threading import Lock
from typing import Any, TypeVar

import numpy as np

from corpus import UnusableInput
from index.chunk import Chunk
from index.embed import Vector
from index.fusion import Found
from index.keywords import keywords_asked, keywords_of
from index.server import LostIndex, Server, UnusableServer
from index.terms import Term

try:
    from pymilvus import DataType, Function, FunctionType, MilvusClient, MilvusException
except ImportError as missing:
    raise UnusableInput(
        "INDEX_URL names Milvus, whose client is not installed.", "Run `pip install -c requirements-dev.lock pymilvus`."
    ) from missing

logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it writes down each refusal that it also raises
BATCH = 1000  # rows a request: 3 MB; Milvus refuses more than 64
SECONDS = 30.0  # until a request is given up
_NO_COLLECTION = 100  # Milvus's code
_LONGEST = 65_535  # bytes in a text
_NAMES = 512  # characters in an id
_HNSW = {"M": 16, "efConstruction": 200}
_BM25 = {"bm25_k1": 1.2, "bm25_b": 0.75}  # SQLite's

Parts = Mapping[str, Sequence[str] | None]
T = TypeVar("T")


class Milvus:
    """Chunks by their words (BM25) and by their vectors (cosine), in a collection of the index's name."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._name = server.name
        self._client = self._asked(lambda: _client(server.url, server.key, server.database))

    def __len__(self) -> int:
        return self._of_collection(self._count, 0)

    def clear(self) -> None:
        self._asked(lambda: self._client.drop_collection(self._name, timeout=SECONDS))

    def add(self, part: str, chunks: Sequence[Chunk], vectors: Vector) -> None:
        rows = [_row(part, chunk, vector) for chunk, vector in zip(chunks, vectors, strict=True)]
        if rows and not self._of_collection(lambda: bool(self._client.describe_collection(self._name)), False):
            self._asked(lambda: self._make(vectors.shape[1]))
        for first in range(0, len(rows), BATCH):
            self._asked(partial(self._client.upsert, self._name, rows[first : first + BATCH], timeout=SECONDS))

    def remove(self, part: str, documents: Sequence[str]) -> None:
        if which := _within({part: documents}):
            self._of_collection(lambda: self._client.delete(self._name, filter=which, timeout=SECONDS), None)

    def all(self) -> dict[str, Vector]:
        return self._of_collection(self._every, {})

    def candidates(self, terms: Sequence[Term], vectors: Vector, limit: int, parts: Parts) -> Found:
        """Two searches of one collection, sent together: a hybrid query would tell neither's score, and both are signals."""
        within = _within(parts)
        if not within:
            return Found({}, {})
        nearest = _threads().submit(self._nearest, vectors, limit, within)
        return Found(self._matching(keywords_asked(terms), limit, within), nearest.result())

    def _matching(self, keywords: Sequence[str], limit: int, within: str) -> dict[str, float]:
        if not keywords:
            return {}
        (found,) = self._search("bm25", [" ".join(keywords)], "BM25", limit, within)
        return {id: abs(score) for id, score in found}  # milvus-lite tells them below 0, the larger the worse

    def _nearest(self, vectors: Vector, limit: int, within: str) -> dict[str, float]:
        nearest: dict[str, float] = {}
        for found in self._search("vector", vectors.tolist(), "COSINE", limit, within):
            for id, cosine in found:
                nearest[id] = max(cosine, nearest.get(id, -1.0))
        return dict(sorted(nearest.items(), key=lambda row: -row[1]))

    def _search(
        self, field: str, asked: list[Any], metric: str, limit: int, within: str
    ) -> list[list[tuple[str, float]]]:
        settings = {"metric_type": metric, "params": {"ef": max(64, limit)} if metric == "COSINE" else {}}
        found = self._asked(
            lambda: self._client.search(
                self._name,
                data=asked,
                anns_field=field,
                filter=within,
                limit=limit,
                search_params=settings,
                output_fields=["id"],
                timeout=SECONDS,
            )
        )
        return [[(hit["id"], float(hit["distance"])) for hit in hits] for hits in found]

    def _count(self) -> int:
        rows = self._client.query(
            self._name, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=SECONDS
        )
        return int(rows[0]["count(*)"])

    def _every(self) -> dict[str, Vector]:
        rows = self._client.query_iterator(
            self._name, batch_size=BATCH, filter='id != ""', output_fields=["id", "vector"], timeout=SECONDS
        )
        found: dict[str, Vector] = {}
        while some := rows.next():
            found |= {row["id"]: np.asarray(row["vector"], dtype=np.float32) for row in some}
        rows.close()
        return found

    def _make(self, dimensions: int) -> None:
        """Session consistency: who has just written finds it; others may see it some seconds later, and wait for nothing."""
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.VARCHAR, max_length=_NAMES, is_primary=True)
        schema.add_field("part", DataType.VARCHAR, max_length=_NAMES, is_partition_key=True)
        schema.add_field("document", DataType.VARCHAR, max_length=_NAMES)
        analyser = {"tokenizer": "standard"}  # parts at white space: the words come as stems
        schema.add_field("words", DataType.VARCHAR, max_length=_LONGEST, enable_analyzer=True, analyzer_params=analyser)
        schema.add_field("bm25", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
        schema.add_function(Function("bm25", FunctionType.BM25, ["words"], ["bm25"]))
        indexes = self._client.prepare_index_params()
        indexes.add_index("vector", index_type="HNSW", metric_type="COSINE", params=_HNSW)
        indexes.add_index("bm25", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=_BM25)
        self._client.create_collection(
            self._name, schema=schema, index_params=indexes, consistency_level="Session", timeout=SECONDS
        )

    def _of_collection(self, work: Callable[[], T], without: T) -> T:
        """What the work gives; `without` where there is no collection yet, or no longer."""
        try:
            return self._asked(work)
        except LostIndex:
            return without

    def _asked(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except Exception as fault:  # the client raises its own kinds and gRPC's
            if isinstance(fault, MilvusException) and fault.code == _NO_COLLECTION:
                raise LostIndex(
                    f"Milvus at {self._server.url} has no collection {self._name} (any more).",
                    "The documents are indexed there again by `python -m index sync`, which a running app does by itself.",
                ) from fault
            raise UnusableServer(
                f"Milvus at {self._server.url} cannot be used ({_told(fault)}).",
                "Start it, or correct INDEX_URL (its key is INDEX_KEY: a token, or USER:PASSWORD).",
            ) from fault


_connecting = Lock()


def _client(url: str, key: str, database: str) -> MilvusClient:
    with _connecting:
        return _connected(url, key, database)


@cache
def _connected(url: str, key: str, database: str) -> MilvusClient:
    """One for each server in a process: it may be used by threads at once, and connects again by itself."""
    if url.startswith("/"):  # milvus-lite, in this process: it writes down what of the protocol it does without
        logging.getLogger("grpc._server").setLevel(logging.CRITICAL)
    return MilvusClient(uri=url, token=key, db_name=database, timeout=SECONDS)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(32, "milvus")


def _row(part: str, chunk: Chunk, vector: Vector) -> dict[str, Any]:
    return {
        "id": chunk.id,
        "part": part,
        "document": chunk.document,
        "words": _fitting(keywords_of(f"{chunk.heading}\n{chunk.text}")),
        "vector": vector.tolist(),
    }


def _fitting(keywords: Sequence[str]) -> str:
    """All of them as a rule; of a chunk that a model with a long view makes, as many as Milvus takes: words before pairs."""
    text = " ".join(keywords).encode()
    return (text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(b" ")[0]).decode()


def _within(parts: Parts) -> str:
    """Milvus's expression for these parts and documents; empty for none. It begins with the parts: they prune the search."""
    wanted = {part: documents for part, documents in parts.items() if documents is None or documents}
    if not wanted:
        return ""
    whole = [part for part, documents in wanted.items() if documents is None]
    narrowed = [
        f"(part == {_quoted(part)} and document in {_quoted(list(documents))})"
        for part, documents in wanted.items()
        if documents is not None
    ]
    if not narrowed:
        return f"part in {_quoted(whole)}"
    either = [*([f"part in {_quoted(whole)}"] if whole else []), *narrowed]
    return f"part in {_quoted(list(wanted))} and ({' or '.join(either)})"


def _quoted(values: str | Sequence[str]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _told(fault: Exception) -> str:
    return str(getattr(fault, "message", "") or fault).strip().partition("\n")[0][:200] or type(fault).__name__
