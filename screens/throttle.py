"""Slows down whoever guesses passwords: of each name and each address, failures are counted and waits grow."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

LONGEST_WAIT = 900.0  # seconds
FORGOTTEN_AFTER = 3600.0  # seconds without a failure
MOST = 20_000  # names or addresses that are remembered, some 3 MB; the oldest give way


class Throttle:
    """Counts attempts by key: `free` of them, then one after each wait, which doubles from a second on."""

    def __init__(self, free: int, now: Callable[[], float] = time.monotonic) -> None:
        self._free = free
        self._now = now
        self._counted: OrderedDict[str, tuple[int, float]] = OrderedDict()  # attempts, and when the last was
        self._lock = Lock()

    def attempt(self, key: str) -> float:
        """The seconds to wait first; where none, this attempt is counted, so that those at the same time are, too."""
        now = self._now()
        with self._lock:
            count, last = self._counted.get(key, (0, now))
            if now - last > FORGOTTEN_AFTER:
                count = 0
            wait = last + self._wait(count) - now
            if wait > 0:
                return wait
            self._counted[key] = count + 1, now
            self._counted.move_to_end(key)
            while len(self._counted) > MOST:
                self._counted.popitem(last=False)
        return 0.0

    def forget(self, key: str) -> None:
        """Count no attempt of that key."""
        with self._lock:
            self._counted.pop(key, None)

    def pardon(self, key: str) -> None:
        """Take an attempt back: it was none of a guesser."""
        with self._lock:
            if key in self._counted:
                count, last = self._counted[key]
                self._counted[key] = max(count - 1, 0), last

    def _wait(self, count: int) -> float:
        return min(2.0 ** min(count - self._free, 32), LONGEST_WAIT) if count >= self._free else 0.0
