"""Passwords: which will do, and how they are kept (Argon2id, with the parameters that argon2-cffi recommends)."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from assistant.people.person import key_of
from corpus import UnusableInput

SHORTEST, LONGEST = 12, 1000  # characters
FEWEST = 5  # different ones
_AT_ONCE = BoundedSemaphore(2)  # each takes 64 MiB: many sign-ins at a time must not exhaust the memory


def checked_password(password: str, name: str) -> str:
    """A password that will do. Raises `UnusableInput`, which never holds the password, for any other."""
    if not SHORTEST <= len(_plain(password)) <= LONGEST:
        raise UnusableInput(
            f"A password has at least {SHORTEST} characters, and {LONGEST} at most.", "Three or four words make one."
        )
    if key_of(name) in key_of(password):
        raise UnusableInput("The password holds the name of the account.", "Choose one that does not.")
    if len(set(password)) < FEWEST:
        raise UnusableInput("The password repeats a few characters.", "Three or four words make a good one.")
    return password


def hashed(password: str) -> str:
    """A password as it is kept."""
    with _AT_ONCE:
        return _hasher().hash(_plain(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that is kept. It takes as long when there is none."""
    if len(password) > LONGEST:
        return False
    nobodys = _nobodys()
    with _AT_ONCE:
        try:
            return _hasher().verify(kept or nobodys, _plain(password)) and kept is not None
        except (Argon2Error, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether it was kept with weaker parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def _plain(password: str) -> str:
    """The same password, whatever keyboard it was typed on (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")
