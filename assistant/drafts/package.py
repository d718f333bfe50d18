"""A Word file as a package (ECMA-376 part 2): its parts by name, and a copy of it in which some are others."""

import posixpath
import struct
import zlib
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from assistant.drafts.markup import Element, local, parsed
from corpus import UnusableInput

MAX_FILE = 200_000_000  # bytes; drafts with 50 MB of pictures are met
MAX_XML = 40_000_000  # bytes of a part that is read; a report of 300 pages has 10
MAX_PARTS = 10_000
_LOCAL = struct.Struct("<4s22xHH")  # of an entry's local header: its signature, and how long its name and extras are
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # an OLE container: .doc, or what Word wraps an encrypted .docx in
_ENCRYPTED, _DESCRIBED = 0x1, 0x8  # flags of an entry: "encrypted", and "its sizes stand behind it"
_SAVE = "Open it in Word, save it as .docx and use that file, or paste its text."
# What zipfile and zlib raise on damaged files.
_DAMAGE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, IndexError, struct.error)


@dataclass(frozen=True, slots=True)
class Package:
    """A Word file. Of its parts only those asked for are unpacked, so pictures never are."""

    file: str
    raw: bytes
    entries: Mapping[str, ZipInfo]

    def part(self, name: str) -> Element:
        """The root of an XML part. Raises `UnusableInput` where it is missing, damaged or too large."""
        entry = self.entries.get(name)
        if entry is None:
            raise damaged(self.file)
        if entry.file_size > MAX_XML:
            raise UnusableInput(
                f"{self.file} holds more than {MAX_XML // 1_000_000} MB of text.", "Split it and check the parts."
            )
        try:
            with ZipFile(BytesIO(self.raw)) as archive:
                raw = archive.read(entry)  # zipfile stops at the size that is declared
        except _DAMAGE as fault:
            raise damaged(self.file) from fault
        return parsed(self.file, raw)

    def targets(self, name: str) -> dict[str, str]:
        """The parts that a part names, by what they are to it ("styles"); of several the first."""
        links = relations_of(name)
        if links not in self.entries:
            return {}
        found: dict[str, str] = {}
        for each in self.part(links):
            if local(each) == "Relationship" and each.get("TargetMode") != "External":
                path = posixpath.join("/", posixpath.dirname(name), each.get("Target") or "")
                found.setdefault(str(each.get("Type")).rpartition("/")[2], posixpath.normpath(path).lstrip("/"))
        return found

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """The file with these parts in place of its own or added; all others are copied as they are packed."""
        made = BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as archive:
            for name, entry in self.entries.items():
                if name in parts:
                    archive.writestr(name, parts[name])
                else:
                    _copy(self, entry, archive, made)
            for name, raw in parts.items():
                if name not in self.entries:
                    archive.writestr(name, raw)
        return made.getvalue()


def relations_of(name: str) -> str:
    """The part that holds what a part names."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def damaged(file: str) -> UnusableInput:
    """The fault of a file that is incomplete or was changed by accident."""
    return UnusableInput(f"{file} is damaged.", "Open it in Word and save it again, or get another copy.")


def open_package(path: Path, name: str = "") -> Package:
    """A Word file on disk, called `name`. Raises `UnusableInput`."""
    name = name or path.name
    try:
        if path.stat().st_size > MAX_FILE:
            raise UnusableInput(f"{name} is larger than {MAX_FILE // 1_000_000} MB.", "Make its pictures smaller.")
        raw = path.read_bytes()
    except (OSError, ValueError) as fault:  # ValueError: a name that no file can have
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise UnusableInput(f"{name} cannot be opened ({why}).", "Check that it exists and may be read.") from fault
    return package_of(name, raw)


def package_of(name: str, raw: bytes) -> Package:
    """The package in these bytes. Raises `UnusableInput`."""
    if not raw:
        raise UnusableInput(f"{name} is empty.", "Check that it is the file you meant.")
    if raw.startswith(_OLD_OFFICE):
        raise _old_or_locked(name, raw)
    if not raw.startswith(b"PK"):
        raise UnusableInput(f"{name} is not a Word file.", _SAVE)
    try:
        with ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
    except _DAMAGE as fault:
        raise damaged(name) from fault
    if len(entries) > MAX_PARTS:
        raise UnusableInput(f"{name} has more than {MAX_PARTS} parts, as no draft has.", _SAVE)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnusableInput(f"{name} is an encrypted zip file.", "Save it as .docx without a password.")
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise damaged(name)  # packages know no other (ECMA-376 part 2, annex B)
    found = {entry.filename: entry for entry in entries}
    if "[Content_Types].xml" not in found:
        raise UnusableInput(f"{name} is not a Word file.", _SAVE)
    return Package(name, raw, found)


def _old_or_locked(name: str, raw: bytes) -> UnusableInput:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return UnusableInput(f"{name} is protected by a password.", "Save it as .docx without a password.")
    return UnusableInput(f"{name} is an old Word file (.doc), or protected.", "Open it in Word and save it as .docx.")


def _copy(package: Package, entry: ZipInfo, archive: ZipFile, made: BytesIO) -> None:
    """Copy an entry without unpacking it: `zipfile` has no call for this, but keeps its directory in the open."""
    try:
        signature, name, extra = _LOCAL.unpack_from(package.raw, entry.header_offset)
    except struct.error as fault:
        raise damaged(package.file) from fault
    start = entry.header_offset + _LOCAL.size + name + extra
    packed = package.raw[start : start + entry.compress_size]
    if signature != b"PK\x03\x04" or len(packed) < entry.compress_size:
        raise damaged(package.file)
    mine = copy(entry)
    mine.flag_bits &= ~_DESCRIBED
    made.seek(archive.start_dir)
    mine.header_offset = made.tell()
    made.write(mine.FileHeader())
    made.write(packed)
    archive.start_dir = made.tell()
    archive.filelist.append(mine)
    archive.NameToInfo[mine.filename] = mine
