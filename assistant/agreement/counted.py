"""Numbers, shares and dates: every one a claim gives must be in its source, for the same thing."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.agreement.days import days_of, without_days
from assistant.agreement.elapsed import is_time_between
from assistant.agreement.figures import Figure, figures_of, in_days, paces_of
from assistant.agreement.source import Disagreement, Kind, Source
from assistant.agreement.words import Loaded, cues_of, words_of

_BOUNDS = (Loaded.AT_LEAST, Loaded.AT_MOST)
_NEAR = 34  # characters before a number in which its bound stands
_ROUNDED = 0.004  # "a third" is 33 per cent
_NEARLY = 0.08  # "nearly 600" may be 580
_SPANS = (("year", 365.0), ("quarter", 91.2), ("month", 30.4), ("fortnight", 14.0), ("week", 7.0), ("day", 1.0))
_ROUND = 0.2  # how far a round share may be from the one it stands for
_ALL_BUT = re.compile(
    r"\b(?:all|everyone|everybody|none|each|every \w+) (?:but|except|bar|save|apart from)(?: for)?(?: just| only| about)?\s+$",
    re.IGNORECASE,
)
_AN_ONE = re.compile(r"\b(?:a|an|one)\b", re.IGNORECASE)


def date_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A date that neither the source's sentences nor the document's own dates tell."""
    claimed, there = days_of(claim), days_of(source.text)
    is_whole = all(day.is_told_by(claimed) for day in there)  # else one of the document's may stand in place of its own
    told = (*there, *days_of(source.around), *source.days) if is_whole else there
    wrong = next((day for day in claimed if not day.is_told_by(told)), None)
    if wrong is None:
        return None
    return Disagreement(Kind.DATE, wrong.text, there[0].text if there else "")


def number_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A number that is not in the source, counts something else there, or is bounded in another way."""
    claimed, text = without_days(claim), without_days(source.text)
    held = [part for each in _as_told(text) for part in (each, *each.parts)]
    given = [figure for figure in _as_told(claimed) if figure.kind != "loose"]
    in_order = _are_in_order(given, held)
    for figure in given:
        if figure.parts and all(_is_given(part, held) for part in figure.parts):
            continue
        same = [each for each in held if _is_same(figure, each)]
        if not same and _is_about(figure, claimed) and any(_is_nearly(figure, each) for each in held):
            continue
        if not same and (_is_within(figure, held, claimed, text) or is_time_between(figure, source)):
            continue
        if not same and not _stands_for_one(figure, text):
            return Disagreement(Kind.NUMBER, figure.text, _likeliest(figure, held))
        if wrong := (None if in_order else _misplaced(figure, same, held)) or _misbound(figure, same, claimed, text):
            return wrong
    return _pace_disagreement(claim, source)


def _as_told(text: str) -> list[Figure]:
    """The figures of a text; of "all but" one what is left: "all but one of the three" is two of three."""
    return [_left_over(each) if _ALL_BUT.search(text[: each.at]) else each for each in figures_of(text)]


def _left_over(figure: Figure) -> Figure:
    if figure.kind == "share":
        return replace(figure, value=round(1 - figure.value, 4))
    if figure.kind == "ratio":
        some, whole = figure.parts
        left = replace(some, value=whole.value - some.value)
        return replace(figure, value=round(left.value / whole.value, 4), parts=(left, whole))
    return replace(figure, kind="all but")


def _are_in_order(claimed: Sequence[Figure], held: Sequence[Figure]) -> bool:
    """Whether several figures of a claim stand in the same order in the source: then none took another's place."""
    at, found = -1, 0
    for figure in claimed:
        at = next((at + 1 + n for n, each in enumerate(held[at + 1 :]) if _is_same(figure, each)), -2)
        if at < 0:
            return False
        found += 1
    return found > 1


def _is_within(figure: Figure, held: Sequence[Figure], claim: str, text: str) -> bool:
    """Whether a bounded round number holds for the source's exact one: "more than half" for 53 per cent."""
    bounds = _bounds(claim, figure)
    return any(
        _is_alike(figure, each)
        and not _bounds(text, each)
        and (
            (Loaded.AT_LEAST in bounds and figure.value < each.value <= figure.value * (1 + _ROUND))
            or (Loaded.AT_MOST in bounds and figure.value * (1 - _ROUND) <= each.value < figure.value)
        )
        for each in held
    )


def _is_alike(figure: Figure, other: Figure) -> bool:
    """Whether both are shares of a whole."""
    return {figure.kind, other.kind} <= {"share", "ratio"}


