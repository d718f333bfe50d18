"""The index's SQLite file: how it is opened, read and changed."""

import sqlite3
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus import FolderBusy, UnusableFolder

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_IDLE = 8  # connections kept for the next readers: reading the names of hundreds of tables takes a millisecond


class DamagedIndex(UnusableFolder):
    """The file does not hold what was written to it; the next sync builds the index again."""


class Database:
    """Connections to the file. Raises `FolderBusy` while another process writes, `UnusableFolder` when it is damaged."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._idle: deque[sqlite3.Connection] = deque(maxlen=_IDLE)
        weakref.finalize(self, _close, self._idle)
        self._mark = file.with_name("damaged")  # outlives the process that met the damage, and goes with the folder
        with self._usable():
            file.parent.mkdir(parents=True, exist_ok=True)

    @property
    def is_damaged(self) -> bool:
        """Whether somebody has met damage in the file, or it is gone: then it is to be built again."""
        return self._mark.exists() or not self.file.exists()

    def stamp(self) -> tuple[int, int, int]:
        """Another one after each time that anybody, in whatever process, has written to the file."""
        with self._usable():
            found = self.file.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own; all that is done with it is kept, or nothing."""
        with self._usable():
            database = sqlite3.connect(self.file, timeout=10)
            try:
                with database:
                    yield database
            finally:
                database.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading, kept for the next reader."""
        with self._usable():
            try:
                database = self._idle.pop()
            except IndexError:
                database = sqlite3.connect(self.file, timeout=10, check_same_thread=False)
            try:
                yield database
            except BaseException:
                database.close()
                raise
            if len(self._idle) == _IDLE:
                database.close()
            else:
                self._idle.append(database)

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as fault:
            if getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise FolderBusy(f"Another process is writing to the index {self.file}.", "Try again.") from fault
            if (getattr(fault, "sqlite_errorcode", None) or 0) & 0xFF in _DAMAGE:
                with suppress(OSError):
                    self._mark.touch()
                raise DamagedIndex(
                    f"The index {self.file} is damaged ({fault}).",
                    "It is built again from the documents: ask again in a minute. Without the app: python -m index sync",
                ) from fault
            raise UnusableFolder(
                f"The index {self.file} cannot be used ({fault}).",
                "Check the folder's permissions and free space, or remove the folder the file is in: the index is rebuilt from the corpus.",
            ) from fault


def _close(connections: deque[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()
