"""A checked draft as a file, in the format that its name asks for."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from assistant.drafts.checked import CheckedDraft
from assistant.drafts.commented import commented
from assistant.drafts.tables import as_csv, as_markdown
from assistant.saving import require_writable
from corpus import UnusableInput

Writer = Callable[[CheckedDraft, Path | None, str], bytes]
WRITERS: Mapping[str, Writer] = {
    ".docx": commented,
    ".csv": lambda checked, _, site: as_csv(checked, site).encode("utf-8-sig"),  # the mark by which Excel knows UTF-8
    ".md": lambda checked, _, site: as_markdown(checked, site).encode("utf-8"),
}


def require_other(target: Path, source: Path) -> None:
    """Raise `UnusableInput` for a file that is the draft itself, or that we cannot write."""
    with suppress(OSError, ValueError):
        if target.resolve() == source.resolve() or target.samefile(source):
            raise UnusableInput(f"{target} is the draft itself, which is never changed.", "Name another file.")
    require_writable(target, WRITERS)


def as_file(checked: CheckedDraft, format: str, source: Path | None, site: str = "") -> bytes:
    """A checked draft in one of the formats of `WRITERS`; as Word its own file, if that is the `source`."""
    return WRITERS[format](checked, source, site)