def _is_about(figure: Figure, text: str) -> bool:
    """Whether a number is told as a round one: "nearly 600"."""
    words = words_of(_before(text, figure))
    return any(Loaded.ABOUT in cue.does and cue.last >= len(words) - 2 for cue in cues_of(_before(text, figure)))


def _is_nearly(figure: Figure, other: Figure) -> bool:
    kinds = {figure.kind, other.kind}
    return (len(kinds) == 1 or kinds == {"share", "ratio"}) and abs(figure.value - other.value) <= _NEARLY * other.value


def _is_given(figure: Figure, held: Sequence[Figure]) -> bool:
    return any(_is_same(figure, each) for each in held)


def _is_same(figure: Figure, other: Figure) -> bool:
    if in_days(figure) is not None and in_days(figure) == in_days(other):
        return True
    if abs(figure.value - other.value) > (_ROUNDED if figure.kind == "share" else 0):
        return False
    kinds = {figure.kind, other.kind}
    return len(kinds) == 1 or "loose" in kinds or kinds == {"share", "ratio"}


def _stands_for_one(figure: Figure, text: str) -> bool:
    if figure.kind == "number" and figure.value == 1:
        return bool(_AN_ONE.search(text))
    return any(
        in_days(figure) == days and re.search(rf"\b(?:a|last|past|previous) {unit}\b", text) for unit, days in _SPANS
    )


def _likeliest(figure: Figure, held: Sequence[Figure]) -> str:
    """The source's number for the same thing, else its only one of the kind."""
    counted = set(figure.counts)
    alike = [each for each in held if each.kind == figure.kind]
    best = sorted(alike, key=lambda each: -len(counted & set(each.counts)))
    return best[0].text if best else ""


def _misplaced(figure: Figure, same: Sequence[Figure], held: Sequence[Figure]) -> Disagreement | None:
    """A number that the source gives for something else, while it gives another one for this."""
    if not same or not figure.counts:
        return None
    if any(in_days(figure) is not None and in_days(each) == in_days(figure) for each in same):
        return None
    if figure.unit and all(each.unit and each.unit != figure.unit for each in same):
        return Disagreement(Kind.NUMBER, f"{figure.text} {figure.counts[0]}", same[0].text)
    counted = figure.counts[0]
    if any(counted in each.counts for each in same):
        return None
    other = next(
        (
            each
            for each in held
            if each.kind == figure.kind and each.counts[:1] == (counted,) and each.value != figure.value
        ),
        None,
    )
    return Disagreement(Kind.NUMBER, figure.text, other.text) if other else None


def _misbound(figure: Figure, same: Sequence[Figure], claim: str, text: str) -> Disagreement | None:
    """A bound the source does not give, as "more than 20" for "fewer than 20"."""
    if not same:
        return None
    mine = _bounds(claim, figure)
    theirs = [_bounds(text, each) for each in same]
    elsewhere = {does for cue in cues_of(text) for does in cue.does} | (
        {Loaded.AT_MOST} if " within " in text else set()
    )
    if mine and all(mine != each for each in theirs) and not (mine <= elsewhere and not any(theirs)):
        return Disagreement(Kind.NUMBER, _before(claim, figure) + figure.text, same[0].text)
    if not mine and not _is_about(figure, claim) and all(Loaded.AT_MOST in each for each in theirs):
        return Disagreement(Kind.NUMBER, "", _before(text, same[0]) + same[0].text)
    return None


def _bounds(text: str, figure: Figure) -> frozenset[Loaded]:
    """What bounds a number: the expressions just before it, or just behind ("or more")."""
    before = _before(text, figure)
    words = words_of(before)
    bounding = [cue for cue in cues_of(before) if cue.last >= len(words) - 4]
    behind = [
        cue for cue in cues_of(text[figure.end : figure.end + _NEAR]) if cue.first <= 1 and cue.text.startswith("or ")
    ]
    return frozenset(does for cue in (*bounding, *behind) for does in cue.does if does in _BOUNDS)


def _before(text: str, figure: Figure) -> str:
    """The words just before a number, in its clause."""
    near = text[max(0, figure.at - _NEAR) : figure.at]
    whole = near if figure.at <= _NEAR else near.partition(" ")[2]
    return re.split(r"[,;:.()]", whole)[-1].lstrip()


def _pace_disagreement(claim: str, source: Source) -> Disagreement | None:
    """Another pace, as "weekly" for "daily"."""
    claimed, held = paces_of(claim), paces_of(source.whole)
    if claimed and held and not claimed & held:
        return Disagreement(Kind.NUMBER, " ".join(sorted(claimed)), " ".join(sorted(held)))
    return None
