"""How often somebody may do a thing: a bucket of tokens each, that fills again as time goes by."""

import time
from collections import OrderedDict
from collections.abc import Callable

MOST = 10_000  # clients remembered at a time, some 200 bytes each; who was seen longest ago is forgotten first


class Buckets:
    """A bucket a client; `burst` is what fits into one, `seconds` what it takes to fill an empty one.

    Not safe to share between threads: the server's loop alone asks.
    """

    def __init__(self, burst: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._rate = burst / seconds
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when that was

    def wait(self, client: str) -> float:
        """Take a token: 0; or, where none is left, how many seconds until there is one."""
        now = self._clock()
        tokens, then = self._held.pop(client, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - then) * self._rate)
        is_there = tokens >= 1
        self._held[client] = (tokens - 1 if is_there else tokens, now)
        if len(self._held) > MOST:
            self._held.popitem(last=False)
        return 0.0 if is_there else (1 - tokens) / self._rate
