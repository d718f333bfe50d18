"""The bytes of every document, kept in the data folder for its page pictures and to read them again."""

import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.folder import writable

_PIECE = 1 << 20  # bytes read at a time


class Originals:
    """Files named by the hash of their content (`<sha256><suffix>`); `incoming` holds those not yet stored."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = self.folder / "incoming"

    def room(self, number: int) -> Path:
        """A new folder for one incoming file, which keeps its name there: what is told of it then names it."""
        room = self._incoming / str(number) / secrets.token_hex(4)  # the worker of a killed process writes elsewhere
        with writable(self.folder):
            room.mkdir(parents=True)
        return room

    def keep(self, incoming: Path, sha256: str) -> str:
        """Move an incoming file into its place; its name there. What is in its place is there whole."""
        name = sha256 + incoming.suffix.lower().encode(errors="replace").decode()
        with writable(self.folder):
            _reach_disk(incoming)
            incoming.replace(self.folder / name)
            _reach_disk(self.folder)
        return name

    def path(self, name: str | None) -> Path | None:
        """Where the original of that name is, if it is there."""
        path = self.folder / name if name else None
        return path if path and path.is_file() else None

    def restore(self, name: str, content: bytes) -> Path:
        """Put an original in its place again; where that is."""
        made = self.folder / f"{name}.{secrets.token_hex(4)}"
        with writable(self.folder):
            self.folder.mkdir(exist_ok=True)
            made.write_bytes(content)
            return made.replace(self.folder / name)

    def remove(self, name: str | None) -> None:
        """Forget an original, if it is there."""
        if name:
            with suppress(OSError):  # else the next sweep removes it
                (self.folder / name).unlink(missing_ok=True)

    def clear(self, number: int) -> None:
        """Forget an incoming file."""
        shutil.rmtree(self._incoming / str(number), ignore_errors=True)

    def sweep(self, wanted: Iterable[str]) -> None:
        """Remove what a process that was killed left behind: all that no document names."""
        names = set(wanted)
        shutil.rmtree(self._incoming, ignore_errors=True)
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name not in names:
                self.remove(path.name)


def copy(source: Path, target: Path) -> Path:
    """Copy a file. Raises `UnreadableFile` if it cannot be read."""
    try:
        if not stat.S_ISREG(source.stat().st_mode):  # opening a pipe would wait for ever
            raise OSError(errno.EINVAL, "it is no file")
        with source.open("rb") as read, _writing(target) as write:
            while piece := read.read(_PIECE):
                write(piece)
    except (OSError, ValueError) as fault:  # ValueError: a name that no file can have
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise UnreadableFile(
            f"{source.name or source} cannot be opened ({why}).", "Check that it exists and may be read."
        ) from fault
    return target


@contextmanager
def _writing(path: Path) -> Iterator[Callable[[bytes], None]]:
    """Writes pieces to a file; a fault in that is the data folder's, not that of the file that is read."""

    def write(piece: bytes) -> None:
        with writable(path.parent):
            file.write(piece)

    with writable(path.parent):
        file = path.open("wb", buffering=0)
    with file:
        yield write


def sha256_of(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reach_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlast a power cut."""
    if path.is_dir() and os.name == "nt":  # Windows opens no folder
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
