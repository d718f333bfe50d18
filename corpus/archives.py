"""Archives, .zip and .tar.gz: files put in one by one, and read back one by one, in the order they were put in."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpus.errors import UnusableInput

ZIP, TAR = (".zip",), (".tar.gz", ".tgz")
_MOST_AT_ONCE = 100_000_000  # bytes; the list in a backup may have 64,000,000
_LEVEL = 6  # of compression; what is large (PDF) is compressed already
# What Python's readers raise for a file that is no archive, is cut short, was changed, or is locked with a password.
_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)

Put = Callable[[str, Path | bytes], None]


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name as it is written there, what it says of its size in bytes, and how it is read.

    `read` takes how many bytes are wanted at most. Raises `UnusableInput` when the archive is damaged.
    """

    name: str
    size: int
    read: Callable[[int], bytes]


def is_archive(name: str) -> bool:
    """Whether we can write an archive of that name."""
    return name.lower().endswith((*ZIP, *TAR))


@contextmanager
def writing_archive(stream: IO[bytes], name: str) -> Iterator[Put]:
    """Takes names and files (or their content), and writes them; what kind of archive, its name says."""
    if name.lower().endswith(ZIP):
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed:
            yield (
                lambda each, what: packed.writestr(each, what) if isinstance(what, bytes) else packed.write(what, each)
            )
    else:
        with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=_LEVEL) as rolled:
            yield lambda each, what: _roll(rolled, each, what)


def _roll(rolled: tarfile.TarFile, name: str, what: Path | bytes) -> None:
    information = tarfile.TarInfo(name)  # whose files they were here is of no interest there
    if isinstance(what, bytes):
        information.size = len(what)
        rolled.addfile(information, io.BytesIO(what))
        return
    with what.open("rb") as file:
        information.size = what.stat().st_size
        rolled.addfile(information, file)


@contextmanager
def reading_archive(path: Path) -> Iterator[Iterator[Member]]:
    """The files of an archive, of whichever kind it is. Raises `UnusableInput` for one that is damaged, or none at all."""
    try:
        with path.open("rb") as stream:
            members = _zipped if zipfile.is_zipfile(stream) else _rolled
            stream.seek(0)
            yield _whole(members(stream), path)
    except OSError as fault:
        raise UnusableInput(f"{path} cannot be opened ({fault.strerror or fault}).", "Check its name.") from fault


def damaged(path: Path, what: str) -> UnusableInput:
    """What is told of an archive that cannot be relied on."""
    return UnusableInput(f"{path} cannot be used: {what}. Nothing was changed.", "Take another backup.")


def _whole(members: Iterator[Member], path: Path) -> Iterator[Member]:
    """The same, each fault of theirs told as what it is."""
    while True:
        with _telling(path):
            member = next(members, None)
        if member is None:
            return
        yield Member(member.name, member.size, _reader(member, path))


def _reader(member: Member, path: Path) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        with _telling(path):
            return member.read(most)

    return read


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except (*_DAMAGED, OSError) as fault:
        raise damaged(path, "it is damaged, or no backup") from fault


def _zipped(stream: IO[bytes]) -> Iterator[Member]:
    with zipfile.ZipFile(stream) as packed:
        for each in packed.infolist():
            with packed.open(each) as file:
                yield Member(each.filename, each.file_size, file.read)


def _rolled(stream: IO[bytes]) -> Iterator[Member]:
    with tarfile.open(fileobj=_Unzipped(fileobj=stream), mode="r:") as rolled:
        for each in rolled:
            file = rolled.extractfile(each) if each.isreg() else None
            if file is None:
                raise tarfile.TarError
            yield Member(each.name, each.size, file.read)


class _Unzipped(gzip.GzipFile):
    """Hands out little at a time: a header that claims to be gigabytes long is not read into memory."""

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes."""
        if size is None or not 0 <= size <= _MOST_AT_ONCE:
            raise tarfile.TarError
        return super().read(size)
