"""What each statement of a draft is about: the latest words, of its own or above it, that name a force or a place."""

from collections.abc import Iterable, Iterator

from assistant.check import Checker
from assistant.drafts.draft import Part


def subjects(texts: Iterable[tuple[str, Part]], checker: Checker) -> Iterator[str]:
    """For each statement or heading, in order, the words that tell which force it is about; empty while none is named.

    Notes, which stand apart, have only their own.
    """
    latest = ""
    for text, part in texts:
        own = text if checker.names_a_force(text) else ""
        if part is Part.NOTE:
            yield own
        else:
            latest = own or latest
            yield latest
