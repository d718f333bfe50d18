"""The themes of police inspection: a small published vocabulary in the inspectorates' own terms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus import UnusableInput
from index import stems_of, terms_of

MOST_THEMES = 30  # that are asked for at once; more than the vocabulary has
Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, and the expressions that tell of it; `headed`: those that do so in a heading only."""

    id: str
    label: str
    words: tuple[str, ...]
    headed: tuple[str, ...] = ()


def _read() -> dict[str, Theme]:
    themes = {}
    for line in Path(__file__).with_name("themes.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            id, label, words = (part.strip() for part in line.split("|"))
            told = [word.strip() for word in words.split(",")]
            plain = tuple(word for word in told if not word.startswith("~"))
            headed = tuple(word[1:] for word in told if word.startswith("~"))
            themes[id] = Theme(id, label, plain, headed)
    return themes


THEMES = _read()


@lru_cache(maxsize=20_000)
def themes_of(sentence: str, heading: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The ids of the themes that a sentence, and the heading above it, tell of: those it has most words of first."""
    counts: dict[str, float] = {}
    for theme, count in _counted(sentence, _expressions()):
        counts[theme] = counts.get(theme, 0.0) + count
    for line in heading:
        for theme, _ in _counted(line, _headings()):
            counts[theme] = counts.get(theme, 0.0) + 0.5  # a sentence's own words say more
    order = list(THEMES)
    return tuple(sorted(counts, key=lambda each: (-counts[each], order.index(each))))


def theme_of(words: str) -> Theme | None:
    """The theme of that id or label; None for what is somebody's own."""
    said = " ".join(words.lower().replace("-", " ").split())
    return next((each for each in THEMES.values() if said in (each.id.replace("-", " "), each.label.lower())), None)


def label_of(theme: str) -> str:
    """A theme for a reader: its label, or the user's own words."""
    known = theme_of(theme)
    return known.label if known else " ".join(theme.split())


def each_once(themes: Iterable[str]) -> tuple[str, ...]:
    """Themes of the vocabulary by their ids, others as one line; none twice."""
    return tuple(dict.fromkeys(known.id if (known := theme_of(each)) else label_of(each) for each in themes))


def require_themes(themes: Sequence[str]) -> None:
    """Raise `UnusableInput` for too many themes, and for one without words."""
    if len(themes) > MOST_THEMES:
        raise UnusableInput(f"{len(themes)} themes are too many.", f"Name at most {MOST_THEMES}.")
    for theme in themes:
        if theme_of(theme) is None and not terms_of(theme):
            raise UnusableInput(
                f"The theme {theme[:60]!r} has no words to look for.",
                f"Give your own words, or one of: {', '.join(THEMES)}.",
            )


def _counted(text: str, expressions: dict[str, tuple[tuple[Stems, str], ...]]) -> list[tuple[str, float]]:
    """The themes of the expressions that stand in a text, each with the words of the expression."""
    stems = stems_of(text)
    found: dict[tuple[int, str], int] = {}
    for at, first in enumerate(stems):
        for expression, theme in expressions.get(first, ()):
            if stems[at : at + len(expression)] == expression:
                found[at, theme] = max(found.get((at, theme), 0), len(expression))
    return [(theme, float(length)) for (_, theme), length in found.items()]


@cache
def _expressions() -> dict[str, tuple[tuple[Stems, str], ...]]:
    """All expressions by their first stem."""
    return _by_first((word, theme.id) for theme in THEMES.values() for word in theme.words)


@cache
def _headings() -> dict[str, tuple[tuple[Stems, str], ...]]:
    """The same with those that count in headings."""
    return _by_first((word, theme.id) for theme in THEMES.values() for word in (*theme.words, *theme.headed))


def _by_first(told: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[Stems, str], ...]]:
    found: dict[str, dict[tuple[Stems, str], None]] = {}
    for word, theme in told:
        stems = stems_of(word)
        found.setdefault(stems[0], {})[stems, theme] = None
    return {first: tuple(rows) for first, rows in found.items()}
