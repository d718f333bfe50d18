"""Who is looking: whether a visitor may see documents under embargo."""

import os
from typing import Any, Protocol

from corpus import at_this_terminal, may_see_embargoed

_LOOPBACK = ("127.0.0.1", "::1")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")  # a visitor who came through a proxy is not at this machine


class Visit(Protocol):
    """A request of Gradio's or of Starlette's."""

    @property
    def headers(self) -> Any: ...
    @property
    def client(self) -> Any: ...


def sees_embargoed(visit: Visit) -> bool:
    """Whether this visitor is one of EMBARGO_VIEWERS.

    The name comes from the header that USER_HEADER names, which a sign-in proxy must set (and take out of what
    visitors send). Without that setting only whoever sits at this machine has a name: that of its user.
    """
    if header := _header():
        return may_see_embargoed(visit.headers.get(header))
    return _is_here(visit) and may_see_embargoed(at_this_terminal())


def may_lift_embargo(visit: Visit) -> bool:
    """Whether this visitor may change or clear an embargo: who may see what is under it.

    Where nobody is named in EMBARGO_VIEWERS, whoever sits at this machine may.
    """
    nobody_named = not os.environ.get("EMBARGO_VIEWERS", "").strip()
    return sees_embargoed(visit) or (nobody_named and not _header() and _is_here(visit))


def _header() -> str:
    return os.environ.get("USER_HEADER", "").strip()


def _is_here(visit: Visit) -> bool:
    came_through = any(visit.headers.get(name) for name in _FORWARDED)
    return visit.client is not None and visit.client.host in _LOOPBACK and not came_through
