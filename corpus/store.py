"""The corpus: documents and paragraphs in a database, and their originals. It is the truth; the index is a cache."""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from corpus.database import Connection, Database, stamp_of
from corpus.document import Document, Paragraph
from corpus.errors import UnusableFolder
from corpus.folder import Lock, open_folder
from corpus.journal import Failure, Journal, Pending, strike
from corpus.originals import Originals
from corpus.repeats import prints_in, refresh
from corpus.rows import (
    DOCUMENT,
    DocumentRow,
    as_json,
    document_of,
)
from corpus.sqlite import SQLite
from corpus.stored import original_of, paragraphs_at, paragraphs_of, revisions_of
from corpus.upgrading import upgrade
from corpus.versions import digest, recount, store

LEAFED_THROUGH = 32  # documents kept as they were read: people look at one source of a letter after another
_ID = re.compile(r"(.*)#(\d{1,9})", re.ASCII | re.DOTALL)  # a paragraph's: that of its document, and its serial


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read last, and the stamp it was read under."""

    stamp: str
    documents: tuple[Document, ...]
    rows: Mapping[DocumentRow, Document]
    by_id: Mapping[str, Document]


class Corpus:
    """Documents and paragraphs, by id. Safe to share between threads.

    `address`: that of the PostgreSQL database they are in, rather than in a file of the data folder.
    """

    def __init__(self, folder: Path, address: str | None = None) -> None:
        self.folder = open_folder(folder)
        self.address = address
        upgrade(folder)
        self.database = _database(folder, address)
        self.originals = Originals(self.database.files)
        self.journal = Journal(self.database)
        self._held: _Held | None = None
        self._leafed_through = lru_cache(LEAFED_THROUGH)(self._read_paragraphs)

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
        with self.database.reading() as database:
            row = database.execute(f"SELECT {DOCUMENT} FROM documents WHERE id = ?", (document,)).fetchone()
        return document_of(row[0], row[1], row[2], "{}") if row else None

    def documents_by_file(self, file: str) -> tuple[Document, ...]:
        """The documents that were added from such a place: a path in the folder they were added with, or an address."""
        return tuple(document for document in self.documents() if document.file == file)

    def paragraphs(self, document: str) -> tuple[Paragraph, ...]:
        """All paragraphs of a document, in reading order; none when there is no such document."""
        return self._leafed_through(document, self.stamp())

    def paragraph_count(self, document: str) -> int:
        """How many paragraphs a document has."""
        with self.database.reading() as database:
            count = "SELECT count(*) FROM paragraphs WHERE document = ?"
            return int(database.execute(count, (document,)).fetchone()[0])

    def get(self, ids: Iterable[str]) -> dict[str, Paragraph]:
        """The paragraphs of these ids, by id; unknown ids are left out."""
        keys = [(match[1], int(match[2])) for match in map(_ID.fullmatch, ids) if match]
        with self.database.reading() as database:
            return {paragraph.id: paragraph for paragraph in paragraphs_at(database, "serial", keys).values()}

    def at(self, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Paragraph]:
        """The paragraphs at these places (a document's id, a position in it), by place; where none is, it is left out."""
        with self.database.reading() as database:
            return paragraphs_at(database, "position", list(places))

    def original(self, document: str) -> Path | None:
        """The file that a document was read from, as it was then; None when it is not kept."""
        with self.database.reading() as database:
            name = original_of(database, document)
            here = self.originals.path(name)
            content = self.database.kept(database, name) if name and not here else None
        return self.originals.restore(name, content) if name and content is not None else here

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
        with self.database.writing():
            with self.database.changing() as database:
                if done:
                    strike(database, done)
                same = "SELECT id FROM documents WHERE sha256 = ? AND id != ?"
                if held := database.execute(same, (document.sha256, document.id)).fetchone():
                    return str(held[0])
                before = original_of(database, document.id)
                kept = self._keep(database, original, document.sha256) if original else None
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
        with self.database.writing(), self.database.changing() as database:
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
        with self.database.writing():
            with self.database.changing() as database:
                original, gone = original_of(database, id), prints_in(database, id)
                was_there = database.execute("DELETE FROM documents WHERE id = ?", (id,)).rowcount > 0
                refresh(database, gone)
            self.originals.remove(original)
        return was_there

    def sweep(self) -> None:
        """Remove the files that a process left behind when it was killed. For who holds the lock for adding."""
        with self.database.writing():
            with self.database.reading() as database:
                wanted = [
                    row[0] for row in database.execute("SELECT original FROM documents WHERE original IS NOT NULL")
                ]
            self.originals.sweep(wanted)

    @property
    def is_new(self) -> bool:
        """Whether this corpus has never been started (an emptied one has)."""
        with self.database.reading() as database:
            return not database.execute(self.database.is_started).fetchone()[0]

    def mark_started(self) -> None:
        """Remember that the included documents were offered once, so that removing them lasts."""
        with self.database.writing(), self.database.changing() as database:
            database.execute(self.database.start)

    def stamp(self) -> str:
        """Another one after each change, by whatever process."""
        with self.database.reading() as database:
            return stamp_of(database)

    def revisions(self) -> dict[str, str]:
        """By document id, what changes whenever its searchable paragraphs do: what the index compares itself with."""
        with self.database.reading() as database:
            stored = revisions_of(database)
        return {id: digest([revision, repeated]) for id, (revision, repeated) in stored.items()}

    def holding(self, lock: Lock, seconds: float) -> AbstractContextManager[None]:
        """Hold one of the corpus's locks. Raises `FolderBusy`, naming the holder, when another keeps it too long."""
        return self.database.holding(lock, seconds)

    def is_ours(self, lock: Lock) -> bool:
        """Whether this process holds a lock, or held it last."""
        return self.database.is_ours(lock)

    def failures(self) -> tuple[Failure, ...]:
        """The files that could not become documents, latest first."""
        return self.journal.failures()

    def forget_failure(self, file: str) -> bool:
        """Take a file off the list of failures; False when it is not on it."""
        return self.journal.forget_failure(file)

    def _read_paragraphs(self, document: str, stamp: str) -> tuple[Paragraph, ...]:
        """Those of that stamp, or of a later one."""
        with self.database.reading() as database:
            return paragraphs_of(database, document)

    def _current(self) -> _Held:
        """The documents as they are now; those whose rows are as before are not made again."""
        with self.database.reading() as database:
            stamp, held = stamp_of(database), self._held
            if held and held.stamp == stamp:
                return held
            rows: list[DocumentRow] = database.execute(f"SELECT {DOCUMENT} FROM documents").fetchall()
        known = held.rows if held else {}
        made = {row: known.get(row) or document_of(*row) for row in rows}
        documents = sorted(made.values(), key=lambda document: (-_ordinal(document.latest), document.id))
        self._held = _Held(stamp, tuple(documents), made, {document.id: document for document in documents})
        return self._held

    def _keep(self, database: Connection, original: Path, sha256: str) -> str:
        name = self.originals.keep(original, sha256)
        self.database.keep(database, name, self.originals.folder / name)
        return name

    def _document_where(self, condition: str, value: str) -> Document | None:
        with self.database.reading() as database:
            row = database.execute(f"SELECT {DOCUMENT} FROM documents WHERE {condition}", (value,)).fetchone()
        return document_of(*row) if row else None


def _database(folder: Path, address: str | None) -> Database:
    if address is None:
        return SQLite(folder / "corpus.sqlite")
    try:
        from corpus.postgres import Postgres  # what it needs is installed by those who use it
    except ImportError as fault:
        raise UnusableFolder(
            f"DATABASE_URL is set, but {fault.name} is not installed.",
            "Install it: .venv/bin/pip install -c requirements-dev.lock SQLAlchemy pg8000",
        ) from fault
    return Postgres(folder, address)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
