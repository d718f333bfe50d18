"""What bounds a statement: how many it holds for ("all", "few", "not consistently"), and how surely ("may", "will")."""

from collections.abc import Collection, Sequence

from assistant.agreement.source import Disagreement, Kind, Source
from assistant.agreement.words import Cue, Loaded, Word, content, cues_of, words_of

_QUANTITIES = (Loaded.ALL, Loaded.MOST, Loaded.MANY, Loaded.SOME, Loaded.FEW, Loaded.ONLY)
_BEARING = (*_QUANTITIES, Loaded.LACKING, Loaded.NEGATION)
# What a claim's own quantity may rest on in its source: less may be said than it says, never more. One that was
# exchanged in the same words is seen by `worded`.
_RESTS_ON = {
    Loaded.ALL: {Loaded.ALL},
    Loaded.MOST: {Loaded.MOST, Loaded.ALL},
    Loaded.MANY: {Loaded.MANY, Loaded.MOST, Loaded.ALL},
    Loaded.SOME: {Loaded.SOME, Loaded.FEW, Loaded.MANY, Loaded.MOST, Loaded.LACKING},
    Loaded.FEW: {Loaded.FEW, Loaded.LACKING, Loaded.NEGATION},
    Loaded.ONLY: {Loaded.ONLY, Loaded.FEW, Loaded.SOME, Loaded.NEGATION},
}
_PLAIN_NOT = frozenset({"not", "no", "n't", "never", "cannot"})
_NOT_ALL = frozenset({Loaded.SOME, Loaded.NEGATION})  # "not always"
_MODES = (Loaded.MUST, Loaded.SHOULD, Loaded.MAY, Loaded.PLAN)
_MODE_RESTS_ON = {
    Loaded.MUST: {Loaded.MUST, Loaded.SHOULD},
    Loaded.SHOULD: {Loaded.SHOULD, Loaded.MUST, Loaded.PLAN, Loaded.LACKING, Loaded.AGAINST},
    Loaded.MAY: {Loaded.MAY},
    Loaded.PLAN: {Loaded.PLAN, Loaded.SHOULD, Loaded.MUST},
}
# What a claim may not leave out: it would say more than its source.
_LIMITS = (
    "most",
    "majority",
    "mostly",
    "generally",
    "usually",
    "some",
    "sometimes",
    "partly",
    "few",
    "rarely",
    "a minority",
)
_HEDGES = (
    "may",
    "might",
    "could",
    "potentially",
    "possibly",
    "likely",
    "should",
    "will",
    "plans to",
    "planned to",
    "intends",
    "is seeking",
    "are seeking",
    "in the process of",
    "working towards",
    "about to",
    "hoping to",
    "looking to",
    "plans are in place to",
)
IDLE = ("can", "could", "is to", "are to", "risk", "risks", "appear", "would", "just", "simply", "alone")
_REACH = 4  # content words that a cue bounds
_TAKEN_UP = 0.6


