"""Give each force its turn among hits, so that none crowds out another."""

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import TypeVar

T = TypeVar("T")


def takes_turns(lists: Iterable[list[T]]) -> list[T]:
    """The first of each list, then the second of each, and so on; the list whose first comes first leads."""
    return [each for row in zip_longest(*lists, fillvalue=None) for each in row if each is not None]


def spread(hits: Iterable[T], group: Callable[[T], str]) -> list[T]:
    """Hits, best first, in turns of their groups: the best of each group, then the second of each."""
    groups: dict[str, list[T]] = {}
    for hit in hits:
        groups.setdefault(group(hit), []).append(hit)
    return takes_turns(groups.values())
