"""From a file to its text, one file a format."""

from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.readers.text import read_text

READERS = {".txt": read_text}


def read(path: Path) -> str:
    """The text of a file, with Unix line ends. Raises `UnreadableFile` when there is no text to be had."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnreadableFile(
            f"{path.name} is not a format we can read.", f"Save it as one of {known} and add that file."
        )
    return reader(path)
