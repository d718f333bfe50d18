"""How often the words occur, in SQLite: what is kept of them where a search server does the full-text search."""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable

from index.chunk import Chunk
from index.chunks import Chunks, numbers
from index.database import Database
from index.keywords import all_stems

_TABLES = """
CREATE TABLE IF NOT EXISTS frequencies (
    part INTEGER NOT NULL, stem TEXT NOT NULL, chunks INTEGER NOT NULL, PRIMARY KEY (part, stem)
) WITHOUT ROWID;
"""


class Counted(Chunks):
    """Chunks by id, and in how many of each part a stem occurs."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        with database.changing() as opened:
            opened.executescript(_TABLES)

    def rarity(self, stems: Iterable[str], parts: Iterable[str]) -> dict[str, float]:
        query = "SELECT coalesce(sum(chunks), 0) FROM frequencies WHERE stem = ? AND part IN"
        with self._database.reading() as database:
            wanted = set(parts)
            held = [number for part, number in numbers(database).items() if part in wanted]
            marks = f"({','.join('?' * len(held))})"
            (total,) = database.execute(
                f"SELECT coalesce(sum(chunks), 0) FROM parts WHERE number IN {marks}", held
            ).fetchone()
            counts = {each: database.execute(f"{query} {marks}", (each, *held)).fetchone()[0] for each in stems}
        return {each: math.log((total + 1) / (count + 0.5)) for each, count in counts.items()}

    def _begin_words(self, database: sqlite3.Connection, part: int) -> None:
        """A stem gets its row when it first occurs."""

    def _put_words(self, database: sqlite3.Connection, part: int, number: int, chunk: Chunk) -> None:
        database.executemany(
            "INSERT INTO frequencies VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET chunks = chunks + 1",
            [(part, each) for each in _stems(chunk.heading, chunk.text)],
        )

    def _take_words(self, database: sqlite3.Connection, part: int, document: str) -> None:
        rows = database.execute("SELECT heading, text FROM chunks WHERE document = ?", (document,))
        gone = Counter(each for row in rows for each in _stems(*row))
        database.executemany(
            "UPDATE frequencies SET chunks = chunks - ? WHERE part = ? AND stem = ?",
            [(count, part, each) for each, count in gone.items()],
        )

    def _drop_words(self, database: sqlite3.Connection, part: int) -> None:
        database.execute("DELETE FROM frequencies WHERE part = ?", (part,))


def _stems(heading: str, text: str) -> set[str]:
    return {*all_stems(heading), *all_stems(text)}
