"""What a briefing cannot tell: themes of which nothing is said, years without an inspection, documents left out."""

from collections.abc import Sequence

from assistant.briefing.brief import Order, Section
from assistant.briefing.findings import Finding
from assistant.briefing.themes import THEMES, label_of, theme_of
from corpus import Corpus, Document, long_date

HEADING = "What the documents do not cover"


def not_covered(
    order: Order, documents: Sequence[Document], found: Sequence[Finding], corpus: Corpus, embargoed: bool
) -> Section:
    """The section that says so. `found`: all findings of the documents, whatever their theme."""
    told = [_unspoken(order, found), *_years(documents), *_left_out(order, documents, corpus, embargoed)]
    return Section(HEADING, note=" ".join(filter(None, told)))


def _unspoken(order: Order, found: Sequence[Finding]) -> str:
    """The themes asked for (all, when none is) of which no sentence speaks; a joint letter must speak of the police."""
    on_force = {theme for each in found if each.is_on_police for theme in each.themes}
    on_others = {theme for each in found for theme in each.themes} - on_force
    wanted = [known.id for each in order.themes if (known := theme_of(each))] if order.themes else list(THEMES)
    nothing = [label_of(each) for each in wanted if each not in on_force | on_others]
    of_others = [label_of(each) for each in wanted if each in on_others]
    parts = [f"Nothing is said on: {_listed(nothing)}."] if nothing else []
    if of_others:
        parts.append(f"Said of other bodies and not of the police: {_listed(of_others)}.")
    return " ".join(parts) or f"{'All themes asked for' if order.themes else 'All themes'} are spoken of."


def _listed(labels: Sequence[str]) -> str:
    return "; ".join(label[:1].lower() + label[1:] for label in labels)


def _years(documents: Sequence[Document]) -> list[str]:
    """The years between the first and the last inspection of which none is held, and what came after."""
    years = {year for each in documents for year in each.years}
    if not years:
        return []
    without = [str(year) for year in range(min(years), max(years)) if year not in years]
    latest = max((each.latest for each in documents if each.latest), default=None)
    gap = [f"No inspection is held from {', '.join(without)}."] if without else []
    return [*gap, f"They tell of nothing after {long_date(latest)}."] if latest else gap


def _left_out(order: Order, documents: Sequence[Document], corpus: Corpus, embargoed: bool) -> list[str]:
    """How many documents on the force were left out, and why."""
    held = [each for each in corpus.documents() if order.force in each.forces]
    public = [each for each in corpus.public(None, embargoed) if order.force in each.forces]
    told = []
    if order.first or order.last:
        left = len(public) - len(documents)
        told += [f"{_counted(left)} of another time {_was(left)} left out."] if left else []
    hidden = len(held) - len(public)
    return [*told, f"{_counted(hidden)} under embargo {_was(hidden)} left out."] if hidden else told


def _counted(number: int) -> str:
    return "One document" if number == 1 else f"{number} documents"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
