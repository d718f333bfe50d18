"""Encoding by an embeddings server: a server of OpenAI's protocol on the loopback, with the included model behind it."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import pytest

from corpus import Corpus, UnusableInput
from index import Encoder, Index, Scope, Synced, load_encoder
from index.served_encoder import BATCH, ServedEncoder
from index.server import UnusableServer
from tests.conftest import LETTER
from tests.index.conftest import Put, PutLetter

MODEL = "sentence-transformers/all-MiniLM-L6-v2"


class EmbeddingsServer:
    """What it is asked, and how it answers."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.model = MODEL
        self.dimensions = encoder.dimensions
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.faults: list[tuple[int, str]] = []  # to come first
        self.url = ""
        self._counting = Lock()

    def reply(self, asked: dict[str, Any], key: str | None) -> tuple[int, str]:
        with self._counting:
            self.requests.append(asked)
            self.keys.append(key)
            if self.faults:
                return self.faults.pop(0)
        rows = [
            {"index": at, "embedding": (2 * each.vector[: self.dimensions]).tolist()}
            for at, each in enumerate(self.encoder.encode(asked["input"]))
        ]
        return 200, json.dumps({"model": self.model, "data": rows[::-1]})  # in any order: each tells its place


@pytest.fixture
def server(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddingsServer]:
    monkeypatch.setattr("index.served_encoder.PAUSES", (0.0, 0.0, 0.0))
    served = EmbeddingsServer(encoder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/v1/embeddings"
            status, text = served.reply(asked, self.headers.get("Authorization"))
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        Thread(target=listening.serve_forever, daemon=True).start()
        served.url = f"http://127.0.0.1:{listening.server_port}"
        yield served
        listening.shutdown()


@pytest.fixture
def served(server: EmbeddingsServer, encoder: Encoder) -> ServedEncoder:
    return ServedEncoder(server.url, MODEL, "", encoder)


def search(index: Index, question: str) -> list[tuple[str, float]]:
    return [(hit.chunk.paragraph, hit.score) for hit in index.search(Scope.of(question, index.corpus), 10)]


def test_vectors_come_in_batches_in_the_order_of_the_texts_at_unit_length(
    server: EmbeddingsServer, served: ServedEncoder, encoder: Encoder
) -> None:
    texts = [f"Kayak {at % 70}" for at in range(100)]
    vectors = served.vectors(texts)
    assert vectors == pytest.approx(encoder.vectors(texts), abs=1e-6)
    assert sorted(len(each["input"]) for each in server.requests) == [1, 6, BATCH, BATCH]  # each text once
    assert {each["model"] for each in server.requests} == {MODEL}
    assert served.vectors([]).shape == (0, encoder.dimensions)


def test_an_index_built_with_it_answers_like_the_local_models_and_keeps_no_token_vectors(
    served: ServedEncoder, corpus: Corpus, put_letter: PutLetter, letter_index: Index
) -> None:
    put_letter()
    index = Index(corpus, served)
    assert index.sync() == Synced(1, 0, True)
    for question in ("How many suspects failed to answer police bail?", "mobile devices on patrol"):
        wanted = search(letter_index, question)
        found = search(index, question)
        assert [id for id, _ in found] == [id for id, _ in wanted]
        assert [score for _, score in found] == pytest.approx([score for _, score in wanted], abs=0.01)
    assert index._stores.chunks.entries([f"{LETTER}#28@0"]) == []
    fits, other = index.judge("police bail", ["Suspects failed to answer police bail.", "Officers have tablets."])
    assert fits.maxsim > other.maxsim
    assert fits.cosine > other.cosine
    hits = index.search(Scope.of("police bail", corpus), 3)
    assert index.sentences("police bail", hits, 2)
    assert len(index.search(Scope.of("police bail", corpus), 3, rerank=False)) == 3


def test_a_busy_server_is_asked_again_and_one_that_stays_busy_is_told(
    server: EmbeddingsServer, served: ServedEncoder
) -> None:
    server.faults = [(503, "loading"), (429, "busy")]
    assert served.vectors(["kayaks"]).shape == (1, served.dimensions)
    server.faults = [(503, "the model is loading\nfor long")] * 4
    with pytest.raises(UnusableServer, match=r"503 the model is loading\)") as refusal:
        served.vectors(["kayaks"])
    assert "EMBEDDINGS_URL" in refusal.value.remedy
    assert not server.faults


def test_a_refusal_is_told_at_once(server: EmbeddingsServer, served: ServedEncoder) -> None:
    server.faults = [(401, "no such key")] * 2
    with pytest.raises(UnusableServer, match="401 no such key"):
        served.vectors(["kayaks"])
    assert len(server.faults) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "<html>",
        "[]",
        "{}",
        '{"data": []}',
        '{"data": [{"index": 0, "embedding": []}]}',
        '{"data": [{"index": 0, "embedding": ["x"]}]}',
        '{"data": [{"index": 0, "embedding": [NaN, 1]}]}',
        '{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 1, "embedding": [1, 0]}]}',
    ],
)
def test_a_reply_of_another_form_is_told(server: EmbeddingsServer, encoder: Encoder, reply: str) -> None:
    server.faults = [(200, reply)]
    with pytest.raises(UnusableServer, match="in another form than OpenAI's"):
        ServedEncoder(server.url, MODEL, "", encoder)


def test_a_server_that_is_not_there_is_told(server: EmbeddingsServer, encoder: Encoder) -> None:
    with pytest.raises(UnusableServer, match="cannot be used") as refusal:
        ServedEncoder("http://127.0.0.1:9", MODEL, "", encoder)
    assert "EMBEDDINGS_MODEL" in refusal.value.remedy


def test_vectors_of_another_size_are_refused(server: EmbeddingsServer, served: ServedEncoder) -> None:
    server.dimensions = 10
    with pytest.raises(UnusableServer, match="gives 10 numbers a text, before 384"):
        served.vectors(["kayaks"])


def test_another_model_behind_the_address_builds_the_index_anew(
    server: EmbeddingsServer, served: ServedEncoder, encoder: Encoder, corpus: Corpus, put: Put
) -> None:
    put("northshire", "Kayaks are used.")
    Index(corpus, served).sync()
    again = ServedEncoder(server.url, MODEL, "", encoder)
    assert Index(corpus, again).sync() == Synced(0, 0, False)
    server.model = "another-model"
    changed = ServedEncoder(server.url, MODEL, "", encoder)
    assert changed.name != served.name
    assert Index(corpus, changed).sync() == Synced(1, 0, True)


def test_the_settings_name_it(server: EmbeddingsServer, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.models._local", lambda folder: encoder)
    monkeypatch.setenv("EMBEDDINGS_URL", f"{server.url}/v1/")
    monkeypatch.setenv("EMBEDDINGS_KEY", "secret")
    load = load_encoder.__wrapped__
    with pytest.raises(UnusableInput, match="EMBEDDINGS_MODEL is not set"):
        load(LETTER)
    monkeypatch.setenv("EMBEDDINGS_MODEL", MODEL)
    named = load(LETTER)
    assert isinstance(named, ServedEncoder)
    assert MODEL in named.name
    assert named.reader is encoder
    assert named.count_tokens("Kayaks") == encoder.count_tokens("Kayaks")
    assert set(server.keys) == {"Bearer secret"}
    assert named.embed_query("Kayaks") == pytest.approx(encoder.embed_query("Kayaks"), abs=1e-6)
