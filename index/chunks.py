"""The chunks and their token vectors, in SQLite, in the parts of the index."""

import sqlite3
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping

from corpus import ParagraphKind
from index.chunk import Chunk
from index.database import Database
from index.entry import Entry, Packed, unpack
from index.record import Held, finish

_TABLES = """
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, paragraph TEXT NOT NULL,
    kind TEXT NOT NULL, heading TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS chunks_by_document ON chunks(document);
CREATE TABLE IF NOT EXISTS tokens (
    number INTEGER PRIMARY KEY, tokens BLOB NOT NULL, scales BLOB NOT NULL, spans BLOB NOT NULL
);
"""
_CHUNK = 'document, paragraph, kind, heading, start, "end", text'


class Chunks(ABC):
    """Chunks by id. What is kept of their words beside them, for whom, is told by the classes that inherit it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.changing() as opened:
            opened.executescript(_TABLES)

    def __len__(self) -> int:
        with self._database.changing() as database:
            return int(database.execute("SELECT coalesce(sum(chunks), 0) FROM parts").fetchone()[0])

    def clear(self) -> None:
        """Forget all chunks and parts."""
        with self._database.changing() as database:
            for part in numbers(database).values():
                self._drop_words(database, part)
            for table in ("parts", "chunks", "tokens"):
                database.execute(f"DELETE FROM {table}")

    def add(self, documents: Mapping[str, Held], rows: Iterable[tuple[Chunk, Packed | None]]) -> None:
        """Store the chunks of these documents, and record them; all or nothing.

        With their token vectors (`pack`), unless these are read anew for each search.
        """
        with self._database.changing() as database:
            parts = {part: self._part(database, part) for part in {held.part for held in documents.values()}}
            added: Counter[int] = Counter()
            for chunk, packed in rows:
                part = parts[documents[chunk.document].part]
                self._put_words(database, part, _store(database, chunk, packed), chunk)
                added[part] += 1
            database.executemany(
                "UPDATE parts SET chunks = chunks + ? WHERE number = ?",
                [(count, part) for part, count in added.items()],
            )
            finish(database, documents)

    def remove(self, documents: Mapping[str, str]) -> None:
        """Forget the chunks of these documents, given with their parts."""
        with self._database.changing() as database:
            parts = numbers(database)
            for document, part in documents.items():
                number = parts[part]
                self._take_words(database, number, document)
                which = "SELECT number FROM chunks WHERE document = ?"
                database.execute(f"DELETE FROM tokens WHERE number IN ({which})", (document,))
                gone = database.execute("DELETE FROM chunks WHERE document = ?", (document,)).rowcount
                database.execute("UPDATE parts SET chunks = chunks - ? WHERE number = ?", (gone, number))
            finish(database, dict.fromkeys(documents))

    def chunks(self, ids: Iterable[str]) -> list[Chunk]:
        """The stored chunks of these ids; unknown ids are left out."""
        with self._database.reading() as database:
            rows = [database.execute(f"SELECT {_CHUNK} FROM chunks WHERE id = ?", (id,)).fetchone() for id in ids]
        return [_chunk(*row) for row in rows if row]

    def entries(self, ids: Iterable[str]) -> list[Entry]:
        """The stored chunks of these ids with their token vectors; unknown ids are left out."""
        wanted = list(ids)
        query = f"SELECT id, {_CHUNK}, tokens, scales, spans FROM chunks JOIN tokens USING (number) WHERE id IN"
        with self._database.reading() as database:
            rows = database.execute(f"{query} ({','.join('?' * len(wanted))})", wanted).fetchall()
        found = {id: unpack(_chunk(*row[:7]), tuple(row[7:])) for id, *row in rows}
        return [found[id] for id in wanted if id in found]

    @abstractmethod
    def rarity(self, stems: Iterable[str], parts: Iterable[str]) -> dict[str, float]:
        """The inverse document frequency of each stem in these parts: ln((n + 1) / (df + 0.5)).

        n chunks, df of them with it.
        """

    @abstractmethod
    def _begin_words(self, database: sqlite3.Connection, part: int) -> None:
        """Make room for the words of a new part."""

    @abstractmethod
    def _put_words(self, database: sqlite3.Connection, part: int, number: int, chunk: Chunk) -> None:
        """Keep what is needed of the words of a chunk, stored under that number."""

    @abstractmethod
    def _take_words(self, database: sqlite3.Connection, part: int, document: str) -> None:
        """Forget the words of a document's chunks, which are still there."""

    @abstractmethod
    def _drop_words(self, database: sqlite3.Connection, part: int) -> None:
        """Forget the words of a part."""

    def _part(self, database: sqlite3.Connection, part: str) -> int:
        """The number of a part; a new one gets room for its words."""
        held = database.execute("SELECT number FROM parts WHERE name = ?", (part,)).fetchone()
        if held:
            return int(held[0])
        number = database.execute("INSERT INTO parts (name, chunks) VALUES (?, 0)", (part,)).lastrowid or 0
        self._begin_words(database, number)
        return number


def numbers(database: sqlite3.Connection) -> dict[str, int]:
    """The number of each part by its name."""
    return dict(database.execute("SELECT name, number FROM parts"))


def _store(database: sqlite3.Connection, chunk: Chunk, packed: Packed | None) -> int:
    fields = (chunk.document, chunk.paragraph, chunk.kind, chunk.heading, chunk.start, chunk.end, chunk.text)
    query = f"INSERT INTO chunks (id, {_CHUNK}) VALUES (?,?,?,?,?,?,?,?)"
    number = database.execute(query, (chunk.id, *fields)).lastrowid or 0
    if packed:
        database.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", (number, *packed))
    return number


def _chunk(document: str, paragraph: str, kind: str, heading: str, start: int, end: int, text: str) -> Chunk:
    return Chunk(document, paragraph, ParagraphKind(kind), heading, start, end, text)
