"""Bring files into the corpus."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.metadata import describe
from corpus.paragraphs import cut
from corpus.readers import READERS, read
from corpus.store import Corpus

INCLUDED = Path(__file__).with_name("letters")  # what an empty corpus starts with


class AddStatus(StrEnum):
    """What adding a file did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file; `reason` says why it failed and what to do."""

    file: str
    status: AddStatus
    document: str | None = None
    reason: str | None = None


def add(corpus: Corpus, path: Path, place: Path | None = None) -> Added:
    """Add one file. The same content is one document; a changed file replaces its older version.

    `place` is its path in the folder it was added with, which tells it from files of its name in other folders.
    """
    try:
        reading = read(path)
    except UnreadableFile as fault:
        return Added(str(path), AddStatus.FAILED, reason=str(fault))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    if known := corpus.document_by_hash(sha256):
        return Added(str(path), AddStatus.UNCHANGED, known.id)
    place = place or Path(path.name)
    name = place.as_posix().encode(errors="replace").decode()  # a file's name need not be text; what we store is
    older = next((document for document in corpus.documents() if document.file == name), None)
    id = older.id if older else _free_id(corpus, slug(place.with_suffix("").as_posix()), sha256)
    paragraphs = cut(id, reading)
    held = corpus.put(describe(id, name, sha256, paragraphs), paragraphs)
    if held != id:  # another process was quicker
        return Added(str(path), AddStatus.UNCHANGED, held)
    return Added(str(path), AddStatus.REPLACED if older else AddStatus.ADDED, id)


def _free_id(corpus: Corpus, id: str, sha256: str) -> str:
    """That id, or one told apart from the file's whose name differs only in case or punctuation."""
    return f"{id}-{sha256[:8]}" if corpus.document(id) else id


def open_corpus(folder: Path) -> Corpus:
    """The corpus in that data folder; one that is new starts with the included letter."""
    corpus = Corpus(folder)
    if corpus.is_new:
        for path in sorted(INCLUDED.glob("*.txt")):
            add(corpus, path)
        corpus.mark_started()
    return corpus


def add_all(corpus: Corpus, paths: Iterable[Path]) -> Iterator[Added]:
    """Add files, and the readable files of folders; one that fails does not stop the rest."""
    for path in paths:
        files = _files(path)
        yield from (add(corpus, file, file.relative_to(path) if file != path else None) for file in files)
        if not files:
            yield Added(str(path), AddStatus.FAILED, reason="There is no file in this folder that we can read.")


def _files(path: Path) -> list[Path]:
    """The file itself, or the readable files of a folder."""
    try:
        if not path.is_dir():
            return [path]
    except OSError:  # a name that is too long, say; reading it will tell
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in READERS and not file.is_dir())


def slug(name: str) -> str:
    """A file's name as an id: lower-case letters, digits and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "document"
