"""What a run of adding was asked to do and has not done yet, and what failed: so that a kill at any moment is mended."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.database import Connection, Database


@dataclass(frozen=True, slots=True)
class Pending:
    """One file to bring in: `source` is its absolute path, or its web address.

    `place` is its path in the folder it was added with. `document`: the one whose kept original is to be read again.
    """

    source: str
    place: str | None = None
    ocr: bool = False
    document: str | None = None
    number: int = 0

    @property
    def is_address(self) -> bool:
        """Whether it is to be fetched."""
        return "://" in self.source

    @property
    def file(self) -> str:
        """What it is listed as: where it stood in its folder, or its address. As text, which a name need not be."""
        name = self.place or (self.source if self.is_address else Path(self.source).name or self.source)
        return as_text(name)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not become a document: its reason, with the remedy, and when that was."""

    file: str
    path_or_address: str
    reason: str
    when: datetime


class Journal:
    """The tables of pending files and of failures. A row goes in the same transaction that stores what became of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, asked: Iterable[Pending]) -> tuple[Pending, ...]:
        """Write down what is to be done, before anything is; all or nothing."""
        rows = [(os.fsencode(each.source), each.place, each.document, int(each.ocr)) for each in asked]
        with self._database.writing(), self._database.changing() as database:
            before = _highest(database)
            insert = "INSERT INTO pending (source, place, document, ocr) VALUES (?, ?, ?, ?)"
            database.executemany(insert, rows)
        return tuple(each for each in self.pending() if each.number > before)

    def pending(self) -> tuple[Pending, ...]:
        """What is still to be done, in its order."""
        with self._database.reading() as database:
            rows = database.execute("SELECT source, place, ocr, document, number FROM pending ORDER BY number")
            return tuple(Pending(os.fsdecode(row[0]), row[1], bool(row[2]), *row[3:]) for row in rows)

    def settle(self, done: Pending, reason: str | None = None) -> None:
        """It is done, or failed for a reason."""
        with self._database.writing(), self._database.changing() as database:
            strike(database, done)
            if reason is not None:
                row = (done.file, as_text(done.source), as_text(reason), datetime.now(UTC).isoformat())
                database.execute("INSERT INTO failures VALUES (?, ?, ?, ?)", row)

    def forget_pending(self) -> int:
        """Drop what is still to be done; how much that was."""
        with self._database.writing(), self._database.changing() as database:
            return database.execute("DELETE FROM pending").rowcount

    def failures(self) -> tuple[Failure, ...]:
        """What failed, latest first."""
        with self._database.reading() as database:
            rows = database.execute("SELECT file, source, reason, moment FROM failures ORDER BY moment DESC, file")
            return tuple(Failure(row[0], row[1], row[2], datetime.fromisoformat(row[3])) for row in rows)

    def forget_failure(self, file: str) -> bool:
        """Take a file off the list of failures; False when it is not on it."""
        with self._database.writing(), self._database.changing() as database:
            return database.execute("DELETE FROM failures WHERE file = ?", (file,)).rowcount > 0


def strike(database: Connection, done: Pending) -> None:
    """Take a file off both lists, as part of a change."""
    database.execute("DELETE FROM pending WHERE number = ?", (done.number,))
    database.execute("DELETE FROM failures WHERE file = ?", (done.file,))


def as_text(name: str) -> str:
    """A file's name need not be text; what we store is."""
    return name.encode(errors="replace").decode()


def _highest(database: Connection) -> int:
    """The number of the last that is pending; numbers only ever grow."""
    return int(database.execute("SELECT coalesce(max(number), 0) FROM pending").fetchone()[0])
