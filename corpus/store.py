"""The corpus: documents and paragraphs in one SQLite file. It is the truth; the index is a cache of it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from corpus.document import Area, Document, DocumentKind, Fact, Paragraph, ParagraphKind
from corpus.errors import UnusableFolder
from corpus.folder import open_folder, writing

_TABLES = """
CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, fields TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS paragraphs (
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    serial INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL,
    place INTEGER NOT NULL, number TEXT, depth INTEGER NOT NULL, areas TEXT NOT NULL, called_at TEXT,
    PRIMARY KEY (document, serial)
) WITHOUT ROWID;
"""
_PARAGRAPH = "document, position, kind, text, heading, place, number, depth, areas, called_at, serial"


class Corpus:
    """Documents and paragraphs, by id. Safe to share between threads for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = open_folder(folder)
        self._file = folder / "corpus.sqlite"
        with self._open() as database:
            database.executescript(_TABLES)

    def documents(self) -> tuple[Document, ...]:
        """All documents, latest first, those under embargo among them."""
        with self._open() as database:
            found = [_document(*row) for row in database.execute("SELECT id, sha256, fields FROM documents")]
        return tuple(sorted(found, key=lambda document: (-_ordinal(document.latest), document.id)))

    def public(self, now: datetime | None = None) -> tuple[Document, ...]:
        """The documents that may be searched and shown at that moment (now, when not given)."""
        return tuple(d for d in self.documents() if d.is_public(now or datetime.now(UTC)))

    def forces(self) -> tuple[str, ...]:
        """The ids of the forces that public documents are about."""
        return tuple(dict.fromkeys(force for document in self.public() for force in document.forces))

    def document(self, id: str) -> Document | None:
        """The document of that id, or None."""
        with self._open() as database:
            row = database.execute("SELECT id, sha256, fields FROM documents WHERE id = ?", (id,)).fetchone()
        return _document(*row) if row else None

    def document_by_hash(self, sha256: str) -> Document | None:
        """The document whose file has that content, or None."""
        return next((d for d in self.documents() if d.sha256 == sha256), None)

    def paragraphs(self, document: str) -> tuple[Paragraph, ...]:
        """All paragraphs of a document, in reading order; none when there is no such document."""
        with self._open() as database:
            rows = database.execute(
                f"SELECT {_PARAGRAPH} FROM paragraphs WHERE document = ? ORDER BY position", (document,)
            )
            return tuple(_paragraph(*row) for row in rows)

    def get(self, ids: Iterable[str]) -> dict[str, Paragraph]:
        """The paragraphs of these ids, by id; unknown ids are left out."""
        keys = [(document, serial) for document, mark, serial in (id.rpartition("#") for id in ids) if mark]
        with self._open() as database:
            rows = [
                database.execute(
                    f"SELECT {_PARAGRAPH} FROM paragraphs WHERE document = ? AND serial = ?", key
                ).fetchone()
                for key in keys
            ]
        return {paragraph.id: paragraph for paragraph in (_paragraph(*row) for row in rows if row)}

    def put(self, document: Document, paragraphs: Iterable[Paragraph]) -> str:
        """Store a document, in place of the one of the same id; returns the id that holds its content now.

        That is another one when the same content was stored meanwhile, which is then left as it is.
        """
        fields = json.dumps(_fields(document), ensure_ascii=False)
        with writing(self.folder), self._open() as database:
            same = "SELECT id FROM documents WHERE sha256 = ? AND id != ?"
            if held := database.execute(same, (document.sha256, document.id)).fetchone():
                return str(held[0])
            database.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            database.execute("INSERT INTO documents VALUES (?, ?, ?)", (document.id, document.sha256, fields))
            database.executemany(
                f"INSERT INTO paragraphs ({_PARAGRAPH}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, paragraphs)
            )
        return document.id

    def remove(self, id: str) -> bool:
        """Remove a document; False when there is none of that id."""
        with writing(self.folder), self._open() as database:
            return database.execute("DELETE FROM documents WHERE id = ?", (id,)).rowcount > 0

    @property
    def is_new(self) -> bool:
        """Whether this corpus has never been started (an emptied one has)."""
        with self._open() as database:
            return bool(database.execute("PRAGMA user_version").fetchone()[0] == 0)

    def mark_started(self) -> None:
        """Remember that the included documents were offered once, so that removing them lasts."""
        with writing(self.folder), self._open() as database:
            database.execute("PRAGMA user_version = 1")

    def hashes(self) -> dict[str, str]:
        """Content hash by document id: what the index compares itself with."""
        with self._open() as database:
            return dict(database.execute("SELECT id, sha256 FROM documents"))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each use, so that threads and processes never share one."""
        try:
            database = sqlite3.connect(self._file, timeout=10)
            try:
                database.execute("PRAGMA foreign_keys = ON")
                with database:
                    yield database
            finally:
                database.close()
        except sqlite3.Error as fault:
            raise UnusableFolder(
                f"The corpus {self._file} cannot be used ({fault}).",
                "Check the folder's permissions and free space; if the file is damaged, move it away and add the "
                "documents again.",
            ) from fault


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _fields(document: Document) -> dict[str, object]:
    """A document as JSON, less its id and hash."""
    return {
        "title": document.title,
        "kind": document.kind,
        "file": document.file,
        "programme": document.programme,
        "inspectorates": document.inspectorates,
        "forces": document.forces,
        "date": document.date and document.date.isoformat(),
        "published": document.published and document.published.isoformat(),
        "embargo": document.embargo and document.embargo.isoformat(),
        "fieldwork": document.fieldwork and [day.isoformat() for day in document.fieldwork],
        "author": document.author,
        "office": document.office,
        "addressee": document.addressee,
        "pages": document.pages,
        "ocr": document.ocr,
        "facts": {name: [fact.value, fact.position, fact.quote] for name, fact in document.facts},
    }


def _document(id: str, sha256: str, fields: str) -> Document:
    row = json.loads(fields)
    fieldwork = row["fieldwork"]
    return Document(
        id=id,
        sha256=sha256,
        title=row["title"],
        kind=DocumentKind(row["kind"]),
        file=row["file"],
        programme=row["programme"],
        inspectorates=tuple(row["inspectorates"]),
        forces=tuple(row["forces"]),
        date=_day(row["date"]),
        published=_day(row["published"]),
        embargo=datetime.fromisoformat(row["embargo"]) if row["embargo"] else None,
        fieldwork=(date.fromisoformat(fieldwork[0]), date.fromisoformat(fieldwork[1])) if fieldwork else None,
        author=row["author"],
        office=row["office"],
        addressee=row["addressee"],
        pages=row["pages"],
        ocr=row["ocr"],
        facts=tuple((name, Fact(*fact)) for name, fact in row["facts"].items()),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _row(paragraph: Paragraph) -> tuple[object, ...]:
    return (
        paragraph.document,
        paragraph.position,
        paragraph.kind,
        paragraph.text,
        json.dumps(paragraph.heading, ensure_ascii=False),
        paragraph.place,
        paragraph.number,
        paragraph.depth,
        json.dumps([[a.page, a.left, a.bottom, a.right, a.top] for a in paragraph.areas]),
        json.dumps(paragraph.called_at) if paragraph.called_at else None,
        paragraph.serial or paragraph.position,
    )


def _paragraph(
    document: str,
    position: int,
    kind: str,
    text: str,
    heading: str,
    place: int,
    number: str | None,
    depth: int,
    areas: str,
    called_at: str | None,
    serial: int,
) -> Paragraph:
    return Paragraph(
        document,
        position,
        ParagraphKind(kind),
        text,
        tuple(json.loads(heading)),
        place,
        number,
        depth,
        tuple(Area(*area) for area in json.loads(areas)),
        tuple(json.loads(called_at)) if called_at else None,
        serial,
    )
