"""Compare forces: for each force and theme the weightiest finding of its latest inspection that speaks of it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache

from assistant.briefing.findings import Finding, findings_of, may_be_quoted
from assistant.briefing.searched import spoken_of
from assistant.briefing.selected import require_known
from assistant.briefing.themes import MOST_THEMES, THEMES, each_once, require_themes
from assistant.comparing.choosing import cells
from assistant.comparing.comparison import Blank, Comparison, Row
from corpus import Corpus, UnusableInput
from corpus import force as force_of
from index import Filters, Index

MOST_FORCES = 60  # more than there are police forces in the United Kingdom
LONGEST_THEME = 150  # characters of a theme in a user's own words


def compare(
    forces: Sequence[str],
    themes: Sequence[str],
    corpus: Corpus,
    index: Index,
    embargoed: bool = False,
    first: date | None = None,
    last: date | None = None,
) -> Comparison:
    """The forces (ids) by the themes (ids or labels of `THEMES`, or a user's own words), each once and as ordered.

    `embargoed`: whether the reader may see what is not public yet. Raises `UnusableInput` as `rows` does.
    """
    made = datetime.now(UTC)
    found = tuple(rows(forces, themes, corpus, index, embargoed, first, last))
    return Comparison(each_once(themes), found, first, last, made, len(corpus.public(made, embargoed)))


def rows(
    forces: Sequence[str],
    themes: Sequence[str],
    corpus: Corpus,
    index: Index,
    embargoed: bool = False,
    first: date | None = None,
    last: date | None = None,
) -> Iterator[Row]:
    """The rows of a comparison, one at a time.

    Raises `UnusableInput` before the first for no force or theme, too many, an unknown force, a theme without words,
    or a last day before the first.
    """
    ids, columns = tuple(dict.fromkeys(forces)), each_once(themes)
    _require_usable(ids, columns, first, last)
    for id in ids:
        require_known(id, corpus)
    chosen = Filters(first=first, last=last)
    return (_row(id, columns, corpus, index, embargoed, chosen) for id in ids)


def _row(force: str, themes: tuple[str, ...], corpus: Corpus, index: Index, embargoed: bool, chosen: Filters) -> Row:
    """A force's row; its findings are read here, and those of no other force."""
    name = force_of(force).name
    held = [each for each in corpus.documents() if force in each.forces and chosen.allow(each)]
    public = {each.id for each in corpus.public(None, embargoed)}
    documents = tuple(each for each in held if each.id in public)
    hidden = len(held) - len(documents)
    if not documents:
        return Row(force, name, (Blank.NOT_PUBLIC if hidden else Blank.NOT_HELD,) * len(themes), (), hidden)
    found = [each for document in documents for each in findings_of(document, corpus, force)]
    on_themes = [_on(theme, force, found, index) for theme in themes]
    quotable = cache(lambda paragraph: may_be_quoted(paragraph, corpus))
    return Row(force, name, cells(themes, on_themes, quotable), documents, hidden)


def _on(theme: str, force: str, found: Sequence[Finding], index: Index) -> list[Finding]:
    """The findings on a theme, in order."""
    if theme in THEMES:
        return [each for each in found if theme in each.themes]
    spoken = spoken_of(theme, force, found, index) if found else frozenset()
    return [each for at, each in enumerate(found) if at in spoken]


def _require_usable(forces: Sequence[str], themes: Sequence[str], first: date | None, last: date | None) -> None:
    if not forces:
        raise UnusableInput("No force is named.", "Name those to compare by their ids: staffordshire, kent.")
    if len(forces) > MOST_FORCES:
        raise UnusableInput(f"{len(forces)} forces are too many for one table.", f"Name at most {MOST_FORCES}.")
    if not themes:
        raise UnusableInput("No theme is named.", f"Give your own words, or some of: {', '.join(THEMES)}.")
    if len(themes) > MOST_THEMES:
        raise UnusableInput(f"{len(themes)} themes are too many for one table.", f"Name at most {MOST_THEMES}.")
    long = next((each for each in themes if len(each) > LONGEST_THEME), None)
    if long:
        raise UnusableInput(f"The theme “{long[:60]} …” is too long.", f"Say it in {LONGEST_THEME} characters.")
    require_themes(themes)
    if first and last and last < first:
        raise UnusableInput(f"{last} is before {first}.", "Give the earlier day as the first.")
