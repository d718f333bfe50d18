"""Whole files to damage: some letters, and small files of each format that are made here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from corpus import UnusableInput

LETTERS = 6  # of the smallest: what is done to them takes as long as they are large
UNPACKED = "unpacked.pdf"
FORCE = "Northshire Police"
FINDINGS = {
    "Preventing crime": (
        "The force has a clear plan for the prevention of crime, which all of its officers know and follow.",
        "Victims of burglary are visited within a day, and are told what has come of the search for stolen goods.",
        "In 14 of 60 cases there was no record of the call; in 9 of these the caller had been in danger before.",
    ),
    "Use of police time": (
        "Officers are away from their stations for most of their shift, and write their reports where they are.",
        "The force does not know how many hours it spends at hospitals with people who have been detained.",
    ),
    "Wanted suspects": (
        "A list of wanted suspects is kept in each of the four towns, and is looked through every morning.",
        "Inspectors found 212 suspects on it; the arrest of 31 of them had been put off more than three times.",
    ),
}
_REPEATS = 6  # so that a file is long enough to be cut in many places


@dataclass(frozen=True, slots=True)
class Seed:
    """A whole file: its name, and its bytes."""

    name: str
    raw: bytes

    @property
    def suffix(self) -> str:
        """The ending of its name (".pdf")."""
        return Path(self.name).suffix

    def tells(self, raw: bytes) -> bool:
        """Whether anything in that changed copy of it tells that it was changed.

        PDF and Word files say how long their parts are, and hold sums of those that are packed. Any run of characters
        is a text or a web page, and any letter may stand in a page that is not packed.
        """
        if self.suffix not in (".pdf", ".docx"):
            return False
        return self.name != UNPACKED or len(raw) != len(self.raw)


def made_seeds() -> tuple[Seed, ...]:
    """A small letter in each format."""
    made: dict[str, Callable[[], bytes]] = {
        "packed.pdf": lambda: _pdf(packed=True),
        UNPACKED: lambda: _pdf(packed=False),
        "letter.docx": _word,
        "page.html": _page,
        "notes.md": _notes,
        "letter.txt": _text,
    }
    return tuple(Seed(name, make()) for name, make in made.items())


def letter_seeds(data: Path) -> tuple[Seed, ...]:
    """The smallest letters of that folder. Raises `UnusableInput` when it has none."""
    if not any((data / "letters").glob("*.pdf")):
        raise UnusableInput(f"There are no letters in {data / 'letters'}.", "Name the folder above it: --data.")
    files = sorted((data / "letters").glob("*.pdf"), key=lambda file: (file.stat().st_size, file.name))
    return tuple(Seed(file.name, file.read_bytes()) for file in files[:LETTERS])


def _sections() -> list[tuple[str, list[str]]]:
    return [
        (f"{heading} {number}", [f"{finding} This is said in part {number}." for finding in findings])
        for number in range(1, _REPEATS + 1)
        for heading, findings in FINDINGS.items()
    ]


def _pdf(packed: bool) -> bytes:
    raw = BytesIO()
    styles = getSampleStyleSheet()
    written = [Paragraph(f"A letter to {FORCE}", styles["Title"])]
    for heading, findings in _sections():
        written += [Paragraph(heading, styles["Heading2"]), *(Paragraph(each, styles["Normal"]) for each in findings)]
    SimpleDocTemplate(raw, pageCompression=int(packed), invariant=1).build(written)
    return raw.getvalue()


def _word() -> bytes:
    raw = BytesIO()
    document = docx.Document()
    document.add_heading(f"A letter to {FORCE}", 0)
    for heading, findings in _sections():
        document.add_heading(heading, 1)
        for each in findings:
            document.add_paragraph(each, style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), "Town Arrests Exampleton 14".split(), strict=True
    ):
        cell.text = text
    document.save(raw)
    with ZipFile(raw) as archive:
        return zip_of({name: archive.read(name) for name in archive.namelist()})


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts, the same whenever it is made."""
    raw = BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return raw.getvalue()


def _page() -> bytes:
    parts = [f"<h1>A letter to {FORCE}</h1>"]
    for heading, findings in _sections():
        parts += [f"<h2>{escape(heading)}</h2>", *(f"<p>{escape(each)}</p>" for each in findings)]
    body = "\n".join(parts)
    return f"<!DOCTYPE html>\n<html><head><title>A letter</title></head>\n<body><main>{body}</main></body></html>\n".encode()


def _notes() -> bytes:
    parts = [f"# A letter to {FORCE}"]
    for heading, findings in _sections():
        parts += [f"## {heading}", *(f"- {each}" for each in findings)]
    return "\n\n".join(parts).encode()


def _text() -> bytes:
    parts = [f"Chief Constable\n{FORCE}", "5 May 2014", "Dear Ben"]
    for heading, findings in _sections():
        parts += [heading, *findings]
    return "\n\n".join([*parts, "Yours sincerely", "Ann Example"]).encode()
