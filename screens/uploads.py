"""Files that people give to the Library: kept in the data folder until they are documents, or are dismissed.

So adding goes on after a restart, "Try again" finds the file, and nothing that may be under embargo stays where
Gradio keeps what was uploaded.
"""

import secrets
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from corpus import Item, UnusableInput

KEPT_SECONDS = 24 * 3600.0  # what nothing waits for after that was left behind when a process was killed


class Uploads:
    """The folder of files to be added. `incoming` is where Gradio puts what is uploaded."""

    def __init__(self, folder: Path, incoming: Path) -> None:
        self._folder = folder / "uploads"
        self._incoming = incoming.resolve()

    def take(self, path: Path, place: str) -> Item:
        """Take an uploaded file over. Raises `UnusableInput` for one that was not uploaded, or is gone."""
        if not (path.resolve().is_relative_to(self._incoming) and not path.is_dir()):
            raise UnusableInput(f"{path.name} was not uploaded.", "Choose the file again.")
        target = self._folder / secrets.token_hex(8) / path.name
        try:
            target.parent.mkdir(parents=True)
            shutil.move(path, target)
        except OSError as fault:
            shutil.rmtree(target.parent, ignore_errors=True)
            raise UnusableInput(
                f"{place} could not be taken over ({fault.strerror}).",
                "Check that the disk has room, and choose it again.",
            ) from fault
        return Item(target, _tidy(place) or path.name)

    def holds(self, path: str) -> bool:
        """Whether a path is that of a file kept here."""
        return Path(path).resolve().parent.parent == self._folder.resolve()

    def forget(self, path: str) -> None:
        """Delete a file kept here; other files are left alone."""
        if self.holds(path):
            shutil.rmtree(Path(path).parent, ignore_errors=True)

    def sweep(self, wanted: Iterable[str]) -> None:
        """Delete old files that are not among the wanted."""
        kept = {Path(path).parent.name for path in wanted if self.holds(path)}
        with suppress(OSError):  # none yet, or not ours to delete
            for room in self._folder.iterdir():
                if room.name not in kept and time.time() - room.stat().st_mtime > KEPT_SECONDS:
                    shutil.rmtree(room, ignore_errors=True)


def _tidy(place: str) -> str:
    """The path in a folder that was given, without what leads out of it."""
    parts = PurePosixPath(place.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in ("/", ".", ".."))
