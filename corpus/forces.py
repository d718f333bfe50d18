"""The police forces of England and Wales and those near them (Scotland, transport, defence …), and how people call them."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

# Areas that are also everyday words or names: only taken for a place after a preposition and with a capital.
EVERYDAY_WORDS = frozenset(
    "Adur Arun Ashfield Ashford Barry Bath Boston Bury Copeland Craven Dover Eden Hambleton Harlow Hart Leek Melton Reading "
    "Rother Rugby Selby Sutton Swale Waverley".split()
)
EVERYDAY_PLACES = frozenset("Barking Berks Bucks Grays Sandwich Washington".split())  # the same, among `places`
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
PLURAL = r"(?:police )?(?:forces|constabularies)\b"
_FORCES = re.compile(r"\b(?:forces?|constabular(?:y|ies))\b", re.IGNORECASE)
_WITHIN = r"(?<!use of )(?<!using )(?:police )?(?:forces?|constabular(?:y|ies)) (?:in|across|of|from|within|around|throughout) (?:the )?"
# How regions are called; what must stand around that where "forces" does not; the regions, or forces, meant.
_REGIONS = tuple(
    (re.compile(rf"(?<!\w)(?:{_WITHIN}{name}\b(?: region)?|(?:the )?{name} {PLURAL}|{alone})", re.IGNORECASE), regions)
    for name, alone, regions in (
        (r"north[ -]?east(?:ern)?", r"the north[ -]?east\b(?! of\b)(?: region)?", {"North East"}),
        (r"north[ -]?west(?:ern)?", r"the north[ -]?west\b(?! of\b)(?: region)?", {"North West"}),
        (r"south[ -]?east(?:ern)?", r"the south[ -]?east\b(?! of\b)(?: region)?", {"South East"}),
        (r"south[ -]?west(?:ern)?", r"the south[ -]?west\b(?! of\b)(?: region)?", {"South West"}),
        (r"east midlands", r"(?:the )?east midlands\b(?: region)?", {"East Midlands"}),
        (r"west midlands", r"(?:the )?west midlands region\b", {"West Midlands"}),
        (r"east and west midlands", r"(?:the )?east and west midlands\b", {"East Midlands", "West Midlands"}),
        (r"midlands", r"the midlands\b", {"East Midlands", "West Midlands"}),
        (r"(?:east of england|eastern)", r"(?:the )?east of england\b|the eastern region\b", {"East of England"}),
        (r"east anglian?", r"east anglia\b", {"cambridgeshire", "norfolk", "suffolk"}),
        (r"yorkshire(?: (?:and|&) (?:the )?humber)?", r"\byorkshire\b(?: (?:and|&) (?:the )?humber\b)?", {"Yorkshire and the Humber"}),
        (r"london", r"the london region\b", {"London"}),
        (r"(?:wales|welsh)", r"(?<!prince of )(?<!princess of )\bwales\b", {"Wales"}),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Force:
    """A police force: `id` as on data.police.uk, its names, and the areas it polices.

    `places` are towns and short forms that people ask with ("Kingston"), `shared` those for which another force is
    likelier meant; both are for questions only, since in documents they may be surnames, too.
    """

    id: str
    name: str
    current_name: str | None
    aliases: tuple[str, ...]
    areas: tuple[str, ...]
    region: str | None
    places: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

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
            tuple(row.get("places", ())),
            tuple(row.get("shared", ())),
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


@lru_cache(maxsize=4096)  # the same titles and paragraphs are looked at with every claim
def find_forces(text: str, unlisted: tuple[str, ...] = ()) -> tuple[Force, ...]:
    """The forces a text names by name, alias or area, in the order of their first mention.

    The longest name wins ("Newcastle-under-Lyme" is in Staffordshire, "Newcastle" is not). `unlisted` are ids
    of forces to look for besides those of the table.
    """
    forces, pattern = _names(unlisted)
    found = (forces[name_key(match.group())] for match in pattern.finditer(straight(text)) if _is_a_place(match))
    return tuple(dict.fromkeys(found))


def unlisted_forces(text: str) -> tuple[str, ...]:
    """Ids for the forces that a text names in full ("Northshire Police") and the table lacks."""
    named = [match for match in _IN_FULL.finditer(straight(text)) if not find_forces(match[0])]
    return tuple(dict.fromkeys(re.sub("[ -]+", "-", match[1]).lower() for match in named))


def without_forces(text: str, unlisted: tuple[str, ...] = ()) -> str:
    """The text with every force's name replaced by "the force": what is asked, whoever it is asked about."""
    _, pattern = _names(unlisted)
    named = pattern.sub(lambda match: "the force" if _is_a_place(match) else match[0], straight(text))
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
    pattern = "|".join(any_spelling(name) for name in by_length)
    return {name_key(name): each for name, each in names.items()}, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def any_spelling(name: str) -> str:
    """A regular expression for a name: with hyphens or spaces, & or "and", in any case unless it needs its capitals."""
    words = (re.escape(word).replace(r"\&", "(?:&|and)") for word in re.split(r"[-\s]+", straight(name)))
    spelling = r"[-\s]+".join("(?:&|and)" if word == "and" else word for word in words)
    return spelling if name in NEEDS_CAPITALS | EVERYDAY_WORDS | EVERYDAY_PLACES else f"(?i:{spelling})"


def name_key(name: str) -> str:
    """The same string for every spelling of a name."""
    return re.sub(r"[-\s]+", " ", straight(name)).replace("&", "and").casefold()


def straight(text: str) -> str:
    """The text, as long as before, with plain hyphens, apostrophes and i (regular expressions take any i for one)."""
    return re.sub("[\u0130\u0131]", "i", re.sub("[\u2010-\u2015]", "-", text)).replace("\u2019", "'")


def _is_a_place(match: re.Match[str]) -> bool:
    if match.group() not in EVERYDAY_WORDS:
        return True
    return follows_preposition(match.string, match.start())


def follows_preposition(text: str, start: int) -> bool:
    """Whether the word before that position leads one to expect a place or a force."""
    before = text[max(0, start - 20) : start]
    return bool(re.search(r"\b(in|at|around|near|from|for|of|does|do|did|has)\s+$", before, re.IGNORECASE))


def regions_in(question: str) -> Iterator[tuple[re.Match[str], tuple[Force, ...]]]:
    """The words of a question that name a region's forces ("the North West", "Welsh forces"), and these forces.

    "West Midlands" alone is a force; and a name that goes on ("the North East Derbyshire") is no region's.
    """
    for pattern, regions in _REGIONS:
        for match in pattern.finditer(question):
            if _FORCES.search(match[0]) or not re.match(r" [A-Z][a-z]", question[match.end() :]):
                yield match, tuple(each for each in all_forces().values() if {each.id, each.region} & regions)
