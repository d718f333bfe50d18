"""A draft that was uploaded: read, and deleted before anything else is done."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.drafts.draft import Draft
from assistant.drafts.read import read_draft
from corpus import UnusableInput


@dataclass(frozen=True, slots=True)
class Given:
    """An uploaded file: where it was put, and the name people know it by."""

    path: Path
    name: str


def taken(given: Given, incoming: Path) -> tuple[Draft, bytes | None]:
    """The draft in a file, and the file itself where it is Word's; nothing of it is left on disk.

    `incoming` is where Gradio puts what is uploaded. Raises `UnusableInput` for a file that was not uploaded, or
    holds no draft that can be read.
    """
    path = given.path
    if not (path.resolve().is_relative_to(incoming.resolve()) and path.is_file()):
        raise UnusableInput(f"{given.name or 'The file'} was not uploaded.", "Choose the file again.")
    with TemporaryDirectory() as folder:
        file = Path(folder, f"draft{Path(given.name).suffix.lower()}")
        try:
            shutil.move(path, file)
        except OSError as fault:
            path.unlink(missing_ok=True)
            raise UnusableInput(
                f"{given.name} could not be read ({fault.strerror}).",
                "Check that the disk has room, and choose it again.",
            ) from fault
        finally:
            with suppress(OSError):  # a second upload of the same may be in it
                path.parent.rmdir()
        draft = read_draft(file, given.name)
        return draft, file.read_bytes() if file.suffix == ".docx" else None
