"""What the app is working at, and whether it still takes more: so that it can stop without breaking off an answer."""

from asyncio import Semaphore
from collections.abc import AsyncIterator, Iterator, Sized
from contextlib import asynccontextmanager, contextmanager
from threading import Lock

# Of each thing that can be clicked, how many are worked at at once; the rest wait their turn. More would all be slower
# on a machine of two to eight processors; an answer by a language model waits for its server most of the time.
AT_ONCE = 8


class Turns:
    """Lets so many of one kind of work be done at once; the rest wait, first come, first served. For one event loop."""

    def __init__(self, at_once: int) -> None:
        self._free = Semaphore(at_once)
        self._waiting = 0

    def __len__(self) -> int:
        """How many wait."""
        return self._waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Whoever comes, once it is their turn."""
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()


class Work:
    """Counts the questions, checks, briefings, comparisons, charts and downloads under way. Safe to share between threads."""

    def __init__(self) -> None:
        self.is_stopping = False
        self.queues: list[Sized] = []  # where work waits
        self._count = 0
        self._lock = Lock()

    @property
    def under_way(self) -> int:
        """How much is being worked at."""
        return self._count

    @property
    def waiting(self) -> int:
        """How much waits for its turn."""
        return sum(map(len, self.queues))

    @property
    def is_done(self) -> bool:
        """Whether nothing is under way, and nothing waits."""
        return not self._count and not self.waiting

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
