"""The address of a PostgreSQL server, as DATABASE_URL gives it."""

import os
import ssl
from collections.abc import Mapping
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from corpus.errors import UnusableInput

DRIVER = "postgresql+pg8000"  # BSD; psycopg is LGPL
_NAMES = ("postgresql", "postgres", DRIVER)  # what others write, too
_TLS: Mapping[str, bool | None] = {"disable": False, "allow": None, "prefer": None, "require": True}  # pg8000's words
_VERIFIED = ("verify-ca", "verify-full")
_HERE = (None, "localhost", "127.0.0.1", "::1")  # nobody listens in on the way
_REMEDY = "Write it as postgresql://USER:PASSWORD@HOST/DATABASE (special characters as %XX)."


def parsed(address: str) -> tuple[URL, dict[str, Any]]:
    """The address as SQLAlchemy has it, and what the driver is told beside it. Raises `UnusableInput`.

    Of the words after its `?` we know `sslmode` and `sslrootcert`, which mean what they do to PostgreSQL's own
    programs, and `unix_sock`, the path of a socket.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # they may tell the password
        raise UnusableInput("DATABASE_URL is no address of a database.", _REMEDY) from None
    if url.drivername not in _NAMES:
        raise UnusableInput(
            f"DATABASE_URL names {url.drivername}, which the corpus cannot be kept in.",
            f"{_REMEDY} Without DATABASE_URL the corpus is in SQLite.",
        )
    told = dict(url.query)
    usual = "disable" if url.host in _HERE else "prefer"
    options = _tls(str(told.pop("sslmode", usual)), told.pop("sslrootcert", None))
    if "unix_sock" in told:
        options["unix_sock"] = told.pop("unix_sock")
    if told:
        raise UnusableInput(f"DATABASE_URL says {', '.join(sorted(told))}, which is not known here.", "Leave it out.")
    named = url.set(drivername=DRIVER, query={}, username=url.username or os.environ.get("USER"))
    return named.set(database=named.database or named.username), options


def _tls(mode: str, issuers: Any) -> dict[str, Any]:
    if mode == "require" and issuers:  # to PostgreSQL's own programs, too, that means to verify
        mode = "verify-ca"
    if mode in _TLS:
        return {"ssl_context": _TLS[mode]}
    if mode not in _VERIFIED:
        raise UnusableInput(f"DATABASE_URL says sslmode={mode}.", f"Say {', '.join((*_TLS, *_VERIFIED))}.")
    try:
        context = ssl.create_default_context(cafile=issuers)
    except OSError as fault:
        raise UnusableInput("The file that sslrootcert names cannot be read.", "Correct DATABASE_URL.") from fault
    context.check_hostname = mode == "verify-full"
    return {"ssl_context": context}
