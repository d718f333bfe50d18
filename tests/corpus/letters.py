"""Generated text letters to invented forces, and a corpus's tables as they stand, to compare it with another's."""

import sqlite3
from pathlib import Path

FORCES = "Northshire Eastmoor Westvale Southmere Highfell Lowmarsh".split()
TABLES = ("documents", "paragraphs", "repeated", "pending")
INTRODUCTION = "In January HMIC began an all-force inspection of how {force} Police prevents crime and attends to it."


def letter(force: str, *findings: str, year: int = 2014) -> str:
    """The text of a letter to a force, with these findings."""
    return "\n\n".join(
        [
            f"Mr B. Sample\nChief Constable\n{force} Police",
            f"5 May {year}",
            "Dear Ben",
            INTRODUCTION.format(force=force),
            *findings,
            "Yours sincerely",
            "Ann Example\nHer Majesty's Inspector of Constabulary",
        ]
    )


def letters(folder: Path, count: int) -> Path:
    """A folder with that many letters, two of them with the same content and one that cannot be read."""
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(count):
        force = FORCES[at % len(FORCES)]
        text = letter(force, f"The force has {at} plans.", "It keeps no records of bail in any of its stations.")
        (folder / f"{at:02}-{force.lower()}.txt").write_text(text, encoding="utf-8")
    (folder / "03-broken.txt").write_bytes(b"\0" * 100)
    (folder / "05-same.txt").write_bytes((folder / "01-eastmoor.txt").read_bytes())
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    """A text file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def tables(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that matter, and the names of the originals."""
    database = sqlite3.connect(folder / "corpus.sqlite")
    found = {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in TABLES}
    found["failures"] = database.execute("SELECT file, source, reason FROM failures ORDER BY file").fetchall()
    database.close()
    return found | {"files": [(name,) for name in sorted(path.name for path in (folder / "files").iterdir())]}
