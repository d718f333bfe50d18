"""What the app writes down while it runs: that something was asked and how it came out, never what, by whom, or of what.

A line an event on standard error, as text or JSON (LOG_FORMAT), from LOG_LEVEL on. Faults come with the places they
passed through and without their messages, which may hold a question, a name or a path. Of other libraries' warnings
the wording is told where their values stand apart from it, else only where they come from.
"""

import json
import logging
import os
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from gradio import exceptions, queueing, routes, utils
from gradio.context import LocalContext

from corpus import UnusableInput

LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("text", "json")
Fact = str | int | float | None
_LOG = logging.getLogger("inspection")
_PARTS = 3  # of a file's path: enough to find it, nothing of this machine
_under_way: ContextVar[str] = ContextVar("request_id", default="")


def configure_logs(stream: TextIO | None = None) -> None:
    """Write to a stream (standard error) as LOG_FORMAT and LOG_LEVEL say. Raises `UnusableInput` for other values."""
    level, form = _setting("LOG_LEVEL", LEVELS, "warning"), _setting("LOG_FORMAT", FORMATS, "text")
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_AsJson() if form == "json" else _AsText())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # what libraries tell below that holds values
    _LOG.setLevel(level.upper())
    for module in (queueing, routes, utils):  # what goes wrong in Gradio itself would be printed, with its values
        module.traceback = _Printing()  # type: ignore[attr-defined]


def tell(event: str, level: int = logging.INFO, fault: BaseException | None = None, **facts: Fact) -> None:
    """Write an event down, with facts that are no personal data; the request's id is added."""
    known = {"id": request_id(), **facts}
    _LOG.log(level, event, exc_info=fault, extra={"facts": {name: fact for name, fact in known.items() if fact != ""}})


def request_id() -> str:
    """The id of the request that is being worked at; empty outside of one."""
    visit = LocalContext.request.get(None)  # a handler of Gradio's runs apart from the request that asked for it
    inner = getattr(visit, "request", None)
    if inner is not None:
        return str(inner.scope.get("state", {}).get("request_id", ""))
    return _under_way.get()


def begin_request(id: str) -> None:
    """What is told from here on, in this request, goes under that id."""
    _under_way.set(id)


def trace_of(fault: BaseException) -> list[str]:
    """A fault as its kind and the places it passed through, the innermost last; then what it came from."""
    places = [
        f"{'/'.join(Path(frame.f_code.co_filename).parts[-_PARTS:])}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(fault.__traceback__)
    ]
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return [type(fault).__name__, *places, *(["from", *trace_of(cause)] if cause else [])]


class _Printing:
    """In place of the `traceback` module where Gradio prints a fault: it is written down, without its values."""

    def __getattr__(self, name: str) -> Any:
        return getattr(traceback, name)

    def print_exc(self) -> None:
        """Write down the fault that is being handled."""
        fault = sys.exception()
        if fault and not isinstance(fault, exceptions.Error):  # these are told to whoever caused them
            tell("fault", logging.ERROR, fault)


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    """An event as facts."""
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    row: dict[str, Any] = {"time": moment, "level": record.levelname.lower()}
    if record.name == _LOG.name:
        row |= {"event": record.msg, **getattr(record, "facts", {})}
    else:
        event = record.msg if record.args else f"{record.module}:{record.lineno}"
        row |= {"event": str(event), "library": record.name}
    if record.exc_info and record.exc_info[1]:
        row["trace"] = trace_of(record.exc_info[1])
    return row


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_facts(record), ensure_ascii=False)


class _AsText(logging.Formatter):
    """The facts in one line, and the places of a fault below it."""

    def format(self, record: logging.LogRecord) -> str:
        row = _facts(record)
        trace = row.pop("trace", [])
        line = " ".join([row.pop("time"), row.pop("level").upper(), row.pop("event")])
        told = " ".join([line, *(f"{name}={value}" for name, value in row.items())])
        return "\n    ".join([told, *trace])


def _setting(name: str, known: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name, "").strip().casefold() or default
    if value not in known:
        raise UnusableInput(f"{name} is {value[:40]!r}.", f"Set it to one of {', '.join(known)}.")
    return value
