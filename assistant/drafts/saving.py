"""A checked draft as a file, in the format that its name asks for."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from assistant.drafts.checked import CheckedDraft
from assistant.drafts.commented import commented
from assistant.drafts.tables import as_csv, as_markdown
from corpus import UnusableInput

Writer = Callable[[CheckedDraft, Path, str], bytes]
WRITERS: Mapping[str, Writer] = {
    ".docx": commented,
    ".csv": lambda checked, _, site: as_csv(checked, site).encode("utf-8-sig"),  # the mark by which Excel knows UTF-8
    ".md": lambda checked, _, site: as_markdown(checked, site).encode("utf-8"),
}


def require_writable(target: Path, source: Path) -> None:
    """Raise `UnusableInput` for a file that we cannot write, or that is the draft itself."""
    if target.suffix.lower() not in WRITERS:
        raise UnusableInput(f"{target} is not a format we can write.", f"Give it one of {', '.join(WRITERS)}.")
    with suppress(OSError, ValueError):
        if target.resolve() == source.resolve() or target.samefile(source):
            raise UnusableInput(f"{target} is the draft itself, which is never changed.", "Name another file.")
    try:
        if target.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        with NamedTemporaryFile(dir=target.parent):
            pass
    except (OSError, ValueError) as fault:
        raise _unwritable(target, fault) from fault


def save(checked: CheckedDraft, target: Path, source: Path, site: str = "") -> None:
    """Write the file whole: what is there before stays until then. Raises `UnusableInput`."""
    made = WRITERS[target.suffix.lower()](checked, source, site)
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
