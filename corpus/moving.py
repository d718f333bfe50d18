"""A corpus copied from its data folder into PostgreSQL as it is, with ids and corrections: links to it still work."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from corpus.database import Connection, Row
from corpus.errors import UnusableInput
from corpus.folder import LOCK_SECONDS, Lock
from corpus.store import Corpus

_TABLES = ("documents", "paragraphs", "repeated", "failures")  # their columns are the same, in the same order
_AT_ONCE = 2000  # rows in memory


def move(folder: Path, address: str) -> int:
    """Copy what the data folder holds into an empty database, all or nothing; how many documents that was.

    The data folder keeps its own. Raises `UnusableInput` where there is something in the way.
    """
    source, target = Corpus(folder), Corpus(folder, address)
    with source.holding(Lock.ADDING, LOCK_SECONDS), target.holding(Lock.ADDING, LOCK_SECONDS):
        if source.journal.pending():
            raise UnusableInput(
                "Files are still to be added to the data folder.",
                "Let `python -m corpus list` without DATABASE_URL finish that first.",
            )
        with target.database.writing():
            if target.documents():
                raise UnusableInput(
                    "The database that DATABASE_URL names holds documents already.",
                    "Remove them, or name an empty database.",
                )
            _copy(source, target)
    return len(target.documents())


def _copy(source: Corpus, target: Corpus) -> None:
    with source.database.reading() as held, target.database.changing() as made:
        for table in _TABLES:
            for rows in _slices(held, table):
                slots = ", ".join(["?"] * len(rows[0]))
                made.executemany(f"INSERT INTO {table} VALUES ({slots})", rows)
        for (name,) in held.execute("SELECT DISTINCT original FROM documents WHERE original IS NOT NULL"):
            if original := source.originals.path(name):
                target.database.keep(made, name, original)
        made.execute(target.database.start)


def _slices(database: Connection, table: str) -> Iterator[list[Row]]:
    rows = iter(database.execute(f"SELECT * FROM {table}"))
    while some := list(islice(rows, _AT_ONCE)):
        yield some
