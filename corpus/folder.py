"""The data folder: where it is, which version it is, and who may write to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import FolderBusy, UnusableFolder

VERSION = "2"  # of the data folder's layout; raise it when an older program could not read the new one
LOCK_SECONDS = 30.0  # longer than adding a letter takes, short enough not to look like a hang


def data_folder() -> Path:
    """The folder of the user's corpus and index: INSPECTION_DATA, else `data` beside the program."""
    named = os.environ.get("INSPECTION_DATA", "").strip()
    try:
        return Path(named).expanduser() if named else Path(__file__).parent.parent / "data"
    except RuntimeError as fault:  # "~name" of nobody here
        raise UnusableFolder(f"There is no folder {named}.", "Set INSPECTION_DATA to another folder.") from fault


def open_folder(folder: Path) -> Path:
    """Make the data folder if it is missing. Raises `UnusableFolder` when it cannot be used."""
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
    if found != VERSION:
        raise UnusableFolder(
            f"The data folder {folder} is of version {found[:20]!r}; this program needs version {VERSION}.",
            "Use the program that made it, or set INSPECTION_DATA to a new folder and add the documents again.",
        )
    return folder


@contextmanager
def writing(folder: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the folder's write lock. Raises `FolderBusy`, naming the holder, when another keeps it too long."""
    holder = folder / "writer"
    lock = FileLock(folder / "write.lock")
    try:
        lock.acquire(timeout=seconds)
        holder.write_text(str(os.getpid()), encoding="utf-8")
    except Timeout as fault:
        who = holder.read_text(encoding="utf-8") if holder.exists() else "unknown"
        raise FolderBusy(
            f"Another process (number {who}) is writing to {folder}.", "Wait until it is done, or end it."
        ) from fault
    except OSError as fault:
        lock.release()
        raise _unwritable(folder) from fault
    try:
        yield
    except PermissionError as fault:
        raise _unwritable(folder) from fault
    finally:
        lock.release()


def _unwritable(folder: Path) -> UnusableFolder:
    return UnusableFolder(
        f"The data folder {folder} cannot be written to.",
        "Give it write permission, or set INSPECTION_DATA to another folder.",
    )
