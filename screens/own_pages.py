"""Whose each open page is.

What Gradio holds of a page (its conversation) is found by a name that the browser makes up, and that stands in addresses,
where proxies write it down. So the first person who uses such a name keeps it, and what a page holds to be downloaded is
given to that person alone.
"""

import json
import re
from collections import OrderedDict
from urllib.parse import parse_qs

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from screens.viewer import PERSON, Visit

MOST = 50_000  # pages that are remembered, some 10 MB; the oldest give way
NOT_YOURS = "This page is somebody else's. Open the assistant anew."
_API = "/gradio_api/"
_OWNS = "owns_page"  # in a request's state: tells whether a page is of whoever asks
_IN_PATH = re.compile(r"/gradio_api/(?:heartbeat|stream)/([^/]+)")


def is_own(visit: Visit, page: str) -> bool:
    """Whether a page that was opened is of whoever asks; any is, where nobody signs in."""
    owns = getattr(visit.state, _OWNS, None)
    return owns is None or bool(owns(page))


class OwnPages:
    """A layer behind the gate that refuses a person what is of another's page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        person = str(scope.get("state", {}).get(PERSON, ""))  # nobody's are the sign-in page and what it needs
        if scope["type"] == "http" and scope["path"].startswith(_API):
            pages, receive = await _pages(scope, receive)
            if not all(self._is_of(page, person) for page in pages):
                await JSONResponse({"detail": NOT_YOURS}, 403)(scope, receive, send)
                return
        scope.setdefault("state", {})[_OWNS] = lambda page: self._owners.get(page) == person
        await self._app(scope, receive, send)

    def _is_of(self, page: str, person: str) -> bool:
        """Whether a page is this person's; one that nobody has is, from now on."""
        owner = self._owners.setdefault(page, person)
        self._owners.move_to_end(page)
        while len(self._owners) > MOST:
            self._owners.popitem(last=False)
        return owner == person


async def _pages(scope: Scope, receive: Receive) -> tuple[set[str], Receive]:
    """The pages that a request names, and from where its body can be read after that."""
    path = str(scope["path"])
    pages = set(parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_hash", ()))
    pages |= set(_IN_PATH.findall(path))
    if scope.get("method") != "POST" or _is_upload(scope):
        return pages, receive
    messages = await _read(receive)
    pages |= _named(b"".join(message.get("body", b"") for message in messages))
    return pages, _again(messages, receive)


def _is_upload(scope: Scope) -> bool:
    return any(name == b"content-type" and value.startswith(b"multipart/") for name, value in scope["headers"])


async def _read(receive: Receive) -> list[Message]:
    messages = [await receive()]
    while messages[-1]["type"] == "http.request" and messages[-1].get("more_body"):
        messages.append(await receive())
    return messages


def _named(body: bytes) -> set[str]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return set()
    page = told.get("session_hash") if isinstance(told, dict) else None
    return {page} if isinstance(page, str) else set()


def _again(messages: list[Message], receive: Receive) -> Receive:
    left = iter(messages)

    async def read() -> Message:
        return next(left, None) or await receive()

    return read
