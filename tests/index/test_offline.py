import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import ROOT

# Runs the whole first start and writes down every address that Python is asked to look up or to connect to. The last
# look-up is the script's own: were it missing from the list, the list would prove nothing.
_FIRST_START = """
import json, socket, sys

reached = []

def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        reached.append(arguments[0])
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and arguments[0].family != socket.AF_UNIX:
        reached.append(arguments[1])

sys.addaudithook(watch)

from pathlib import Path
from assistant import Assistant
from corpus import open_corpus
from index import Index

corpus = open_corpus(Path(sys.argv[1]))
index = Index(corpus)
added = index.sync().added
answer = Assistant(corpus, index).ask("How does Staffordshire handle wanted suspects?")
try:
    socket.getaddrinfo("proof.invalid", 443)
except OSError:
    pass
print(json.dumps({"added": added, "status": answer.status, "reached": [str(address) for address in reached]}))
"""


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that writes down what it is asked for: libraries in C++ and Rust reach out behind Python's back."""
    asked: list[bytes] = []

    def serve() -> None:
        with suppress(OSError):  # the test is over
            while True:
                caller, _ = server.accept()
                with caller:
                    asked.append(caller.recv(1000).partition(b"\r\n")[0])

    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked


def test_a_first_start_reaches_no_other_machine(tmp_path: Path, proxy: tuple[str, list[bytes]]) -> None:
    address, asked = proxy
    home = tmp_path / "home"
    home.mkdir()
    told = _first_start(tmp_path / "data", home, address)
    assert (told["added"], told["status"]) == (1, "answered")
    assert told["reached"] == ["proof.invalid"]
    assert asked == []
    assert list(home.rglob("*")) == []  # nor is an identity kept for later


def _first_start(data: Path, home: Path, proxy: str) -> dict[str, object]:
    """In an environment that is nobody's: some libraries hold back in a test or on a build server."""
    proxies = {name: proxy for kind in ("http", "https", "all") for name in (f"{kind}_proxy", f"{kind}_proxy".upper())}
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_START, str(data)],
        env={"PATH": os.environ["PATH"], "HOME": str(home), **proxies},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))
