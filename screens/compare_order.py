"""What is chosen on the Compare screen, and the order this makes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.briefing.themes import THEMES, each_once
from corpus import Corpus, Document, UnusableInput, all_forces, force_names
from index import Filters
from screens.brief_order import forces_held, theme_choices
from screens.filters import ANY, Choices, days_of

ALL = "all"  # the value of "All we hold" and "All themes"; no force and no theme is called so
# Where none is chosen: those that inspections speak of most (of 43 real letters: those on 25 or 26 of the 26 forces).
COMMON = ("prevention", "vulnerability", "voice", "sharing", "partnership", "leadership", "performance", "training")


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants compared. `forces`: ids. `themes`: ids of `THEMES`, or a user's own words. None twice.

    `first` and `last`: days, the inspections'; None for no bound.
    """

    forces: tuple[str, ...]
    themes: tuple[str, ...]
    first: date | None = None
    last: date | None = None


def forces_offered(documents: Iterable[Document]) -> Choices:
    """All that a document is about, then each of these by name, then the other police forces."""
    held = forces_held(documents)
    others = sorted((force_names([id]), id) for id in {*all_forces()} - {id for _, id in held})
    everything = [(f"All we hold ({len(held)})", ALL)] if held else []
    return [*everything, *held, *((f"{name} (no public document)", id) for name, id in others)]


def themes_offered() -> Choices:
    """The whole vocabulary, then each of its themes."""
    return [(f"All {len(THEMES)} themes", ALL), *theme_choices()]


def order_of(
    corpus: Corpus,
    forces: Sequence[str],
    themes: Sequence[str] = (),
    own: str = "",
    first: str = ANY,
    last: str = ANY,
    embargoed: bool = False,
) -> Order:
    """The order that was chosen. `own`: themes in one's own words, parted by semicolons. `first`, `last`: years.

    `embargoed`: whether who asks may see what is not public yet. Raises `UnusableInput` for no force, for what is no
    year or the wrong way round, and for years from which there is nothing on any of the forces.
    """
    order = Order(_forces(corpus, forces, embargoed), _themes(themes, own), *days_of(first, last))
    _require_within(order, corpus, embargoed)
    return order


def _forces(corpus: Corpus, chosen: Sequence[str], embargoed: bool) -> tuple[str, ...]:
    """The forces that were chosen; those behind "All we hold" by name, where no other place was given to them."""
    if not chosen:
        raise UnusableInput("No force is chosen.", "Choose the forces to compare, or “All we hold”.")
    held = [id for _, id in forces_held(corpus.public(None, embargoed))] if ALL in chosen else []
    forces = tuple(dict.fromkeys([*(id for id in chosen if id != ALL), *held]))
    if not forces:
        raise UnusableInput("We hold no documents yet.", "Add some on the Library screen, and compare again.")
    return forces


def _themes(chosen: Sequence[str], own: str) -> tuple[str, ...]:
    """The themes that were chosen, then one's own; `COMMON` where there is neither."""
    known = THEMES if ALL in chosen else chosen
    words = [each for each in own.split(";") if each.strip()] or ([own] if own.strip() else [])
    return each_once((*known, *words)) or COMMON


def _require_within(order: Order, corpus: Corpus, embargoed: bool) -> None:
    """Raise `UnusableInput` where we hold something on the forces, and nothing of that time."""
    on_forces = [each for each in corpus.documents() if {*order.forces} & {*each.forces}]
    chosen = Filters(first=order.first, last=order.last)
    if not on_forces or any(map(chosen.allow, on_forces)):
        return
    public = [each for each in corpus.public(None, embargoed) if {*order.forces} & {*each.forces}]
    years = ", ".join(map(str, sorted({year for each in public for year in each.years})))
    raise UnusableInput(
        "No inspection of these forces that we hold is from that time.",
        f"Leave the years out, or choose some with an inspection: {years}." if years else "Leave the years out.",
    )
