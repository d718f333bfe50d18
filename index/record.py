"""What the index holds and what it was built with; the parts it is divided into.

A part holds the documents about one force. A question about a force is then searched in a small store, however large
the index is: a filter on one large store takes ten times as long as the search itself (DESIGN.md, "Chroma facts").
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus import Document
from index.database import Database

SEVERAL, NONE = "several", "none"  # parts of the documents about several forces, and about none in particular
_TABLES = """
CREATE TABLE IF NOT EXISTS built_with (name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS in_step (stamp TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, chunks INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, revision TEXT NOT NULL, part TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS unfinished (document TEXT NOT NULL, part TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Held:
    """The revision of a document as it is indexed, and the part it is in."""

    revision: str
    part: str


def part_of(document: Document) -> str:
    """The part that a document belongs to."""
    return document.forces[0] if len(document.forces) == 1 else SEVERAL if document.forces else NONE


class Record:
    """The index's own record, in its SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.changing() as opened:
            opened.executescript(_TABLES)

    def built_with(self) -> str | None:
        """What the index was built with, None for a new one."""
        with self._database.changing() as database:
            row = database.execute("SELECT name FROM built_with").fetchone()
        return row[0] if row else None

    def documents(self) -> dict[str, Held]:
        """The documents that are wholly indexed, by id."""
        with self._database.changing() as database:
            rows = database.execute("SELECT id, revision, part FROM documents").fetchall()
        return {id: Held(revision, part) for id, revision, part in rows}

    def in_step_with(self) -> str | None:
        """The stamp of the corpus when the index was last in step with it; None when it is not known to be."""
        with self._database.changing() as database:
            row = database.execute("SELECT stamp FROM in_step").fetchone()
        return row[0] if row else None

    def is_in_step_with(self, stamp: str) -> None:
        """Remember that the index holds just what the corpus held under that stamp."""
        with self._database.changing() as database:
            database.execute("DELETE FROM in_step")
            database.execute("INSERT INTO in_step VALUES (?)", (stamp,))

    def start(self, built_with: str) -> None:
        """Forget all documents, and remember what this index is built with from now on."""
        with self._database.changing() as database:
            for table in ("documents", "built_with", "in_step", "unfinished"):
                database.execute(f"DELETE FROM {table}")
            database.execute("INSERT INTO built_with VALUES (?)", (built_with,))

    def begin(self, documents: Iterable[tuple[str, str]]) -> None:
        """Write down documents, with their parts, whose vectors are about to be stored or removed."""
        with self._database.changing() as database:
            database.execute("DELETE FROM in_step")
            database.executemany("INSERT INTO unfinished VALUES (?, ?)", documents)

    def unfinished(self) -> list[tuple[str, str]]:
        """What was begun, with its part, and not finished: a kill may have left some of its vectors."""
        with self._database.changing() as database:
            return database.execute("SELECT document, part FROM unfinished").fetchall()

    def forget_unfinished(self) -> None:
        """What was left of them is gone."""
        with self._database.changing() as database:
            database.execute("DELETE FROM unfinished")


def finish(database: sqlite3.Connection, documents: Mapping[str, Held | None]) -> None:
    """Within a change: record these documents as indexed, or (None) as gone; they are finished."""
    for id, held in documents.items():
        database.execute("DELETE FROM documents WHERE id = ?", (id,))
        database.execute("DELETE FROM unfinished WHERE document = ?", (id,))
        if held:
            database.execute("INSERT INTO documents VALUES (?, ?, ?)", (id, held.revision, held.part))
