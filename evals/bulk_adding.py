"""`python -m corpus add` on many files, watched: what it says of each, when it dies, and when it hangs."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import Corpus

DEAD, HUNG = "dead", "hung"
_HANGS = 3  # times what a worker has for a file: what takes longer, the product does not end
_BATCH = 250  # files a process: their names are shorter than what any system takes
_ROOT = Path(__file__).parent.parent
# The command itself, with another limit of time for its workers, and its use of memory told at the end.
_ADD = """
import functools, sys
from pathlib import Path
from corpus import preparing
from corpus.__main__ import main
from corpus.workers import Limits
preparing.Limits = functools.partial(Limits, float(sys.argv.pop(1)))
code = main(sys.argv[1:])
status = Path("/proc/self/status")
if status.exists():  # Linux, whose other figure begins with the memory of the process that started this one
    most = next(int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    print("peak", most, file=sys.stderr)
elif sys.platform != "win32":
    import resource
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2, file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of a file: a status of adding, else DEAD or HUNG; and the seconds of silence before that."""

    path: str
    status: str
    document: str | None
    reason: str
    seconds: float


class BulkAdding:
    """Adds files to a data folder, each worker with so many seconds a file. `peak`: MB that the process has taken."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.peak = 0
        self._folder = folder
        self._seconds = seconds

    def add(self, paths: Sequence[str]) -> Iterator[Told]:
        """What becomes of each, in their order."""
        by_line = [path for path in paths if "\0" in path]  # which no argument of a command can hold
        by_name = [path for path in paths if "\0" not in path]
        for first in range(0, len(by_name), _BATCH):
            yield from self._all(by_name[first : first + _BATCH], by_line=False)
        yield from self._all(by_line, by_line=True)

    def _all(self, paths: Sequence[str], by_line: bool) -> Iterator[Told]:
        at = 0
        while at < len(paths):
            for told in self._run(paths[at:], by_line):
                yield told
                at += 1

    def _run(self, paths: Sequence[str], by_line: bool) -> Iterator[Told]:
        """One process: what it says, and at last, if it does not come to its end, what it was at then."""
        process = self._started([] if by_line else paths)
        lines = _lines(process, "".join(json.dumps({"path": path}) + "\n" for path in paths) if by_line else "")
        asked = iter(paths)
        try:
            while True:
                begun = time.monotonic()
                row = lines.get(timeout=_HANGS * self._seconds)
                if row is None:
                    break
                seconds = time.monotonic() - begun
                yield Told(next(asked), row["status"], row["document"], row["reason"] or "", seconds)
        except queue.Empty:
            process.kill()
            yield self._lost(process, next(asked), HUNG, f"it said nothing for {_HANGS * self._seconds:g} seconds")
            return
        code, errors = process.wait(), self._errors.read_text(encoding="utf-8", errors="replace")
        self.peak = max([self.peak, *(int(line[5:]) for line in errors.splitlines() if line.startswith("peak "))])
        for path in asked:
            yield self._lost(process, path, DEAD, f"exit code {code}: {errors[-300:]}")
            return

    def _lost(self, process: "subprocess.Popen[str]", path: str, status: str, why: str) -> Told:
        process.wait()
        Corpus(self._folder).journal.forget_pending()  # else every next process would begin with that file
        return Told(path, status, None, why, _HANGS * self._seconds if status == HUNG else 0.0)

    @property
    def _errors(self) -> Path:
        return self._folder.with_suffix(".errors")

    def _started(self, paths: Sequence[str]) -> "subprocess.Popen[str]":
        with self._errors.open("wb") as errors:
            return subprocess.Popen(
                [sys.executable, "-c", _ADD, str(self._seconds), "add", "--json", *(paths or ["-"])],
                cwd=_ROOT,
                env={**os.environ, "INSPECTION_DATA": str(self._folder)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                errors="replace",
            )


def _lines(process: "subprocess.Popen[str]", sent: str) -> "queue.SimpleQueue[dict[str, str] | None]":
    """The objects that a process prints, as they come; None at its end."""
    lines: queue.SimpleQueue[dict[str, str] | None] = queue.SimpleQueue()

    def listen() -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdin as stdin, process.stdout as stdout:
            stdin.write(sent)
            stdin.close()
            for line in stdout:
                lines.put(json.loads(line))
        lines.put(None)

    threading.Thread(target=listen, daemon=True).start()
    return lines
