"""The app as a process of its own, as people start it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from evals.chroma_server import free_port

ROOT = Path(__file__).parent.parent
UP = 1800.0  # seconds until an app must serve: another one may build its index first
_END = 60.0


@dataclass(frozen=True)
class App:
    """A running app: its address and process, and the file into which it writes what it tells of faults."""

    address: str
    process: "subprocess.Popen[bytes]"
    told: Path | None = None

    def end(self) -> int:
        """Stop it as the system does; its exit code."""
        self.process.terminate()
        return self.process.wait(_END)


@contextmanager
def serving(
    settings: Mapping[str, str],
    command: Sequence[str] = ("app.py",),
    ready: str = "/ready",
    told: Path | None = None,
    before: Sequence[str] = (),
) -> Iterator[App]:
    """An app on a free port of the loopback, as soon as `ready` is there.

    `command`: what Python runs; "{port}" in it is the port, which `PORT` tells, too. `told`: a file for standard error.
    `before`: a program that starts it. Raises `RuntimeError` when it ends or does not serve.
    """
    port = free_port()
    named = [each.format(port=port) for each in command]
    environment = {**os.environ, "PORT": str(port), **settings}
    with (told or Path(os.devnull)).open("wb") as errors:
        process = subprocess.Popen(
            [*before, sys.executable, *named],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=errors if told else None,
        )
        app = App(f"http://127.0.0.1:{port}", process, told)
        try:
            _wait_for(app, ready)
            yield app
        finally:
            if process.poll() is None:
                app.end()


def _wait_for(app: App, path: str) -> None:
    until = time.monotonic() + UP
    while time.monotonic() < until and app.process.poll() is None:
        try:
            if httpx.get(app.address + path, timeout=10, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The app does not serve (exit code {app.process.poll()}).")
