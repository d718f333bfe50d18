"""The list that comes first in a backup: what it holds, each file with its size and hash, and what made it."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.command import Json

NAME = "manifest.json"
FORMAT = 1  # of the list; raise it when an older program could not read the new one
MOST = 64_000_000  # bytes of the list itself: some 400,000 files
# Only what a data folder holds, by names that cannot lead out of it.
_NAME = re.compile(
    r"version|[\w-]+\.sqlite3?|files/[0-9a-f]{64}(\.[^/\\\0]{0,40})?|(index-[\w-]+|models)(/\w[\w.+-]{0,120}){1,6}",
    re.ASCII,
)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: its size in bytes, and the SHA-256 of its content."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `layout` is the version of its data folder."""

    files: Mapping[str, Entry]
    layout: str
    made: str = ""
    program: str = ""

    @property
    def size(self) -> int:
        """Of all files together, in bytes."""
        return sum(entry.size for entry in self.files.values())


def manifest_of(files: Mapping[str, Entry], layout: str) -> Manifest:
    """The list of a backup that is made now, by this program."""
    return Manifest(files, layout, datetime.now(UTC).isoformat(timespec="seconds"), _program())


def to_json(manifest: Manifest) -> bytes:
    """The list as it is written down."""
    files = {name: {"bytes": entry.size, "sha256": entry.sha256} for name, entry in manifest.files.items()}
    row = {
        "format": FORMAT,
        "made": manifest.made,
        "program": manifest.program,
        "layout": manifest.layout,
        "files": files,
    }
    return json.dumps(row, indent=1).encode()


def from_json(text: bytes) -> Manifest:
    """The list as it was written down. Raises `ValueError`, saying what is wrong with it."""
    try:
        row = json.loads(text)
        made_by = row["format"]
        if not isinstance(made_by, int) or made_by > FORMAT:
            raise ValueError("a newer version of this program made it")
        return Manifest(
            {_safe(name): _entry(each) for name, each in row["files"].items()},
            str(row["layout"]),
            str(row["made"]),
            str(row["program"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError, json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise ValueError("its list cannot be read") from fault


def _safe(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"its list names a file that no data folder holds ({name[:80]!r})")
    return name


def _entry(row: Json) -> Entry:
    size, sha256 = row["bytes"], row["sha256"]
    if not isinstance(size, int) or size < 0 or not _SHA256.fullmatch(sha256):
        raise ValueError("its list cannot be read")
    return Entry(size, sha256)


def _program() -> str:
    """The version of this program."""
    try:
        told = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
        return str(told["project"]["version"])
    except (OSError, ValueError, KeyError):  # a copy without it: it is told for information only
        return ""
