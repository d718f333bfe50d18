"""A watch over what Gradio calls when somebody clicks: each is told in the log, timed, and its faults are caught.

What Gradio does not queue, and is work, waits for its turn here. What comes in steps ends when it is called off.
"""

import inspect
import time
from asyncio import ensure_future, shield
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import gradio as gr
from starlette.concurrency import run_in_threadpool

from screens.logs import request_id, tell
from screens.metrics import SECONDS
from screens.request_log import unexpected, what_to_report
from screens.work import AT_ONCE, Turns, Work

# The handlers that answer, search, check, brief, compare or draw: the work they do, as `/metrics` names it.
SECONDS_OF = {
    "AskScreen.ask": "ask",
    "AskScreen.ask_example": "ask",
    "build_endpoints.ask": "ask",
    "build_endpoints.search": "search",
    "CheckScreen.check": "check",
    "CheckScreen.check_file": "check",
    "CheckScreen.check_text": "check",
    "BriefScreen.brief": "brief",
    "BriefScreen.make": "brief",
    "CompareScreen.compare": "compare",
    "CompareScreen.make": "compare",
    "ChartsScreen.draw": "chart",
}


def watch(screens: gr.Blocks, work: Work) -> dict[int, str]:
    """Put the watch around all handlers; returns those that do work, by their numbers: which."""
    works, turns = {}, dict[str, Turns]()
    for number, handler in screens.fns.items():
        if handler.fn is not None:
            name = _name(handler.fn)
            kind = SECONDS_OF.get(name)
            handler.fn = _watched(handler.fn, name, kind, work)
            if kind:
                works[number] = kind
                if not handler.queue:
                    limit = handler.concurrency_limit
                    at_once = turns.setdefault(kind, Turns(limit if isinstance(limit, int) else AT_ONCE))
                    handler.fn = _in_turn(handler.fn, at_once)
    work.queues += turns.values()
    return works


def _in_turn(handle: Callable[..., Any], turns: Turns) -> Callable[..., Any]:
    @wraps(handle)
    async def once(*given: Any, **named: Any) -> Any:
        async with turns.turn():
            return await run_in_threadpool(handle, *given, **named)

    return once


def _in_steps(handle: Callable[..., Generator[Any]]) -> Callable[..., Any]:
    """What Gradio calls off ends with the step that it is at: Gradio by itself leaves a first step's for ever at that."""

    @wraps(handle)
    async def steps(*given: Any, **named: Any) -> AsyncIterator[Any]:
        each, end = handle(*given, **named), object()
        try:
            while True:
                step = ensure_future(run_in_threadpool(next, each, end))
                if (shown := await shield(step)) is end:
                    return
                yield shown
        finally:
            step.add_done_callback(lambda _: each.close())

    return steps


def _watched(handle: Callable[..., Any], name: str, kind: str | None, work: Work) -> Callable[..., Any]:
    if inspect.isgeneratorfunction(handle):

        @wraps(handle)
        def steps(*given: Any, **named: Any) -> Generator[Any]:
            with _watching(name, kind, work):
                yield from handle(*given, **named)

        return _in_steps(steps)

    @wraps(handle)
    def once(*given: Any, **named: Any) -> Any:
        with _watching(name, kind, work):
            return handle(*given, **named)

    return once


@contextmanager
def _watching(name: str, kind: str | None, work: Work) -> Iterator[None]:
    started, id, outcome = time.perf_counter(), request_id(), "done"
    try:
        if kind:
            with work.doing():
                yield
        else:
            yield
    except gr.Error:  # told to whoever asked
        outcome = "refused"
        raise
    except Exception as fault:  # told to whoever asked by a number only
        outcome = "fault"
        unexpected(fault)
        raise gr.Error(str(what_to_report(id)), duration=None, print_exception=False) from fault
    except GeneratorExit:
        outcome = "left"
        raise
    finally:
        seconds = time.perf_counter() - started
        if kind:
            SECONDS.labels(kind).observe(seconds)
        tell("event", id=id, handler=name, outcome=outcome, seconds=round(seconds, 3))


def _name(handle: Callable[..., Any]) -> str:
    return str(getattr(handle, "__qualname__", type(handle).__name__)).replace("<locals>.", "")
