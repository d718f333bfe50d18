"""What is chosen on the Brief screen, and the order this makes."""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.briefing.brief import Length, Order
from assistant.briefing.themes import THEMES
from corpus import Document, UnusableInput
from screens.filters import ANY, Choices, force_choices

MOST_CHARACTERS = 200  # of a title or a theme
_EARLIEST, _LATEST = 1900, 2999  # years that are surely a slip beyond


def forces_held(documents: Iterable[Document]) -> Choices:
    """Each force that a document is about, by name."""
    return [(name, force) for name, force in force_choices(documents) if force != ANY]


def theme_choices() -> Choices:
    """The themes of the vocabulary, as they are called."""
    return [(theme.label, theme.id) for theme in THEMES.values()]


def length_choices() -> Choices:
    """How long a briefing can be."""
    return [(length.value.capitalize(), length.value) for length in Length]


def order_of(
    force: str | None,
    themes: Sequence[str] = (),
    own_theme: str = "",
    first: str = ANY,
    last: str = ANY,
    length: str = Length.TWO_PAGES,
    title: str = "",
) -> Order:
    """The order that was chosen; `first` and `last` are years. Raises `UnusableInput` for what cannot be meant."""
    if not force:
        raise UnusableInput("No force is chosen.", "Choose the force that the briefing is about.")
    from_year, to_year = _year(first), _year(last)
    if from_year and to_year and to_year < from_year:
        raise UnusableInput(
            f"No year is both from {from_year} on and up to {to_year}.",
            f"Choose a “To” that is not before {from_year}, or “Any”.",
        )
    if length not in list(Length):
        raise UnusableInput(f"There is no length “{_short(length)}”.", f"Choose one of: {', '.join(Length)}.")
    return Order(
        force,
        tuple(_line(theme, "theme") for theme in (*themes, own_theme) if theme.strip()),
        date(from_year, 1, 1) if from_year else None,
        date(to_year, 12, 31) if to_year else None,
        Length(length),
        _line(title, "title"),
    )


def _year(given: str) -> int | None:
    """A year; None for any."""
    if not given:
        return None
    if not (given.isdecimal() and _EARLIEST <= int(given) <= _LATEST):
        raise UnusableInput(f"“{_short(given)}” is no year.", "Give a year such as 2019, or nothing for any.")
    return int(given)


def _line(text: str, what: str) -> str:
    """A text of one line, without characters that cannot be printed."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    if len(line) > MOST_CHARACTERS:
        raise UnusableInput(f"The {what} is too long.", f"Use at most {MOST_CHARACTERS} characters.")
    return line


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
