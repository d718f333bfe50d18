"""The figures of a text: numbers in digits or words, shares, money and ordinals, each with what it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from index import is_stop_word, stem

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_VALUES = {word: float(value) for value, word in enumerate(_ONES.split())}
_VALUES |= {
    word: 10.0 * tens for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {
    "hundred": 100.0,
    "thousand": 1_000.0,
    "million": 1_000_000.0,
    "billion": 1_000_000_000.0,
    "k": 1_000.0,
    "m": 1_000_000.0,
}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_PARTS |= {f"{part}s": value for part, value in list(_PARTS.items()) if part not in ("half", "halves")}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_OTHERS = {
    "twice": 2.0,
    "both": 2.0,
    "pair": 2.0,
    "couple": 2.0,
    "single": 1.0,
    "initial": 1.0,
    "initially": 1.0,
    "dozen": 12.0,
    "once": 1.0,
    "sole": 1.0,
    "trio": 3.0,
}
_UNITS = {"hour", "minut", "dai", "week", "month", "year", "second"}
_DAYS = {"hour": 1 / 24, "dai": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}
_ADVERBS = {
    "daily": "dai",
    "weekly": "week",
    "monthly": "month",
    "annual": "year",
    "annually": "year",
    "yearly": "year",
    "biannual": "year",
    "biannually": "year",
}
_TOKEN = re.compile(
    r"(?P<money>\u00a3\s?)?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<scale>\s?(?:hundred|thousand|million|billion|[km])\b)?"
    r"(?P<share>\s?(?:%|per\s?cent\b|percent\b))?(?P<ordinal>(?:st|nd|rd|th)\b)?|(?P<word>[A-Za-z]+)"
)
_NO_NUMBER = re.compile(
    r"\band a half\b|(?-i:\bOne(?= [A-Z]))|"
    r"\b(?:no one|no-one|not one|not a single|one another|one-to-one|one to one|one of(?! (?:the |these |those )?(?:\d|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|twelve\b))|one-off|third[- ](?:part(?:y|ies)|sector)|the one|at one|day one|any one|one or more)\b",
    re.IGNORECASE,
)
_HALF_A = re.compile(r"\bhalf(?: an? |[- ])(dozen|decade|million|year|hour)\b", re.IGNORECASE)
_HALVES = {"dozen": ("number", 6.0), "decade": ("years", 5.0), "million": ("number", 500_000.0)}
_HALVES |= {"year": ("months", 6.0), "hour": ("minutes", 30.0)}
_AFTER = 3  # content words after a number that say what it counts


@dataclass(frozen=True, slots=True)
class Figure:
    """A number. `kind`: number, share (0 to 1) or ordinal. or ratio ("two of the ten").

    `unit`: stem of a unit of time. `counts`: stems after it. `parts`: the two numbers of a ratio.
    """

    kind: str
    value: float
    text: str
    at: int
    end: int
    unit: str = ""
    counts: tuple[str, ...] = ()
    parts: tuple["Figure", ...] = ()


@lru_cache(maxsize=2_000)
def figures_of(text: str) -> tuple[Figure, ...]:
    """The figures of a text, in order; "one" in "one of the" and the like is none."""
    halves = [Figure(*_HALVES[match[1].lower()], match[0], *match.span()) for match in _HALF_A.finditer(text)]
    plain = _NO_NUMBER.sub(_blank, _HALF_A.sub(_blank, text))
    return (*halves, *(_with_unit(figure, plain) for figure in _joined(list(_figures(plain)), plain)))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"\S", "_", match[0])


def _figures(text: str) -> Iterator[Figure]:
    """Numbers as they stand, those in several words put together ("twenty-five", "three hundred")."""
    pending: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text):
        if match["word"] is None:
            yield from _from_words(pending)
            pending = []
            yield _from_digits(match)
        elif match["word"].lower() in _VALUES or (pending and match["word"].lower() in _SCALES):
            if pending and text[pending[-1].end() : match.start()].strip(" -\u2010\u2011"):
                yield from _from_words(pending)
                pending = []
            pending.append(match)
        else:
            yield from _from_words(pending)
            pending = []
            yield from _other(match)
    yield from _from_words(pending)


def _from_digits(match: re.Match[str]) -> Figure:
    value = float(match["digits"].replace(",", "").rstrip("."))
    value *= _SCALES.get((match["scale"] or "").strip().lower(), 1.0)
    kind = "ordinal" if match["ordinal"] else "share" if match["share"] else "number"
    return Figure(
        kind, round(value / 100 if kind == "share" else value, 4), match[0].strip(), match.start(), match.end()
    )


def _from_words(words: list[re.Match[str]]) -> Iterator[Figure]:
    if not words:
        return
    total = current = 0.0
    for word in words:
        name = word["word"].lower()
        if name in _SCALES:
            current = (current or 1.0) * _SCALES[name]
            if _SCALES[name] >= 1_000:
                total, current = total + current, 0.0
        elif current % 10 == 0 and (_VALUES[name] < 10 or current % 100 == 0) and current:
            current += _VALUES[name]
        else:
            current += _VALUES[name]
    first, last = words[0], words[-1]
    text, value = first.string, total + current
    share = re.match(r"\s?(?:%|per\s?cent\b)", text[last.end() :], re.IGNORECASE)
    end = last.end() + (share.end() if share else 0)
    kind = "share" if share else "number"
    yield Figure(kind, round(value / 100, 4) if share else value, text[first.start() : end], first.start(), end)


def _other(match: re.Match[str]) -> Iterator[Figure]:
    word = match["word"].lower()
    if word in _PARTS:
        yield Figure("part", float(_PARTS[word]), match["word"], match.start(), match.end())
    elif word in _ORDINALS:
        yield Figure("ordinal", float(_ORDINALS.index(word) + 1), match["word"], match.start(), match.end())
    elif word in _OTHERS:
        yield Figure("loose", _OTHERS[word], match["word"], match.start(), match.end())


def _joined(figures: list[Figure], text: str) -> Iterator[Figure]:
    """Shares in words put together: "three quarters", "a third of", "one in five", "4 out of 10"."""
    at = 0
    while at < len(figures):
        one, two = figures[at], figures[at + 1] if at + 1 < len(figures) else None
        between = text[one.end : two.at].strip(" -\u2010\u2011").lower() if two else ""
        if two and one.kind == "number" and two.kind == "part" and not between and one.value < two.value:
            yield _share(one, two, text)
            at += 2
        elif (
            two
            and one.kind == two.kind == "number"
            and between in ("in", "out of", "in every", "of the", "of")
            and 0 < one.value <= two.value
        ):
            yield Figure(
                "ratio", round(one.value / two.value, 4), text[one.at : two.end], one.at, two.end, parts=(one, two)
            )
            at += 2
        else:
            yield from _alone(one, text)
            at += 1


def _share(one: Figure, two: Figure, text: str) -> Figure:
    return Figure("share", round(one.value / two.value, 4), text[one.at : two.end], one.at, two.end)


def _alone(figure: Figure, text: str) -> Iterator[Figure]:
    """A part by itself is a share ("a third of", "half the"), or else an ordinal ("the third visit")."""
    if figure.kind != "part":
        yield figure
    elif (
        figure.value == 2
        or re.match(r"\s+of\b", text[figure.end :])
        or re.search(r"\b(?:a|one)\s+$", text[: figure.at])
    ):
        yield Figure("share", round(1 / figure.value, 4), figure.text, figure.at, figure.end)
    else:
        yield Figure("ordinal", figure.value, figure.text, figure.at, figure.end)


def _with_unit(figure: Figure, text: str) -> Figure:
    after = [word for word in re.findall(r"[A-Za-z]+", text[figure.end : figure.end + 60]) if not is_stop_word(word)]
    stems = tuple(stem(word) for word in after[:_AFTER])
    unit = stems[0] if stems and stems[0] in _UNITS else ""
    return replace(figure, unit=unit, counts=stems)


def in_days(figure: Figure) -> float | None:
    """A length of time in days: a week is seven, a month a twelfth of a year; None for anything else."""
    unit = {"years": "year", "months": "month"}.get(figure.kind, figure.unit if figure.kind == "number" else "")
    return round(figure.value * _DAYS[unit], 1) if unit in _DAYS else None


def paces_of(text: str) -> frozenset[str]:
    """How often, in words: the stems of the units in "daily", "every week", "once a month"."""
    lower = text.lower()
    found = {unit for word, unit in _ADVERBS.items() if re.search(rf"\b{word}\b", lower)}
    return frozenset(
        found | {stem(match[1]) for match in re.finditer(r"\b(?:every|each|a|per) (day|week|month|year|hour)\b", lower)}
    )
