"""The corpus: documents and paragraphs in one SQLite file, and their originals. It is the truth; the index is a cache."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from corpus.database import Database, stamp_of
from corpus.document import Document, Paragraph
from corpus.folder import open_folder, writing
from corpus.journal import Failure, Journal, Pending, strike
from corpus.originals import Originals
from corpus.repeats import prints_in, refresh
from corpus.rows import (
    DOCUMENT,
    PARAGRAPH,
    DocumentRow,
    as_json,
    document_of,
    paragraph_of,
)
from corpus.versions import digest, recount, store

_HANDED_OUT = f"document, {PARAGRAPH}, print IN repeated"


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read last, and the stamp it was read under."""

    stamp: str
    documents: tuple[Document, ...]
    rows: Mapping[DocumentRow, Document]
    by_id: Mapping[str, Document]


class Corpus:
    """Documents and paragraphs, by id. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = open_folder(folder)
        self.originals = Originals(folder)
        self._database = Database(folder / "corpus.sqlite")
        self.journal = Journal(folder, self._database)
        self._held: _Held | None = None

    def documents(self) -> tuple[Document, ...]:
        """All documents, latest first, those under embargo among them."""
        return self._current().documents

    def public(self, now: datetime | None = None, embargoed: bool = False) -> tuple[Document, ...]:
        """The documents that may be searched and shown at that moment (now, when not given).

        `embargoed`: to somebody who may see those under embargo, too.
        """
        moment = now or datetime.now(UTC)
        return tuple(document for document in self.documents() if embargoed or document.is_public(moment))

    def forces(self, embargoed: bool = False) -> tuple[str, ...]:
        """The ids of the forces that documents are about which may be shown."""
        return tuple(dict.fromkeys(force for document in self.public(None, embargoed) for force in document.forces))

    def document(self, id: str) -> Document | None:
        """The document of that id, or None."""
        return self._current().by_id.get(id)

    def document_by_hash(self, sha256: str) -> Document | None:
        """The document whose file has that content, or None."""
        return self._document_where("sha256 = ?", sha256)

    def as_read(self, document: str) -> Document | None:
        """A document as its file says, whatever was corrected."""
        with self._database.reading() as database:
            row = database.execute(f"SELECT {DOCUMENT} FROM documents WHERE id = ?", (document,)).fetchone()
        return document_of(row[0], row[1], row[2], "{}") if row else None

    def documents_by_file(self, file: str) -> tuple[Document, ...]:
        """The documents that were added from such a place: a path in the folder they were added with, or an address."""
        return tuple(document for document in self.documents() if document.file == file)

    def paragraphs(self, document: str) -> tuple[Paragraph, ...]:
        """All paragraphs of a document, in reading order; none when there is no such document."""
        with self._database.reading() as database:
            rows = database.execute(
                f"SELECT {_HANDED_OUT} FROM paragraphs WHERE document = ? ORDER BY position", (document,)
            )
            return tuple(paragraph_of(*row) for row in rows)

    def paragraph_count(self, document: str) -> int:
        """How many paragraphs a document has."""
        with self._database.reading() as database:
            count = "SELECT count(*) FROM paragraphs WHERE document = ?"
            return int(database.execute(count, (document,)).fetchone()[0])

    def get(self, ids: Iterable[str]) -> dict[str, Paragraph]:
        """The paragraphs of these ids, by id; unknown ids are left out."""
        keys = [(document, serial) for document, mark, serial in (id.rpartition("#") for id in ids) if mark]
        with self._database.reading() as database:
            query = f"SELECT {_HANDED_OUT} FROM paragraphs WHERE document = ? AND serial = ?"
            rows = [database.execute(query, key).fetchone() for key in keys]
        return {paragraph.id: paragraph for paragraph in (paragraph_of(*row) for row in rows if row)}

    def at(self, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Paragraph]:
        """The paragraphs at these places (a document's id, a position in it), by place; where none is, it is left out."""
        with self._database.reading() as database:
            query = f"SELECT {_HANDED_OUT} FROM paragraphs WHERE document = ? AND position = ?"
            rows = [database.execute(query, place).fetchone() for place in dict.fromkeys(places)]
        found = (paragraph_of(*row) for row in rows if row)
        return {(paragraph.document, paragraph.position): paragraph for paragraph in found}

    def original(self, document: str) -> Path | None:
        """The file that a document was read from, as it was then; None when it is not kept."""
        with self._database.reading() as database:
            return self.originals.path(_original(database, document))

    def put(
        self,
        document: Document,
        paragraphs: Iterable[Paragraph],
        original: Path | None = None,
        done: Pending | None = None,
    ) -> str:
        """Store a document, in place of the one of the same id; returns the id that holds its content now.

        That is another one when the same content was stored meanwhile, which is then left as it is. Paragraphs
        whose text is unchanged keep their ids, and what was corrected stays so. `original` is moved in; `done` is
        struck off the journal.
        """
        made = tuple(replace(each, document=document.id) for each in paragraphs)
        with writing(self.folder):
            with self._database.changing() as database:
                if done:
                    strike(database, done)
                same = "SELECT id FROM documents WHERE sha256 = ? AND id != ?"
                if held := database.execute(same, (document.sha256, document.id)).fetchone():
                    return str(held[0])
                before = _original(database, document.id)
                kept = self.originals.keep(original, document.sha256) if original else None
                again = before if before and before.startswith(document.sha256) else None
                store(database, document, made, kept or again)
            if before != (kept or again):
                self.originals.remove(before)
        return document.id

    def correct(self, id: str, values: Mapping[str, object], undo: Iterable[str] = ()) -> Document | None:
        """Set fields of a document (as JSON has them) beside what its file says, or `undo` that; None if there is none.

        What may be set to what is for `correcting.correct` to know.
        """
        undone = set(undo)
        with writing(self.folder), self._database.changing() as database:
            row = database.execute(f"SELECT {DOCUMENT} FROM documents WHERE id = ?", (id,)).fetchone()
            if row is None:
                return None
            held = json.loads(row[3]) | values
            corrections = as_json({name: held[name] for name in sorted(held) if name not in undone})
            document = document_of(row[0], row[1], row[2], corrections)
            recount(database, document, corrections)
        return document

    def remove(self, id: str) -> bool:
        """Remove a document, with its original; False when there is none of that id."""
        with writing(self.folder):
            with self._database.changing() as database:
                original, gone = _original(database, id), prints_in(database, id)
                was_there = database.execute("DELETE FROM documents WHERE id = ?", (id,)).rowcount > 0
                refresh(database, gone)
            self.originals.remove(original)
        return was_there

    def sweep(self) -> None:
        """Remove the files that a process left behind when it was killed. For who holds the lock for adding."""
        with writing(self.folder):
            with self._database.reading() as database:
                wanted = [row[0] for row in database.execute("SELECT original FROM documents WHERE original NOT NULL")]
            self.originals.sweep(wanted)

    @property
    def is_new(self) -> bool:
        """Whether this corpus has never been started (an emptied one has)."""
        with self._database.reading() as database:
            return bool(database.execute("PRAGMA user_version").fetchone()[0] == 0)

    def mark_started(self) -> None:
        """Remember that the included documents were offered once, so that removing them lasts."""
        with writing(self.folder), self._database.changing() as database:
            database.execute("PRAGMA user_version = 1")

    def stamp(self) -> str:
        """Another one after each change, by whatever process."""
        with self._database.reading() as database:
            return stamp_of(database)

    def revisions(self) -> dict[str, str]:
        """By document id, what changes whenever its searchable paragraphs do: what the index compares itself with."""
        with self._database.reading() as database:
            rows = database.execute("SELECT id, revision FROM documents").fetchall()
            marked = database.execute(
                "SELECT document, serial FROM repeated JOIN paragraphs USING (print) ORDER BY document, serial"
            )
            repeated: dict[str, list[int]] = {}
            for document, serial in marked:
                repeated.setdefault(document, []).append(serial)
        return {id: digest([revision, repeated.get(id, [])]) for id, revision in rows}

    def failures(self) -> tuple[Failure, ...]:
        """The files that could not become documents, latest first."""
        return self.journal.failures()

    def forget_failure(self, file: str) -> bool:
        """Take a file off the list of failures; False when it is not on it."""
        return self.journal.forget_failure(file)

    def _current(self) -> _Held:
        """The documents as they are now; those whose rows are as before are not made again."""
        with self._database.reading() as database:
            stamp, held = stamp_of(database), self._held
            if held and held.stamp == stamp:
                return held
            rows: list[DocumentRow] = database.execute(f"SELECT {DOCUMENT} FROM documents").fetchall()
        known = held.rows if held else {}
        made = {row: known.get(row) or document_of(*row) for row in rows}
        documents = sorted(made.values(), key=lambda document: (-_ordinal(document.latest), document.id))
        self._held = _Held(stamp, tuple(documents), made, {document.id: document for document in documents})
        return self._held

    def _document_where(self, condition: str, value: str) -> Document | None:
        with self._database.reading() as database:
            row = database.execute(f"SELECT {DOCUMENT} FROM documents WHERE {condition}", (value,)).fetchone()
        return document_of(*row) if row else None


def _original(database: sqlite3.Connection, document: str) -> str | None:
    row = database.execute("SELECT original FROM documents WHERE id = ?", (document,)).fetchone()
    return row[0] if row else None


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
