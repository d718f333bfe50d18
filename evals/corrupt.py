"""Real sentences with one thing changed, so that they say what their source does not."""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from assistant.agreement.days import MONTHS, days_of, without_days
from assistant.agreement.figures import figures_of
from corpus import all_forces, find_forces

Corruption = Callable[[str, random.Random], str | None]
_WORDS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|does|do|did|can|could|will|would|should|must|may)\b(?! not\b|n't)"
)
_NOT = re.compile(r"\b(?:not|never|no longer) |(?<=\b[a-z]{2})n't\b|\bno (?=[a-z])|\bwithout (?=[a-z])")
_OPPOSED = {"no ": "", "without ": "with ", "not ": "", "never ": "", "no longer ": "", "n't": ""}
_NAME = re.compile(r"(?<=[a-z,;] )(?:[A-Z]{2,}\b|[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})*)")
# Each exchanged for one of another meaning; the last column says what a careless reader makes of it.
_QUALIFIERS = {
    "some": ("all", "most", "few"),
    "most": ("all", "some", "few"),
    "many": ("few", "some", "all"),
    "few": ("many", "most"),
    "all": ("some", "most", "few"),
    "always": ("sometimes", "rarely", "usually"),
    "often": ("rarely", "always", "sometimes"),
    "sometimes": ("always", "often", "rarely"),
    "usually": ("always", "rarely"),
    "generally": ("always", "rarely"),
    "rarely": ("often", "usually"),
    "may": ("will", "must"),
    "might": ("will", "must"),
    "must": ("may", "might"),
    "should": ("may", "will"),
    "will": ("may", "might"),
    "several": ("all", "most", "few"),
    "not always": ("always", "never", "rarely"),
    "not consistently": ("consistently", "never"),
    "not fully": ("fully", "never"),
    "not all": ("all", "no"),
    "a number of": ("all", "most", "few"),
    "a small number of": ("a large number of", "most"),
    "the majority of": ("all", "a minority of"),
    "too many": ("some", "few"),
    "likely": ("certain", "unlikely"),
    "potential": ("certain",),
    "only": ("",),
    "sufficiently": ("",),
}
_QUALIFIER = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _QUALIFIERS), key=len, reverse=True))})\b")


def number(sentence: str, draw: random.Random) -> str | None:
    """Another number in place of one."""
    found = [
        each for each in figures_of(without_days(sentence)) if each.kind in ("number", "share") and each.text != "one"
    ]
    if not found:
        return None
    figure = draw.choice(found)
    digits = re.search(r"\d+", figure.text)
    if digits:
        other = int(digits[0]) + draw.choice([1, 2, 3, 5, 10, 20])
        return sentence[: figure.at + digits.start()] + str(other) + sentence[figure.at + digits.end() :]
    other_word = draw.choice([word for word in _WORDS if word != figure.text.lower()])
    return sentence[: figure.at] + other_word + sentence[figure.end :] if figure.text.lower() in _WORDS else None


def negation(sentence: str, draw: random.Random) -> str | None:
    """A "not" taken out, or put in."""
    taken, put = list(_NOT.finditer(sentence)), list(_AUXILIARY.finditer(sentence))
    if taken and (draw.random() < 0.5 or not put):
        match = draw.choice(taken)
        return sentence[: match.start()] + _OPPOSED.get(match[0], "") + sentence[match.end() :]
    if not put:
        return None
    match = draw.choice(put)
    return f"{sentence[: match.end()]} not{sentence[match.end() :]}"


def date(sentence: str, draw: random.Random) -> str | None:
    """Another year, or another month."""
    found = days_of(sentence)
    if not found:
        return None
    day = draw.choice(found)
    told = day.text
    if day.year and str(day.year) in told:
        other = told.replace(str(day.year), str(day.year + draw.choice([-2, -1, 1, 2, 3])))
    else:
        month = MONTHS[day.month - 1]
        other = told.replace(month, draw.choice([each for each in MONTHS if each != month]))
    return sentence[: day.at] + other + sentence[day.end :] if other != told else None


def qualifier(sentence: str, draw: random.Random) -> str | None:
    """Another quantity or modal word, as "all" for "some"."""
    found = list(_QUALIFIER.finditer(sentence))
    if not found:
        return None
    match = draw.choice(found)
    other = draw.choice(_QUALIFIERS[match[0]])
    return " ".join((sentence[: match.start()] + other + sentence[match.end() :]).split())


def force(sentence: str, draw: random.Random) -> str | None:
    """Another force in place of the one named, or of "the force" and "the police"."""
    named = [each for each in find_forces(sentence) if each.name in sentence or each.short_name in sentence]
    others = [each for each in all_forces().values() if each not in named]
    other = draw.choice(others)
    if named:
        word = named[0].name if named[0].name in sentence else named[0].short_name
        return sentence.replace(word, other.name)
    for word in ("The force ", "the force ", "The police ", "the police "):
        if word in sentence:
            return sentence.replace(word, f"{other.name} ", 1)
    return f"In {other.name}, {sentence[0].lower()}{sentence[1:]}"


def name_from(names: Sequence[str]) -> Corruption:
    """Another of these names in place of one."""

    def name(sentence: str, draw: random.Random) -> str | None:
        found = [match for match in _NAME.finditer(sentence) if not days_of(match[0]) and match[0] not in ("May",)]
        if not found:
            return None
        match = draw.choice(found)
        alike = [
            each for each in names if each.isupper() == match[0].isupper() and each.lower() not in sentence.lower()
        ]
        return sentence[: match.start()] + draw.choice(alike) + sentence[match.end() :] if alike else None

    return name


def names_of(sentences: Sequence[str]) -> list[str]:
    """The names in these sentences, each once."""
    return sorted({match[0] for sentence in sentences for match in _NAME.finditer(sentence) if not days_of(match[0])})


def corrupted(sentences: Sequence[str], each: int, draw: random.Random) -> Iterator[tuple[str, int, str]]:
    """So many of each kind, drawn at random: the kind, the sentence's place, and what was made of it."""
    kinds: dict[str, Corruption] = {
        "number": number,
        "negation": negation,
        "name": name_from(names_of(sentences)),
        "force": force,
        "date": date,
        "qualifier": qualifier,
    }
    for kind, corrupt in kinds.items():
        made = 0
        order = list(range(len(sentences)))
        draw.shuffle(order)
        for at in order:
            claim = corrupt(sentences[at], draw)
            if claim and claim != sentences[at]:
                yield kind, at, claim
                made += 1
            if made == each:
                break
