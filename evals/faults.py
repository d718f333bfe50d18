"""What goes wrong on bad days, done to the running app: what it says, what is lost, and how it comes back.

Each fault has a data folder of its own with the included letter, and the same question before, during and after. A
wrong answer is one that is given as an answer and is not the one given before.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from corpus import open_corpus
from corpus.command import Json
from evals.chroma_server import chroma_process, chroma_server, free_port
from evals.serving import ROOT, App, serving
from index import Index
from index.building import LAYOUT

QUESTION = "How does Staffordshire handle wanted suspects?"
NOT_TRIED = "not tried"
_SECONDS = 60.0
_LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
_REMEDY = (
    "remov",
    "set ",
    "check",
    "start",
    "restore",
    "free",
    "try",
    "again",
    "name",
    "rebuilt",
    "choose",
)  # of what can be done


@dataclass
class Fault:
    """What happened. `said`: the message; `lost`: documents fewer than before; `wrong`: wrong answers; `back`: how."""

    name: str
    said: str = ""
    lost: int = 0
    wrong: int = 0
    back: str = ""
    faults: list[str] = field(default_factory=list)  # what is not as it should be

    def row(self) -> dict[str, float | int | str]:
        """It for a table."""
        return {
            "fault": self.name,
            "said": self.said,
            "documents lost": self.lost,
            "wrong answers": self.wrong,
            "comes back": self.back,
            "not as it should be": "; ".join(self.faults) or "nothing",
        }


@dataclass(frozen=True)
class Ground:
    """A data folder to do harm to, the right answer, and a place for other files."""

    folder: Path
    answer: Json
    room: Path

    def ask(self, app: App, fault: Fault) -> str:
        """Ask, each time up to another far day, so that the answer does not come from memory. Counts a wrong answer.

        Returns "answered", or what was said instead.
        """
        try:
            sent = _asked(app, f"{2100 + time.monotonic_ns() // 1000 % 7000}-01-01")
        except httpx.HTTPError as gone:
            return f"no connection ({type(gone).__name__})"
        told: Json = sent.json()
        if sent.status_code != 200:
            return f"{told.get('problem', told)} {told.get('remedy', '')}".strip()
        if told["status"] != "answered":
            return f"{told['status']}: {told['message']}"
        fault.wrong += _claims(told) != _claims(self.answer)
        return "answered"

    def documents(self) -> int:
        """How many documents the corpus has."""
        return len(open_corpus(self.folder).documents())


def _asked(app: App, last: str = "") -> httpx.Response:
    sent = {"question": QUESTION, "to": last}
    return httpx.post(f"{app.address}/api/ask", json=sent, timeout=_SECONDS, trust_env=False)


def _claims(answer: Json) -> list[str]:
    return [claim["text"] for claim in answer["claims"]]


def all_faults() -> Iterator[Fault]:
    """Each fault, done and looked at."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as room:
        first = Path(room) / "first"
        Index(open_corpus(first)).sync()
        with serving({"INSPECTION_DATA": str(first)}) as app:
            answer = _asked(app).json()
        for number, do in enumerate(_FAULTS):
            own = Path(room) / f"fault-{number}"
            shutil.copytree(first, own / "data")
            yield do(Ground(own / "data", answer, own))


def _store_killed(ground: Ground) -> Fault:
    """The Chroma server goes in the middle of the day, and comes back."""
    fault, port = Fault("the store's server killed, and started again"), free_port()
    settings = {"INSPECTION_DATA": str(ground.folder), "CHROMA_URL": f"http://127.0.0.1:{port}"}
    store = ground.room / "store"
    with chroma_process(store, port) as server, serving(settings) as app:
        _expect(fault, "before", ground.ask(app, fault), "answered")
        server.kill()
        server.wait()
        fault.said = ground.ask(app, fault)
        _has_a_remedy(fault)
        with chroma_server(store, port):
            fault.back = "by itself" if _until(lambda: ground.ask(app, fault) == "answered") else "no"
    _expect(fault, "after", fault.back, "by itself")
    return _with_lost(fault, ground)


def _disk_full(ground: Ground) -> Fault:
    """The disk of the data folder fills up; questions are asked, a document is added, room is made."""
    fault, disk = Fault("the disk full"), ground.room / "disk"
    disk.mkdir()
    size = sum(each.stat().st_size for each in ground.folder.rglob("*") if each.is_file())
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={size + 4_000_000}", "tmpfs", str(disk)]
    if not sys.platform.startswith("linux") or subprocess.run(mounted, check=False, capture_output=True).returncode:
        fault.said = f"{NOT_TRIED}: only root can make a small disk"
        return fault
    try:
        folder = disk / "data"
        shutil.copytree(ground.folder, folder)
        small = Ground(folder, ground.answer, ground.room)
        with serving({"INSPECTION_DATA": str(folder)}) as app:
            filling = disk / "filling"
            _fill(filling)
            _expect(fault, "a question on a full disk", small.ask(app, fault), "answered")
            letter = ground.room / "letter.txt"
            letter.write_text("Dear Chief Constable\n\n" + "Northshire Police was late. \n\n" * 20000, encoding="utf-8")
            added = _command(folder, "corpus", "add", str(letter))
            fault.said = (added.stdout + added.stderr).strip().splitlines()[-1][:300]
            _expect(fault, "the exit code of adding", str(added.returncode), "1")
            _has_a_remedy(fault)
            filling.unlink()
            again = _command(folder, "corpus", "add", str(letter))
            fault.back = "when there is room" if again.returncode == 0 else "no"
            _expect(fault, "a question after", small.ask(app, fault), "answered")
        _expect(fault, "adding after", fault.back, "when there is room")
        fault.lost = max(0, 2 - small.documents())
        return fault
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            return


