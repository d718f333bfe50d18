"""What is known of people, in a SQLite file of its own that only the app's user can read.

In write-ahead mode: every request reads who asks, and must not wait for one that is being written.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from corpus import FolderBusy, UnusableFolder

FILE = "people.sqlite3"
BUSY_SECONDS = 10.0
VERSION = 1  # of the tables
_TABLES = """
CREATE TABLE IF NOT EXISTS accounts (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, password TEXT NOT NULL,
    librarian INTEGER NOT NULL, embargo INTEGER NOT NULL, made TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    begun REAL NOT NULL, seen REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_by_account ON sessions(account);
CREATE TABLE IF NOT EXISTS tokens (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE, made TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, begun TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS conversations_by_person ON conversations(person, changed);
CREATE TABLE IF NOT EXISTS turns (
    answer TEXT PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    position INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS turns_by_conversation ON turns(conversation, position);
CREATE TABLE IF NOT EXISTS feedback (
    answer TEXT NOT NULL, person TEXT NOT NULL, opinion TEXT NOT NULL, words TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (answer, person)
);
"""


class Database:
    """The tables of people in a data folder. Safe to share between threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Where nothing was ever written, empty tables: reading makes no file."""
        with self._open(self._file if self._file.exists() else ":memory:") as database:
            yield database

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. What is removed is overwritten, not only marked as free."""
        with self._open(self._file) as database:
            database.execute("PRAGMA secure_delete = ON")
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.commit()

    @contextmanager
    def _open(self, file: Path | str) -> Iterator[sqlite3.Connection]:
        """A connection for one use; closing it undoes what it has not committed."""
        try:
            if isinstance(file, Path):
                file.touch(mode=0o600)  # before SQLite would make it, readable for others
            with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as database:
                if database.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                    database.execute("PRAGMA journal_mode = WAL")
                    database.executescript(f"{_TABLES} PRAGMA user_version = {VERSION};")
                database.execute("PRAGMA foreign_keys = ON")
                yield database
        except (sqlite3.Error, OSError) as fault:
            if getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise FolderBusy(f"Another process is writing to {self._file}.", "Try again.") from fault
            raise UnusableFolder(
                f"The file of people {self._file} cannot be used ({fault}).",
                "Check the folder's permissions and free space; if the file is damaged, restore it from a backup, or "
                "move it away and add the accounts again.",
            ) from fault
