"""A Chroma server of one's own on the loopback, to measure and to test with."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

SECONDS = 60.0  # until it must answer


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def chroma_server(folder: Path, port: int) -> Iterator[str]:
    """`chroma run` on that folder for as long as the block runs; gives its address."""
    with chroma_process(folder, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def chroma_process(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The same, for whoever wants to kill it."""
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--host", "127.0.0.1"]
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        try:
            _await(f"http://127.0.0.1:{port}/api/v2/heartbeat", run)
            yield run
        finally:
            run.terminate()
            run.wait(SECONDS)


def _await(address: str, run: subprocess.Popen[bytes]) -> None:
    directly, end = build_opener(ProxyHandler({})), time.monotonic() + SECONDS
    while True:
        try:
            directly.open(address, timeout=SECONDS).close()
            return
        except URLError:
            if run.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.05)
