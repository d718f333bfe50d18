"""Kill it while it adds letters, at moments drawn by chance: the next start must end with what would have been.

A fresh process adds letters to a fresh data folder (`python -m corpus add`), and another brings the index in step
(`python -m index sync`). One of them is ended by SIGKILL; its workers must end by themselves. The next start is what
the app does first: it takes up what was left, and brings the index in step; some are killed, too, and there is
another. Then everything stored is compared with what two undisturbed processes store.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import UnusableInput
from evals.light_model import put_light_model
from evals.stored import State, is_planned, stored

LETTERS = 40
INDEXING = 3  # every so many-th kill hits the index, the others hit the adding
AGAIN = 4  # every so many-th next start is killed, too
MOST_DRAWS = 3  # a kill, at most: on a busy machine some runs end before their moment
_GONE_SECONDS = 5.0  # within which workers end when the process they work for is gone
_START_SECONDS = 600.0  # a start that takes longer hangs
_LOOK_SECONDS = 0.002
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Kill:
    """What was killed ("adding", "indexing"), how long after the plan was written, and what is not as it should be."""

    hit: str
    seconds: float
    again: bool
    differences: tuple[str, ...]
    start_seconds: float

    @property
    def is_mended(self) -> bool:
        """Whether the next start has left nothing to be wished for."""
        return not self.differences

    def row(self) -> dict[str, float | int | str]:
        """It in figures and words."""
        return {
            "hit": self.hit,
            "after seconds": self.seconds,
            "and again": int(self.again),
            "next start, seconds": self.start_seconds,
            "differences": "; ".join(self.differences) or "none",
        }


def letters_in(data: Path | None) -> tuple[Path, ...]:
    """The letters to add: some of those in that folder. Raises `UnusableInput` when there are none."""
    if data is None:
        raise UnusableInput("No folder of letters is named.", "Name the one with the larger collections: --data.")
    found = sorted((data / "letters").glob("*.pdf"))[:LETTERS]
    if not found:
        raise UnusableInput(f"There are no letters in {data / 'letters'}.", "Name the folder above it: --data.")
    return tuple(file.resolve() for file in found)


def kills(
    files: Sequence[Path], times: int, seed: int, put_model: Callable[[Path], None] = put_light_model
) -> Iterator[Kill]:
    """Kill so many times, and compare. `put_model` writes the model that indexes into a folder."""
    draw = random.Random(seed)
    with TemporaryDirectory(prefix="kills-", ignore_cleanup_errors=True) as scratch:
        new = Path(scratch) / "new"
        put_model(new / "models")
        calm = shutil.copytree(new, Path(scratch) / "calm")
        run = _Run(files, *_undisturbed(calm, files), stored(calm))
        made = 0
        for number in range(MOST_DRAWS * times):
            folder = shutil.copytree(new, Path(scratch) / f"killed-{number}")
            if kill := run.killed(folder, draw, made + 1):
                made += 1
                yield kill
            shutil.rmtree(folder, ignore_errors=True)
            if made == times:
                return


def summary(made: Sequence[Kill]) -> dict[str, float | int | str]:
    """How many were mended, and where they had hit."""
    hits = Counter(kill.hit for kill in made)
    return {
        "kills": len(made),
        "equal": sum(kill.is_mended for kill in made),
        "while adding": hits["adding"],
        "while indexing": hits["indexing"],
        "killed again while mending": sum(kill.again for kill in made),
        "longest next start, seconds": max((kill.start_seconds for kill in made), default=0.0),
    }


def _undisturbed(folder: Path, files: Sequence[Path]) -> tuple[float, float]:
    """How long the adding takes, from the moment when what is to be added is written down; and the indexing."""
    adding = _started(folder, "corpus", "add", *map(str, files))
    begun = _planned(adding, folder, len(files))
    _ended(adding, folder)
    added = time.monotonic()
    _ended(_started(folder, "index", "sync"), folder)
    return added - begun, time.monotonic() - added


@dataclass(frozen=True, slots=True)
class _Run:
    """What is added, how long that and the indexing take undisturbed, and what is then stored."""

    files: Sequence[Path]
    adding: float
    indexing: float
    wanted: State

    def killed(self, folder: Path, draw: random.Random, number: int) -> Kill | None:
        """The same on that folder, killed and mended; None when it was done before its moment came."""
        in_index, again = number % INDEXING == 0, number % AGAIN == 0
        moment = draw.uniform(0, self.indexing if in_index else self.adding)
        if not self._hit(folder, moment, in_index):
            return None
        orphans = _orphans(folder)
        if again:
            mending = _started(folder, "index", "sync")
            again = _is_killed(mending, time.monotonic() + draw.uniform(0, self.adding + self.indexing))
            orphans += _orphans(folder)
        hit = "indexing" if in_index else "adding"
        begun = time.monotonic()
        try:
            _ended(_started(folder, "index", "sync"), folder)
        except RuntimeError as fault:
            return Kill(hit, moment, again, (f"the next start: {fault}",), time.monotonic() - begun)
        took = time.monotonic() - begun
        alive = [f"process still alive: {each}" for each in orphans + _orphans(folder)]
        return Kill(hit, moment, again, (*alive, *stored(folder).differences(self.wanted)), took)

    def _hit(self, folder: Path, moment: float, in_index: bool) -> bool:
        """Add, and index, and kill one of them at that moment; False when it has ended before."""
        adding = _started(folder, "corpus", "add", *map(str, self.files))
        planned = _planned(adding, folder, len(self.files))
        if not in_index:
            return _is_killed(adding, planned + moment)
        _ended(adding, folder)
        return _is_killed(_started(folder, "index", "sync"), time.monotonic() + moment)


def _started(folder: Path, module: str, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "INSPECTION_DATA": str(folder)}
    environment.pop("EMBEDDING_MODEL", None)
    command = [sys.executable, "-m", module, *arguments]
    with _told(folder).open("wb") as told:
        return subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=told)


def _told(folder: Path) -> Path:
    """Where what a process says goes."""
    return folder.with_suffix(".told")


def _planned(adding: "subprocess.Popen[bytes]", folder: Path, count: int) -> float:
    """Wait until it has written down what is to be added; the moment when it had."""
    while not is_planned(folder, count):
        if adding.poll() is not None:
            raise RuntimeError(f"It ended before it began to add (exit code {adding.returncode}).")
        time.sleep(_LOOK_SECONDS)
    return time.monotonic()


def _is_killed(process: "subprocess.Popen[bytes]", until: float) -> bool:
    """Let it run until then, and kill it; False when it has done its work before."""
    try:
        process.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
    return process.wait() == -signal.SIGKILL


def _ended(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Wait for its end. Raises RuntimeError when it fails or hangs."""
    try:
        code = process.wait(_START_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise RuntimeError(f"it took longer than {_START_SECONDS:g} seconds") from None
    if code:
        raise RuntimeError(f"exit code {code}: {_told(folder).read_text(encoding='utf-8', errors='replace')[-300:]}")


def _orphans(folder: Path) -> list[str]:
    """What still works on that folder after a while."""
    until = time.monotonic() + _GONE_SECONDS
    while (found := at_work_on(folder)) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def at_work_on(folder: Path) -> list[str]:
    """The processes that were started with this data folder, by their numbers."""
    listed = subprocess.run(["ps", "axeww", "-o", "pid=,command="], capture_output=True, check=False).stdout
    mark = f"INSPECTION_DATA={folder}".encode()
    return [line.split()[0].decode() for line in listed.splitlines() if mark in line.split()]
