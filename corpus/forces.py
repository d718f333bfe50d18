"""The police forces of England and Wales and those near them (Scotland, transport, defence …), and how people call them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Areas that are also everyday words or names: only taken for a place after a preposition and with a capital.
EVERYDAY_WORDS = frozenset(
    "Adur Arun Ashfield Ashford Barry Bath Boston Bury Copeland Craven Dover Eden Hambleton Harlow Hart Leek Melton Reading "
    "Rother Rugby Selby Sutton Swale Waverley".split()
)
# Names that are other words without their capitals ("met", "beds", "MPs", "a high peak").
NEEDS_CAPITALS = frozenset(
    {"Met", "MPS", "Beds", "BTP", "Glos", "Hants", "Wilts", "City Police", "Castle Point", "Chiltern", "Cotswold"}
    | {"High Peak", "New Forest", "Three Rivers"}
)
# "Northshire Police", "Isle of Man Constabulary"; a rank, an article or "National" begins no force's name.
_IN_FULL = re.compile(
    r"\b(?!(?:The|A|An|National|Acting|Temporary|Deputy|Assistant|Chief|Constable|Commissioner)\b)"
    r"((?:[A-Z][a-z]+(?: of | and |[ -])){0,5}?[A-Z][a-z]+)[ -](?:Police|Constabulary)\b(?! (?!Headquarters|HQ|Service|Force)[A-Z])"
)


@dataclass(frozen=True, slots=True)
class Force:
    """A police force: `id` as on data.police.uk, its names, and the areas it polices."""

    id: str
    name: str
    current_name: str | None
    aliases: tuple[str, ...]
    areas: tuple[str, ...]
    region: str | None

    @property
    def short_name(self) -> str:
        """The name without "Police", "Constabulary" or "Service" ("Staffordshire")."""
        return re.sub(r" (Police Service|Police|Constabulary)$", "", self.name)


@cache
def all_forces() -> dict[str, Force]:
    """Every force we know, by id."""
    rows = json.loads(Path(__file__).with_name("forces.json").read_text(encoding="utf-8"))
    return {
        row["id"]: Force(
            row["id"],
            row["name"],
            row["current_name"],
            tuple(row["aliases"]),
            tuple(row["areas"]),
            row["region"],
        )
        for row in rows
    }


def force(id: str) -> Force:
    """The force of that id; one that the table lacks (overseas, or invented for a test) is known by its id alone."""
    name = id.replace("-", " ").title()
    return all_forces().get(id) or Force(id, f"{name} Police", None, (name, f"{name} Constabulary"), (), None)


def force_names(ids: Iterable[str]) -> str:
    """The official names of these forces, for reading: "Essex Police and Kent Police"."""
    names = [force(id).name for id in ids]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def find_forces(text: str, unlisted: tuple[str, ...] = ()) -> tuple[Force, ...]:
    """The forces a text names by name, alias or area, in the order of their first mention.

    The longest name wins ("Newcastle-under-Lyme" is in Staffordshire, "Newcastle" is not). `unlisted` are ids
    of forces to look for besides those of the table.
    """
    forces, pattern = _names(unlisted)
    found = (forces[_key(match.group())] for match in pattern.finditer(_straight(text)) if _is_a_place(match))
    return tuple(dict.fromkeys(found))


def unlisted_forces(text: str) -> tuple[str, ...]:
    """Ids for the forces that a text names in full ("Northshire Police") and the table lacks."""
    named = [match for match in _IN_FULL.finditer(_straight(text)) if not find_forces(match[0])]
    return tuple(dict.fromkeys(re.sub("[ -]+", "-", match[1]).lower() for match in named))


def without_forces(text: str, unlisted: tuple[str, ...] = ()) -> str:
    """The text with every force's name replaced by "the force": what is asked, whoever it is asked about."""
    _, pattern = _names(unlisted)
    named = pattern.sub(lambda match: "the force" if _is_a_place(match) else match[0], _straight(text))
    return re.sub(r"\b(the|this|that|a) the force\b", r"\1 force", named, flags=re.IGNORECASE)


@cache
def _names(unlisted: tuple[str, ...]) -> tuple[dict[str, Force], re.Pattern[str]]:
    known = [*all_forces().values(), *(force(id) for id in unlisted)]
    names: dict[str, Force] = {}
    for each in known:
        names |= {name: each for name in (each.name, each.current_name, *each.aliases) if name}
    for each in known:  # after all names, so that an area never hides a name
        for area in each.areas:
            names.setdefault(area, each)
    by_length = sorted(names, key=len, reverse=True)
    pattern = "|".join(_any_spelling(name) for name in by_length)
    return {_key(name): each for name, each in names.items()}, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def _any_spelling(name: str) -> str:
    words = (re.escape(word).replace(r"\&", "(?:&|and)") for word in re.split(r"[-\s]+", _straight(name)))
    spelling = r"[-\s]+".join("(?:&|and)" if word == "and" else word for word in words)
    return spelling if name in NEEDS_CAPITALS | EVERYDAY_WORDS else f"(?i:{spelling})"


def _key(name: str) -> str:
    return re.sub(r"[-\s]+", " ", _straight(name)).replace("&", "and").casefold()


def _straight(text: str) -> str:
    """The text, as long as before, with plain hyphens, apostrophes and i (regular expressions take any i for one)."""
    return re.sub("[\u0130\u0131]", "i", re.sub("[\u2010-\u2015]", "-", text)).replace("\u2019", "'")


def _is_a_place(match: re.Match[str]) -> bool:
    if match.group() not in EVERYDAY_WORDS:
        return True
    before = match.string[max(0, match.start() - 20) : match.start()]
    return bool(re.search(r"\b(in|at|around|near|from|for|of|does|do|did|has)\s+$", before, re.IGNORECASE))
