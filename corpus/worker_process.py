"""One worker process (`corpus.worker`), as its parent sees it.

It is a fresh interpreter rather than a process of `multiprocessing`, which would import the main module again in
each worker: that of the app brings Gradio, seconds and hundreds of MB. So a worker holds what its function imports
and no more. It leads a process group of its own (not on Windows): a kill takes what it has started along, and Ctrl+C
in the terminal does not reach it.
"""

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, cast

from corpus.errors import InspectionError, UnreadableFile
from corpus.worker import REMEDY, Limits, Progress, Raised, Returned, receive, send

_START_SECONDS = 60.0  # a start takes 0.2 s; much longer on a busy machine whose disk is slow
_END_SECONDS = 5.0  # an idle worker ends in 0.05 s
_MAX_INPUTS = 50  # then a new one: native libraries leak
_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from corpus.worker import Limits, serve
serve(Limits(float(sys.argv[2]), int(sys.argv[3])))
"""


class WorkerProcess:
    """A process that works on one input at a time. One thread at a time may use it; any may kill it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._killed = False
        self._inputs = 0
        self._reaping = threading.Lock()  # the number of an ended process may soon be another's: never kill that
        try:
            self._process = _start(limits)
        except OSError as fault:
            raise _not_started() from fault
        self._tasks = cast(BinaryIO, self._process.stdin)
        self._replies = cast(BinaryIO, self._process.stdout)

    @property
    def is_fit(self) -> bool:
        """Whether it can take another input."""
        with self._reaping:
            return not self._killed and self._inputs < _MAX_INPUTS and self._process.poll() is None

    def perform(self, task: bytes, report: Callable[[float], None]) -> object:
        """What the function returns on the input (`task`: both, pickled); raises an InspectionError if it fails."""
        if not self._inputs:
            self._wait_until_ready()
        self._inputs += 1
        with self._kill_after(self._limits.seconds) as is_late:
            with suppress(OSError):  # it has died: there will be no reply
                send(self._tasks, task)
            reply = self._reply(report)
        if isinstance(reply, Returned):
            return reply.value
        if isinstance(reply, Raised):
            raise reply.fault()
        self.kill()
        if is_late():
            raise UnreadableFile(
                f"It took longer than the {self._limits.seconds:g} seconds it is given.",
                "Split it and add the parts, or save it again in a simpler form.",
            )
        raise UnreadableFile("The reader crashed on it.", REMEDY)

    def kill(self) -> None:
        """End it at once, with all that it has started (not on Windows)."""
        with self._reaping:
            self._killed = True
            if self._process.returncode is not None:
                return
            if sys.platform == "win32":
                self._process.kill()
            else:
                with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of one that has ended
                    os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Let it end if it is idle, else kill it; afterwards nothing of it is left."""
        with suppress(OSError):
            self._tasks.close()
        if not self._killed:
            with self._kill_after(_END_SECONDS):
                self._replies.read()  # to the end of the pipe, which is the end of the process
        self.kill()
        with self._reaping:
            self._process.wait()
        self._replies.close()

    def _wait_until_ready(self) -> None:
        with self._kill_after(_START_SECONDS):
            is_ready = receive(self._replies) is not None
        if not is_ready:
            self.kill()
            raise _not_started()

    def _reply(self, report: Callable[[float], None]) -> Returned | Raised | None:
        """Its reply, or None if it has died."""
        while (message := receive(self._replies)) is not None:
            reply: Progress | Returned | Raised = pickle.loads(message)
            if not isinstance(reply, Progress):
                return reply
            report(reply.share)
        return None

    @contextmanager
    def _kill_after(self, seconds: float) -> Iterator[Callable[[], bool]]:
        """Kill it if what is inside takes longer; tells whether it came to that."""
        late = threading.Event()

        def kill() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            yield late.is_set
        finally:
            timer.cancel()
            timer.join()


def _start(limits: Limits) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        # -P: no module of the current folder is taken for one of Python's
        [sys.executable, "-P", "-c", _START, json.dumps(sys.path), str(limits.seconds), str(limits.bytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _not_started() -> InspectionError:
    return InspectionError(
        "The process that reads documents does not start.",
        "Close other programs, or allow it more memory, and try again.",
    )
