"""From a file or an address to a document that only lacks its id. Runs in a worker process, and changes no corpus."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document, Paragraph
from corpus.errors import InspectionError, UnreadableFile
from corpus.journal import Pending
from corpus.metadata import describe
from corpus.originals import copy, sha256_of
from corpus.paragraphs import cut
from corpus.readers import READERS, read
from corpus.readers.text import MAX_BYTES
from corpus.store import Corpus
from corpus.workers import Limits, Report, Workers

LIGHT = (".txt", ".md")  # read in this process: a worker takes 0.3 s to start, one of these 0.01 s
MAX_LIGHT_BYTES = 100_000  # the longest letters have 60,000
MAX_PARAGRAPHS = 50_000  # a report of 240 pages has 3,000; so many take a quarter of an hour to index
OCR_LIMITS = Limits(seconds=3600)  # recognising a page takes 2 to 5 s, and reports have 240


@dataclass(frozen=True, slots=True)
class Task:
    """A pending file, and the data folder and database it is to come into. `is_new`: its content is not in the corpus."""

    folder: Path
    pending: Pending
    is_new: bool = False
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was read from `incoming`, a copy of the file in the room for incoming ones.

    `document` is None where the corpus had that content already, so that it was not read.
    """

    sha256: str
    incoming: Path
    document: Document | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task has come; with what was made of it, or why nothing can be, at its end."""

    task: Task
    share: float
    prepared: Prepared | None = None
    fault: UnreadableFile | None = None


def prepare(task: Task, report: Report) -> Prepared:
    """The same as `prepare_for`, for a worker process, which opens the corpus itself."""
    return prepare_for(Corpus(task.folder, task.address), task, report)


def prepare_for(corpus: Corpus, task: Task, report: Report) -> Prepared:
    """Fetch or copy a file, and read that copy: so what is stored is what was read. Raises `UnreadableFile`."""
    pending = task.pending
    if pending.document:  # as it is kept here and now: what is taken up may have been planned elsewhere
        pending = replace(pending, source=str(corpus.original(pending.document) or ""))
    incoming, file = _taken_in(pending, corpus.originals.room(pending.number))
    sha256 = sha256_of(incoming)
    if not (task.is_new or pending.document) and corpus.document_by_hash(sha256):
        return Prepared(sha256, incoming, None, ())
    reading = read(incoming, report, ocr=pending.ocr)
    paragraphs = cut("", reading)
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise UnreadableFile(f"{file} has {len(paragraphs)} paragraphs.", "Split it and add the parts.")
    return Prepared(sha256, incoming, describe("", file, sha256, paragraphs, reading), paragraphs)


def _taken_in(pending: Pending, room: Path) -> tuple[Path, str]:
    """The copy, and what the file is listed as. It keeps its name, which faults tell; an original has a hash for one."""
    if pending.is_address:
        from corpus.web import fetch  # takes 0.2 s to load, and most commands fetch nothing

        fetched = fetch(pending.source, room)
        return fetched.path, fetched.address
    if not pending.source:
        raise UnreadableFile("Its original is not kept.", "Add its file again.")
    source = Path(pending.source)
    name = f"{pending.document}{source.suffix}" if pending.document else source.name
    if _is_folder(source):
        raise UnreadableFile(
            "There is no file in this folder that we can read.",
            "Name a folder that holds PDF, Word, HTML, Markdown or text files.",
        )
    if _is_refused_at_sight(source):
        read(source)  # it says why; nothing is copied for that
    return copy(source, room / name), pending.file


def _is_folder(source: Path) -> bool:
    try:
        return source.is_dir()
    except OSError:  # a name that is too long, say
        return False


def _is_refused_at_sight(source: Path) -> bool:
    try:
        return source.suffix.lower() not in READERS or source.stat().st_size > MAX_BYTES
    except (OSError, ValueError):  # `copy` says what is wrong
        return False


def prepare_all(corpus: Corpus, tasks: Sequence[Task], warily: bool = False) -> Generator[Progress]:
    """Prepare files for a corpus in parallel; each task's end comes in the order of the tasks, its progress when it happens.

    `warily`: even the smallest in a worker process, which has a time limit.
    """
    heavy = {task: None for task in tasks if warily or not _is_light(task.pending)}  # in their order
    limits = OCR_LIMITS if any(task.pending.ocr for task in tasks) else Limits()
    with Workers(limits=limits) as workers, closing(_in_order(list(heavy), workers)) as in_workers:
        for task in tasks:
            yield from _until_its_end(in_workers) if task in heavy else _here(corpus, task, workers)


def _in_order(tasks: Sequence[Task], workers: Workers) -> Generator[Progress]:
    ended: dict[int, Progress] = {}
    at = 0
    for outcome in workers.run(prepare, tasks):
        fault = outcome.fault
        if fault is not None and not isinstance(fault, UnreadableFile):
            raise fault  # the disk is full, say: no fault of the file's
        made = Progress(tasks[outcome.number], outcome.share, outcome.result, fault)
        if outcome.done:
            ended[outcome.number] = made
        else:
            yield made
        while at in ended:
            yield ended.pop(at)
            at += 1


def _until_its_end(progress: Iterator[Progress]) -> Iterator[Progress]:
    for each in progress:
        yield each
        if each.prepared or each.fault:
            return


def _here(corpus: Corpus, task: Task, workers: Workers) -> Iterator[Progress]:
    """Prepare a small file in this process."""
    yield Progress(task, 0.0)
    yield _prepared_here(corpus, task, workers)


def _prepared_here(corpus: Corpus, task: Task, workers: Workers) -> Progress:
    try:
        return Progress(task, 1.0, prepare_for(corpus, task, lambda _: None))
    except UnreadableFile as fault:
        return Progress(task, 1.0, fault=fault)
    except InspectionError:
        raise
    except Exception:  # one that nobody foresaw: in a worker it costs that file alone
        return next(each for each in _in_order([task], workers) if each.prepared or each.fault)


def _is_light(pending: Pending) -> bool:
    path = Path(pending.source)
    try:
        return not pending.is_address and path.suffix.lower() in LIGHT and path.stat().st_size <= MAX_LIGHT_BYTES
    except (OSError, ValueError):  # it will fail, which is soon done
        return True
