"""The checks that are under way, one a page at most, so that each can be stopped."""

from threading import Event, Lock


class Run:
    """A check under way. `is_superseded`: another was begun in its page, which shows that one now."""

    def __init__(self) -> None:
        self.stopped = Event()
        self.is_superseded = False


class Runs:
    """The checks under way, by the page (session) that shows each."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._lock = Lock()

    def begin(self, session: str) -> Run:
        """Begin one; whatever is under way in that page ends."""
        self.leave(session)
        with self._lock:
            return self._runs.setdefault(session, Run())

    def stop(self, session: str) -> None:
        """End what is under way in a page; what has come out so far is shown."""
        if run := self._runs.get(session):
            run.stopped.set()

    def leave(self, session: str) -> None:
        """End what is under way in a page that shows it no more."""
        with self._lock:
            run = self._runs.pop(session, None)
        if run:
            run.is_superseded = True
            run.stopped.set()
