"""The corpus's database, whichever it is: SQLite's file (`corpus.sqlite`) or a server (`corpus.postgres`).

Its SQL is written once, in words that both know, with a `?` for each value.
"""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, Protocol

from corpus.folder import LOCK_SECONDS, Lock

Row = tuple[Any, ...]

TABLES = """
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, file TEXT NOT NULL, fields TEXT NOT NULL,
    corrections TEXT NOT NULL, original TEXT, highest INTEGER NOT NULL, about TEXT NOT NULL, revision TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_by_file ON documents(file);
CREATE TABLE IF NOT EXISTS paragraphs (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    serial INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL,
    place INTEGER NOT NULL, number TEXT, depth INTEGER NOT NULL, areas TEXT NOT NULL, called_at TEXT, print INTEGER,
    PRIMARY KEY (document, serial), UNIQUE (document, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS paragraphs_by_print ON paragraphs(print) WHERE print IS NOT NULL;
CREATE TABLE IF NOT EXISTS repeated (print INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS pending (
    number INTEGER PRIMARY KEY AUTOINCREMENT, source BLOB NOT NULL, place TEXT, document TEXT, ocr INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS failures (
    file TEXT PRIMARY KEY, source TEXT NOT NULL, reason TEXT NOT NULL, moment TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS stamp (value TEXT NOT NULL);
"""


class Rows(Protocol):
    """What a statement returned, and how many rows it changed."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection in a transaction: of `sqlite3`, or what a server's looks like to us."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Rows:
        """Run a statement with these values."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Run it once for each row of values."""


class Database(ABC):
    """How a corpus is read and changed, by many threads, processes and machines at once."""

    files: Path  # the folder of the originals
    is_started: ClassVar[str]  # the query that says whether the corpus was ever started
    start: ClassVar[str]  # the statement that says so from now on

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """Everything read in one use is of one moment."""

    @abstractmethod
    def changing(self) -> AbstractContextManager[Connection]:
        """All or nothing, and another stamp. Only for who holds the lock for writing."""

    @abstractmethod
    def holding(self, lock: Lock, seconds: float) -> AbstractContextManager[None]:
        """Hold one of the corpus's locks. Raises `FolderBusy`, naming the holder, when another keeps it too long."""

    @abstractmethod
    def is_ours(self, lock: Lock) -> bool:
        """Whether this process holds a lock, or held it last."""

    @abstractmethod
    def keep(self, database: Connection, name: str, original: Path) -> None:
        """Keep the bytes of an original that is in its place, as part of a change, where others could not read it there."""

    @abstractmethod
    def kept(self, database: Connection, name: str) -> bytes | None:
        """Those bytes; None where there are none."""

    def writing(self) -> AbstractContextManager[None]:
        """Hold the lock for the moment of a change."""
        return self.holding(Lock.WRITING, LOCK_SECONDS)


def stamp_of(database: Connection) -> str:
    """The stamp of what a connection reads."""
    row = database.execute("SELECT value FROM stamp").fetchone()
    return str(row[0]) if row else ""


def restamp(database: Connection) -> None:
    """Give the corpus another stamp, as part of a change."""
    database.execute("DELETE FROM stamp")
    database.execute("INSERT INTO stamp VALUES (?)", (secrets.token_hex(8),))
