"""Boilerplate is what repeats across documents: the same paragraph, whoever it is about, in three or more.

It follows from the documents held alone, not from the order in which they came: a print of each paragraph is kept
beside it, and the table `repeated` holds the prints that stand in enough documents.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from corpus.database import Connection
from corpus.document import Document, Paragraph, ParagraphKind
from corpus.forces import all_forces, unlisted_forces, without_forces

MIN_WORDS = 8  # shorter ones ("Areas for improvement") say the same by chance
MIN_DOCUMENTS = 3  # two may quote each other
_AT_ONCE = 900  # prints a query: older builds of SQLite take 999 values
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")


def prints(document: Document, paragraphs: Iterable[Paragraph]) -> dict[int, int]:
    """The prints of those paragraphs that may be boilerplate, by position."""
    unlisted = tuple(id for id in document.forces if id not in all_forces())
    return {
        each.position: print_of(each.text, unlisted)
        for each in paragraphs
        if each.kind is ParagraphKind.BODY and len(each.text.split()) >= MIN_WORDS
    }


def print_of(text: str, unlisted: tuple[str, ...] = ()) -> int:
    """A number equal for texts that differ only in the forces and figures named, case, white space and punctuation."""
    text = unicodedata.normalize("NFKC", text)
    nameless = without_forces(text, tuple(sorted({*unlisted, *unlisted_forces(text)})))
    words = " ".join(_WORD.findall(_DIGIT.sub("0", nameless.casefold())))
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), signed=True)


def about(document: Document) -> str:
    """What documents must differ in to count as several: the forces, or the date of those about no force.

    The same letter as PDF and as web page, or a letter of each year to one force, make no boilerplate: what is said
    again and again to one force is a finding.
    """
    return ",".join(sorted(document.forces)) or f"on {document.date}"


def refresh(database: Connection, changed: Iterable[int]) -> None:
    """Find out anew which of these prints are boilerplate."""
    prints = list(set(changed))
    for start in range(0, len(prints), _AT_ONCE):
        some = prints[start : start + _AT_ONCE]
        wanted = ", ".join(["?"] * len(some))
        known = {row[0] for row in database.execute(f"SELECT print FROM repeated WHERE print IN ({wanted})", some)}
        rows = database.execute(
            f"SELECT print FROM paragraphs JOIN documents ON id = document WHERE print IN ({wanted}) "
            f"GROUP BY print HAVING count(DISTINCT about) >= {MIN_DOCUMENTS}",
            some,
        )
        now = {row[0] for row in rows}
        database.executemany("INSERT INTO repeated VALUES (?)", [(each,) for each in now - known])
        database.executemany("DELETE FROM repeated WHERE print = ?", [(each,) for each in known - now])


def prints_in(database: Connection, document: str) -> set[int]:
    """The prints of a stored document."""
    rows = database.execute("SELECT print FROM paragraphs WHERE document = ? AND print IS NOT NULL", (document,))
    return {row[0] for row in rows}
