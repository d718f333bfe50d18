"""What a pipeline finds, and what it costs."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from evals.peers.text import Pipeline, Text

LIMIT = 10  # hits a question
TOO_LONG = 75  # exit code of a process whose build took too long
_MEGABYTE = 1_000_000
_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes, in which the system counts memory
_MODELS = "models"  # in our data folder: the model's export, which is not counted


@dataclass(frozen=True, slots=True)
class Measured:
    """What a pipeline found, and what it cost.

    `found`: by question, for each hit, the ids of the paragraphs that it holds. `index_seconds`: from texts to
    answering, the loading of libraries and model included. `milliseconds`: by question. `memory`: the most in use.
    Megabytes are of 1,000,000 bytes.
    """

    found: list[list[list[str]]]
    index_seconds: float
    milliseconds: list[float]
    memory: float
    disk: float


def measure(
    made: Callable[[], Pipeline], texts: Sequence[Text], questions: Sequence[str], folder: Path, seconds: float
) -> Measured:
    """Build and ask. Ends the process with TOO_LONG when building takes longer than so many seconds."""
    started = time.perf_counter()
    pipeline = _built(made, texts, folder, seconds)
    index_seconds = time.perf_counter() - started
    pipeline.search("Is everything warmed up?", LIMIT)
    asked = [_asked(pipeline, question) for question in questions]
    found = [[sorted(hit) for hit in hits] for hits, _ in asked]
    return Measured(found, index_seconds, [taken for _, taken in asked], peak_memory(), disk_use(folder))


def _built(made: Callable[[], Pipeline], texts: Sequence[Text], folder: Path, seconds: float) -> Pipeline:
    limit = Timer(seconds, os._exit, (TOO_LONG,))
    limit.daemon = True
    limit.start()
    pipeline = made()
    pipeline.build(texts, folder)
    limit.cancel()
    return pipeline


def _asked(pipeline: Pipeline, question: str) -> tuple[list[frozenset[str]], float]:
    """The hits, and the milliseconds they took."""
    started = time.perf_counter()
    hits = pipeline.search(question, LIMIT)
    return hits, 1000 * (time.perf_counter() - started)


def peak_memory() -> float:
    """The most megabytes this process has had in use; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux, whose ru_maxrss begins with the memory of the process that started this one
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")) / _MEGABYTE
    if sys.platform == "win32":
        return 0.0
    import resource  # late: Windows has none

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / _MEGABYTE


def disk_use(folder: Path) -> float:
    """Megabytes of the files in a folder, the model's export left out."""
    files = (file for file in folder.rglob("*") if file.is_file() and _MODELS not in file.relative_to(folder).parts)
    return sum(file.stat().st_size for file in files) / _MEGABYTE
