"""What each statement of a draft is about: the latest words, of its own or above it, that name a force or a place."""

from collections.abc import Iterable, Iterator

from assistant.check import Checker
from assistant.drafts.draft import Part
from index import Scope


def subjects(texts: Iterable[tuple[str, Part]], checker: Checker, embargoed: bool) -> Iterator[Scope | None]:
    """For each statement or heading, in order, the scope of the words that tell its force; None while none is named.

    Notes, which stand apart, have only their own.
    """
    latest: Scope | None = None
    for text, part in texts:
        scope = checker.scope_of(text, embargoed)
        own = scope if scope.forces else None
        if part is Part.NOTE:
            yield own
        else:
            latest = own or latest
            yield latest
