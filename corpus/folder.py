"""The data folder: where it is, which version it is, and who may write to it."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import Enum
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import FolderBusy, UnusableFolder

VERSION = "2"  # of the data folder's layout; raise it when an older program could not read the new one
READABLE = ("1", VERSION)  # what `corpus.upgrading` makes into the newest
MARKER = "restoring.json"  # what a restore is doing to the folder (`corpus.restoring`)
LOCK_SECONDS = 30.0  # longer than adding a letter takes, short enough not to look like a hang


def data_folder() -> Path:
    """The folder of the user's corpus and index: INSPECTION_DATA, else `data` beside the program."""
    named = os.environ.get("INSPECTION_DATA", "").strip()
    try:
        return Path(named).expanduser() if named else Path(__file__).parent.parent / "data"
    except RuntimeError as fault:  # "~name" of nobody here
        raise UnusableFolder(f"There is no folder {named}.", "Set INSPECTION_DATA to another folder.") from fault


def database_of(folder: Path) -> str | None:
    """The address of the database in which that folder's corpus is; None for the file in the folder itself.

    DATABASE_URL speaks of the user's own data folder: other folders, those of measurements say, keep their own corpus.
    """
    return os.environ.get("DATABASE_URL", "").strip() or None if folder == data_folder() else None


def open_folder(folder: Path) -> Path:
    """Make the data folder if it is missing. Raises `UnusableFolder` when it cannot be used."""
    if (folder / MARKER).exists():
        raise UnusableFolder(
            f"A backup was being restored to the data folder {folder}, and was interrupted.",
            "Restore it again: python -m corpus restore FILE --replace",
        )
    stamp = folder / "version"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = stamp.read_text(encoding="utf-8").strip() if stamp.exists() else ""
        if not found:  # new; or who made it has not written the version yet, or was stopped before
            stamp.write_text(VERSION, encoding="utf-8")
            found = VERSION
    except (OSError, UnicodeDecodeError) as fault:
        raise UnusableFolder(
            f"The data folder {folder} cannot be used ({fault}).",
            "Give it write permission, or set INSPECTION_DATA to another folder.",
        ) from fault
    if found not in READABLE:
        raise UnusableFolder(
            f"The data folder {folder} is of version {found[:20]!r}; this program needs version {VERSION}.",
            "Use the program that made it, or set INSPECTION_DATA to a new folder and add the documents again.",
        )
    return folder


class Lock(Enum):
    """What one process does at a time, each apart from the others: name of the lock, and of the file that says who."""

    WRITING = ("write.lock", "writer")  # for the moment of a change to the corpus
    ADDING = ("adding.lock", "adder")  # for the whole of bringing in a run of files
    INDEXING = ("index.lock", "indexer")  # while the index is brought in step


DOING = {Lock.WRITING: "writing to", Lock.ADDING: "adding documents to", Lock.INDEXING: "indexing"}


def holder_of(folder: Path, lock: Lock) -> int | None:
    """The number of the process that holds a lock, or held it last."""
    told = _text(folder / lock.value[1])
    return int(told) if told.isdecimal() else None


def writing(folder: Path, seconds: float = LOCK_SECONDS) -> AbstractContextManager[None]:
    """Hold the folder's write lock. Raises `FolderBusy`, naming the holder, when another keeps it too long."""
    return holding(folder, Lock.WRITING, seconds)


def indexing(folder: Path, seconds: float = LOCK_SECONDS) -> AbstractContextManager[None]:
    """Hold the lock of the folder's index, which takes long to bring in step: documents can be added meanwhile."""
    return holding(folder, Lock.INDEXING, seconds)


@contextmanager
def holding(folder: Path, lock: Lock, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold one of the folder's locks; they are free again when their process has ended, however it did.

    Raises `FolderBusy`, naming the holder, when another keeps it too long.
    """
    name, holder = lock.value
    # Not bound to a thread: the screens take the steps of one run from several.
    file = FileLock(folder / name, thread_local=False)
    try:
        file.acquire(timeout=seconds)
        (folder / holder).write_text(str(os.getpid()), encoding="utf-8")
    except Timeout as fault:
        raise FolderBusy(
            f"Another process (number {_text(folder / holder)}) is {DOING[lock]} {folder}.",
            "Wait until it is done, or end it.",
        ) from fault
    except OSError as fault:
        file.release()
        raise _unwritable(folder, fault) from fault
    try:
        yield
    except PermissionError as fault:
        raise _unwritable(folder, fault) from fault
    finally:
        file.release()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8") or "unknown"
    except OSError:
        return "unknown"


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Tell a disk that is full, or a folder that may not be written to, as what it is: `UnusableFolder`."""
    try:
        yield
    except OSError as fault:
        raise _unwritable(folder, fault) from fault


def _unwritable(folder: Path, fault: OSError) -> UnusableFolder:
    return UnusableFolder(
        f"The data folder {folder} cannot be written to ({fault.strerror or fault}).",
        "Give it write permission or free some space, or set INSPECTION_DATA to another folder.",
    )
