"""The server: where it listens, and how it stops without breaking off what is being answered."""

import ctypes
import gc
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from types import FrameType

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from corpus import UnusableInput
from screens.logs import tell
from screens.work import Work

STOP_SECONDS = 60  # for what is being answered when the app is stopped; a model's answer takes up to a minute
# After so long a thread that computes lets the one in that talks to browsers; Python's own time is 5 ms.
_SWITCH_SECONDS = 0.001
# Objects between two looks for garbage; with Python's own (700, 10, 10) there is time for a tenth fewer answers.
_COLLECTED = (20_000, 20, 50)
_M_ARENA_MAX, _ARENAS = -8, 2  # mallopt(3)
_GRACE_SECONDS = 2  # for what has been answered to reach its reader


def stop_seconds() -> float:
    """How long what is being answered may take once the app is told to stop: STOP_SECONDS. Raises `UnusableInput`."""
    named = os.environ.get("STOP_SECONDS", "").strip() or str(STOP_SECONDS)
    if not (named.isascii() and named.isdecimal() and len(named) < 6):
        raise UnusableInput(f"STOP_SECONDS is {named[:40]!r}.", "Set it to a number of seconds; 0 stops at once.")
    return float(named)


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve until interrupted or terminated. Raises `UnusableInput` when the port is taken."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what the start made stays, and need not be looked through again and again
    gc.set_threshold(*_COLLECTED)
    # What the server tells goes where our own log goes; whose word is taken for who is asking is `screens.clients`' to say.
    work = getattr(app.state, "work", None) or Work()
    config = uvicorn.Config(
        app, log_config=None, proxy_headers=False, server_header=False, timeout_graceful_shutdown=_GRACE_SECONDS
    )
    server = _Server(config, work, stop_seconds())
    with _listening(host, port) as listening:
        named = f"[{host}]" if ":" in host else host
        print(f"Inspection assistant: http://{named}:{port} (Ctrl+C stops it)", flush=True)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def share_memory() -> None:
    """Let threads share what memory they are given, from their start: else each keeps a store of its own, and the app grows."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library than glibc has other ways
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


class _Server(uvicorn.Server):
    """Stops when all that was begun is answered, or its time is up; meanwhile it takes no more, and says so.

    A second signal stops it at once. It ends as a program that did its work: its exit code is 0.
    """

    def __init__(self, config: uvicorn.Config, work: Work, seconds: float) -> None:
        super().__init__(config)
        self._work = work
        self._seconds = seconds
        self._until = 0.0
        self._unfinished = 0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; at the second time, stop."""
        if self._work.is_stopping:
            self.should_exit = True
            self.force_exit = sig == signal.SIGINT
            return
        self._work.is_stopping = True
        self._until = time.monotonic() + self._seconds

    async def on_tick(self, counter: int) -> bool:
        """Several times a second: whether it is time to go."""
        if self._work.is_stopping and (self._work.is_done or time.monotonic() > self._until):
            self.should_exit = True
        if self.should_exit:
            self._unfinished = self._work.under_way
            tell("stopping", unfinished=self._unfinished)
            self._end_streams()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close all that is open; what is still being worked at then has had its time."""
        await super().shutdown(sockets)
        if self._unfinished:  # Python would wait for its thread. All that is written here outlives a kill
            sys.stderr.flush()
            os._exit(0)

    def _end_streams(self) -> None:
        """Tell Gradio to end the streams that browsers keep open, else the server would wait for these."""
        for route in self.config.app.routes if isinstance(self.config.app, FastAPI) else ():
            if isinstance(route, Mount) and isinstance(route.app, gr.routes.App):
                route.app.stop_event.set()


def _listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections already, so that whoever reads the address can open it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        if sys.platform != "win32":  # there it would let two programs share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError as fault:
        listening.close()
        raise UnusableInput(
            f"Port {port} of {host} cannot be used; another program may be using it.",
            f"Stop that program, or choose another port: PORT={port + 1} make run",
        ) from fault
    return listening
