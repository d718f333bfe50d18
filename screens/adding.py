"""Adding documents in the background: it goes on when the page that asked for it is closed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event, Lock, Thread

from corpus import Corpus, FolderBusy, InspectionError
from corpus.adding import Item, adding
from index import Index
from screens.progress import Adding, File
from screens.uploads import Uploads

READY = "You can ask about them now."
LATER = "They will answer questions as soon as another process has finished indexing."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file or an address to add: the name people know it by, and where it is; or why it cannot even be tried."""

    name: str
    source: str | Item | None = None
    fault: str | None = None


class Adder:
    """Adds documents, one request after the other, and makes them searchable."""

    def __init__(self, corpus: Corpus, index: Index, uploads: Uploads) -> None:
        self._corpus = corpus
        self._index = index
        self._uploads = uploads
        self._turn = Lock()  # the corpus lets one process add at a time; within ours, requests queue here

    def start(self, wanted: Sequence[Wanted], *, ocr: bool = False) -> "Run":
        """Begin, and return at once; the run tells how far it is."""
        run = Run(Adding(tuple(File(each.name) for each in wanted), secrets.token_hex(4)))
        for at, each in enumerate(wanted):
            if each.fault:
                run.adding = run.adding.failing(at, each.fault)
        run.html = run.adding.as_waiting() if self._turn.locked() else run.adding.as_reading()
        Thread(target=self._work, args=(run, wanted, ocr), name="adding documents", daemon=True).start()
        return run

    def _work(self, run: "Run", wanted: Sequence[Wanted], ocr: bool) -> None:
        try:
            with self._turn:
                run.html = run.adding.as_reading()
                self._add(run, [(at, each.source) for at, each in enumerate(wanted) if each.source], ocr)
                run.html = run.adding.as_done(self._sync(run))
        except InspectionError as fault:
            run.html = run.adding.as_fault(str(fault))
        except Exception as fault:  # else the page would wait for ever
            run.html = run.adding.as_fault(
                f"Something unexpected happened ({fault}). Try again; what was added is kept."
            )
            raise
        finally:
            run.finished.set()

    def _add(self, run: "Run", sources: Sequence[tuple[int, str | Item]], ocr: bool) -> None:
        """Add them; while another process is adding, wait for it."""
        while True:
            try:
                return self._steps(run, sources, ocr)
            except FolderBusy as fault:
                if run.adding.has_begun:  # it goes on when documents are next added, or at the next start
                    raise
                run.html = run.adding.as_waiting(fault.problem)

    def _steps(self, run: "Run", sources: Sequence[tuple[int, str | Item]], ocr: bool) -> None:
        for step in adding(self._corpus, [source for _, source in sources], ocr=ocr):
            at, source = sources[step.number - 1]
            run.adding = run.adding.after(at, step)
            run.html = run.adding.as_reading()
            if isinstance(source, Item) and step.added and not step.added.reason:
                self._uploads.forget(str(source.path))

    def _sync(self, run: "Run") -> str:
        """Make what was added searchable; returns what to tell of it."""
        if not run.adding.changed:
            return ""
        run.html = run.adding.as_indexing()
        try:
            self._index.sync()
        except FolderBusy:
            return LATER
        public = {document.id for document in self._corpus.public()}
        held_back = [id for id in run.adding.changed if id not in public]
        if not held_back:
            return READY
        return f"{len(held_back)} under embargo. {READY if len(held_back) < len(run.adding.changed) else ''}".strip()


class Run:
    """A request to add documents, as far as it has come."""

    def __init__(self, adding: Adding) -> None:
        self.adding = adding
        self.html = ""
        self.finished = Event()
