"""All that a data folder holds, to compare it with what another one holds."""

import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus import Corpus
from index import Index
from index.building import LAYOUT
from index.vectors import Vectors

# What says when something was done, and by which process, differs from run to run.
_ROWS = {
    "documents": "SELECT * FROM documents",
    "paragraphs": "SELECT * FROM paragraphs",
    "boilerplate": "SELECT * FROM repeated",
    "pending": "SELECT source FROM pending",
    "failures": "SELECT file, source, reason FROM failures",
    "damage to the corpus": "PRAGMA integrity_check",
}
_INDEXED = {
    "indexed documents": "SELECT * FROM documents",
    "unfinished": "SELECT * FROM unfinished",
    "chunks": 'SELECT id, document, paragraph, kind, heading, start, "end", text, tokens, scales, spans FROM chunks JOIN tokens USING (number)',
    "damage to the index": "PRAGMA integrity_check",
}
_SEGMENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}.*")  # Chroma names its folders by chance
_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class State:
    """By what it is, everything there is of it."""

    held: Mapping[str, Counter[object]]

    def differences(self, wanted: "State") -> tuple[str, ...]:
        """What this one lacks, and what it has too much, in words."""
        told = []
        for name, there in self.held.items():
            for word, more in (("too much", there - wanted.held[name]), ("lacks", wanted.held[name] - there)):
                if more:
                    examples = "; ".join(str(each)[:120] for each in list(more)[:_EXAMPLES])
                    told.append(f"{name}, {word}: {more.total()} ({examples})")
        return tuple(told)


def stored(folder: Path) -> State:
    """What that data folder holds: rows, originals, index, and the files in it."""
    held = _rows(folder / "corpus.sqlite", _ROWS)
    held |= _rows(folder / f"index-{LAYOUT}" / "words.sqlite", _INDEXED)
    held["words"] = _words(folder / f"index-{LAYOUT}" / "words.sqlite")
    held["vectors"] = _vectors(folder)
    held["originals"] = Counter((file.name, _hash(file)) for file in (folder / "files").iterdir() if file.is_file())
    held["files"] = Counter(_names(folder))
    held["documents left to index"] = _left(folder)
    return State(held)


def is_planned(folder: Path, count: int) -> bool:
    """Whether so many files are written down as still to be added."""
    try:
        with closing(sqlite3.connect(f"file:{folder / 'corpus.sqlite'}?mode=ro", uri=True)) as database:
            return bool(database.execute("SELECT count(*) FROM pending").fetchone()[0] >= count)
    except sqlite3.Error:  # not there yet
        return False


def _rows(file: Path, queries: Mapping[str, str]) -> dict[str, Counter[object]]:
    with closing(sqlite3.connect(file)) as database:
        return {name: Counter(database.execute(query)) for name, query in queries.items()}


def _words(file: Path) -> Counter[object]:
    """What full-text search finds, of all parts of the index."""
    with closing(sqlite3.connect(file)) as database:
        parts = database.execute("SELECT name, number FROM parts").fetchall()
        query = "SELECT ?, words.text, words.heading, id FROM words_{0} AS words JOIN chunks ON number = words.rowid"
        return Counter(row for name, number in parts for row in database.execute(query.format(number), (name,)))


def _vectors(folder: Path) -> Counter[object]:
    """Each chunk's vector, as the hash of its numbers."""
    vectors = Vectors(folder / f"index-{LAYOUT}" / "chroma").all()
    return Counter((id, hashlib.sha256(vector.tobytes()).hexdigest()[:16]) for id, vector in vectors.items())


def _names(folder: Path) -> list[str]:
    """The files and folders in it, those of Chroma as one each."""
    return [
        _SEGMENT.sub("…", str(path.relative_to(folder))) for path in folder.rglob("*") if not _is_segment_file(path)
    ]


def _is_segment_file(path: Path) -> bool:
    return bool(_SEGMENT.fullmatch(path.parent.name))  # which there are depends on how often it was opened


def _left(folder: Path) -> Counter[object]:
    synced = Index(Corpus(folder)).sync()
    return Counter({"added": synced.added, "removed": synced.removed, "rebuilt": int(synced.rebuilt)})


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
