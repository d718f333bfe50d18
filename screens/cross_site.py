"""Whether a page of another site sent a request: those must change nothing in the name of who is signed in.

As Go's net/http.CrossOriginProtection decides (https://words.filippo.io/csrf/): what the browser says of where a request
comes from (Sec-Fetch-Site), or else whether its Origin is the address asked for. Programs send neither.
"""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from screens.clients import is_trusted

_SAFE = ("GET", "HEAD", "OPTIONS")  # nothing here is changed by these


def is_cross_site(request: HTTPConnection) -> bool:
    """Whether a request that may change something was sent by a page of another site."""
    if request.scope.get("method", "GET") in _SAFE and request.scope["type"] == "http":
        return False
    if fetched := request.headers.get("sec-fetch-site"):
        return fetched not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() not in _hosts(request)


def _hosts(request: HTTPConnection) -> set[str]:
    """The names under which the app was asked for; the one that a trusted proxy tells among them."""
    peer = request.client.host if request.client else ""
    told = request.headers.get("x-forwarded-host", "") if is_trusted(peer) else ""
    return {name.strip().lower() for name in (request.headers.get("host", ""), *told.split(",")) if name.strip()}
