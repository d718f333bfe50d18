"""The answers that are kept, in a SQLite file of their own: changing them never touches the corpus.

In plain (rollback) mode like the corpus, for the same reasons (`corpus.database`): many may read while one writes, and
what a killed process was writing is undone by the next.
"""

import os
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.answer import Answer, Status
from assistant.frozen import Frozen, MadeWith, freeze
from assistant.frozen_json import from_json, to_json
from corpus import FolderBusy, UnusableFolder, UnusableInput

FILE = "answers.sqlite"
DAYS = 365
LONGEST = 36500  # days; a hundred years
MOST = 100_000  # answers, some 5 kB each; the oldest give way
PAGE = 50
SWEPT_EVERY = 60.0  # seconds: looking for what is over at each answer would cost as much as keeping it
BUSY_SECONDS = 10.0
_TABLES = """
CREATE TABLE IF NOT EXISTS answers (id TEXT PRIMARY KEY, time TEXT NOT NULL, content BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS answers_by_time ON answers(time);
"""


def days_kept() -> int:
    """How many days answers are kept: KEEP_ANSWERS, 0 for none. Raises `UnusableInput` when it is no such number."""
    named = os.environ.get("KEEP_ANSWERS", "").strip() or str(DAYS)
    if not (named.isascii() and named.isdecimal()) or len(named) > 9:
        raise UnusableInput(
            f"KEEP_ANSWERS is {named[:40]!r}.", "Set it to the number of days to keep answers; 0 keeps none."
        )
    return min(int(named), LONGEST)


class Answers:
    """Frozen answers, by id. Safe to share between threads and processes."""

    def __init__(self, folder: Path, days: int | None = None) -> None:
        self._file = folder / FILE
        self.days = days_kept() if days is None else days
        self._swept = -SWEPT_EVERY

    def keep(self, answer: Answer, made_with: MadeWith) -> str:
        """Freeze an answer as it is now and keep it: its id; empty where none are kept, or there was no answer."""
        if answer.status is Status.ERROR:
            return ""
        frozen = freeze(answer, made_with, datetime.now(UTC))
        return frozen.id if self.put(frozen) else ""

    def put(self, frozen: Frozen) -> bool:
        """Keep an answer; False when none are kept. Now and then those whose time is over go."""
        if not self.days:
            self.sweep()
            return False
        with self._changing() as database:
            row = (frozen.id, _moment(frozen.time), zlib.compress(to_json(frozen)))
            database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row)
            if time.monotonic() >= self._swept + SWEPT_EVERY:
                self._sweep(database)
        return True

    def get(self, id: str) -> Frozen | None:
        """The answer of that id; None when there is none, or its time is over."""
        with self._reading() as database:
            query = "SELECT id, content FROM answers WHERE id = ? AND time > ?"
            row = database.execute(query, (id, self._oldest())).fetchone() if database else None
        return _frozen(*row) if row else None

    def list(self, limit: int = PAGE, after: str = "") -> tuple[Frozen, ...]:
        """The latest answers first, `limit` of them; of the next page, those `after` the last of this one, by id."""
        query = "SELECT id, content FROM answers WHERE time > ?"
        values = [self._oldest()]
        if after:
            query += " AND (time, id) < (SELECT time, id FROM answers WHERE id = ?)"
            values.append(after)
        with self._reading() as database:
            query += " ORDER BY time DESC, id DESC LIMIT ?"
            rows = database.execute(query, (*values, limit)).fetchall() if database else ()
        return tuple(_frozen(*row) for row in rows)

    def every(self, after: str = "") -> Iterator[Frozen]:
        """All answers (or those `after` one, by id), the latest first, read a page at a time."""
        page = self.list(after=after)
        while page:
            yield from page
            page = self.list(after=page[-1].id)

    def remove(self, id: str) -> bool:
        """Remove an answer; False when there is none of that id."""
        if not self._file.exists():
            return False
        with self._changing() as database:
            return database.execute("DELETE FROM answers WHERE id = ?", (id,)).rowcount > 0

    def sweep(self) -> None:
        """Remove the answers whose time is over. For a start; `put` does it, too."""
        if self._file.exists():
            with self._changing() as database:
                self._sweep(database)

    def _sweep(self, database: sqlite3.Connection) -> None:
        self._swept = time.monotonic()
        database.execute("DELETE FROM answers WHERE time <= ?", (self._oldest(),))
        last = "SELECT time FROM answers ORDER BY time DESC LIMIT 1 OFFSET ?"
        database.execute(f"DELETE FROM answers WHERE time < ({last})", (MOST - 1,))

    def _oldest(self) -> str:
        """The moment from which on answers are kept; one that is never reached where none are."""
        return _moment(datetime.now(UTC) - timedelta(days=self.days)) if self.days else "9"

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """None where no answer was ever kept: reading makes no file."""
        if not self._file.exists():
            yield None
            return
        with self._open() as database:
            yield database

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. What is removed is overwritten, not only marked as free."""
        with self._open() as database:
            database.execute("PRAGMA secure_delete = ON")
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.commit()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one use; closing it undoes what it has not committed."""
        try:
            with closing(sqlite3.connect(self._file, timeout=BUSY_SECONDS, isolation_level=None)) as database:
                database.executescript(_TABLES)
                yield database
        except sqlite3.Error as fault:
            if getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise FolderBusy(f"Another process is writing to {self._file}.", "Try again.") from fault
            raise UnusableFolder(
                f"The kept answers {self._file} cannot be used ({fault}).",
                "Check the folder's permissions and free space; if the file is damaged, move it away: the documents "
                "are not in it.",
            ) from fault


def _moment(time: datetime) -> str:
    """A moment as text that sorts as moments do."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def _frozen(id: str, content: bytes) -> Frozen:
    try:
        return from_json(zlib.decompress(content), id)
    except zlib.error:
        return from_json(b"", id)