def _index_damaged(ground: Ground) -> Fault:
    """Bytes of the index's database are overwritten while the app runs, which mends it."""
    fault = Fault("the index's file overwritten in its middle")
    with serving({"INSPECTION_DATA": str(ground.folder)}) as app:
        _overwrite(ground.folder / f"index-{LAYOUT}" / "words.sqlite")
        fault.said = ground.ask(app, fault)
        fault.back = "by itself" if _until(lambda: ground.ask(app, fault) == "answered") else "no"
    _expect(fault, "after", fault.back, "by itself")
    return _with_lost(fault, ground)


def _vectors_damaged(ground: Ground) -> Fault:
    """The same of the vectors' database."""
    fault = Fault("the vectors' file overwritten in its middle")
    settings = {"INSPECTION_DATA": str(ground.folder)}
    _overwrite(next((ground.folder / f"index-{LAYOUT}").rglob("chroma.sqlite3")))
    try:
        with serving(settings, told=ground.room / "told") as app:
            fault.back = "at the start" if ground.ask(app, fault) == "answered" else "no"
            fault.said = "nothing: the index was built anew"
    except RuntimeError:
        fault.said = _last_line(ground.room / "told")
        _has_a_remedy(fault)
        shutil.rmtree(ground.folder / f"index-{LAYOUT}")  # as it says
        with serving(settings) as app:
            fault.back = "after what it says was done" if ground.ask(app, fault) == "answered" else "no"
    if fault.back == "no":
        fault.faults.append("it does not come back")
    return _with_lost(fault, ground)


def _corpus_damaged(ground: Ground) -> Fault:
    """The corpus's own file is overwritten: nothing may be made of what is left; a backup brings it back."""
    fault = Fault("the corpus's file overwritten")
    backup = ground.room / "backup.zip"
    made = _command(ground.folder, "corpus", "backup", str(backup))
    _expect(fault, "the backup", str(made.returncode), "0")
    file = ground.folder / "corpus.sqlite"
    _overwrite(file, 0)
    damaged = file.read_bytes()
    started = _command(ground.folder, "assistant", "ask", QUESTION)
    fault.said = (started.stderr.strip().splitlines() or ["nothing"])[-1][:300]
    _expect(fault, "the exit code", str(started.returncode), "1")
    _has_a_remedy(fault)
    if file.read_bytes() != damaged:
        fault.faults.append("the damaged file was changed")
    restored = _command(ground.folder, "corpus", "restore", str(backup), "--replace")
    _expect(fault, "restoring", str(restored.returncode), "0")
    with serving({"INSPECTION_DATA": str(ground.folder)}) as app:
        fault.back = "by `corpus restore`" if ground.ask(app, fault) == "answered" else "no"
    _expect(fault, "after", fault.back, "by `corpus restore`")
    return _with_lost(fault, ground)


def _model_gone(ground: Ground) -> Fault:
    """The language model's server is not there: the built-in writer answers, and says so."""
    fault = Fault("the language model's server gone")
    settings = {
        "INSPECTION_DATA": str(ground.folder),
        "MODEL": "openai:any",
        "MODEL_URL": f"http://127.0.0.1:{free_port()}/v1",
        "MODEL_TIMEOUT": "5",
    }
    with serving(settings, ready="/health") as app:
        told: Json = _asked(app).json()
        fault.said = str(told["notice"] or "")[:300]
        fault.wrong += _claims(told) != _claims(ground.answer)
        fault.back = "answers without it meanwhile" if told["status"] == "answered" else "no"
    _has_a_remedy(fault)
    _expect(fault, "an answer without it", fault.back, "answers without it meanwhile")
    return _with_lost(fault, ground)


