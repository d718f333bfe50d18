"""Signing in and out, where people have accounts: a plain page that works without scripts."""

import os
import sys
from ipaddress import ip_address
from math import ceil
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from assistant.people.database import Database
from corpus import Corpus, UnusableInput
from screens.credentials import COOKIE, Credentials, Waiting, host_of
from screens.gate import SIGN_IN_PAGE, SIGN_OUT, Gate, OwnSite
from screens.paths import is_https_outside, root_path
from screens.render import template
from screens.source import HEADERS
from screens.viewer import SignIn, sign_in

LONGEST_FORM = 10_000  # bytes
WRONG = "This name and password do not fit. Check both and try again."
FIRST_ACCOUNT = "python -m assistant people add NAME --librarian"
_HEADERS = HEADERS | {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'",
}


def add_sign_in(app: FastAPI, corpus: Corpus) -> Credentials | None:
    """Serve `/sign-in` and `/sign-out` where SIGN_IN is accounts; returns what knows these. Raises `UnusableInput`."""
    if sign_in() is not SignIn.ACCOUNTS:
        return None
    credentials = Credentials(Database(corpus.folder))
    app.include_router(_pages(credentials))
    if not credentials.accounts.all():
        print(f"Nobody can sign in yet. Make the first account: {FIRST_ACCOUNT}", file=sys.stderr, flush=True)
    return credentials


def add_gate(app: FastAPI, credentials: Credentials | None) -> None:
    """Put the gate in front of the app: layers around those that were added before. Nobody is asked in without sign-in."""
    if sign_in() is not SignIn.NONE:
        app.add_middleware(Gate, credentials=credentials)
    app.add_middleware(OwnSite)


def require_sign_in(host: str) -> None:
    """Raise `UnusableInput` where other machines could reach an app in which nobody signs in."""
    if sign_in() is not SignIn.NONE or _is_here(host) or os.environ.get("ALLOW_ANYONE", "").strip() == "1":
        return
    raise UnusableInput(
        f"With HOST={host} other machines could use the assistant, and nobody has to sign in.",
        "Set SIGN_IN=accounts or SIGN_IN=proxy; or ALLOW_ANYONE=1, if whoever reaches it may read, add and remove.",
    )


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _pages(credentials: Credentials) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get(SIGN_IN_PAGE)
    def page(next: Annotated[str, Query()] = "/") -> Response:
        return _page(credentials, next)

    @router.post(SIGN_IN_PAGE)
    async def enter(request: Request) -> Response:
        form = await _form(request)
        return await run_in_threadpool(_entered, credentials, request, form)

    @router.post(SIGN_OUT)
    def leave(request: Request) -> Response:
        if token := request.cookies.get(COOKIE):
            credentials.sessions.end(token)
        gone = RedirectResponse(root_path() + SIGN_IN_PAGE, 303, {"Clear-Site-Data": '"cache", "storage"'})
        gone.delete_cookie(COOKIE, path=root_path() or "/")
        return gone

    return router


def _entered(credentials: Credentials, request: Request, form: dict[str, str]) -> Response:
    name, next = form.get("name", ""), _here(form.get("next", ""))
    try:
        account = credentials.signing_in(name, form.get("password", ""), host_of(request))
    except Waiting as waiting:
        seconds = ceil(waiting.seconds)
        told = f"There were too many attempts. Try again in {_duration(seconds)}."
        return _page(credentials, next, name, told, 429, {"Retry-After": str(seconds)})
    if account is None:
        return _page(credentials, next, name, WRONG, 401)
    if before := request.cookies.get(COOKIE):
        credentials.sessions.end(before)
    entered = RedirectResponse(root_path() + next, 303, {"Cache-Control": "no-store"})
    entered.set_cookie(
        COOKIE,
        credentials.sessions.begin(account),
        path=root_path() or "/",
        secure=request.url.scheme == "https" or is_https_outside(),
        httponly=True,
        samesite="lax",
    )
    return entered


def _page(
    credentials: Credentials,
    next: str,
    name: str = "",
    told: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    first = "" if credentials.accounts.all() else FIRST_ACCOUNT
    body = template("sign_in.html").render(next=_here(next), name=name, told=told, first=first)
    return HTMLResponse(body, status, _HEADERS | (headers or {}))


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, each once; none of one that is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_FORM:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _here(next: str) -> str:
    """Where to go after signing in: a path of ours, and never another site."""
    is_path = next.startswith("/") and not next.startswith(("//", "/\\", SIGN_IN_PAGE, SIGN_OUT))
    return next if is_path and next.isascii() and next.isprintable() and "\\" not in next else "/"


def _duration(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return f"{ceil(seconds / 60)} minutes"
