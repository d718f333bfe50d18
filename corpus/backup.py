"""A backup: what cannot be made again of a data folder, as one file, while the app goes on."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import pathname2url

from corpus.archives import is_archive, writing_archive
from corpus.errors import UnusableFolder, UnusableInput
from corpus.folder import indexing, writing
from corpus.manifest import NAME, Entry, manifest_of, to_json
from corpus.originals import sha256_of
from corpus.sqlite import BUSY_SECONDS

DATABASE = "corpus.sqlite"
_DATABASES = ("*.sqlite", "*.sqlite3")
_CACHES = ("index-*", "models")


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds: documents, files, and their size in bytes; originals that the folder had lost before."""

    documents: int
    files: int
    size: int
    lost: tuple[str, ...]


class _Gone(Exception):
    """Somebody removed a document meanwhile."""


def back_up(folder: Path, target: Path, with_index: bool = False) -> BackedUp:
    """Write the documents, their originals, the answers and the people of a data folder to a .zip or .tar.gz.

    The databases are copied by SQLite's own means, each as of one moment, and the originals are those of the documents
    of that moment; documents that are in PostgreSQL are backed up by its own means. The index is left out, since it is
    made again; `with_index` saves that time. What is there under the target's name stays until all is written.

    Raises `UnusableInput` for a target that cannot be written, `UnusableFolder` for a folder that cannot be read.
    """
    if not is_archive(target.name):
        raise UnusableInput(f"{target} is not a format we can write.", "Give it the ending .zip or .tar.gz.")
    if not _databases(folder):
        raise UnusableInput(f"There are no documents in {folder}.", "Set INSPECTION_DATA to the data folder.")
    with indexing(folder) if with_index else nullcontext():
        try:
            return _write(folder, target, with_index, is_still=False)
        except _Gone:
            with writing(folder):  # nobody changes anything now
                return _write(folder, target, with_index, is_still=True)


def _write(folder: Path, target: Path, with_index: bool, is_still: bool) -> BackedUp:
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".backup-") as room:
            files = {name: _snapshot(folder / name, Path(room, name)) for name in _databases(folder)}
            documents, originals = _documents(files[DATABASE]) if DATABASE in files else (0, [])
            lost = tuple(name for name in originals if not (folder / "files" / name).is_file())
            if lost and not is_still:
                raise _Gone
            files |= {"version": folder / "version"}
            files |= {f"files/{name}": folder / "files" / name for name in originals if name not in lost}
            files |= dict(_caches(folder)) if with_index else {}
            size = _pack(files, part, target.name)
        part.replace(target)
    except FileNotFoundError as fault:
        if target.parent.is_dir() and not is_still:
            raise _Gone from fault
        raise _unwritable(target, fault) from fault
    except OSError as fault:
        raise _unwritable(target, fault) from fault
    finally:
        with suppress(OSError):
            part.unlink()
    return BackedUp(documents, len(files), size, lost)


def _pack(files: dict[str, Path], part: Path, name: str) -> int:
    """Write the archive, its list first; the files' size in bytes. For its owner only: it may hold people's accounts."""
    entries = {each: Entry(path.stat().st_size, sha256_of(path)) for each, path in files.items()}
    manifest = manifest_of(entries, files["version"].read_text(encoding="utf-8").strip())
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as stream:
        with writing_archive(stream, name) as put:
            put(NAME, to_json(manifest))
            for each, path in files.items():
                put(each, path)
        stream.flush()
        os.fsync(stream.fileno())
    return manifest.size


def _databases(folder: Path) -> list[str]:
    return sorted(path.name for pattern in _DATABASES for path in folder.glob(pattern) if path.is_file())


def _snapshot(file: Path, copy: Path) -> Path:
    """A copy of a database as of one moment, whoever is writing to it."""
    address = f"file:{pathname2url(str(file.absolute()))}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as live,
            closing(sqlite3.connect(copy)) as kept,
        ):
            live.backup(kept)
    except sqlite3.Error as fault:
        raise UnusableFolder(
            f"{file} cannot be backed up ({fault}).",
            "Check the free space beside the backup; else the file is damaged.",
        ) from fault
    return copy


def _documents(database: Path) -> tuple[int, list[str]]:
    """How many documents there are, and the names of their originals."""
    with closing(sqlite3.connect(database)) as opened:
        columns = {row[1] for row in opened.execute("PRAGMA table_info(documents)")}
        count = int(opened.execute("SELECT count(*) FROM documents").fetchone()[0])
        kept = "SELECT DISTINCT original FROM documents WHERE original NOT NULL ORDER BY original"
        return count, [row[0] for row in opened.execute(kept)] if "original" in columns else []


def _caches(folder: Path) -> Iterator[tuple[str, Path]]:
    """The index, and the model it was made with."""
    for pattern in _CACHES:
        for path in sorted(each for top in folder.glob(pattern) for each in top.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix(), path


def _unwritable(target: Path, fault: OSError) -> UnusableInput:
    return UnusableInput(
        f"The backup {target} cannot be written ({fault.strerror or fault}).",
        "Name a file in a folder that exists, has room, and may be written to.",
    )
