"""The index's SQLite file: how it is opened, read and changed."""

import sqlite3
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import FolderBusy, UnusableFolder

_IDLE = 8  # connections kept for the next readers: reading the names of hundreds of tables takes a millisecond


class Database:
    """Connections to the file. Raises `FolderBusy` while another process writes, `UnusableFolder` when it is damaged."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._idle: deque[sqlite3.Connection] = deque(maxlen=_IDLE)
        weakref.finalize(self, _close, self._idle)
        with self._usable():
            file.parent.mkdir(parents=True, exist_ok=True)

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
            raise UnusableFolder(
                f"The index {self.file} cannot be used ({fault}).",
                "Remove the folder it is in; the index is rebuilt from the corpus.",
            ) from fault


def _close(connections: deque[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()
