"""What other programs send with a question: the fields of the contract's input object for `ask`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.question import Turn
from corpus import DocumentKind, UnusableInput
from index import Filters

Sent = Mapping[str, Any]


def history_of(row: Sent) -> list[Turn]:
    """The turns before the question ("history"). Raises `UnusableInput`."""
    turns = row.get("history") or []
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise UnusableInput('"history" is not a list of objects.', 'Send [{"question": "…", "answer": "…"}].')
    return [Turn(str(turn.get("question") or ""), str(turn.get("answer") or "")) for turn in turns]


def filters_of(row: Sent) -> Filters:
    """What narrows the question: "forces", "from", "to" and "kinds". Raises `UnusableInput`."""
    first, last = days_of(row)
    kinds = texts_of(row, "kinds", "letter")
    unknown = set(kinds) - set(DocumentKind)
    if unknown:
        raise UnusableInput(f'"kinds" has {sorted(unknown)[0]!r}.', f"Send some of: {', '.join(DocumentKind)}.")
    return Filters(tuple(texts_of(row, "forces", "staffordshire")), first, last, frozenset(map(DocumentKind, kinds)))


def days_of(row: Sent) -> tuple[date | None, date | None]:
    """The days "from" and "to"; None for no bound. Raises `UnusableInput`."""
    first, last = _day(row, "from"), _day(row, "to")
    if first and last and last < first:
        raise UnusableInput(f'"to" ({last}) is before "from" ({first}).', 'Send the earlier day as "from".')
    return first, last


def texts_of(row: Sent, name: str, example: str) -> list[str]:
    """A field that is a list of texts. Raises `UnusableInput`."""
    texts = row.get(name) or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UnusableInput(f'"{name}" is not a list of ids.', f'Send ["{example}"].')
    return texts


def _day(row: Sent, name: str) -> date | None:
    text = row.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError as fault:
        raise UnusableInput(f'"{name}" is {str(text)[:40]!r}, not a day.', 'Send a day as "2022-12-31".') from fault
