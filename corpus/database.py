"""The corpus's SQLite file: its tables, and how it is read and changed.

It is kept in SQLite's plain (rollback) mode: one file that can be copied, read from a folder that is read-only, and
used on a network drive, none of which the write-ahead mode allows. Readers wait for nobody but the moment of a commit:
changes stay in memory until then.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from corpus.errors import UnusableFolder

BUSY_SECONDS = 10.0  # how long to wait for another's commit, which takes milliseconds
_TABLES = """
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


class Database:
    """Connections to the file; one of its own for each use, so that threads and processes never share one."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with self._open() as database:
            database.executescript(_TABLES)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Everything read in one use is of one moment."""
        with self._open() as database:
            database.execute("BEGIN")
            yield database
            database.rollback()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and another stamp. Only for who holds the folder's write lock."""
        with self._open() as database:
            database.execute("PRAGMA foreign_keys = ON")
            database.execute("PRAGMA cache_spill = OFF")  # a spilt page would lock readers out before the commit
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.execute("DELETE FROM stamp")
            database.execute("INSERT INTO stamp VALUES (?)", (secrets.token_hex(8),))
            database.commit()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Closing a connection undoes what it has not committed."""
        try:
            with closing(sqlite3.connect(self.file, timeout=BUSY_SECONDS)) as database:
                database.isolation_level = None  # transactions begin where we say
                yield database
        except sqlite3.Error as fault:
            raise UnusableFolder(
                f"The corpus {self.file} cannot be used ({fault}).",
                "Check the folder's permissions and free space; if the file is damaged, move it away and add the "
                "documents again.",
            ) from fault


def stamp_of(database: sqlite3.Connection) -> str:
    """The stamp of what a connection reads."""
    row = database.execute("SELECT value FROM stamp").fetchone()
    return str(row[0]) if row else ""
