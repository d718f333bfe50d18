"""What one client may ask of the app: how much at once, and how often. What is too much is refused, and says so."""

import json
import math
import os
from collections.abc import Mapping
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus import UnusableInput
from screens.buckets import Buckets
from screens.clients import client_of, trusted_proxies
from screens.handlers import SECONDS_OF
from screens.metrics import REFUSED, SECONDS
from screens.work import Work

RATE_LIMIT = 60  # questions, checks, briefings, comparisons, charts and files that one client may ask for in a minute
CLICKS = 10  # times as many other things that are sent: clicks, sign-ins
UPLOAD_LIMIT_MB = 200  # of one upload
MOST_SENT = 8_000_000  # bytes of anything else; a pasted draft of two million characters takes at most that
_PIECE = 1_000_000  # bytes that an upload's own wrapping may take
_GRADIO = "/gradio_api/"
_UPLOAD = _GRADIO + "upload"
# Where Gradio's handlers are called: by a name in the address, or by a number in what is sent.
_CALLS = tuple(_GRADIO + each for each in ("queue/join", "run/", "api/", "call/"))
# What is asked for by plain HTTP: the work it is, as in the figures at `/metrics`.
_PROGRAMS = {
    ("POST", "/api/ask"): "ask",
    ("POST", "/api/check"): "check",
    ("POST", "/api/brief"): "brief",
    ("GET", "/api/search"): "search",
    ("POST", "/mcp"): "mcp",
}
_CHART, _TAKEN_AWAY = "/chart/", ("/checked/", "/briefing/", "/comparison/")
_DOWNLOAD = "download"  # of what a page holds, and would lose with the app: given out while it stops, too
_STOPPING = "The app is being restarted. Ask again in a minute."
_TOO_LARGE = "That is more than can be sent in one go: at most {} MB. Send it in parts."
_TOO_OFTEN = "That was a lot in a short time. Please wait {} and ask again."


class Limits:
    """A layer that refuses what is too large (413) or too often (429), and new work while the app stops (503).

    `works` are the numbers of Gradio's handlers that do work (answer, check, brief, …), with which it is.
    """

    def __init__(self, app: ASGIApp, work: Work, works: Mapping[int, str]) -> None:
        self._app = app
        self._work = work
        self._works = works
        self._trusted = trusted_proxies()
        rate = _number("RATE_LIMIT", RATE_LIMIT, "how many questions one client may ask in a minute; 0 for no limit")
        self._asking = Buckets(rate, 60) if rate else None
        self._clicking = Buckets(rate * CLICKS, 60) if rate else None
        self._upload = _number("UPLOAD_LIMIT_MB", UPLOAD_LIMIT_MB, "how large an upload may be, in MB") * 1_000_000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] != "http" or scope["method"] in ("HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        most = self._upload + _PIECE if scope["path"].startswith(_UPLOAD) else MOST_SENT
        body = _Body(receive, send, most)
        if body.is_declared_too_large(scope):
            await _refused("size", 413, _too_large(most))(scope, receive, send)
            return
        kind = await self._kind(scope, body)
        if refusal := self._refusal(scope, kind):
            await refusal(scope, receive, send)
            return
        with suppress(ClientDisconnect):  # what is too large looks to the app as if its sender had gone
            await self._served(scope, body, kind)
        if body.is_too_large:
            await _refused("size", 413, _too_large(most))(scope, receive, send)

    async def _served(self, scope: Scope, body: "_Body", kind: str) -> None:
        if kind and not scope["path"].startswith(_GRADIO):  # what a handler does, its watch counts when its turn comes
            with self._work.doing(), SECONDS.labels(kind).time():
                await self._app(scope, body.receive, body.send)
        else:
            await self._app(scope, body.receive, body.send)

    async def _kind(self, scope: Scope, body: "_Body") -> str:
        """Which work a request begins: "ask", "check", …; empty for anything else."""
        path, method = scope["path"], scope["method"]
        if method == "POST" and path.startswith(_CALLS):
            named = path.rstrip("/").rpartition("/")[2]
            return named if named in SECONDS_OF.values() else self._works.get(_handler(await body.whole()), "")
        return _PROGRAMS.get((method, path), "") or _download(path)

    def _refusal(self, scope: Scope, kind: str) -> Response | None:
        if kind and kind != _DOWNLOAD and self._work.is_stopping:
            return _refused("stopping", 503, _STOPPING, 60)
        buckets = self._asking if kind else self._clicking if scope["method"] == "POST" else None
        if buckets and (wait := math.ceil(buckets.wait(client_of(scope, self._trusted)))):
            seconds = "a second" if wait == 1 else f"{wait} seconds"
            return _refused("rate", 429, _TOO_OFTEN.format(seconds), wait)
        return None


class _Body:
    """What a request sends, read up to a size: beyond it nothing more is read, and what would be answered is not sent."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive = receive
        self._send = send
        self._most = most
        self._read = 0
        self._held: list[Message] = []
        self._begun = False
        self._over = False

    @property
    def is_too_large(self) -> bool:
        """Whether more came than may, and nothing was answered yet."""
        return self._over and not self._begun

    def is_declared_too_large(self, scope: Scope) -> bool:
        """Whether it says so itself."""
        told = Headers(scope=scope).get("content-length", "")
        return told.isdecimal() and int(told) > self._most

    async def whole(self) -> bytes:
        """All of it, which the app then reads again."""
        messages = [await self._counted()]
        while messages[-1].get("more_body"):
            messages.append(await self._counted())
        self._held = messages[::-1]
        return b"".join(message.get("body", b"") for message in messages)

    async def receive(self) -> Message:
        """The next piece, for the app."""
        return self._held.pop() if self._held else await self._counted()

    async def send(self, message: Message) -> None:
        """What the app answers."""
        if self._over and not self._begun:
            return
        self._begun = True
        await self._send(message)

    async def _counted(self) -> Message:
        if self._over:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._read += len(message.get("body", b""))
        self._over = self._read > self._most
        return {"type": "http.disconnect"} if self._over else message


def _handler(body: bytes) -> int:
    """The number of the handler that something sent to Gradio is for; -1 where it names none."""
    try:
        sent = json.loads(body)
        number = sent.get("fn_index") if isinstance(sent, dict) else None
    except (ValueError, RecursionError):
        return -1
    return number if isinstance(number, int) else -1


def _download(path: str) -> str:
    """The work of a file that is made when it is asked for."""
    return "chart" if path.startswith(_CHART) else _DOWNLOAD if path.startswith(_TAKEN_AWAY) else ""


def _refused(why: str, status: int, told: str, seconds: int = 0) -> Response:
    """A refusal that Gradio's page shows (`detail` of what it queues, `error` of all else), and that programs can read."""
    REFUSED.labels(why).inc()
    headers = {"Retry-After": str(seconds)} if seconds else None
    return JSONResponse({"detail": told, "error": told, "problem": told, "remedy": ""}, status, headers)


def _too_large(most: int) -> str:
    return _TOO_LARGE.format(most // 1_000_000)


def _number(name: str, default: int, meaning: str) -> int:
    named = os.environ.get(name, "").strip() or str(default)
    if not (named.isascii() and named.isdecimal() and len(named) < 7):
        raise UnusableInput(f"{name} is {named[:40]!r}.", f"Set it to a number: {meaning}.")
    return int(named)
