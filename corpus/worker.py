"""The process that runs a function on one input after another, for `corpus.workers`. Knows nothing of its parent's.

Messages go through its standard input and output, as their length and a pickle. It sends one `Progress` when it is
ready; then, for each pickled (function, input) that comes, any number of `Progress` and one `Returned` or `Raised`.
"""

import errno
import os
import pickle
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from corpus.errors import InspectionError, UnreadableFile

REMEDY = "Open it and save it again, then add that; if it stays so, report it with the file."
_PROGRESS_SECONDS = 0.1  # between two reports of progress; more often, nobody could see
_GRACE_SECONDS = 5.0  # the parent ends what is late; where it is gone, the alarm does, this much later
_LONGEST_REASON = 200  # characters of another program's message


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may cost: seconds since it was handed over, and bytes of address space of the process.

    Address space is more than memory in use. Windows and macOS do not limit it: there only time is limited.
    """

    seconds: float = 120
    bytes: int = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the input is done, from 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Returned:
    """What the function returned."""

    value: object


@dataclass(frozen=True, slots=True)
class Raised:
    """A fault in parts: an exception that takes more than one argument does not survive pickling."""

    kind: type[InspectionError]
    arguments: tuple[object, ...]
    state: dict[str, object]

    def fault(self) -> InspectionError:
        """The exception as it was raised."""
        fault = self.kind.__new__(self.kind, *self.arguments)
        fault.__dict__.update(self.state)
        return fault


def send(stream: BinaryIO, message: bytes) -> None:
    """Write a message; in one go, so that threads cannot mix theirs."""
    stream.write(len(message).to_bytes(8, "big") + message)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next message, or None when the other side has ended."""
    length = stream.read(8)
    if len(length) < 8:
        return None
    message = stream.read(int.from_bytes(length, "big"))
    return message if len(message) == int.from_bytes(length, "big") else None


def serve(limits: Limits) -> None:
    """Work until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    tasks, replies = _take_pipes()
    _limit_memory(limits.bytes)
    inbox: SimpleQueue[bytes | None] = SimpleQueue()
    idle = threading.Event()
    threading.Thread(target=_listen, args=(tasks, inbox, idle), daemon=True).start()
    idle.set()
    send(replies, pickle.dumps(Progress(0)))
    while (task := inbox.get()) is not None:
        _set_alarm(limits.seconds + _GRACE_SECONDS)
        reply = _perform(task, replies, limits)
        _set_alarm(0)
        idle.set()
        send(replies, reply)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent. What others print, native libraries too, goes nowhere from now on.

    They stay open to the very end of the process: that is how the parent knows of it.
    """
    tasks = os.fdopen(os.dup(0), "rb", closefd=False)
    replies = os.fdopen(os.dup(1), "wb", closefd=False)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return tasks, replies


def _limit_memory(size: int) -> None:
    with suppress(OSError):  # Linux: if memory runs out all the same, it is this process that goes, not the program
        Path("/proc/self/oom_score_adj").write_text("1000")
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):  # macOS refuses or ignores it; a lower limit that is set stays
            resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no core file behind


def _set_alarm(seconds: float) -> None:
    """The kernel ends the process after that time: even one that leaves no other thread a turn. 0: never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _listen(tasks: BinaryIO, inbox: "SimpleQueue[bytes | None]", idle: threading.Event) -> None:
    """Take tasks in. When the parent has closed the pipe or died: an idle process ends, a busy one at once."""
    try:
        while (task := receive(tasks)) is not None:
            idle.clear()
            inbox.put(task)
    finally:  # also after a task too large for the memory
        if idle.is_set():
            inbox.put(None)
        elif sys.platform == "win32":
            os._exit(1)
        else:
            os.killpg(os.getpid(), signal.SIGKILL)  # with all that the function has started: we lead their group


def _perform(task: bytes, replies: BinaryIO, limits: Limits) -> bytes:
    """The reply to a task, whatever happens in it."""
    reported = 0.0

    def report(share: float) -> None:
        nonlocal reported
        if time.monotonic() - reported >= _PROGRESS_SECONDS:
            reported = time.monotonic()
            send(replies, pickle.dumps(Progress(min(max(float(share), 0.0), 1.0))))

    try:
        function, input = pickle.loads(task)
        return pickle.dumps(Returned(function(input, report)))
    except InspectionError as error:
        fault = error
    except Exception as error:  # a reader may fail on a damaged file in any way
        fault = _unreadable(error, limits)
    return pickle.dumps(Raised(type(fault), fault.args, vars(fault)))


def _unreadable(error: Exception, limits: Limits) -> UnreadableFile:
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return UnreadableFile(
            f"It needs more memory than the {limits.bytes // 1024**2:,} MB it is given.",
            "Split it and add the parts, or save it with smaller pictures.",
        )
    reason = f"{type(error).__name__}: {error}".split("\n")[0].rstrip(": .")[:_LONGEST_REASON]
    return UnreadableFile(f"It could not be read ({reason}).", REMEDY)
