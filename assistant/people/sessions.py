"""Sessions of browsers and tokens of programs: random, kept as hashes only, so that a copy of the file opens nothing."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from assistant.people.accounts import FIELDS, Account, Accounts, account_of, no_account
from assistant.people.database import Database
from assistant.people.person import key_of

TOKEN_BYTES = 32  # 256 bits: nobody can guess one
IDLE = 4 * 3600.0  # seconds without a request after which a session is over: half a working day
LONGEST = 24 * 3600.0  # seconds after which it is over in any case
_TOUCHED_EVERY = 60.0  # seconds: not every request is worth a write


class Sessions:
    """Who is signed in, in which browser. Safe to share between threads and processes."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def begin(self, account: Account) -> str:
        """Begin a session; returns the token of its cookie, always a new one."""
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._now()
        with self._database.changing() as database:
            database.execute("DELETE FROM sessions WHERE seen <= ? OR begun <= ?", (now - IDLE, now - LONGEST))
            row = (_hash(token), key_of(account.name), now, now)
            database.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", row)
        return token

    def account(self, token: str) -> Account | None:
        """Whose session it is; None when it is over, was ended, or never was."""
        now = self._now()
        with self._database.reading() as database:
            query = f"SELECT seen, {FIELDS} FROM sessions JOIN accounts ON key = account WHERE hash = ? AND seen > ? AND begun > ?"
            row = database.execute(query, (_hash(token), now - IDLE, now - LONGEST)).fetchone()
        if row is None:
            return None
        if now - row[0] > _TOUCHED_EVERY:
            with self._database.changing() as database:
                database.execute("UPDATE sessions SET seen = ? WHERE hash = ?", (now, _hash(token)))
        return account_of(row[1:])

    def end(self, token: str) -> None:
        """End a session."""
        with self._database.changing() as database:
            database.execute("DELETE FROM sessions WHERE hash = ?", (_hash(token),))


class Tokens:
    """What programs show in place of a password. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._accounts = Accounts(database)

    def make(self, name: str) -> str:
        """A new token for that account; nobody can be shown it again. Raises `UnusableInput`."""
        key, token = self._key(name), secrets.token_urlsafe(TOKEN_BYTES)
        with self._database.changing() as database:
            row = (_hash(token), key, datetime.now(UTC).isoformat(timespec="seconds"))
            database.execute("INSERT INTO tokens VALUES (?, ?, ?)", row)
        return token

    def account(self, token: str) -> Account | None:
        """Whose token it is."""
        with self._database.reading() as database:
            query = f"SELECT {FIELDS} FROM tokens JOIN accounts ON key = account WHERE hash = ?"
            row = database.execute(query, (_hash(token),)).fetchone()
        return account_of(row) if row else None

    def revoke(self, name: str) -> int:
        """Make all tokens of an account worthless; returns how many there were. Raises `UnusableInput`."""
        key = self._key(name)
        with self._database.changing() as database:
            return database.execute("DELETE FROM tokens WHERE account = ?", (key,)).rowcount

    def _key(self, name: str) -> str:
        account = self._accounts.get(name)
        if account is None:
            raise no_account(name)
        return key_of(account.name)


def _hash(token: str) -> str:
    """A token is random and long: a plain hash of it cannot be turned round."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
