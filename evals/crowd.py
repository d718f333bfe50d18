"""People who ask at once, each with a page of their own, one question after another: as a browser, what Gradio queues over its queue."""

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

TURNS = 5  # questions to a conversation
PATIENCE = 120  # seconds until an answer that has not come counts as a fault

Inputs = Callable[[str], list[Any]]  # a question as the inputs of an endpoint


@dataclass(frozen=True, slots=True)
class Event:
    """What a page may set off: its number, and whether Gradio queues it."""

    number: int
    is_queued: bool


@dataclass(frozen=True, slots=True)
class Target:
    """An event of a running Gradio app: where it is, which it is, what it takes, and what its answer must hold.

    `again` is the event that begins a new conversation, where the page keeps one.
    """

    address: str
    event: Event
    inputs: Inputs
    is_answer: Callable[[str], bool]
    again: Event | None = None


@dataclass(slots=True)
class Asked:
    """What came of it: milliseconds by question, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def a_second(self) -> float:
        """Answers a second, of all people together."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0


def ask_together(target: Target, questions: Sequence[str], people: int, seconds: float, seed: int = 1) -> Asked:
    """So many people, each of whom asks the next question as soon as the last is answered, for so long."""
    return asyncio.run(_all(target, questions, people, seconds, seed))


async def _all(target: Target, questions: Sequence[str], people: int, seconds: float, seed: int) -> Asked:
    asked = Asked()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=4 * people)
    began = time.monotonic()
    async with httpx.AsyncClient(base_url=target.address, timeout=PATIENCE, limits=limits) as http:
        await asyncio.gather(
            *(
                _person(http, target, random.Random(seed * 1000 + number), questions, began + seconds, asked)
                for number in range(people)
            )
        )
    asked.seconds = time.monotonic() - began
    return asked


async def _person(
    http: httpx.AsyncClient, target: Target, chance: random.Random, questions: Sequence[str], until: float, asked: Asked
) -> None:
    session = f"{chance.getrandbits(64):016x}"
    while time.monotonic() < until:
        if target.again is not None:
            await _done(http, session, target.again, [])
        for question in chance.sample(questions, TURNS):
            began = time.monotonic()
            if began >= until:
                return
            try:
                done = _done(http, session, target.event, target.inputs(question))
                answer = await asyncio.wait_for(done, PATIENCE)
            except (httpx.HTTPError, OSError, TimeoutError, ValueError) as fault:
                asked.faults.append(f"{type(fault).__name__}: {fault}"[:200])
                await asyncio.sleep(1)
                continue
            if target.is_answer(answer):
                asked.milliseconds.append(1000 * (time.monotonic() - began))
            else:
                asked.faults.append(f"no answer: {answer[:200]}")


async def _done(http: httpx.AsyncClient, session: str, event: Event, inputs: list[Any]) -> str:
    """What an event gave at its end, as JSON."""
    sent = {"data": inputs, "fn_index": event.number, "session_hash": session}
    if not event.is_queued:
        done = await http.post("/gradio_api/run/predict", json=sent)
        return json.dumps(done.raise_for_status().json()["data"], ensure_ascii=False)
    joined = await http.post("/gradio_api/queue/join", json=sent)
    joined.raise_for_status()
    id = joined.json()["event_id"]
    async with http.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        stream.raise_for_status()
        async for line in stream.aiter_lines():
            told = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
            if told.get("msg") == "process_completed" and told.get("event_id") == id:
                if not told.get("success"):
                    raise ValueError(f"the app said: {json.dumps(told.get('output'))[:200]}")
                return json.dumps(told["output"]["data"], ensure_ascii=False)
    raise ValueError("the stream ended without an answer")


def event_of(address: str, is_wanted: Callable[[dict[str, Any], dict[int, dict[str, Any]]], bool]) -> Event:
    """The event that `is_wanted`, given each event and the page's components by their number."""
    config = httpx.get(f"{address}/config", timeout=PATIENCE).raise_for_status().json()
    components = {each["id"]: each for each in config["components"]}
    return next(
        Event(int(each.get("id", at)), each["queue"])
        for at, each in enumerate(config["dependencies"])
        if is_wanted(each, components)
    )
