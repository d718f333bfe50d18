"""The corpus in SQLite, where no other database is named: one file in the data folder, whose locks keep writers apart.

It is kept in SQLite's plain (rollback) mode: one file that can be copied, read from a folder that is read-only, and
used on a network drive, none of which the write-ahead mode allows. Readers wait for nobody but the moment of a commit:
changes stay in memory until then.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from corpus.database import TABLES, Connection, Database, restamp
from corpus.errors import FolderBusy, UnusableFolder
from corpus.folder import Lock, holder_of, holding

BUSY_SECONDS = 10.0  # how long to wait for another's commit, which takes milliseconds


class SQLite(Database):
    """Connections to the file; one of its own for each use, so that threads and processes never share one."""

    is_started = "PRAGMA user_version"
    start = "PRAGMA user_version = 1"

    def __init__(self, file: Path) -> None:
        self.file = file
        self.files = file.parent / "files"
        with self._open() as database:
            database.executescript(TABLES)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._open() as database:
            database.execute("BEGIN")
            yield database
            database.rollback()

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        with self._open() as database:
            database.execute("PRAGMA foreign_keys = ON")
            database.execute("PRAGMA cache_spill = OFF")  # a spilt page would lock readers out before the commit
            database.execute("BEGIN IMMEDIATE")
            yield database
            restamp(database)
            database.commit()

    def holding(self, lock: Lock, seconds: float) -> AbstractContextManager[None]:
        return holding(self.file.parent, lock, seconds)

    def is_ours(self, lock: Lock) -> bool:
        return holder_of(self.file.parent, lock) == os.getpid()

    def keep(self, database: Connection, name: str, original: Path) -> None:
        """Whoever can read the database can read the original where it is."""

    def kept(self, database: Connection, name: str) -> bytes | None:
        return None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Closing a connection undoes what it has not committed."""
        try:
            with closing(sqlite3.connect(self.file, timeout=BUSY_SECONDS)) as database:
                database.isolation_level = None  # transactions begin where we say
                yield database
        except sqlite3.Error as fault:
            if getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise FolderBusy(f"Another process is writing to the corpus {self.file}.", "Try again.") from fault
            raise UnusableFolder(
                f"The corpus {self.file} cannot be used ({fault}).",
                "Check the folder's permissions and free space; if the file is damaged, restore a backup (python -m corpus "
                "restore FILE --replace), or move it away and add the documents again.",
            ) from fault
