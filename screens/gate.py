"""The gate in front of the whole app: who does not say who they are gets the sign-in page, and nothing else.

Whether people sign in or not, nothing is taken that a page of another site sends.
"""

from typing import Any
from urllib.parse import quote, urlencode

from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.people.person import Person
from corpus import InspectionError
from screens.credentials import Credentials
from screens.cross_site import is_cross_site
from screens.paths import root_path
from screens.source import refusal
from screens.viewer import PERSON, by_proxy

SIGN_IN_PAGE, SIGN_OUT = "/sign-in", "/sign-out"
# Exact paths: the sign-in page with what it needs, and whether the app is well. They tell nothing of the documents;
# /metrics, which counts them, has its own list of who may ask.
OPEN = (SIGN_IN_PAGE, SIGN_OUT, "/source.css", "/source.js", "/favicon.ico", "/health", "/ready", "/metrics")
_NOBODY = InspectionError("You are not signed in", "Sign in at /sign-in; a program sends a token (README, People).")
_NOT_NAMED = InspectionError(
    "You are not signed in", "Open the assistant by the address at which your organisation signs you in."
)
_CROSS_SITE = InspectionError(
    "This was sent from another site",
    "Open the assistant itself and try again. Behind a proxy: let it pass on Host, or set X-Forwarded-Host.",
)


class OwnSite:
    """An ASGI middleware that refuses what a page of another site sends and that may change something."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] != "lifespan" and is_cross_site(HTTPConnection(scope)):
            await _refuse(scope, receive, send, _CROSS_SITE, 403)
        else:
            await self._app(scope, receive, send)


class Gate:
    """An ASGI middleware. `credentials` know the accounts; without, a trusted proxy tells who asks.

    Whoever is let in stands in the request's state as a `Person`.
    """

    def __init__(self, app: ASGIApp, credentials: Credentials | None) -> None:
        self._app = app
        self._credentials = credentials

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        person = await run_in_threadpool(self._person, request)
        if person is None:
            await self._nobody(request, scope, receive, send)
            return
        scope.setdefault("state", {})[PERSON] = person
        await self._app(scope, receive, send)

    def _person(self, request: HTTPConnection) -> Person | None:
        if self._credentials:
            return self._credentials.person(request)
        person = by_proxy(request)
        return person if person.name else None

    async def _nobody(self, request: HTTPConnection, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in OPEN:
            await self._app(scope, receive, send)
        elif self._credentials and scope["type"] == "http" and _is_opened_by_a_person(request):
            await _to_sign_in(request)(scope, receive, send)
        else:
            fault, status = (_NOBODY, 401) if self._credentials else (_NOT_NAMED, 403)
            await _refuse(scope, receive, send, fault, status)


async def _refuse(scope: Scope, receive: Receive, send: Send, fault: InspectionError, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    request = Request(scope)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}  # "Basic" would make browsers ask by themselves
    response: Response = JSONResponse({"detail": f"{fault.problem}. {fault.remedy}"}, status, headers)
    if _is_opened_by_a_person(request):
        response = refusal(request, fault, status)
    await response(scope, receive, send)


def _is_opened_by_a_person(request: HTTPConnection) -> bool:
    return request.scope["method"] == "GET" and "text/html" in request.headers.get("accept", "")


def _to_sign_in(request: HTTPConnection) -> Response:
    """To the sign-in page, and from there to what was asked for."""
    asked: dict[str, Any] = {}
    wanted = quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    if wanted != "/":
        asked = {"next": wanted}
    address = root_path() + SIGN_IN_PAGE + (f"?{urlencode(asked)}" if asked else "")
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})
