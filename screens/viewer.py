"""Who is looking, and what they may do. Every screen asks here."""

import os
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

from assistant.people.person import NOBODY, Person, is_named_librarian
from corpus import Document, UnusableInput, at_this_terminal, may_see_embargoed
from screens.clients import is_trusted

PERSON = "person"  # in a request's state: who asks, as the gate found out
_LOOPBACK = ("127.0.0.1", "::1")
_NAMES_HERE = (*_LOOPBACK, "localhost")  # a page of another site that calls itself this machine asks by its own name
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")  # a visitor who came through a proxy is not at this machine


class SignIn(StrEnum):
    """How people tell who they are."""

    NONE = "none"  # not at all: the app is for whoever sits at this machine
    ACCOUNTS = "accounts"  # by name and password, of an account of ours
    PROXY = "proxy"  # a sign-in proxy tells, in the header USER_HEADER


class PageVisit(Protocol):
    """A request of Gradio's, from a page that is open."""

    @property
    def session_hash(self) -> str | None: ...


class Visit(Protocol):
    """A request of Gradio's or of Starlette's."""

    @property
    def headers(self) -> Any: ...
    @property
    def client(self) -> Any: ...
    @property
    def state(self) -> Any: ...


def sign_in() -> SignIn:
    """The setting SIGN_IN; where only USER_HEADER is set, it is by that. Raises `UnusableInput`."""
    named = os.environ.get("SIGN_IN", "").strip().lower() or (SignIn.PROXY if user_header() else SignIn.NONE)
    if named not in list(SignIn):
        raise UnusableInput(f"SIGN_IN is {named[:40]!r}.", f"Set it to {', '.join(SignIn)}.")
    if named == SignIn.PROXY and not user_header():
        raise UnusableInput(
            "SIGN_IN is proxy, and USER_HEADER is not set.",
            "Set it to the header in which your proxy puts a visitor's name: USER_HEADER=X-Forwarded-User",
        )
    return SignIn(named)


def user_header() -> str:
    """The header in which a sign-in proxy puts a visitor's name; empty where there is none."""
    return os.environ.get("USER_HEADER", "").strip()


def person_of(visit: Visit) -> Person:
    """Who asks. The gate has found out already, where people sign in."""
    person = getattr(visit.state, PERSON, None)
    if isinstance(person, Person):
        return person
    way = sign_in()
    if way is SignIn.NONE:
        return _at_this_machine(visit)
    return by_proxy(visit) if way is SignIn.PROXY else NOBODY


def by_proxy(visit: Visit) -> Person:
    """Whom a trusted proxy names; nobody, when it is not one, names none, or the header comes more than once."""
    peer = visit.client.host if visit.client else ""
    named = visit.headers.getlist(user_header()) if is_trusted(peer) else []
    if len(named) != 1:
        return NOBODY
    name = _decoded(named[0]).strip()
    return Person(name, is_named_librarian(name), may_see_embargoed(name)) if name else NOBODY


def sees_embargoed(visit: Visit) -> bool:
    """Whether this visitor may see what is under embargo: one of EMBARGO_VIEWERS, or of an account with that role.

    Without sign-in only whoever sits at this machine has a name: that of its user.
    """
    return person_of(visit).sees_embargoed


def may_see(document: Document, visit: Visit, read: Document | None = None) -> bool:
    """Whether this visitor may see a document as it is now. One under embargo is for everybody else as if not there.

    `read`: the document as it was when something was made of it. Under another embargo by now it has to be read again,
    even for who may see it: what was made lacks its warning.
    """
    if document.is_public(datetime.now(UTC)):
        return True
    return sees_embargoed(visit) and (read is None or read.embargo == document.embargo)


def page_of(visit: PageVisit) -> str:
    """What tells one open page from another."""
    return visit.session_hash or ""


def may_change_library(visit: Visit) -> bool:
    """Whether this visitor may add, correct and remove documents."""
    return person_of(visit).is_librarian


def may_lift_embargo(visit: Visit) -> bool:
    """Whether this visitor may change or clear an embargo: who may see what is under it.

    Where nobody is named in EMBARGO_VIEWERS, whoever sits at this machine may.
    """
    nobody_named = not os.environ.get("EMBARGO_VIEWERS", "").strip()
    return sees_embargoed(visit) or (nobody_named and sign_in() is SignIn.NONE and _is_here(visit))


def _at_this_machine(visit: Visit) -> Person:
    """Its user; somebody without a name who comes from elsewhere. Without sign-in there are no roles."""
    name = (at_this_terminal() or "") if _is_here(visit) else ""
    return Person(name, is_librarian=True, sees_embargoed=may_see_embargoed(name))


def _is_here(visit: Visit) -> bool:
    came_through = any(visit.headers.get(name) for name in _FORWARDED)
    is_near = visit.client is not None and visit.client.host in _LOOPBACK and not came_through
    return is_near and _asked_for(visit) in _NAMES_HERE


def _asked_for(visit: Visit) -> str:
    """The name under which the app was asked for; this machine's where none was told, as browsers always do."""
    try:
        return urlsplit(f"//{visit.headers.get('host') or _LOOPBACK[0]}").hostname or ""
    except ValueError:
        return ""


def _decoded(header: str) -> str:
    """A name in its own letters: proxies send UTF-8, and headers are read as Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
