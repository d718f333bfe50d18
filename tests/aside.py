"""Coroutines beside a browser: Playwright's own loop runs in the thread of the tests."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def in_a_loop_of_its_own(made: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run what `made` makes, in another thread, to its end."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(made())).result()
