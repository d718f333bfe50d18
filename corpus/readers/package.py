"""Office files as packages (ECMA-376 part 2): a zip of XML parts which name each other by relationships.

All that can be wrong with one is told here, before any of it is read as text: a document is read whole or not at all.
"""

import posixpath
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import ParseError, XMLParser
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from corpus.errors import UnreadableFile
from corpus.readers.looks import looks_like
from corpus.readers.node import Builder, Forbidden, Node, TooDeep
from corpus.readers.text import MAX_BYTES, bytes_of

MAX_UNPACKED = 200_000_000  # bytes; a report of 300 pages with pictures has under 100 MB
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # an OLE container: .doc, or what Word wraps an encrypted .docx in
_OTHERS = {
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file",
}
# What zipfile and zlib raise on damaged files; the last four on sizes and offsets that make no sense.
_DAMAGE = (
    BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    KeyError,
)


@dataclass(frozen=True, slots=True)
class Part:
    """An XML part: its root element, and the parts it names, by the id it calls them and by what they are to it."""

    name: str
    root: Node
    targets: tuple[tuple[str, str, str], ...]  # (id, what it is: "styles", path in the package)


@dataclass(frozen=True, slots=True)
class Package:
    """A checked Office file."""

    file: str
    parts: dict[str, bytes]

    def main(self) -> Part:
        """The part that holds the document itself."""
        targets = _targets(self, "")
        name = next((path for _, role, path in targets if role == "officeDocument"), "")
        if name not in self.parts:
            raise damaged(self.file)
        return self.part(name)

    def part(self, name: str) -> Part:
        """A part by its path."""
        if name not in self.parts:
            raise damaged(self.file)
        return Part(name, _parsed(self.file, self.parts[name]), tuple(_targets(self, name)))

    def of_role(self, part: Part, role: str) -> Part | None:
        """The first part that is this to that part ("styles"), or None when it has none."""
        return next((self.part(path) for _, each, path in part.targets if each == role), None)

    def of_id(self, part: Part, id: str) -> Part:
        """The part that this part calls by that id."""
        return self.part(next((path for each, _, path in part.targets if each == id), ""))


def damaged(file: str) -> UnreadableFile:
    """The fault of a file that is incomplete or was changed by accident."""
    return UnreadableFile(f"{file} is damaged.", "Open it in Word and save it again, or get another copy.")


def open_package(path: Path) -> Package:
    """The parts of an Office file, complete and of sane size. Raises `UnreadableFile`."""
    raw = bytes_of(path)
    if not raw:
        raise UnreadableFile(f"{path.name} is empty.", "Check that it is the file you meant.")
    if raw.startswith(_OLD_OFFICE):
        raise _old_or_locked(path.name, raw)
    if not raw.startswith(b"PK"):
        looks = looks_like(raw)
        problem = f"looks like {looks}" if looks else "is not a Word file"
        raise UnreadableFile(f"{path.name} {problem}.", "Give it the ending of its format, or save it as .docx.")
    try:
        parts = _unpacked(path.name, raw)
    except _DAMAGE as fault:
        raise damaged(path.name) from fault
    if other := next((name for part, name in _OTHERS.items() if part in parts), None):
        raise UnreadableFile(f"{path.name} looks like {other}.", "Save it as .docx or PDF and add that file.")
    return Package(path.name, parts)


def _old_or_locked(file: str, raw: bytes) -> UnreadableFile:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return UnreadableFile(f"{file} is protected by a password.", "Save it as .docx without a password.")
    return UnreadableFile(
        f"{file} is an old Office file (.doc), or protected.", "Open it in Word and save it as .docx."
    )


def _unpacked(file: str, raw: bytes) -> dict[str, bytes]:
    """Its XML parts. Every entry is unpacked and its checksum compared, so that no flipped bit goes unseen."""
    with ZipFile(BytesIO(raw)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise _too_large(file, MAX_UNPACKED)
        if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
            raise BadZipFile  # packages know no other (ECMA-376 part 2, annex B)
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableFile(f"{file} is an encrypted zip file.", "Save it as .docx without a password.")
        if archive.testzip():  # zipfile itself stops at the declared size
            raise BadZipFile
        named = {entry.filename: entry for entry in entries if entry.filename.endswith((".xml", ".rels"))}
        if any(entry.file_size > MAX_BYTES for entry in named.values()):
            raise _too_large(file, MAX_BYTES)
        return {name: archive.read(entry) for name, entry in named.items()}


def _too_large(file: str, limit: int) -> UnreadableFile:
    problem = f"{file} unpacks to more than {limit // 1_000_000} MB."
    return UnreadableFile(problem, "Remove its pictures, or split it and add the parts.")


def _targets(package: Package, name: str) -> Iterator[tuple[str, str, str]]:
    folder, file = posixpath.split(name)
    raw = package.parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    for relationship in _parsed(package.file, raw).all("Relationship") if raw is not None else ():
        if relationship.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, relationship.get("Target"))).lstrip("/")
            yield relationship.get("Id"), relationship.get("Type").rpartition("/")[2], path


def _parsed(file: str, raw: bytes) -> Node:
    """The root of an XML part. No entity is ever expanded: a part that declares any is refused."""
    builder = Builder(forbids_doctype=True)
    parser = XMLParser(target=builder)
    try:
        parser.feed(raw)
        parser.close()
    except TooDeep as fault:
        raise UnreadableFile(f"{file} is nested too deep.", "Open it in Word and save it as PDF.") from fault
    except Forbidden as fault:
        raise UnreadableFile(f"{file} declares entities, as no Word file does.", "Get another copy.") from fault
    except (ParseError, ValueError, LookupError) as fault:  # the latter two: encodings that there are not
        raise damaged(file) from fault
    return next(builder.close().children)
