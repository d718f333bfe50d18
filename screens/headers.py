"""What browsers are told of our pages: to run only our scripts, ask nobody else, and stand in nobody's frame."""

import base64
import hashlib
import os
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus import UnusableInput

# What Gradio's page cannot do without: the scripts written into it (each by its hash); `eval`, with which it makes
# functions of the scripts of our panes; styles in attributes; pictures and fonts written into its own files. Everything
# is asked of us alone.
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'none'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{name}=()"
        for name in "accelerometer camera display-capture geolocation gyroscope hid magnetometer microphone midi "
        "payment serial usb".split()
    ),
}
_CSP = "Content-Security-Policy"
_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_ORIGIN = re.compile(r"https?://[\w.*-]+(:\d+)?|'self'", re.IGNORECASE)


def frame_ancestors() -> str:
    """Whose frames our pages may stand in: nobody's, or those of the origins that FRAME_ANCESTORS names.

    Raises `UnusableInput` for what is no origin.
    """
    named = os.environ.get("FRAME_ANCESTORS", "").replace(",", " ").split()
    for each in named:
        if not _ORIGIN.fullmatch(each):
            raise UnusableInput(
                f"FRAME_ANCESTORS is {each[:80]!r}.", "Set it to origins, such as https://intranet.example.police.uk"
            )
    return " ".join(named) or "'none'"


class SafeHeaders:
    """A layer that gives every response its headers; a page's own policy stays, and is held to the same frames."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._frames = frame_ancestors()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if "text/html" in Headers(scope=scope).get("accept", ""):  # to be read here, which compressed it cannot be
            scope["headers"] = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        held: Message | None = None
        body = b""

        async def sending(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if _wants_policy(headers):
                    held = message
                    return
                if _CSP in headers:
                    headers[_CSP] = f"{headers[_CSP]}; frame-ancestors {self._frames}"
            elif held is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                MutableHeaders(scope=held)[_CSP] = self._policy(body)
                await send(held)
                message, held = {**message, "body": body}, None
            await send(message)

        await self._app(scope, receive, sending)

    def _policy(self, page: bytes) -> str:
        scripts = " ".join(f"'sha256-{_hash(script)}'" for script in _INLINE.findall(page))
        policy = _POLICY | {"script-src": f"{_POLICY['script-src']} {scripts}".strip()}
        return "; ".join(f"{name} {value}" for name, value in (policy | {"frame-ancestors": self._frames}).items())


def _wants_policy(headers: MutableHeaders) -> bool:
    return headers.get("content-type", "").startswith("text/html") and _CSP not in headers


def _hash(script: bytes) -> str:
    return base64.b64encode(hashlib.sha256(script.replace(b"\r\n", b"\n")).digest()).decode()
