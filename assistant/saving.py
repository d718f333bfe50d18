"""Files that commands write: looked at before the work begins, and written whole."""

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from corpus import UnusableInput


def require_writable(target: Path, formats: Collection[str]) -> None:
    """Raise `UnusableInput` for a file that we cannot write, or whose name ends in none of these."""
    if target.suffix.lower() not in formats:
        raise UnusableInput(f"{target} is not a format we can write.", f"Give it one of {', '.join(formats)}.")
    try:
        if target.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        with NamedTemporaryFile(dir=target.parent):
            pass
    except (OSError, ValueError) as fault:
        raise _unwritable(target, fault) from fault


def write_whole(target: Path, made: bytes) -> None:
    """Write a file; what is there before stays until all is written. Raises `UnusableInput`."""
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        part.write_bytes(made)
        part.replace(target)
    except OSError as fault:
        with suppress(OSError):
            part.unlink()
        raise _unwritable(target, fault) from fault


def _unwritable(target: Path, fault: OSError | ValueError) -> UnusableInput:
    why = fault.strerror if isinstance(fault, OSError) else fault
    return UnusableInput(f"{target} cannot be written ({why}).", "Name a file in a folder that you may write to.")