def _clock_jumps(ground: Ground) -> Fault:
    """The clock jumps by ten days and back while the app runs."""
    fault = Fault("the clock jumps ten days, and back")
    if not _LIBRARIES:
        fault.said = f"{NOT_TRIED}: it needs faketime (Debian: apt-get install faketime)"
        return fault
    clock = ground.room / "clock"
    clock.write_text("+0", encoding="ascii")
    settings = {
        "INSPECTION_DATA": str(ground.folder),
        "LD_PRELOAD": str(_LIBRARIES[-1]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with serving(settings) as app:
        told = []
        for jump in ("+10d", "-10d", "+0"):
            clock.write_text(jump, encoding="ascii")
            has_jumped = _until(partial(_has_jumped, app, jump))  # the app looks at its clock once a second
            told.append(ground.ask(app, fault) + ("" if has_jumped else " (its clock did not jump)"))
        fault.said, fault.back = "nothing: each question is answered", "goes on"
        for jump, each in zip(("forward", "back", "right again"), told, strict=True):
            _expect(fault, jump, each, "answered")
    return _with_lost(fault, ground)


def _has_jumped(app: App, jump: str) -> bool:
    shown = httpx.get(f"{app.address}/health", timeout=_SECONDS, trust_env=False).headers.get("date", "")
    days = int(jump.removesuffix("d"))
    try:
        seen = datetime.strptime(shown, "%a, %d %b %Y %H:%M:%S GMT")  # noqa: DTZ007  # both are the app's own
    except ValueError:
        return False
    away = seen - (datetime.utcfromtimestamp(time.time()) + timedelta(days=days))  # noqa: DTZ004
    return abs(away) < timedelta(hours=1)


def _stopped_at_work(ground: Ground) -> Fault:
    """SIGTERM while eight people ask."""
    fault = Fault("SIGTERM under load")
    told: list[str] = []
    with serving({"INSPECTION_DATA": str(ground.folder), "RATE_LIMIT": "0"}) as app:
        stop = threading.Event()

        def person() -> None:
            while not stop.is_set():
                told.append(ground.ask(app, fault))

        people = [threading.Thread(target=person) for _ in range(8)]
        for each in people:
            each.start()
        time.sleep(2)
        app.process.send_signal(signal.SIGTERM)
        code = app.process.wait(_SECONDS)
        stop.set()
        for each in people:
            each.join()
    _expect(fault, "the exit code", str(code), "0")
    cut = [each for each in told if "answered" not in each and "restarted" not in each and "ConnectError" not in each]
    fault.said = next((each for each in told if "restarted" in each), "nothing: all that was begun was answered")
    fault.faults += [f"cut off: {each}" for each in cut[:3]]
    with serving({"INSPECTION_DATA": str(ground.folder)}) as app:
        fault.back = "at the next start" if ground.ask(app, fault) == "answered" else "no"
    _expect(fault, "after", fault.back, "at the next start")
    return _with_lost(fault, ground)


def _killed_at_work(ground: Ground) -> Fault:
    """SIGKILL while a document is added beside the running app; the next start goes on."""
    fault = Fault("SIGKILL of the app and of a command that adds")
    letter = ground.room / "letter.txt"
    letter.write_text("Dear Chief Constable\n\n" + "Northshire Police was late. \n\n" * 5000, encoding="utf-8")
    with serving({"INSPECTION_DATA": str(ground.folder)}) as app:
        environment = {**os.environ, "INSPECTION_DATA": str(ground.folder)}
        adding = subprocess.Popen(
            [sys.executable, "-m", "corpus", "add", str(letter)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        time.sleep(1.5)
        adding.kill()
        adding.wait()
        app.process.kill()
        app.process.wait()
    with serving({"INSPECTION_DATA": str(ground.folder)}) as app:
        fault.back = "at the next start" if ground.ask(app, fault) == "answered" else "no"
    fault.said = "nothing: what was left is taken up"
    _expect(fault, "after", fault.back, "at the next start")
    return _with_lost(fault, ground)


Do = Callable[[Ground], Fault]
_FAULTS: tuple[Do, ...] = (
    _store_killed,
    _disk_full,
    _index_damaged,
    _vectors_damaged,
    _corpus_damaged,
    _model_gone,
    _clock_jumps,
    _stopped_at_work,
    _killed_at_work,
)


def _with_lost(fault: Fault, ground: Ground) -> Fault:
    fault.lost = max(0, 1 - ground.documents())
    if fault.lost:
        fault.faults.append("a document is lost")
    if fault.wrong:
        fault.faults.append("wrong answers")
    return fault


def _expect(fault: Fault, when: str, seen: str, wanted: str) -> None:
    if seen != wanted:
        fault.faults.append(f"{when}: {seen}")


def _has_a_remedy(fault: Fault) -> None:
    if not any(word in fault.said.lower() for word in _REMEDY):
        fault.faults.append(f"no remedy is told: {fault.said}")


def _until(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.5)
    return False


def _overwrite(file: Path, at: int | None = None) -> None:
    """Write over 64 kB of a file, in its middle when not told where."""
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2 // 4096 * 4096 if at is None else at)
        opened.write(b"\xa5" * 65536)


def _command(folder: Path, module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment: Mapping[str, str] = {**os.environ, "INSPECTION_DATA": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _last_line(file: Path) -> str:
    lines = file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else "nothing"
