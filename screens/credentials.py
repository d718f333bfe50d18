"""Who a request is from, where people have accounts: by the cookie of a session, a token, or name and password."""

import base64
import binascii
import hmac
import secrets
from collections import OrderedDict
from hashlib import sha256
from ipaddress import IPv6Address, ip_network
from threading import Lock

from starlette.requests import HTTPConnection

from assistant.people.accounts import Account, Accounts
from assistant.people.database import Database
from assistant.people.person import Person, key_of
from assistant.people.sessions import Sessions, Tokens
from screens.clients import address_of, trusted_proxies
from screens.throttle import Throttle

COOKIE = "inspection_session"
FREE_BY_NAME, FREE_BY_ADDRESS = 5, 30  # attempts; a whole office may share one address
_REMEMBERED = 1000  # programs that sign each request with a password: checking one anew takes 64 MiB and 50 ms


class Waiting(Exception):
    """Too many attempts; `seconds` until the next is looked at. Caught where it is told."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Wait {seconds:.0f} s.")
        self.seconds = seconds


class Credentials:
    """Tells whose a request is. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self.accounts = Accounts(database)
        self.sessions = Sessions(database)
        self._tokens = Tokens(database)
        self._names, self._addresses = Throttle(FREE_BY_NAME), Throttle(FREE_BY_ADDRESS)
        self._secret = secrets.token_bytes(32)
        self._verified: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def person(self, request: HTTPConnection) -> Person | None:
        """Whose request it is; None when it does not tell, or not truly."""
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        match scheme.lower():
            case "bearer":
                account = self._tokens.account(value.strip())
            case "basic":
                account = self._basic(value, host_of(request))
            case "":
                token = request.cookies.get(COOKIE, "")
                account = self.sessions.account(token) if token else None
                return account.person() if account else None
            case _:
                return None
        return account.person(is_program=True) if account else None

    def signing_in(self, name: str, password: str, host: str) -> Account | None:
        """The account that name and password fit. Raises `Waiting` after too many attempts; then nothing is looked at."""
        key = key_of(name)
        for throttle, counted in ((self._addresses, host), (self._names, key)):
            if wait := throttle.attempt(counted):
                raise Waiting(wait)
        account = self.accounts.signing_in(name, password)
        if account:
            self._names.forget(key)
            self._addresses.pardon(host)
        return account

    def _basic(self, value: str, host: str) -> Account | None:
        try:
            name, _, password = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        mark = "\0".join((key_of(name), password, self.accounts.mark(name))).encode()  # another password, another mark
        seen = hmac.new(self._secret, mark, sha256).digest()
        if seen in self._verified:
            return self.accounts.get(name)
        try:
            account = self.signing_in(name, password, host)
        except Waiting:
            return None
        if account:
            with self._lock:
                self._verified[seen] = None
                while len(self._verified) > _REMEMBERED:
                    self._verified.popitem(last=False)
        return account


def host_of(request: HTTPConnection) -> str:
    """The address that attempts are counted by; behind a trusted proxy, the one that it tells.

    Of IPv6 the network of 64 bits that one household or host has.
    """
    address = address_of(request.scope, trusted_proxies())
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)