def quantity_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A quantity the source does not give, or one that the claim leaves out."""
    bounding = [cue for cue in cues_of(source.text) if not cue.does.isdisjoint(_BEARING)]
    held = [cue for cue in bounding if cue.text in IDLE or not is_idle(cue, source.text)]
    for cue in cues_of(claim):
        mine = cue.does & set(_QUANTITIES)
        # "Some" says so little that only a change of it in the same words misleads; "not many" is no "many".
        if not mine or Loaded.SOME in mine or is_idle(cue, claim) or _is_negated(cue, claim):
            continue
        # "Every week" is often; it is not all.
        if not any(_bears(mine, other) for other in (bounding if Loaded.MANY in mine else held)):
            return Disagreement(Kind.QUANTITY, cue.text, _counterpart(cue, claim, held, source.text))
    if bound := _unbounded(claim, source.text):
        return Disagreement(Kind.QUANTITY, "", bound)
    return _left_out(claim, source.text, _LIMITS, Kind.QUANTITY)


def _counterpart(cue: Cue, claim: str, held: Sequence[Cue], text: str) -> str:
    """What the source has in place of a quantity: the same word negated, what bounds the same words, or its only one."""
    if negated := next((other.text for other in held if other.text.endswith(f" {cue.text}")), ""):  # "not routinely"
        return negated
    about = {word.stem for word in _bounded(cue, words_of(claim))[:1]}
    same = (o.text for o in held if about & {word.stem for word in _bounded(o, words_of(text))[:1]})
    return next(same, held[0].text if len(held) == 1 else "")


def _unbounded(claim: str, text: str) -> str:
    """The "not always" of a source of which a claim makes a "not"; nothing where it does not."""
    turned = [cue for cue in cues_of(text) if Loaded.NEGATION in cue.does]
    bounded = [cue for cue in turned if cue.does >= _NOT_ALL]
    mine = cues_of(claim)
    is_plain = any(cue.text in _PLAIN_NOT for cue in mine)
    is_bound = any(not cue.does.isdisjoint((*_QUANTITIES, Loaded.LACKING, Loaded.AGAINST)) for cue in mine)
    return bounded[0].text if bounded and bounded == turned and is_plain and not is_bound else ""


def modality_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A "may", "will", "should" or "must" that the source does not have, or one that the claim leaves out."""
    held = {does for cue in cues_of(source.text) for does in cue.does}
    for cue in cues_of(claim):
        mine = cue.does & set(_MODES)
        if mine and all(held.isdisjoint(_MODE_RESTS_ON[each]) for each in mine) and not is_idle(cue, claim):
            return Disagreement(Kind.MODALITY, cue.text)
    return _left_out(claim, source.text, _HEDGES, Kind.MODALITY)


def _is_negated(cue: Cue, claim: str) -> bool:
    return any(
        Loaded.NEGATION in other.does and other.clause == cue.clause and 0 < cue.first - other.last <= _REACH
        for other in cues_of(claim)
    )


def _bears(mine: frozenset[Loaded], other: Cue) -> bool:
    return any(not _RESTS_ON[each].isdisjoint(other.does) for each in mine)


def _left_out(claim: str, text: str, bounding: Collection[str], kind: Kind) -> Disagreement | None:
    """A bound of the source whose words the claim takes over without any bound of the sort."""
    bounds = [cue for cue in cues_of(text) if cue.text in bounding or (kind is Kind.QUANTITY and cue.does >= _NOT_ALL)]
    sort = {does for cue in bounds for does in cue.does} | {Loaded.AGAINST, Loaded.LACKING}
    sort |= set(_MODES) if kind is Kind.MODALITY else set()
    if any(not cue.does.isdisjoint(sort) for cue in cues_of(claim)):
        return None
    words, stems = words_of(text), {word.stem for word in words_of(claim)}
    for cue in bounds:
        about = [word.stem for word in _bounded(cue, words)]
        if about and not is_idle(cue, text) and sum(each in stems for each in about) >= _TAKEN_UP * len(about):
            return Disagreement(kind, "", cue.text)
    return None


def _bounded(cue: Cue, words: Sequence[Word]) -> list[Word]:
    return content([word for word in words[cue.last + 1 :] if word.clause == cue.clause])[:_REACH]


def is_idle(cue: Cue, text: str) -> bool:
    """Whether a loaded word bounds nothing here: "at all", "each other", "every week", "May 2016", "the whole"."""
    words = words_of(text)
    after = words[cue.last + 1].lower if cue.last + 1 < len(words) else ""
    before = words[cue.first - 1].lower if cue.first else ""
    if cue.text in ("all", "any") and before in ("at", "above", "after", "overall"):
        return True
    if cue.text == "all" and after in ("but", "too", "his", "her", "their"):  # "all but two", "all her life"
        return True
    if cue.text in ("every", "each") and after.startswith(("day", "week", "month", "year", "other")):
        return True
    if cue.text == "few" and after in ("days", "weeks", "months", "years"):
        return True
    if cue.text in ("many", "much", "often") and before == "how":
        return True
    if cue.text == "may" and words[cue.first].text == "May" and cue.first > 0:
        return True
    return cue.text in IDLE
