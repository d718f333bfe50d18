"""Which documents a briefing is made from, and why it cannot be made where there are none."""

from datetime import UTC, datetime
from difflib import get_close_matches

from assistant.briefing.brief import Order
from corpus import Corpus, Document, UnusableInput, all_forces
from corpus import force as force_of
from index import Filters

LISTED = 12  # forces that a message names


def documents_for(order: Order, corpus: Corpus, embargoed: bool = False) -> tuple[Document, ...]:
    """The documents on a force, within the order's days and not under embargo, latest first.

    Raises `UnusableInput` where there is no such force, no such day, or no such document.
    """
    if order.first and order.last and order.last < order.first:
        raise UnusableInput(f"{order.last} is before {order.first}.", "Give the earlier year as the first.")
    require_known(order.force, corpus)
    name = force_of(order.force).name
    on_force = [each for each in corpus.documents() if order.force in each.forces]
    if not on_force:
        raise UnusableInput(f"We hold no document on {name}.", f"Add one, or choose a force we hold: {_held(corpus)}.")
    now = datetime.now(UTC)
    public = [each for each in on_force if embargoed or each.is_public(now)]
    if not public:
        raise UnusableInput(
            f"What we hold on {name} is under embargo and not public yet.", "Ask again when the embargo has passed."
        )
    chosen = Filters(first=order.first, last=order.last)
    within = tuple(each for each in public if chosen.allow(each))
    if not within:
        years = ", ".join(str(year) for year in sorted({year for each in public for year in each.years}))
        raise UnusableInput(
            f"No inspection of {name} that we hold is from that time.",
            f"Leave the years out, or choose some with an inspection: {years}." if years else "Leave the years out.",
        )
    return within


def require_known(id: str, corpus: Corpus) -> None:
    """Raise `UnusableInput` for a force that neither the list of forces nor a document has."""
    known = dict.fromkeys([*all_forces(), *(force for each in corpus.documents() for force in each.forces)])
    if id in known:
        return
    near = get_close_matches(id.lower().replace(" ", "-"), known, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise UnusableInput(f"There is no force {id[:60]!r}.", f"{hint}We hold documents on: {_held(corpus)}.")


def _held(corpus: Corpus) -> str:
    """The ids of forces that documents are about which anybody may see."""
    ids = sorted(corpus.forces())
    more = f" and {len(ids) - LISTED} more (see `python -m corpus list`)" if len(ids) > LISTED else ""
    return ", ".join(ids[:LISTED]) + more if ids else "none yet"
