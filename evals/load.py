"""Many people asking one app at once: errors, waiting times, memory, and answers a second beside the stock chat."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from corpus.command import Json
from evals.case import load
from evals.cost import in_use
from evals.crowd import Asked, Target, ask_together, event_of
from evals.measure import Row
from evals.peers.ours import Ours
from evals.peers.text import Text
from evals.scale import collection
from evals.serving import serving

PEOPLE = 50
SECONDS = 600.0
WARMING = 0.2  # of the time: memory is looked at after it
STOCK_SECONDS = 60.0  # how long each is asked for the comparison
_LOOK = 2.0  # seconds between two looks at the memory
_MEGABYTE = 1_000_000


@dataclass(slots=True)
class Memory:
    """Megabytes in use over time, of a process and all below it."""

    seen: list[float] = field(default_factory=list)

    def growth(self) -> float:
        """From the first tenth after the warming to the last, as a share."""
        after = self.seen[int(len(self.seen) * WARMING) :]
        tenth = max(1, len(after) // 10)
        return float(np.median(after[-tenth:]) / np.median(after[:tenth]) - 1) if after else 0.0


def load_rows(
    data: Path, size: int, people: int = PEOPLE, seconds: float = SECONDS, stock: bool = True
) -> Iterator[Row]:
    """Rows: ours for the whole time; then, each for a minute and with as many people, ours and the stock chat."""
    texts = collection(data, size)
    questions = sorted({case.question for split in ("tuning", "reporting") for case in load(f"letters_{split}")})
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Ours().build(texts, Path(folder))
        with serving({"INSPECTION_DATA": folder, "RATE_LIMIT": "0"}) as app:  # all people come from one address here
            target = _ours(app.address)
            memory = Memory()
            with _watching(app.process, memory):
                asked = ask_together(target, questions, people, seconds)
            yield _row("ours", size, people, len(questions), asked, memory)
            ours = ask_together(target, questions, people, STOCK_SECONDS, seed=2) if stock else asked
    if stock:
        stocks = _stock(texts, questions, people)
        for name, each in (("ours", ours), ("stock LangChain + Gradio", stocks)):
            yield _row(name, size, people, len(questions), each, None)
        yield {"answers a second, ours to stock": ours.a_second / stocks.a_second}


def _row(name: str, size: int, people: int, questions: int, asked: Asked, memory: Memory | None) -> Row:
    waits = asked.milliseconds or [float("nan")]
    return {
        "app": name,
        "paragraphs": size,
        "people": people,
        "different questions": questions,
        "seconds": asked.seconds,
        "answers": len(asked.milliseconds),
        "faults": len(asked.faults),
        "first fault": asked.faults[0] if asked.faults else "",
        "a second": asked.a_second,
        "p50 ms": float(np.percentile(waits, 50)),
        "p95 ms": float(np.percentile(waits, 95)),
        "MB at the end": memory.seen[-1] if memory and memory.seen else 0,
        "memory growth after warming": memory.growth() if memory else "",
    }


def _ours(address: str) -> Target:
    """The events of our Ask screen's question box and its button for a new conversation."""

    def of(wanted: str, name: str) -> Callable[[Json, dict[int, Json]], bool]:
        def is_wanted(event: Json, components: dict[int, Json]) -> bool:
            return any(
                trigger == wanted and components.get(id, {}).get("props", {}).get("elem_id") == name
                for id, trigger in event["targets"]
            )

        return is_wanted

    return Target(
        address,
        event_of(address, of("submit", "question")),
        lambda question: [question, None, "", "", "", "", ""],
        lambda answer: "answer status-" in answer and "status-error" not in answer,
        event_of(address, of("click", "again")),
    )


def _stock(texts: Sequence[Text], questions: Sequence[str], people: int) -> Asked:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        (Path(folder) / "texts.json").write_text(json.dumps([text.whole for text in texts]), encoding="utf-8")
        with serving({}, ("-m", "evals.peers.chat", folder, "{port}"), "/config") as app:
            event = event_of(app.address, lambda each, _: each.get("api_name") == "respond")
            target = Target(app.address, event, lambda question: [question, None], lambda answer: len(answer) > 100)
            return ask_together(target, questions, people, STOCK_SECONDS, seed=2)


@contextmanager
def _watching(app: "subprocess.Popen[bytes]", memory: Memory) -> Iterator[None]:
    stopped = threading.Event()

    def look() -> None:
        while not stopped.wait(_LOOK):
            memory.seen.append(in_use(app.pid) / _MEGABYTE)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stopped.set()
        watcher.join()
