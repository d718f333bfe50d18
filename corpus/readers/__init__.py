"""From a file to its blocks, one file a format."""

from pathlib import Path

from corpus.block import Reading
from corpus.errors import UnreadableFile
from corpus.readers.text import read_text

READERS = {".txt": read_text}


def read(path: Path) -> Reading:
    """What a file holds. Raises `UnreadableFile` when there is no text to be had."""
    reader = READERS.get(path.suffix.lower())
    if reader is None and _is_there(path):
        known = " or ".join(sorted(READERS))
        raise UnreadableFile(f"{path.name} is not a format we can read.", f"Save it as {known} and add that file.")
    if reader is None:
        raise UnreadableFile(f"There is no file {path}.", "Check its name and folder.")
    return reader(path)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long, say
        return False
