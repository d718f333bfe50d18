"""Keep the index in step with the corpus while the app runs, whoever changes it: a screen or another process."""

import sys
from threading import Event, Thread

from corpus import FolderBusy
from index.search import Index

SECONDS = 1.0  # between two looks at the corpus, which cost a millisecond each
PATIENCE = 30.0  # seconds until what failed is tried again: a full disk is not mended sooner


class Following:
    """A thread that syncs the index whenever the corpus has changed.

    with Following(index):
        ...

    What goes wrong is told once on standard error and tried again later; questions are answered from what the index
    holds meanwhile.
    """

    def __init__(self, index: Index, seconds: float = SECONDS, patience: float = PATIENCE) -> None:
        self._index = index
        self._seconds = seconds
        self._patience = patience
        self._stopped = Event()
        self._synced: str | None = None  # the corpus's stamp when the index was last in step
        self._told = ""
        self._thread = Thread(target=self._follow, name="following the corpus", daemon=True)

    def __enter__(self) -> "Following":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to look; the first look is at once."""
        self._thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """End, waiting so long for a sync that is under way; one that is cut off is mended at the next start."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _follow(self) -> None:
        pause = 0.0
        while not self._stopped.wait(pause):
            pause = self._look()

    def _look(self) -> float:
        """Sync if the corpus has changed; returns the seconds until the next look."""
        try:
            stamp = self._index.corpus.stamp()  # before the sync: what changes meanwhile is seen by the next look
            if stamp != self._synced or self._index.is_lost:
                self._index.sync()
                self._synced, self._told = stamp, ""
        except FolderBusy:  # another process is at it: it may well do our work
            return self._seconds
        except Exception as fault:  # the thread must outlive it: whatever it was may be gone by the next try
            self._tell(f"The index could not be brought in step with the documents: {fault}")
            return self._patience
        return self._seconds

    def _tell(self, fault: str) -> None:
        if fault != self._told:
            print(fault, file=sys.stderr, flush=True)
            self._told = fault
