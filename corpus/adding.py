"""Bring files into the corpus.

What is asked is written down first (`journal`), then read in parallel (`preparing`), then stored file by file in the
order of asking. So a kill at any moment loses nothing: the next start goes on, and ends with what an undisturbed
run would have made.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from corpus.document import Document, Paragraph
from corpus.folder import LOCK_SECONDS, Lock
from corpus.journal import Pending, as_text
from corpus.naming import free_id, name_of
from corpus.preparing import Prepared, Progress, Task, prepare_all
from corpus.readers import READERS
from corpus.same import is_version
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


@dataclass(frozen=True, slots=True)
class Item:
    """A file, and the place it is known by: its path in the folder it was added with (its name, when not given).

    The place tells it from files of its name in other folders, and a newer version of it from another file.
    """

    path: Path
    place: Path | str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far a file has come, from 0 to 1, and what became of it at its end; it is file `number` of `total`."""

    file: str
    share: float
    added: Added | None
    number: int
    total: int


def add(corpus: Corpus, path: Path, place: Path | None = None) -> Added:
    """Add one file. The same content is one document; a changed file replaces its older version."""
    (added,) = add_all(corpus, [Item(path, place or path.name)])
    return added


def add_all(corpus: Corpus, inputs: Iterable[str | Path | Item], ocr: bool = False) -> Iterator[Added]:
    """Add files, the readable files of folders, and web addresses; one that fails does not stop the rest."""
    return ends(adding(corpus, inputs, ocr=ocr))


def adding(corpus: Corpus, inputs: Iterable[str | Path | Item], *, ocr: bool = False) -> Iterator[Step]:
    """The same with its progress: a step at the start of each file, some on its way, and one at its end.

    `ocr`: recognise the text of pages that are pictures. Raises `FolderBusy` when another process goes on adding.
    """
    asked = [each for given in inputs for each in _asked(given, ocr)]
    return _run(corpus, [pending for _, pending in asked], [file for file, _ in asked])


def reread(corpus: Corpus, documents: Iterable[str] = (), ocr: bool = False) -> Iterator[Added]:
    """Read the kept originals of these documents (all, when none is named) again, as this version of the program does.

    Ids stay with the texts that stay; what was corrected stays so.
    """
    return ends(rereading(corpus, documents, ocr=ocr))


def rereading(corpus: Corpus, documents: Iterable[str] = (), *, ocr: bool = False) -> Iterator[Step]:
    """The same with its progress. What was read by OCR before is so again."""
    wanted = set(documents)
    asked = [
        Pending(str(corpus.original(each.id) or ""), each.file, ocr or each.ocr, each.id)
        for each in sorted(corpus.documents(), key=lambda document: document.id)
        if each.id in wanted or not wanted
    ]
    return _run(corpus, asked, [each.file for each in asked])


def _asked(given: str | Path | Item, ocr: bool) -> Iterator[tuple[str, Pending]]:
    """What is to be done for an input, file by file: with the name it is told by."""
    if isinstance(given, str) and "://" in given:
        yield given, Pending(given.strip(), ocr=ocr)
        return
    item = given if isinstance(given, Item) else Item(Path(given))
    if item.place is not None or not (files := _files(item.path)):
        files = [item.path]
    for file in files:
        place = item.place or (file.relative_to(item.path) if file != item.path else file.name)
        yield str(file), Pending(str(file.absolute()), as_text(Path(place).as_posix()), ocr)


def _files(path: Path) -> list[Path]:
    """The file itself, or the readable files of a folder."""
    if not _is_folder(path):
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in READERS and not file.is_dir())


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that is too long, say; reading it will tell
        return False


def _run(corpus: Corpus, asked: list[Pending], files: list[str]) -> Iterator[Step]:
    """Write down what is asked, and do it: after what an ended process left undone, which is not told of here."""
    with corpus.holding(Lock.ADDING, LOCK_SECONDS):
        corpus.sweep()
        left, planned = corpus.journal.pending(), corpus.journal.plan(asked)
        for _ in steps_of(corpus, left):
            pass
        yield from steps_of(corpus, planned, files)


