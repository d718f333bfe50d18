"""The words and the token vectors of the chunks, in SQLite: full-text search (FTS5, Porter stems, BM25).

Also the index's own record: what it was built with, and which documents, by content hash, it holds.
"""

import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import FolderBusy, ParagraphKind, UnusableFolder
from index.chunk import Chunk
from index.embed import Encoding, Vector
from index.terms import WORD, Term, is_stop_word

_TABLES = """
CREATE TABLE IF NOT EXISTS built_with (name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, paragraph TEXT NOT NULL,
    kind TEXT NOT NULL, heading TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
    tokens BLOB NOT NULL, scales BLOB NOT NULL, spans BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS chunks_by_document ON chunks(document);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    text, heading, tokenize = "porter unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(words, 'row');
"""
_CHUNK = 'document, paragraph, kind, heading, start, "end", text'
Packed = tuple[bytes, bytes, bytes]  # token vectors as int8, their scales, and the spans of the tokens
HEADING_WEIGHT = 0.3  # of a word in the heading, against one in the text


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A chunk as stored, with its content tokens as vectors [t, d]."""

    chunk: Chunk
    tokens: Vector
    spans: NDArray[np.int32]


class Words:
    """Chunks by id, and by the words they hold."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with self._usable():
            file.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as database:
            database.executescript(_TABLES)

    def __len__(self) -> int:
        with self._open() as database:
            return int(database.execute("SELECT count(*) FROM chunks").fetchone()[0])

    def stamp(self) -> tuple[int, int, int]:
        """Another one after each time that anybody, in whatever process, has written to the index."""
        with self._usable():
            found = self._file.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def documents(self) -> dict[str, str]:
        """Content hash by id of the documents that are wholly indexed."""
        with self._open() as database:
            return dict(database.execute("SELECT id, sha256 FROM documents"))

    def built_with(self) -> str | None:
        """What the index was built with, None for a new one."""
        with self._open() as database:
            row = database.execute("SELECT name FROM built_with").fetchone()
        return row[0] if row else None

    def start(self, built_with: str) -> None:
        """Forget everything, and remember what this index is built with from now on."""
        with self._open() as database:
            for table in ("words", "chunks", "documents", "built_with"):
                database.execute(f"DELETE FROM {table}")
            database.execute("INSERT INTO built_with VALUES (?)", (built_with,))

    def add(self, document: str, sha256: str, rows: Iterable[tuple[Chunk, Packed]]) -> None:
        """Store a document's chunks with their token vectors (`pack`); all or nothing."""
        with self._open() as database:
            for chunk, packed in rows:
                number = database.execute(
                    f"INSERT INTO chunks (id, {_CHUNK}, tokens, scales, spans) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                    (chunk.id, *_fields(chunk), *packed),
                ).lastrowid
                database.execute(
                    "INSERT INTO words (rowid, text, heading) VALUES (?, ?, ?)", (number, chunk.text, chunk.heading)
                )
            database.execute("INSERT INTO documents VALUES (?, ?)", (document, sha256))

    def remove(self, document: str) -> None:
        """Forget a document's chunks."""
        with self._open() as database:
            database.execute(
                "DELETE FROM words WHERE rowid IN (SELECT number FROM chunks WHERE document = ?)", (document,)
            )
            database.execute("DELETE FROM chunks WHERE document = ?", (document,))
            database.execute("DELETE FROM documents WHERE id = ?", (document,))

    def matching(self, terms: Sequence[Term], limit: int, documents: Sequence[str] | None) -> dict[str, float]:
        """BM25 by chunk id (higher is better) of the best chunks that hold any of the terms or alternatives."""
        wanted = dict.fromkeys(phrase for term in terms for phrase in _phrases(term))
        if not wanted:
            return {}
        within = f"AND chunks.document IN ({','.join('?' * len(documents))})" if documents is not None else ""
        with self._open() as database:
            rows = database.execute(
                f"SELECT id, -bm25(words, 1.0, {HEADING_WEIGHT}) AS score FROM words JOIN chunks ON number = words.rowid "
                f"WHERE words MATCH ? {within} ORDER BY score DESC LIMIT ?",
                (" OR ".join(wanted), *(documents or ()), limit),
            )
            return dict(rows.fetchall())

    def entries(self, ids: Iterable[str]) -> list[Entry]:
        """The stored chunks of these ids; unknown ids are left out."""
        with self._open() as database:
            query = f"SELECT {_CHUNK}, tokens, scales, spans FROM chunks WHERE id = ?"
            rows = [database.execute(query, (id,)).fetchone() for id in ids]
        return [_entry(*row) for row in rows if row]

    def rarity(self, stems: Iterable[str]) -> dict[str, float]:
        """The inverse document frequency of each stem: ln((n + 1) / (df + 0.5)), n chunks, df of them with it."""
        with self._open() as database:
            total = database.execute("SELECT count(*) FROM chunks").fetchone()[0]
            counts = {
                each: (database.execute("SELECT doc FROM vocabulary WHERE term = ?", (each,)).fetchone() or (0,))[0]
                for each in stems
            }
        return {each: math.log((total + 1) / (count + 0.5)) for each, count in counts.items()}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._usable():
            database = sqlite3.connect(self._file, timeout=10)
            try:
                with database:
                    yield database
            finally:
                database.close()

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as fault:
            if getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise FolderBusy(f"Another process is writing to the index {self._file}.", "Try again.") from fault
            raise UnusableFolder(
                f"The index {self._file} cannot be used ({fault}).",
                "Remove the folder it is in; the index is rebuilt from the corpus.",
            ) from fault


