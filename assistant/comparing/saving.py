"""A comparison as a file, in the format that its name asks for."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from assistant.comparing.comparison import Comparison
from assistant.comparing.table import as_csv
from corpus import UnusableInput

FORMATS = (".csv", ".xlsx", ".docx")


def require_writable(target: Path) -> None:
    """Raise `UnusableInput` for a file that we cannot write."""
    if target.suffix.lower() not in FORMATS:
        raise UnusableInput(f"{target} is not a format we can write.", f"Give it one of {', '.join(FORMATS)}.")
    try:
        if target.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        with NamedTemporaryFile(dir=target.parent):
            pass
    except (OSError, ValueError) as fault:
        raise _unwritable(target, fault) from fault


def save(comparison: Comparison, target: Path, site: str = "") -> None:
    """Write the file whole: what is there before stays until then. Raises `UnusableInput`.

    `site`: the address of the app, for links to paragraphs.
    """
    made = as_file(comparison, target.suffix.lower(), site)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(made)
        part.replace(target)
    except OSError as fault:
        with suppress(OSError):
            part.unlink()
        raise _unwritable(target, fault) from fault


def as_file(comparison: Comparison, format: str, site: str = "") -> bytes:
    """A comparison in one of the `FORMATS`; the libraries are loaded when first needed."""
    if format == ".xlsx":
        from assistant.comparing.workbook import as_xlsx

        return as_xlsx(comparison, site)
    if format == ".docx":
        from assistant.comparing.word import as_word

        return as_word(comparison, site)
    return as_csv(comparison).encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def _unwritable(target: Path, fault: OSError | ValueError) -> UnusableInput:
    why = fault.strerror if isinstance(fault, OSError) else fault
    return UnusableInput(f"{target} cannot be written ({why}).", "Name a file in a folder that you may write to.")
