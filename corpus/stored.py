"""What is stored, as a connection reads it and the corpus hands it out."""

from collections.abc import Sequence
from itertools import chain

from corpus.database import Connection
from corpus.document import Paragraph
from corpus.rows import PARAGRAPH, paragraph_of

Key = tuple[str, int]  # a document's id, and a paragraph's serial or position in it

_HANDED_OUT = f"document, {PARAGRAPH}, repeated.print IS NOT NULL"
_FROM = "paragraphs LEFT JOIN repeated ON repeated.print = paragraphs.print"
_AT_ONCE = 400  # keys a query: two values each, and older builds of SQLite take 999


def paragraphs_of(database: Connection, document: str) -> tuple[Paragraph, ...]:
    """All paragraphs of a document, in reading order."""
    rows = database.execute(f"SELECT {_HANDED_OUT} FROM {_FROM} WHERE document = ? ORDER BY position", (document,))
    return tuple(paragraph_of(*row) for row in rows)


def paragraphs_at(database: Connection, number: str, keys: Sequence[Key]) -> dict[Key, Paragraph]:
    """The paragraphs with these keys, whose number is in that column; in their order, those there are."""
    found: dict[Key, Paragraph] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        wanted = ", ".join(["(?, CAST(? AS INTEGER))"] * len(some))
        query = (  # a cross join: SQLite looks up what is wanted, rather than what is there
            f"SELECT {number}, {_HANDED_OUT} FROM (VALUES {wanted}) AS wanted CROSS JOIN {_FROM} "
            f"WHERE document = wanted.column1 AND {number} = wanted.column2"
        )
        for value, document, *row in database.execute(query, tuple(chain(*some))):
            found[document, value] = paragraph_of(document, *row)
    return {key: found[key] for key in keys if key in found}


def revisions_of(database: Connection) -> dict[str, tuple[str, tuple[int, ...]]]:
    """By document id, its revision, and the serials of its paragraphs that are boilerplate."""
    marked = database.execute(
        "SELECT document, serial FROM repeated JOIN paragraphs USING (print) ORDER BY document, serial"
    )
    repeated: dict[str, list[int]] = {}
    for document, serial in marked:
        repeated.setdefault(document, []).append(serial)
    rows = database.execute("SELECT id, revision FROM documents")
    return {id: (revision, tuple(repeated.get(id, ()))) for id, revision in rows}


def original_of(database: Connection, document: str) -> str | None:
    """The name of a document's original."""
    row = database.execute("SELECT original FROM documents WHERE id = ?", (document,)).fetchone()
    return row[0] if row else None
