"""The words and the token vectors of the chunks, in SQLite: full-text search (FTS5, Porter stems, BM25), a part each."""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus import ParagraphKind
from index.chunk import Chunk
from index.database import Database
from index.entry import Entry, Packed, unpack
from index.record import Held, finish
from index.terms import WORD, Term, is_stop_word

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
_PART = """
CREATE VIRTUAL TABLE words_{0} USING fts5(text, heading, tokenize = "porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE vocabulary_{0} USING fts5vocab(words_{0}, 'row');
"""
_CHUNK = 'document, paragraph, kind, heading, start, "end", text'
HEADING_WEIGHT = 0.3  # of a word in the heading, against one in the text


class Words:
    """Chunks by id, and by the words they hold, in the parts of the index."""

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
            for number in _numbers(database).values():
                database.execute(f"DROP TABLE vocabulary_{number}")
                database.execute(f"DROP TABLE words_{number}")
            for table in ("parts", "chunks", "tokens"):
                database.execute(f"DELETE FROM {table}")

    def add(self, documents: Mapping[str, Held], rows: Iterable[tuple[Chunk, Packed]]) -> None:
        """Store the chunks of these documents with their token vectors (`pack`), and record them; all or nothing."""
        with self._database.changing() as database:
            numbers = {part: _number(database, part) for part in {held.part for held in documents.values()}}
            added: Counter[int] = Counter()
            for chunk, packed in rows:
                number = numbers[documents[chunk.document].part]
                _store(database, chunk, packed, number)
                added[number] += 1
            database.executemany(
                "UPDATE parts SET chunks = chunks + ? WHERE number = ?",
                [(count, part) for part, count in added.items()],
            )
            finish(database, documents)

    def remove(self, documents: Mapping[str, str]) -> None:
        """Forget the chunks of these documents, given with their parts."""
        with self._database.changing() as database:
            numbers = _numbers(database)
            for document, part in documents.items():
                number = numbers[part]
                which = "SELECT number FROM chunks WHERE document = ?"
                gone = database.execute(f"DELETE FROM words_{number} WHERE rowid IN ({which})", (document,)).rowcount
                database.execute(f"DELETE FROM tokens WHERE number IN ({which})", (document,))
                database.execute("DELETE FROM chunks WHERE document = ?", (document,))
                database.execute("UPDATE parts SET chunks = chunks - ? WHERE number = ?", (gone, number))
            finish(database, dict.fromkeys(documents))

    def matching(
        self, terms: Sequence[Term], limit: int, parts: Mapping[str, Sequence[str] | None]
    ) -> dict[str, float]:
        """BM25 by chunk id (higher is better) of the best chunks that hold any of the terms or alternatives.

        Of each part, within these documents; within all of it for None.
        """
        wanted = " OR ".join(dict.fromkeys(phrase for term in terms for phrase in _phrases(term)))
        if not wanted:
            return {}
        found: list[tuple[str, float]] = []
        with self._database.reading() as database:
            numbers = _numbers(database)
            for part, documents in parts.items():
                if part in numbers:
                    found += _best(database, numbers[part], wanted, limit, documents)
        return dict(sorted(found, key=lambda row: -row[1])[:limit])

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

    def rarity(self, stems: Iterable[str], parts: Iterable[str]) -> dict[str, float]:
        """The inverse document frequency of each stem in these parts: ln((n + 1) / (df + 0.5)).

        n chunks, df of them with it.
        """
        with self._database.reading() as database:
            wanted = set(parts)
            held = [row[1:] for row in database.execute("SELECT name, number, chunks FROM parts") if row[0] in wanted]
            total = sum(chunks for _, chunks in held)
            counts = {each: sum(_frequency(database, number, each) for number, _ in held) for each in stems}
        return {each: math.log((total + 1) / (count + 0.5)) for each, count in counts.items()}


def _numbers(database: sqlite3.Connection) -> dict[str, int]:
    """The number of each part by its name."""
    return dict(database.execute("SELECT name, number FROM parts"))


def _number(database: sqlite3.Connection, part: str) -> int:
    """The number of a part; a new one gets its tables."""
    held = database.execute("SELECT number FROM parts WHERE name = ?", (part,)).fetchone()
    if held:
        return int(held[0])
    number = database.execute("INSERT INTO parts (name, chunks) VALUES (?, 0)", (part,)).lastrowid or 0
    for statement in _PART.format(number).strip().splitlines():
        database.execute(statement)
    return number


def _store(database: sqlite3.Connection, chunk: Chunk, packed: Packed, part: int) -> None:
    fields = (chunk.document, chunk.paragraph, chunk.kind, chunk.heading, chunk.start, chunk.end, chunk.text)
    query = f"INSERT INTO chunks (id, {_CHUNK}) VALUES (?,?,?,?,?,?,?,?)"
    number = database.execute(query, (chunk.id, *fields)).lastrowid
    database.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", (number, *packed))
    words = f"INSERT INTO words_{part} (rowid, text, heading) VALUES (?, ?, ?)"
    database.execute(words, (number, chunk.text, chunk.heading))


def _best(
    database: sqlite3.Connection, part: int, wanted: str, limit: int, documents: Sequence[str] | None
) -> list[tuple[str, float]]:
    """The best rows are picked by number; only these are looked up."""
    within = ""
    if documents is not None:
        within = f"AND rowid IN (SELECT number FROM chunks WHERE document IN ({','.join('?' * len(documents))}))"
    rows = database.execute(
        f"SELECT id, score FROM (SELECT rowid AS number, -bm25(words_{part}, 1.0, {HEADING_WEIGHT}) AS score "
        f"FROM words_{part} WHERE words_{part} MATCH ? {within} ORDER BY score DESC LIMIT ?) JOIN chunks USING (number)",
        (wanted, *(documents or ()), limit),
    )
    return rows.fetchall()


def _frequency(database: sqlite3.Connection, part: int, stem: str) -> int:
    row = database.execute(f"SELECT doc FROM vocabulary_{part} WHERE term = ?", (stem,)).fetchone()
    return int(row[0]) if row else 0


def _phrases(term: Term) -> Iterator[str]:
    """FTS5 phrases for a term: its content words each by itself, its alternatives as they stand."""
    yield from (f'"{word[0]}"' for word in WORD.finditer(term.text) if not is_stop_word(word[0]))
    yield from (f'"{alternative}"' for alternative in term.alternatives)


def _chunk(document: str, paragraph: str, kind: str, heading: str, start: int, end: int, text: str) -> Chunk:
    return Chunk(document, paragraph, ParagraphKind(kind), heading, start, end, text)
