"""What a user is told when a server fails, and how the index goes on when it is there again."""

import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from corpus import Corpus, InspectionError, UnusableFolder, UnusableInput
from evals.chroma_server import chroma_server, free_port
from index import Encoder, Index, Scope, Synced
from index.following import Following
from index.server import NAME_FILE, UnusableServer, server_named
from tests.conftest import Command
from tests.index.conftest import Put
from tests.index.test_following import until

ADDRESSES = ("INDEX_URL", "CHROMA_URL")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors.PAUSES", (0.0, 0.0))
    monkeypatch.setattr("index.milvus.SECONDS", 1.0)


@pytest.fixture
def refusing() -> Iterator[str]:
    """A server in the place of Chroma that lets nobody in, but for one key."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = {"error": "ChromaAuthError", "message": f"Forbidden, {self.headers.get('X-Chroma-Token')}"}
            reply = json.dumps(told).encode()
            self.send_response(403)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def search(index: Index, question: str) -> list[str]:
    return [hit.chunk.text for hit in index.search(Scope.of(question, index.corpus), 10)]


# Settings


@pytest.mark.parametrize(
    ("setting", "address", "url", "database"),
    [
        ("INDEX_URL", "milvus://localhost", "http://localhost:19530", ""),
        ("INDEX_URL", "milvus://localhost:1234/police", "http://localhost:1234", "police"),
        ("INDEX_URL", "milvus+https://cloud.example.org", "https://cloud.example.org:443", ""),
        ("INDEX_URL", "milvus:///data/index.db", "/data/index.db", ""),
        ("CHROMA_URL", "http://localhost", "http://localhost:8000", ""),
        ("CHROMA_URL", " https://[::1]:9000/ ", "https://[::1]:9000", ""),
    ],
)
def test_addresses_as_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, address: str, url: str, database: str
) -> None:
    monkeypatch.setenv(setting, address)
    server = server_named(tmp_path)
    assert server is not None
    assert (server.url, server.database) == (url, database)


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("INDEX_URL", "localhost:19530"),
        ("INDEX_URL", "milvus://"),
        ("INDEX_URL", "chroma://localhost"),
        ("INDEX_URL", "milvus://localhost:port"),
        ("INDEX_URL", "milvus://root:secret@localhost"),
        ("CHROMA_URL", "localhost:8000"),
        ("CHROMA_URL", "http://user:secret@localhost"),
        ("CHROMA_URL", "http://localhost/path"),
        ("CHROMA_URL", "http://[::1"),
        ("CHROMA_URL", "htps://localhost:8000"),
    ],
)
def test_what_is_no_address_is_refused_with_an_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, address: str
) -> None:
    monkeypatch.setenv(setting, address)
    with pytest.raises(UnusableInput, match=setting) as refusal:
        server_named(tmp_path)
    assert "HOST" in refusal.value.remedy
    assert "secret" not in str(refusal.value)


def test_only_one_server_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert server_named(tmp_path) is None
    for setting in ADDRESSES:
        monkeypatch.setenv(setting, "http://localhost")
    with pytest.raises(UnusableInput, match="Both INDEX_URL and CHROMA_URL"):
        server_named(tmp_path)


def test_the_name_on_the_server_is_drawn_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMA_URL", "http://localhost")
    monkeypatch.setenv("CHROMA_API_KEY", "secret")
    first, again, other = (server_named(tmp_path / folder) for folder in ("a", "a", "b"))
    assert first == again != other
    assert "secret" not in repr(first)
    monkeypatch.setenv("INDEX_NAME", "police")
    named = [getattr(server_named(tmp_path / folder), "name", "") for folder in ("a", "a", "b")]
    assert named[0] == named[1] != named[2]
    assert all(name.startswith("police_") for name in named)
    for name in ("9lives", "a-b", "a" * 65, "é"):
        monkeypatch.setenv("INDEX_NAME", name)
        with pytest.raises(UnusableInput, match="INDEX_NAME"):
            server_named(tmp_path / "a")
    monkeypatch.delenv("INDEX_NAME")
    (tmp_path / "c" / NAME_FILE).mkdir(parents=True)
    with pytest.raises(UnusableFolder, match="index's name"):
        server_named(tmp_path / "c")
    (tmp_path / "a" / NAME_FILE).write_bytes(b"\xff\0")
    with pytest.raises(UnusableFolder, match="Remove it"):
        server_named(tmp_path / "a")


def test_a_disk_without_links_keeps_the_name_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setenv("CHROMA_URL", "http://localhost")
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert server_named(tmp_path) == server_named(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [NAME_FILE]


# Servers that are not there, or are another's


@pytest.mark.parametrize(
    ("setting", "scheme", "told"), [("CHROMA_URL", "http", "Chroma"), ("INDEX_URL", "milvus", "Milvus")]
)
def test_a_server_that_is_not_there_is_named_with_its_setting_and_costs_no_index(
    corpus: Corpus, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, setting: str, scheme: str, told: str
) -> None:
    monkeypatch.setenv(setting, f"{scheme}://127.0.0.1:{free_port()}")
    with pytest.raises(UnusableServer, match=rf"{told} at http://127\.0\.0\.1.* cannot be used") as refusal:
        Index(corpus, encoder)
    assert setting in refusal.value.remedy
    assert "\n" not in str(refusal.value)
    assert list(corpus.folder.glob("index-3-*/words.sqlite"))


def test_the_command_line_tells_it_in_one_line(corpus: Corpus, data: Path, command: Command, tmp_path: Path) -> None:
    (corpus.folder / "models").symlink_to(data / "models")
    done = command("index", "sync", folder=corpus.folder, CHROMA_URL=f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert "CHROMA_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_key_is_told_and_the_right_one_is_sent(
    corpus: Corpus, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, refusing: str
) -> None:
    monkeypatch.setenv("CHROMA_URL", refusing)
    monkeypatch.setenv("CHROMA_API_KEY", "a-key")
    with pytest.raises(UnusableServer, match="Forbidden, a-key") as refusal:
        Index(corpus, encoder)
    assert "CHROMA_API_KEY" in refusal.value.remedy


def test_a_server_of_another_kind_is_told(
    corpus: Corpus, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, refusing: str
) -> None:
    monkeypatch.setenv("INDEX_URL", refusing.replace("http", "milvus"))
    with pytest.raises(UnusableServer, match="Milvus at"):
        Index(corpus, encoder)


def test_a_database_that_is_not_there_is_told(
    corpus: Corpus, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with chroma_server(tmp_path / "chroma", free_port()) as address:
        monkeypatch.setenv("CHROMA_URL", address)
        monkeypatch.setenv("CHROMA_DATABASE", "atlantis")
        with pytest.raises(UnusableServer, match=r"atlantis|tenant"):
            Index(corpus, encoder)
        made = httpx.post(f"{address}/api/v2/tenants/default_tenant/databases", json={"name": "atlantis"})
        made.raise_for_status()
        assert Index(corpus, encoder).sync().added == 0


def test_without_milvus_client_the_package_is_named(
    corpus: Corpus, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDEX_URL", "milvus://127.0.0.1")
    monkeypatch.delitem(sys.modules, "index.milvus", raising=False)
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(InspectionError, match="pip install") as refusal:
        Index(corpus, encoder)
    assert "pymilvus" in refusal.value.remedy


# A server that goes away and comes back


def test_a_server_started_anew_is_used_again(
    corpus: Corpus, encoder: Encoder, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("northshire", "Northshire keeps no records of bail.")
    port = free_port()
    monkeypatch.setenv("CHROMA_URL", f"http://127.0.0.1:{port}")
    with chroma_server(tmp_path / "chroma", port):
        index = Index(corpus, encoder)
        index.sync()
        before = search(index, "Does Northshire keep records of bail?")
    put("eastmoor", "Kayaks are used.", force="Eastmoor Constabulary")
    for attempt in (lambda: search(index, "bail"), index.sync, index.lag):
        with pytest.raises(UnusableServer, match="Start it"):
            attempt()
    with chroma_server(tmp_path / "chroma", port):
        assert search(index, "Does Northshire keep records of bail?") == before
        assert index.sync() == Synced(1, 0, False)
        assert search(index, "kayaks")[0] == "Kayaks are used."
        assert index.lag() == 0


def test_a_running_app_fills_an_emptied_server_again_by_itself(
    corpus: Corpus, encoder: Encoder, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("northshire", "Northshire keeps no records of bail.")
    port = free_port()
    monkeypatch.setenv("CHROMA_URL", f"http://127.0.0.1:{port}")
    with chroma_server(tmp_path / "chroma", port):
        index = Index(corpus, encoder)
        index.sync()

    def finds() -> bool:
        try:
            return bool(search(index, "bail"))
        except UnusableServer:
            return False

    with chroma_server(tmp_path / "another", port):
        assert not finds()
        with Following(index, seconds=0.05):
            assert until(finds)
