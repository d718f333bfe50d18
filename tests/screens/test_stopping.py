"""Stopping the app while it is at work: what was begun is answered, nothing new is taken, and it ends well."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from corpus import UnusableInput
from screens.server import stop_seconds
from tests.assistant.model_server import MODEL, Reply, Request, quotes_everything, serving
from tests.conftest import ROOT
from tests.screens.test_serve import free_port

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals between processes")
QUESTION = "How does Staffordshire handle wanted suspects?"


@dataclass
class Slow:
    """An app whose model writes nothing until it is let to."""

    app: subprocess.Popen[str]
    site: httpx.Client
    begun: threading.Semaphore
    may_write: threading.Event

    def until(self, status: int) -> httpx.Response:
        """What `/ready` says once it says that."""
        while (told := self.site.get("/ready")).status_code != status:
            time.sleep(0.1)
        return told


@pytest.fixture
def slow(data: Path) -> Iterator[Slow]:
    begun, may_write = threading.Semaphore(0), threading.Event()

    def reply(request: Request) -> Reply:
        if request.paragraphs:  # not at the start, when it is only tried
            begun.release()
            may_write.wait(120)
        return quotes_everything()(request) if request.paragraphs else Reply(["OK"])

    with serving(reply) as model:
        settings = {"MODEL": f"openai:{MODEL}", "MODEL_URL": model.url, "MODEL_TIMEOUT": "150", "LOG_LEVEL": "info"}
        port = str(free_port())
        app = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env={**os.environ, "INSPECTION_DATA": str(data), "PORT": port, "LOG_FORMAT": "json", **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert app.stdout
        address = app.stdout.readline().split()[2]
        with httpx.Client(base_url=address, timeout=150, trust_env=False) as site:
            yield Slow(app, site, begun, may_write)
        may_write.set()
        app.kill()
        app.communicate()


def test_what_was_begun_is_answered_and_nothing_new_is_taken(slow: Slow) -> None:
    slow.until(200)
    with ThreadPoolExecutor(2) as several:
        plain = several.submit(slow.site.post, "/api/ask", json={"question": QUESTION})
        called = several.submit(_through_gradio, slow.site)
        for _ in range(2):
            assert slow.begun.acquire(timeout=120)
        slow.app.send_signal(signal.SIGTERM)
        assert slow.until(503).json()["reasons"] == ["The app is stopping."]
        refused = slow.site.post("/api/ask", json={"question": QUESTION})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
        assert slow.site.get("/health").status_code == 200
        slow.may_write.set()
        assert plain.result().json()["status"] in ("answered", "partly_answered")
        assert '"answered"' in called.result() or '"partly_answered"' in called.result()
    _, told = slow.app.communicate(timeout=120)
    assert slow.app.returncode == 0
    rows = [json.loads(line) for line in told.splitlines()]
    assert [row["status"] for row in rows if row["event"] == "answer"] == ["answered", "answered"]
    assert "wanted suspects" not in told


def test_what_takes_too_long_is_broken_off(slow: Slow) -> None:
    slow.until(200)
    with ThreadPoolExecutor(1) as one:
        asked = one.submit(slow.site.post, "/api/ask", json={"question": QUESTION})
        assert slow.begun.acquire(timeout=120)
        slow.app.send_signal(signal.SIGTERM)
        slow.until(503)
        slow.app.send_signal(signal.SIGTERM)  # a second one: now
        fault = asked.exception()
        assert isinstance(fault, httpx.TransportError) or asked.result().status_code == 500
        slow.app.communicate(timeout=60)
    assert slow.app.returncode == 0


def test_a_time_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOP_SECONDS", "soon")
    with pytest.raises(UnusableInput, match="STOP_SECONDS is 'soon'"):
        stop_seconds()


def _through_gradio(site: httpx.Client) -> str:
    """The answer of the endpoint that Gradio's clients call."""
    event = site.post("/gradio_api/call/ask", json={"data": [QUESTION, [], "", ""]}).json()["event_id"]
    return site.get(f"/gradio_api/call/ask/{event}").text
