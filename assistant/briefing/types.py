"""What a sentence of a letter tells about the force: strength, concern, …, and how much it matters. Rules that can be told.

An area for improvement is what the inspectors call one: a shortcoming under such a heading, or words that say what
needs to be better. A shortcoming anywhere else, or under priority action, is a concern.
"""

import re
from functools import lru_cache

from assistant.briefing.brief import FindingType
from assistant.briefing.filed import Filed, filed, filed_under, is_study
from assistant.briefing.lexicon import expressions
from assistant.briefing.tone import KNOWN, Tone, main_clause, tone_of
from assistant.sentences import leans
from corpus import Paragraph, ParagraphKind, sentence_spans

_FOUND = {
    Filed.STRENGTHS: 1.0,  # what is filed as a strength is one unless its main verb is denied
    Filed.FINDINGS: 0.6,  # practice that is told without judgement is told with approval
    Filed.HEADLINES: 0.4,
    Filed.IMPROVEMENT: -0.9,
    Filed.PRIORITY: -1.6,
}
_PLACES = {
    Filed.HEADLINES: 0.35,
    Filed.PRIORITY: 0.35,
    Filed.RECOMMENDATIONS: 0.3,
    Filed.LIST: 0.3,
    Filed.STRENGTHS: 0.2,
    Filed.IMPROVEMENT: 0.1,
}
_LATER = 1 / 3  # of it, for sentences after the first of a paragraph: they explain what it sums up
_ASIDES = re.compile(r"\b(?:who|whom|which|that|when|where|if|how|whether|what|until|unless|before)\b[^,;:]*", re.I)
_KNOWS_THAT = re.compile(r"\b(recognis\w+|acknowledg\w+|knows?|accepts?|accepted) that\b(?:([^;:]*?\band) that\b)?")
_OPPOSED = re.compile(r"^(?:However|Conversely|In contrast|By contrast|Nevertheless)\b")
_QUOTED = re.compile(r"[\u2018\u201c'\"].*[\u2019\u201d'\"]\.?", re.DOTALL)
_CLEAR = 2.0  # how well or ill a sentence speaks whose judgement is beyond doubt
_PRAISED = 1.0  # from which praise without a word of blame is no concern, wherever it stands
_FAILS = -1.5  # below it a sentence tells a failing, whatever it says is needed
_OPENING = 60  # characters in which a sentence that is about an action names it
_FOLLOWS = re.compile(
    r"^(?:This|These|Such|That|It is only|As a (?:result|consequence)|Consequently|Therefore|Thus|Instead|For (?:example|instance)|"
    r"In some|Some|Both|Rather)\b"
)
_UNFILED = 0.6  # how clearly a sentence must judge where no heading does: much there is only told
_FAULTS = {Filed.IMPROVEMENT: FindingType.IMPROVEMENT}
_Told = tuple[FindingType, str]


def type_of(sentence: str, paragraph: Paragraph) -> _Told:
    """The type of a sentence of that paragraph, and in a sentence how it was told."""
    place = filed(paragraph)
    tone = _tone_in(sentence, paragraph)
    return (
        _by_place(sentence, paragraph, place)
        or _fact(sentence, paragraph, tone)
        or _demand(sentence, place)
        or _action(sentence, tone)
        or _need(sentence, tone, place)
        or _by_tone(sentence, tone, paragraph, place)
    )


def _by_place(sentence: str, paragraph: Paragraph, place: Filed) -> _Told | None:
    """What is told by where it stands alone."""
    heading = f"It stands under \u201c{filed_under(paragraph)}\u201d"
    if place is Filed.LIST:
        return FindingType.IMPROVEMENT, f"{heading}, in the list."
    if place is Filed.RECOMMENDATIONS and paragraph.depth:
        return FindingType.RECOMMENDATION, f"{heading}, in the list."
    if place is Filed.NEXT:
        demand = _outside("demand", sentence)
        if demand:
            return FindingType.RECOMMENDATION, f"{heading} and says \u201c{demand}\u201d."
        return FindingType.FACT, f"{heading} and asks for nothing."
    if place is Filed.PRIORITY and paragraph.depth and sentence[:1].islower():
        return FindingType.RECOMMENDATION, f"{heading}, as an item of what is to be done."
    return None


def _fact(sentence: str, paragraph: Paragraph, tone: Tone) -> _Told | None:
    if _QUOTED.fullmatch(paragraph.text):
        return FindingType.FACT, "It quotes what somebody said to the inspectors."
    if paragraph.kind is ParagraphKind.FOOTNOTE and tone.is_silent:
        return FindingType.FACT, "It stands in a footnote and makes no judgement."
    cue = expressions("fact").search(sentence) if tone.score < _CLEAR else None
    cue = cue or (expressions("circumstance").search(sentence) if tone_of(sentence).is_silent else None)
    return (FindingType.FACT, f"It tells the circumstances: \u201c{cue[0]}\u201d.") if cue else None


