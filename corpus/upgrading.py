"""Data folders of earlier versions, brought up to date when they are opened: nothing has to be added again.

Layout 1 knew neither originals nor corrections, and of each paragraph one page and one box. The next one, an early
layout 2, had lasting ids and areas already. Both kept documents in three columns, by which they are known here.
"""

import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus.command import Json
from corpus.document import Document, Paragraph
from corpus.errors import UnusableFolder
from corpus.folder import VERSION, writing
from corpus.rows import document_of, paragraph_of
from corpus.sqlite import BUSY_SECONDS, SQLite
from corpus.versions import store

_FILE, _OLDER = "corpus.sqlite", "corpus.sqlite.before-upgrade"
_ADDED_SINCE: Json = {"pages": None, "unread": [], "ocr": False}  # fields that no older document has


def upgrade(folder: Path) -> None:
    """Bring an older data folder up to date; a newer one is left as it is. What it was made of is kept beside it.

    Safe to be killed at any moment: the new database takes its place whole. Raises `UnusableFolder`.
    """
    if not _is_older(folder):
        return
    with writing(folder):
        if _is_older(folder):  # another process may have done it meanwhile
            _upgrade(folder)


def _is_older(folder: Path) -> bool:
    """Whether its documents are kept as they once were, or its stamp still says so."""
    stamp = folder / "version"
    return (stamp.exists() and stamp.read_text(encoding="utf-8").strip() != VERSION) or _has_three_columns(folder)


def _has_three_columns(folder: Path) -> bool:
    file = folder / _FILE
    return file.is_file() and _columns(file, "documents") == {"id", "sha256", "fields"}


def _columns(file: Path, table: str) -> set[str]:
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as database:
            return {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
    except sqlite3.Error:  # told by whoever opens it next, with what to do
        return set()


def _upgrade(folder: Path) -> None:
    """Make the new database beside the old one, then put it in its place."""
    file, made = folder / _FILE, folder / f"{_FILE}.upgrading"
    try:
        if _has_three_columns(folder):
            made.unlink(missing_ok=True)
            with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as older, SQLite(made).changing() as newer:
                for document, paragraphs in _documents(older, _columns(file, "paragraphs")).items():
                    store(newer, document, paragraphs, None)
                started = older.execute("PRAGMA user_version").fetchone()[0]
                newer.execute(f"PRAGMA user_version = {int(started)}")
            shutil.copyfile(file, folder / _OLDER)
            made.replace(file)
        stamp = folder / "version.upgrading"
        stamp.write_text(VERSION, encoding="utf-8")
        stamp.replace(folder / "version")
    except (OSError, sqlite3.Error, ValueError, KeyError) as fault:
        raise UnusableFolder(
            f"The data folder {folder} is of an earlier version, and could not be brought up to date ({fault}).",
            "Check its permissions and free space, or set INSPECTION_DATA to a new folder and add the documents again.",
        ) from fault


def _documents(older: sqlite3.Connection, columns: set[str]) -> Mapping[Document, list[Paragraph]]:
    held = {}
    for id, sha256, fields in older.execute("SELECT id, sha256, fields FROM documents").fetchall():
        row = _ADDED_SINCE | json.loads(fields)
        if "inspectorate" in row:  # it once was one
            row["inspectorates"] = [row["inspectorate"]] if row["inspectorate"] else []
        held[document_of(id, sha256, json.dumps(row), "{}")] = _paragraphs(older, id, columns)
    return held


def _paragraphs(older: sqlite3.Connection, document: str, columns: set[str]) -> list[Paragraph]:
    """The paragraphs of a document, with the ids they had."""
    newer = "serial, position, kind, text, heading, place, number, depth, areas, called_at"
    query = newer if "areas" in columns else "position, position, kind, text, heading, place, number, 0, page, box"
    rows = older.execute(f"SELECT {query} FROM paragraphs WHERE document = ? ORDER BY position", (document,))
    if "areas" in columns:
        return [paragraph_of(document, *row) for row in rows]
    return [paragraph_of(document, *each) for each in map(_with_areas, rows)]


def _with_areas(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """An older row as a newer one: a page and a box on it (left, bottom, right, top) are one area, and no note is tied."""
    *same, page, box = row
    return (*same, json.dumps([[page, *json.loads(box)]] if page and box else []), None)
