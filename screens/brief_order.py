"""What is chosen on the Brief screen, and the order this makes."""

from collections.abc import Iterable, Sequence

from assistant.briefing.brief import Length, Order
from assistant.briefing.themes import THEMES, each_once
from corpus import Document, UnusableInput
from screens.filters import ANY, Choices, days_of, force_choices

MOST_CHARACTERS = 200  # of a title or a theme


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
    start, end = days_of(first, last)
    if length not in list(Length):
        raise UnusableInput(f"There is no length “{length[:40]}”.", f"Choose one of: {', '.join(Length)}.")
    return Order(
        force,
        each_once(_line(theme, "theme") for theme in (*themes, own_theme) if theme.strip()),
        start,
        end,
        Length(length),
        _line(title, "title"),
    )


def _line(text: str, what: str) -> str:
    """A text of one line, without characters that cannot be printed."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    if len(line) > MOST_CHARACTERS:
        raise UnusableInput(f"The {what} is too long.", f"Use at most {MOST_CHARACTERS} characters.")
    return line
