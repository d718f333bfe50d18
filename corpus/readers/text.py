"""Plain text files."""

from pathlib import Path

from corpus.block import SIGNS, Reading
from corpus.errors import UnreadableFile
from corpus.plain import split
from corpus.readers.looks import PDF, RTF, looks_like

MAX_NOISE = 0.01  # share of characters that no text has; a stray one in an old file is no reason to refuse it
WRITTEN_AS_TEXT = (PDF, RTF)  # may hold nothing but letters, and are no text to read
MAX_BYTES = 50_000_000  # the longest inspection report is under 1 MB of text; more is a mistake


def read_text(path: Path) -> Reading:
    """A .txt file in UTF-8, UTF-16 or Windows-1252. Raises `UnreadableFile`."""
    return Reading(split(text_of(path)))


def text_of(path: Path) -> str:
    """The text of such a file, with Unix line ends and without `SIGNS`. Raises `UnreadableFile`."""
    raw = bytes_of(path)
    if (looks := looks_like(raw)) in WRITTEN_AS_TEXT:
        raise UnreadableFile(
            f"{path.name} looks like {looks}, not like text.", "Give it its own ending and add it again."
        )
    text = _decode(raw)
    if "\0" in text or noise(text) > MAX_NOISE:
        raise UnreadableFile(f"{path.name} is not a text file.", "Add the original in a format we can read.")
    if not any(character.isalnum() for character in text):
        raise UnreadableFile(f"{path.name} holds no words.", "Check that it is the file you meant.")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(dict.fromkeys(map(ord, SIGNS)))


def bytes_of(path: Path) -> bytes:
    """What a file holds, unless it cannot be opened or is too large. Raises `UnreadableFile`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(
                f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB.", "Split it and add the parts."
            )
        return path.read_bytes()
    except (OSError, ValueError) as fault:  # ValueError: a name that no file can have
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise UnreadableFile(
            f"{path.name} cannot be opened ({why}).", "Check that it exists and may be read."
        ) from fault


def noise(text: str) -> float:
    """The share of characters that no text has."""
    strange = sum(character == "\ufffd" or (character < " " and character not in "\t\n\r\f\v") for character in text)
    return strange / max(1, len(text))


def _decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")  # what Windows programs write when not told otherwise
