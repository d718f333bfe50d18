"""A line and an id for each request; what nobody expected is told to the visitor with the id, and to the log."""

import logging
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus import InspectionError
from screens.logs import begin_request, tell
from screens.metrics import ERRORS, REQUESTS
from screens.render import fault_page

HEADER = "X-Request-ID"
GONE = 499  # the status that nginx has for a visitor who did not wait
_OTHER = "other"  # routes that are not ours to name: a wrong address may be anybody's text
# Told at level debug only: asked for all the time, or the files of a page.
_QUIET = ("/health", "/ready", "/metrics", "/assets", "/static", "/theme.css", "/gradio_api/heartbeat", "/favicon")


class RequestLog:
    """The outermost layer around the app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and tell how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id, started, status = secrets.token_hex(8), time.perf_counter(), 0
        scope.setdefault("state", {})["request_id"] = id
        begin_request(id)

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as fault:  # told here, once, whatever it is
            unexpected(fault)
            if not status:
                await _sorry(scope, id)(scope, receive, sending)
        finally:
            _told(scope, status or GONE, time.perf_counter() - started)


def unexpected(fault: Exception) -> None:
    """Count and write down a fault that nobody expected."""
    ERRORS.labels(type(fault).__name__).inc()
    tell("fault", logging.ERROR, fault)


def what_to_report(id: str) -> InspectionError:
    """What a visitor is told of it."""
    return InspectionError(
        "Something went wrong here, not with what you asked",
        f"Try again. If it happens again, report it with this number: {id}.",
    )


def _sorry(scope: Scope, id: str) -> Response:
    told = what_to_report(id)
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return HTMLResponse(fault_page(told, ""), 500)
    return JSONResponse({"problem": f"{told.problem}.", "remedy": told.remedy, "detail": str(told)}, 500)


def _told(scope: Scope, status: int, seconds: float) -> None:
    route = _route(scope)
    REQUESTS.labels(route, str(status)).inc()
    level = logging.DEBUG if status < 400 and scope["path"].startswith(_QUIET) else logging.INFO
    tell("request", level, method=scope["method"], route=route, status=status, seconds=round(seconds, 3))


def _route(scope: Scope) -> str:
    """The route as it is written in the code; never the path, which names documents, sessions and files."""
    return str(getattr(scope.get("route"), "path", _OTHER))
