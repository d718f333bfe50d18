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


def add(corpus: Corpus, path: Path) -> Added:
    """Add one file. The same content is one document; a changed file replaces its older version."""
    try:
        text = read(path)
    except UnreadableFile as fault:
        return Added(str(path), AddStatus.FAILED, reason=str(fault))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    if known := corpus.document_by_hash(sha256):
        return Added(str(path), AddStatus.UNCHANGED, known.id)
    id = slug(path.stem)
    older = corpus.document(id)
    if older and older.file != path.name:  # two files whose names differ only in case or punctuation
        id, older = f"{id}-{sha256[:8]}", None
    paragraphs = cut(id, text)
    corpus.put(describe(id, path.name, sha256, paragraphs), paragraphs)
    return Added(str(path), AddStatus.REPLACED if older else AddStatus.ADDED, id)


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
        inside = sorted(f for f in path.rglob("*") if f.suffix.lower() in READERS) if path.is_dir() else [path]
        yield from (add(corpus, file) for file in inside)
        if not inside:
            yield Added(str(path), AddStatus.FAILED, reason="There is no file in this folder that we can read.")


def slug(name: str) -> str:
    """A file's name as an id: lower-case letters, digits and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "document"
