"""The words of the chunks, in SQLite: full-text search (FTS5, Porter stems, BM25), a table for each part of the index."""

import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.chunk import Chunk
from index.chunks import Chunks, numbers
from index.terms import WORD, Term, is_stop_word

_PART = """
CREATE VIRTUAL TABLE words_{0} USING fts5(text, heading, tokenize = "porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE vocabulary_{0} USING fts5vocab(words_{0}, 'row');
"""
HEADING_WEIGHT = 0.3  # of a word in the heading, against one in the text


class Words(Chunks):
    """Chunks by id, and by the words they hold."""

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
            held = numbers(database)
            for part, documents in parts.items():
                if part in held:
                    found += _best(database, held[part], wanted, limit, documents)
        return dict(sorted(found, key=lambda row: -row[1])[:limit])

    def rarity(self, stems: Iterable[str], parts: Iterable[str]) -> dict[str, float]:
        with self._database.reading() as database:
            wanted = set(parts)
            held = [row[1:] for row in database.execute("SELECT name, number, chunks FROM parts") if row[0] in wanted]
            total = sum(chunks for _, chunks in held)
            counts = {each: sum(_frequency(database, number, each) for number, _ in held) for each in stems}
        return {each: math.log((total + 1) / (count + 0.5)) for each, count in counts.items()}

    def _begin_words(self, database: sqlite3.Connection, part: int) -> None:
        for statement in _PART.format(part).strip().splitlines():
            database.execute(statement)

    def _put_words(self, database: sqlite3.Connection, part: int, number: int, chunk: Chunk) -> None:
        words = f"INSERT INTO words_{part} (rowid, text, heading) VALUES (?, ?, ?)"
        database.execute(words, (number, chunk.text, chunk.heading))

    def _take_words(self, database: sqlite3.Connection, part: int, document: str) -> None:
        which = "SELECT number FROM chunks WHERE document = ?"
        database.execute(f"DELETE FROM words_{part} WHERE rowid IN ({which})", (document,))

    def _drop_words(self, database: sqlite3.Connection, part: int) -> None:
        database.execute(f"DROP TABLE vocabulary_{part}")
        database.execute(f"DROP TABLE words_{part}")


def _best(
    database: sqlite3.Connection, part: int, wanted: str, limit: int, documents: Sequence[str] | None
) -> list[tuple[str, float]]:
    """The best rows are picked by number; only these are looked up.

    The plus keeps SQLite from matching the words anew for each chunk of the documents, which takes twenty times as long.
    """
    within = ""
    if documents is not None:
        within = f"AND +rowid IN (SELECT number FROM chunks WHERE document IN ({','.join('?' * len(documents))}))"
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