def _demand(sentence: str, place: Filed) -> _Told | None:
    demand = _outside("demand", sentence)
    if not demand or expressions("no demand").search(sentence):
        return None
    if place is Filed.IMPROVEMENT:
        return FindingType.IMPROVEMENT, f"It says \u201c{demand}\u201d under areas for improvement."
    return FindingType.RECOMMENDATION, f"It says what is to be done: \u201c{demand}\u201d."


def _action(sentence: str, tone: Tone) -> _Told | None:
    opening = expressions("action").search(_ASIDES.sub(" ", sentence), 0, _OPENING)
    is_open = tone.score > -_CLEAR or KNOWN.search(sentence)
    cue = opening[0] if opening else _outside("action", sentence) if is_open else ""
    if cue and (opening or tone.score < _CLEAR):
        return FindingType.ACTION, f"It tells what is being done or planned: \u201c{cue}\u201d."
    return None


def _need(sentence: str, tone: Tone, place: Filed) -> _Told | None:
    cue = _outside("need", sentence) or (_outside("possible", sentence) if place is Filed.IMPROVEMENT else "")
    if cue and place is Filed.PRIORITY:
        return FindingType.RECOMMENDATION, f"It says \u201c{cue}\u201d under priority action."
    if (
        cue
        and (tone.score > _FAILS or place is Filed.IMPROVEMENT)
        and (tone.score < _CLEAR or place is not Filed.STRENGTHS)
    ):
        return FindingType.IMPROVEMENT, f"It says that something is to be better: \u201c{cue}\u201d."
    return None


def _by_tone(sentence: str, tone: Tone, paragraph: Paragraph, place: Filed) -> _Told:
    score = tone.score + _FOUND.get(place, 0.0)
    bound = _UNFILED if place is Filed.NOTHING else 0.0
    if score > bound:
        return FindingType.STRENGTH, _because(tone.praise, paragraph)
    if score >= -bound:
        return FindingType.FACT, "It makes no judgement."
    if place is Filed.PRIORITY and tone.score >= _PRAISED and not tone.blame:
        return FindingType.FACT, f"It says \u201c{tone.praise[0]}\u201d, though it stands under what is criticised."
    if place is Filed.STRENGTHS and is_study(paragraph) and not _OPPOSED.match(sentence):
        return FindingType.FACT, "It tells the circumstances in a study of good practice."
    return _FAULTS.get(place, FindingType.CONCERN), _because(tone.blame, paragraph)


def _because(words: tuple[str, ...], paragraph: Paragraph) -> str:
    heading = filed_under(paragraph)
    under = f" under \u201c{heading}\u201d" if heading else ""
    return f"It says \u201c{words[0]}\u201d{under}." if words else f"It stands{under}."


def _outside(section: str, sentence: str) -> str:
    """The first expression of that section in the main clause, outside what is said of who, which, when or if."""
    match = expressions(section).search(_without_asides(sentence))
    return match[0] if match else ""


@lru_cache(maxsize=1_000)
def _without_asides(sentence: str) -> str:
    return _ASIDES.sub(" ", _KNOWS_THAT.sub(r"\1\2", main_clause(sentence)))


def _tone_in(sentence: str, paragraph: Paragraph) -> Tone:
    """The tone of a sentence; of one that says nothing itself and leans on the one before, that one's, or its opposite."""
    tone = tone_of(sentence)
    before = _before(sentence, paragraph.text) if tone.is_silent else ""
    if before and _OPPOSED.match(sentence):
        return tone_of(before).reversed
    return tone_of(before) if before and _FOLLOWS.match(sentence) else tone


def _before(sentence: str, text: str) -> str:
    """The sentence before it in its paragraph; empty for the first."""
    at = text.find(sentence)
    ends = [(start, end) for start, end in _spans(text) if end <= at]
    return text[ends[-1][0] : ends[-1][1]] if ends else ""


@lru_cache(maxsize=1_000)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return sentence_spans(text)


def importance(sentence: str, paragraph: Paragraph) -> float:
    """How much a sentence matters to a chief officer, from 0 to 1.

    0.3, and more for: its place (by 0.1 to 0.35, most for headline findings and priority action, and a third of that for
    other sentences than the first of a paragraph), the first sentence of a paragraph (0.1),
    words for all the force does (up to 0.15) and grave or superlative ones (up to 0.2); less for a single case (0.25), a
    case study (0.1), and a sentence that leans on the one before it (0.1).
    """
    general = min(3, len(expressions("general").findall(sentence)))
    grave = min(2, len(expressions("grave").findall(sentence)))
    is_first = not _before(sentence, paragraph.text)
    place = _PLACES.get(filed(paragraph), 0.0) * (1 if is_first else _LATER)
    score = 0.3 + place + 0.05 * general + 0.1 * grave + 0.1 * is_first
    score -= 0.25 * bool(expressions("special").search(sentence)) + 0.1 * is_study(paragraph) + 0.1 * leans(sentence)
    return max(0.0, min(1.0, score))
