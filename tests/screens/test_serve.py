"""Serving the app: where it listens, and that it stops when it is told to."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from fastapi import FastAPI

from corpus import UnusableInput
from screens import serve
from tests.conftest import ROOT

STOPS_WITHIN = 8  # seconds, on a busy machine; it would wait for its browsers for ever


def started(data: Path, **environment: str) -> tuple[subprocess.Popen[str], str]:
    """The app, and the address that it tells."""
    app = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "INSPECTION_DATA": str(data), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert app.stdout is not None
    return app, app.stdout.readline().split()[2]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals between processes")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_and_without_a_word_while_a_browser_is_open(data: Path, sign: signal.Signals) -> None:
    app, address = started(data, PORT=str(free_port()))
    with urllib.request.urlopen(f"{address}/gradio_api/heartbeat/abc") as stream:  # as an open page keeps it
        stream.read(1)
        at = time.monotonic()
        app.send_signal(sign)
        _, told = app.communicate(timeout=60)
    assert time.monotonic() - at < STOPS_WITHIN
    assert told == ""
    assert app.returncode == 0


def test_it_listens_where_host_and_port_say(data: Path) -> None:
    port = free_port()
    app, address = started(data, HOST="localhost", PORT=str(port))
    try:
        assert address == f"http://localhost:{port}"
        with urllib.request.urlopen(address, timeout=30) as page:
            assert "Inspection assistant" in page.read().decode()
    finally:
        app.terminate()
        app.communicate(timeout=60)


def test_a_host_that_is_not_ours_is_told(data: Path) -> None:
    with pytest.raises(UnusableInput, match=r"192\.0\.2\.1"):
        serve(FastAPI(), "192.0.2.1", free_port())  # an address that belongs to nobody (RFC 5737)


def test_the_path_behind_a_proxy_is_what_gradio_s_own_setting_says(data: Path) -> None:
    app, address = started(data, PORT=str(free_port()), GRADIO_ROOT_PATH="/inspections")
    try:
        with urllib.request.urlopen(address, timeout=30) as page:
            assert "/inspections" in page.read().decode()
    finally:
        app.terminate()
        app.communicate(timeout=60)
