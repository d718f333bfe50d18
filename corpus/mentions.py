"""Which forces a question is about, as people ask: with misspellings, regions, "all forces" and towns of one name.

For questions only; documents are read with `find_forces`. Where several forces have a place of that name, the place
with more people comes first (Newport: Gwent's, before those on the Isle of Wight and in Shropshire): the table of
forces has it under `areas` or `places`, and under `shared` for the others. Callers show the question as understood.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from corpus.forces import (
    EVERYDAY_PLACES,
    EVERYDAY_WORDS,
    NEEDS_CAPITALS,
    PLURAL,
    Force,
    all_forces,
    any_spelling,
    follows_preposition,
    force,
    name_key,
    regions_in,
    straight,
)
from corpus.spelling import Spelling

_WHOLE = frozenset("London|Greater London|Scotland|Northern Ireland|Jersey|Guernsey|Isle of Man".split("|"))
_CALLED = r"(?:\s+(?i:police|constabulary)(?!\w))?"  # "Wirral Police" is no force's name, but meant for one
_WORD = re.compile(r"\w+")
_SIDE = "(?:north|south|east|west)"
_SIDES = re.compile(rf"\b({_SIDE}(?:(?:, | and | & |, and ){_SIDE})+) (yorkshire|wales)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:(?:all|which|what|other|most|many|some|several|different) (?:of )?(?:the )?(?:other |43 |territorial )?"
    + PLURAL
    + r"|(?:every|each|any|which) (?:other |single )?(?:police )?(?:force|constabulary)\b(?! (?:is |was )?(?:used|applied)\b)"
    + rf"|(?:across|between|among|do|did|have|are|were|can|should|must) (?:all )?(?:the )?{PLURAL}"
    r"|(?:(?:police )?forces )?(?:in|across|throughout) england\b(?: (?:and|&) wales\b)?"
    r"|nationally|nationwide|countrywide|(?:across|throughout|around) the (?:whole )?country)\b",
    re.IGNORECASE,
)


class Meaning(StrEnum):
    """How forces are named: by a name, by an area they police, by a region, or all at once."""

    FORCE = "force"
    AREA = "area"
    REGION = "region"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a question, `question[start:end]`, that name forces (for `Meaning.ALL`, none in particular).

    `area` is set where it is only part of what the force polices. `alternatives` are the other forces that the same
    words could mean.
    """

    text: str
    start: int
    end: int
    meaning: Meaning
    forces: tuple[Force, ...]
    area: str | None = None
    misspelt: bool = False
    alternatives: tuple[Force, ...] = ()


@lru_cache(maxsize=2048)  # a question is gone through several times, and again with each that follows it
def mentions(question: str, unlisted: tuple[str, ...] = ()) -> tuple[Mention, ...]:
    """The forces a question names, in its order; of words that overlap, the longest count.

    `unlisted` are ids of forces to look for besides those of the table.
    """
    names, line = _names(unlisted), re.sub(r"\s", " ", straight(question))
    text, origins = names.spelling.put_right(line)
    found = _longest([*_named_in(text, names), *_sides_in(text, names), *_regions_in(text), *_all_in(text)])
    return tuple(_as_asked(each, question, origins, line) for each in found)


def without_mentions(question: str, found: Iterable[Mention]) -> str:
    """The question with "the force" for each force and area, "forces" for each region; all forces stay as written."""
    text = straight(question)
    for each in sorted(found, key=lambda each: each.start, reverse=True):
        text = text[: each.start] + _said_plainly(each) + text[each.end :]
    return re.sub(r"\b(the|this|that|a) the force\b", r"\1 force", text, flags=re.IGNORECASE)


def _said_plainly(mention: Mention) -> str:
    if mention.meaning is Meaning.ALL:
        return mention.text
    if mention.meaning is Meaning.REGION:
        return "force" if re.search(r"\bforce\b", mention.text, re.IGNORECASE) else "forces"
    return "the force"


def _longest(found: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for each in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


def _as_asked(mention: Mention, question: str, origins: list[int], line: str) -> Mention:
    """A mention in the words and positions of the question before its spelling was put right."""
    start, end = origins[mention.start], origins[mention.end]
    return replace(mention, text=question[start:end], start=start, end=end, misspelt=line[start:end] != mention.text)


@dataclass(frozen=True, slots=True)
class _Names:
    """What names stand for, by key; the patterns of names by their first word; how the names are spelt."""

    meant: dict[str, Mention]
    patterns: dict[str, re.Pattern[str]]
    spelling: Spelling


def _named_in(text: str, names: _Names) -> Iterator[Mention]:
    for word in _WORD.finditer(text):
        pattern = names.patterns.get(word[0].casefold())
        match = pattern.match(text, word.start()) if pattern else None
        if match and _is_a_place(match):
            yield _at(match, names.meant[name_key(match[1])])


def _is_a_place(match: re.Match[str]) -> bool:
    is_word = match[1] in EVERYDAY_WORDS or match[1] in EVERYDAY_PLACES
    return not is_word or match[0] != match[1] or follows_preposition(match.string, match.start())


def _sides_in(text: str, names: _Names) -> Iterator[Mention]:
    """Forces of one surname: "North, South and West Yorkshire"."""
    for match in _SIDES.finditer(text):
        called = [name_key(f"{side} {match[2]}") for side in re.findall(_SIDE, match[1], re.IGNORECASE)]
        forces = tuple(force for name in called if name in names.meant for force in names.meant[name].forces)
        yield _at(match, Mention("", 0, 0, Meaning.REGION, forces))


def _regions_in(text: str) -> Iterator[Mention]:
    return (_at(match, Mention("", 0, 0, Meaning.REGION, forces)) for match, forces in regions_in(text))


def _all_in(text: str) -> Iterator[Mention]:
    return (_at(match, Mention("", 0, 0, Meaning.ALL, ())) for match in _ALL.finditer(text))


def _at(match: re.Match[str], mention: Mention) -> Mention:
    return replace(mention, text=match[0], start=match.start(), end=match.end())


@cache
def _names(unlisted: tuple[str, ...]) -> _Names:
    known = [*all_forces().values(), *(force(id) for id in unlisted)]
    called = {name: each for each in known for name in (each.name, each.current_name, *each.aliases) if name}
    policed = {area: each for each in known for area in (*each.areas, *each.places) if area not in called}
    meant = {name: Mention("", 0, 0, Meaning.FORCE, (each,)) for name, each in called.items()}
    for area, each in policed.items():
        others = tuple(other for other in known if area in other.shared)
        meant[area] = Mention("", 0, 0, Meaning.AREA, (each,), None if area in _WHOLE else area, alternatives=others)
    written = {name for each in known for name in (each.short_name, each.current_name, *each.areas) if name}
    official = (
        written - EVERYDAY_WORDS - NEEDS_CAPITALS
    )  # towns and abbreviations are too near to other words and names
    return _Names(
        {name_key(name): each for name, each in meant.items()},
        _by_first_word(meant),
        Spelling.of({name: each.id for name, each in (called | policed).items()}, official),
    )


def _by_first_word(names: Iterable[str]) -> dict[str, re.Pattern[str]]:
    begun: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        begun.setdefault(_WORD.findall(name)[0].casefold(), []).append(any_spelling(name))
    return {word: re.compile(rf"((?:{'|'.join(of)})(?!\w)){_CALLED}") for word, of in begun.items()}