def steps_of(corpus: Corpus, pending: Iterable[Pending], files: Iterable[str] = ()) -> Iterator[Step]:
    """Do what is pending; told by these names of the files, else by their sources.

    What has no names is left from a process that has ended, maybe because of one of them: it is done warily.
    """
    tasks = [Task(corpus.folder, each, address=corpus.address) for each in pending]
    names = list(files) or [task.pending.source for task in tasks]
    started: set[int] = set()
    at = {task.pending.number: place for place, task in enumerate(tasks)}
    with closing(prepare_all(corpus, tasks, warily=not files)) as progress:
        for each in progress:
            place = at[each.task.pending.number]
            if place not in started:
                started.add(place)
                yield Step(names[place], 0.0, None, place + 1, len(tasks))
            added = _ended(corpus, each, names[place])
            yield Step(names[place], each.share, added, place + 1, len(tasks))


def _ended(corpus: Corpus, progress: Progress, file: str) -> Added | None:
    """What became of a file that has been prepared, or cannot be; None as long as it is being prepared."""
    pending = progress.task.pending
    if progress.fault:
        corpus.journal.settle(pending, str(progress.fault))
        added = Added(file, AddStatus.FAILED, pending.document, str(progress.fault))
    elif progress.prepared:
        added = _stored(corpus, progress.task, progress.prepared, file)
    else:
        return None
    corpus.originals.clear(pending.number)
    return added


def _stored(corpus: Corpus, task: Task, prepared: Prepared, file: str) -> Added:
    pending = task.pending
    if pending.document:
        return _reread(corpus, pending, prepared, file)
    if known := corpus.document_by_hash(prepared.sha256):
        corpus.journal.settle(pending)
        return Added(file, AddStatus.UNCHANGED, known.id)
    if prepared.document is None:  # it was there when the file was looked at; a newer version has replaced it since
        return _read_after_all(corpus, task, file)
    older = _older(corpus, prepared.document, prepared.paragraphs)
    id = older.id if older else free_id(corpus, name_of(prepared.document.file), prepared.sha256)
    held = corpus.put(replace(prepared.document, id=id), prepared.paragraphs, prepared.incoming, pending)
    if held != id:  # another process was quicker
        return Added(file, AddStatus.UNCHANGED, held)
    return Added(file, AddStatus.REPLACED if older else AddStatus.ADDED, id)


def _older(corpus: Corpus, document: Document, paragraphs: Sequence[Paragraph]) -> Document | None:
    """The document that this one is a newer version of."""
    for older in corpus.documents_by_file(document.file):
        about = ((read := corpus.as_read(older.id)) and read.forces) or older.forces
        if is_version(document, paragraphs, about, corpus.paragraphs(older.id)):
            return older
    return None


def _read_after_all(corpus: Corpus, task: Task, file: str) -> Added:
    progress = prepare_all(corpus, [replace(task, is_new=True)])
    return next(added for added in (_ended(corpus, each, file) for each in progress) if added)


def _reread(corpus: Corpus, pending: Pending, prepared: Prepared, file: str) -> Added:
    id, made = pending.document or "", prepared.document
    before = corpus.revisions().get(id)
    held = corpus.document(id)
    if made is None or held is None or held.sha256 != prepared.sha256:  # removed or replaced meanwhile
        corpus.journal.settle(pending)
        return Added(file, AddStatus.UNCHANGED, held.id if held else None)
    corpus.put(replace(made, id=id), prepared.paragraphs, done=pending)
    is_same = corpus.revisions().get(id) == before and corpus.document(id) == held
    return Added(file, AddStatus.UNCHANGED if is_same else AddStatus.REPLACED, id)


def ends(steps: Iterator[Step]) -> Iterator[Added]:
    """What became of each file, without its progress."""
    return (step.added for step in steps if step.added)
