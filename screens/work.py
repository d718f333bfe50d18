"""What the app is working at, and whether it still takes more: so that it can stop without breaking off an answer."""

from collections.abc import Iterator, Sized
from contextlib import contextmanager
from threading import Lock

# Of each thing that can be clicked, how many are worked at at once; the rest wait their turn. More would all be slower
# on a machine of two to eight processors; an answer by a language model waits for its server most of the time.
AT_ONCE = 8


class Work:
    """Counts the questions, checks, briefings, comparisons, charts and downloads under way. Safe to share between threads."""

    def __init__(self) -> None:
        self.is_stopping = False
        self.waiting: Sized = ()  # Gradio's queue, once there is one
        self._count = 0
        self._lock = Lock()

    @property
    def under_way(self) -> int:
        """How much is being worked at."""
        return self._count

    @property
    def is_done(self) -> bool:
        """Whether nothing is under way, and nothing waits."""
        return not self._count and not len(self.waiting)

    @contextmanager
    def doing(self) -> Iterator[None]:
        """A piece of work, from its beginning to its end."""
        self._add(1)
        try:
            yield
        finally:
            self._add(-1)

    def _add(self, count: int) -> None:
        with self._lock:
            self._count += count