def _phrases(term: Term) -> Iterator[str]:
    """FTS5 phrases for a term: its content words each by itself, its alternatives as they stand."""
    yield from (f'"{word[0]}"' for word in WORD.finditer(term.text) if not is_stop_word(word[0]))
    yield from (f'"{alternative}"' for alternative in term.alternatives)


def _fields(chunk: Chunk) -> tuple[str | int, ...]:
    return (
        chunk.document,
        chunk.paragraph,
        chunk.kind,
        chunk.heading,
        chunk.start,
        chunk.end,
        chunk.text,
    )


def pack(chunk: Chunk, encoding: Encoding) -> Packed:
    """The token vectors as bytes: int8 with a scale a token; context, stop words and punctuation left out.

    A quarter of the space of 32-bit numbers; the cosines differ by less than 0.01.
    """
    content = content_tokens(chunk, encoding)
    tokens, spans = encoding.tokens[content], encoding.spans[content] - len(chunk.context)
    scales = np.abs(tokens).max(axis=1, initial=1e-6).astype(np.float32)
    return np.round(tokens / scales[:, None] * 127).astype(np.int8).tobytes(), scales.tobytes(), spans.tobytes()


def content_tokens(chunk: Chunk, encoding: Encoding) -> list[int]:
    """Which tokens of a chunk, encoded with its context, are content words of the chunk itself."""
    text, shift = chunk.text, len(chunk.context)
    return [
        at
        for at, (start, end) in enumerate(encoding.spans)
        if start >= shift and _is_content(text[start - shift : end - shift])
    ]


def _is_content(piece: str) -> bool:
    return any(character.isalnum() for character in piece) and not is_stop_word(piece)


def _entry(
    document: str,
    paragraph: str,
    kind: str,
    heading: str,
    start: int,
    end: int,
    text: str,
    tokens: bytes,
    scales: bytes,
    spans: bytes,
) -> Entry:
    sizes = np.frombuffer(scales, dtype=np.float32)[:, None]
    whole = np.frombuffer(tokens, dtype=np.int8).reshape(len(sizes), -1) if len(sizes) else np.zeros((0, 1), np.int8)
    return Entry(
        Chunk(document, paragraph, ParagraphKind(kind), heading, start, end, text),
        (whole * (sizes / np.float32(127))).astype(np.float32),
        np.frombuffer(spans, dtype=np.int32).reshape(-1, 2),
    )
