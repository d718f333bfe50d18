"""What is written down while the app runs: how things came out, and nothing of what anybody asked."""

import asyncio
import io
import json
import logging
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus import UnusableInput
from screens.handlers import SECONDS_OF, watch
from screens.logs import configure_logs, tell
from screens.request_log import RequestLog
from screens.work import Work
from tests.aside import in_a_loop_of_its_own

SECRET = "Anne Example of Northshire asked about bail"


@pytest.fixture(autouse=True)
def _loggers_as_before() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("inspection")
    before = root.handlers[:], root.level, ours.level
    yield
    root.handlers[:], root.level, ours.level = before


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    monkeypatch.setenv("LOG_FORMAT", "json")
    monkeypatch.setenv("LOG_LEVEL", "info")
    stream = io.StringIO()
    configure_logs(stream)
    return stream


def rows(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def site() -> TestClient:
    app = FastAPI()

    @app.get("/source")
    def source(paragraph: str) -> dict[str, str]:
        tell("answer", status="answered")
        return {"paragraph": paragraph}

    @app.get("/breaks")
    def breaks(question: str) -> None:
        try:
            raise KeyError(question)
        except KeyError as fault:
            raise ValueError(question) from fault

    app.add_middleware(RequestLog)
    return TestClient(app, raise_server_exceptions=False)


def test_a_request_is_one_line_with_its_route_and_id_and_without_what_was_asked(written: io.StringIO) -> None:
    answer = site().get("/source", params={"paragraph": SECRET}, headers={"Cookie": "session=very-secret"})
    told, request = rows(written)
    assert told["event"] == "answer"
    assert request.items() >= {"event": "request", "method": "GET", "route": "/source", "status": 200}.items()
    assert request["id"] == told["id"] == answer.headers["X-Request-ID"]
    assert "Anne" not in written.getvalue()
    assert "very-secret" not in written.getvalue()
    assert "testclient" not in written.getvalue()  # the visitor's address


def test_a_wrong_address_may_be_anybodys_text_and_is_not_told(written: io.StringIO) -> None:
    site().get(f"/{SECRET}")
    assert rows(written)[0]["route"] == "other"
    assert "Anne" not in written.getvalue()


def test_a_fault_is_told_by_where_it_happened_and_to_the_visitor_by_its_number(written: io.StringIO) -> None:
    answer = site().get("/breaks", params={"question": SECRET})
    fault, request = rows(written)
    assert answer.status_code == request["status"] == 500
    assert answer.json()["detail"].endswith(f"report it with this number: {fault['id']}.")
    assert fault["trace"][0] == "ValueError"
    assert any("test_logs.py" in place and place.endswith(" breaks") for place in fault["trace"])
    assert fault["trace"][fault["trace"].index("from") + 1] == "KeyError"
    assert "Anne" not in written.getvalue() + answer.text


def test_people_get_a_page_with_the_number(written: io.StringIO) -> None:
    answer = site().get("/breaks", params={"question": SECRET}, headers={"Accept": "text/html"})
    assert "<h1>Something went wrong here" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def test_as_text_it_is_a_line_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    configure_logs(stream := io.StringIO())
    tell("answer", status="answered", seconds=0.2)
    line = stream.getvalue().rstrip()
    assert line.endswith("INFO answer status=answered seconds=0.2")


def test_by_default_only_what_is_wrong_is_told() -> None:
    configure_logs(stream := io.StringIO())
    tell("answer", status="answered")
    assert stream.getvalue() == ""


def test_of_a_librarys_warning_its_values_are_left_out(written: io.StringIO) -> None:
    logging.getLogger("library").warning("slow: %s", SECRET)
    logging.getLogger("library").warning(f"slow: {SECRET}")
    logging.getLogger("library").info("nothing: %s", SECRET)
    first, second = rows(written)
    assert first["event"] == "slow: %s"
    assert second["event"].startswith("test_logs:")
    assert "Anne" not in written.getvalue()


@pytest.mark.parametrize(("name", "value"), [("LOG_LEVEL", "loud"), ("LOG_FORMAT", "xml")])
def test_a_setting_that_is_none_is_told(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UnusableInput, match=f"{name} is '{value}'"):
        configure_logs(io.StringIO())


def watched(handle: Any, work: Work) -> Any:
    """A handler of a page of its own, with the watch around it."""
    page = SimpleNamespace(fns={0: SimpleNamespace(fn=handle, queue=True)})
    watch(cast(gr.Blocks, page), work)
    return page.fns[0].fn


def test_what_a_click_begins_is_told_when_it_ends(written: io.StringIO) -> None:
    work = Work()

    def steps() -> Iterator[int]:
        yield work.under_way

    steps.__qualname__ = "AskScreen.ask"

    async def to_the_end() -> None:
        assert [step async for step in watched(steps, work)()] == [1]

    in_a_loop_of_its_own(to_the_end)
    assert work.is_done
    (row,) = rows(written)
    assert row.items() >= {"event": "event", "handler": "AskScreen.ask", "outcome": "done"}.items()


def test_what_is_left_in_the_middle_is_no_longer_under_way(written: io.StringIO) -> None:
    work = Work()

    def steps() -> Iterator[int]:
        yield 1
        yield 2

    steps.__qualname__ = "AskScreen.ask"

    async def one_step() -> None:
        begun = watched(steps, work)()
        assert await anext(begun) == 1
        assert not work.is_done
        await begun.aclose()

    in_a_loop_of_its_own(one_step)
    assert work.is_done
    assert rows(written)[0]["outcome"] == "left"


def test_what_is_called_off_in_its_first_step_ends_with_that_step(written: io.StringIO) -> None:
    work, at_it, may_end = Work(), threading.Event(), threading.Event()

    def steps() -> Iterator[int]:
        at_it.set()
        may_end.wait(60)
        yield 1

    steps.__qualname__ = "AskScreen.ask"

    async def called_off() -> None:
        first = asyncio.ensure_future(anext(watched(steps, work)()))
        await asyncio.to_thread(at_it.wait, 60)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert not work.is_done
        may_end.set()
        while not work.is_done:
            await asyncio.sleep(0)

    in_a_loop_of_its_own(called_off)
    assert rows(written)[0]["outcome"] == "left"


def test_a_fault_of_a_click_is_told_to_the_visitor_without_its_message(written: io.StringIO) -> None:
    def breaks() -> None:
        raise RuntimeError(SECRET)

    with pytest.raises(gr.Error, match="Something went wrong here") as told:
        watched(breaks, Work())()
    assert "Anne" not in str(told.value)
    assert [row["event"] for row in rows(written)] == ["fault", "event"]
    assert "Anne" not in written.getvalue()


def test_what_is_told_to_the_visitor_is_no_fault(written: io.StringIO) -> None:
    def refuses() -> None:
        raise gr.Error(SECRET)

    with pytest.raises(gr.Error, match="Anne"):
        watched(refuses, Work())()
    (row,) = rows(written)
    assert (row["handler"].rpartition(".")[2], row["outcome"]) == ("refuses", "refused")


def test_what_gradio_itself_would_print_is_written_down_without_values(written: io.StringIO) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        gr.queueing.traceback.print_exc()  # type: ignore[attr-defined]  # ours, in place of Python's
    assert rows(written)[0]["trace"][0] == "ValueError"
    assert "Anne" not in written.getvalue()


def test_the_work_that_is_timed_is_that_of_handlers_there_are() -> None:
    from screens import ask, brief_screen, charts, check, compare  # late: the names alone are needed

    held = (ask, brief_screen, charts, check, compare)
    screens = {name for module in held for name in dir(module) if name.endswith("Screen")}
    named = {name.partition(".")[0]: name.partition(".")[2] for name in SECONDS_OF}
    assert set(named) - screens == {"build_endpoints"}
    for name in SECONDS_OF:
        screen, _, handler = name.partition(".")
        modules = [module for module in held if hasattr(module, screen)]
        assert screen == "build_endpoints" or all(hasattr(getattr(each, screen), handler) for each in modules)
