"""A document's rows: put in place of those of its older version, with what follows from them."""

import hashlib
import json
from collections.abc import Sequence

from corpus.database import Connection
from corpus.document import Document, Paragraph
from corpus.repeats import about, prints, prints_in, refresh
from corpus.rows import PARAGRAPH, as_json, fields_of, paragraph_of, paragraph_row, with_corrections
from corpus.serials import with_lasting_serials


def store(database: Connection, document: Document, made: Sequence[Paragraph], original: str | None) -> None:
    """Put a document's rows in place of those of its older version."""
    query = "SELECT corrections, highest, sha256 FROM documents WHERE id = ?"
    before = database.execute(query, (document.id,)).fetchone()
    corrections, highest, sha256 = before or ("{}", 0, document.sha256)
    if sha256 != document.sha256:
        corrections = _without_embargo(corrections)
    changed = prints_in(database, document.id)
    if before:
        query = f"SELECT document, {PARAGRAPH} FROM paragraphs WHERE document = ? ORDER BY position"
        made = with_lasting_serials(made, [paragraph_of(*r) for r in database.execute(query, (document.id,))], highest)
        database.execute("DELETE FROM documents WHERE id = ?", (document.id,))
    handed_out = with_corrections(document, corrections)
    rows = [paragraph_row(each) for each in made]
    print_at = prints(handed_out, made)
    database.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            document.sha256,
            document.file,
            as_json(fields_of(document)),
            corrections,
            original,
            max([highest, *(each.serial or each.position for each in made)]),
            about(handed_out),
            digest([document.sha256, *((row[0], row[2], row[3], row[4]) for row in rows)]),
        ),
    )
    database.executemany(
        f"INSERT INTO paragraphs (document, {PARAGRAPH}, print) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((document.id, *row, print_at.get(each.position)) for row, each in zip(rows, made, strict=True)),
    )
    refresh(database, changed | set(print_at.values()))


def _without_embargo(corrections: str) -> str:
    """Corrections that hold for a newer file, too. That an embargo was lifted does not: the newer one may have its own."""
    return as_json({field: value for field, value in json.loads(corrections).items() if field != "embargo"})


def recount(database: Connection, document: Document, corrections: str) -> None:
    """Store corrections, and what follows from them: a document about other forces repeats other paragraphs."""
    changed = prints_in(database, document.id)
    query = f"SELECT document, {PARAGRAPH} FROM paragraphs WHERE document = ?"
    print_at = prints(document, [paragraph_of(*row) for row in database.execute(query, (document.id,))])
    database.execute(
        "UPDATE documents SET corrections = ?, about = ? WHERE id = ?",
        (corrections, about(document), document.id),
    )
    database.executemany(
        "UPDATE paragraphs SET print = ? WHERE document = ? AND position = ?",
        ((each, document.id, position) for position, each in print_at.items()),
    )
    refresh(database, changed | set(print_at.values()))


def digest(value: object) -> str:
    """The hash of a value as JSON."""
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
