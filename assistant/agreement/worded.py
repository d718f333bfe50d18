"""A claim that is nearly its source word for word: what was changed in it is seen by laying one on the other."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant.agreement.bounded import IDLE
from assistant.agreement.figures import figures_of
from assistant.agreement.named import stands_for
from assistant.agreement.said import coverage
from assistant.agreement.source import Disagreement, Kind, Source
from assistant.agreement.words import Loaded, Word, content, cues_of, opposites, words_of
from index import is_stop_word

_NEARLY = 0.72  # share of a claim's words in runs of the source above which it counts as taken over
_SHORT = 4  # words of a change that is a change of wording; a longer one is told in other words, or left out
_REPLACED = 2  # content words in place of others that cannot be one word for another
_MODES = frozenset({Loaded.PLAN, Loaded.MAY, Loaded.SHOULD, Loaded.MUST})
_PUT_IN = 2  # content words put into the source's own …
_HELD = 0.5  # … of which less stands in it or around it
_LOADED = frozenset(Loaded) - {Loaded.AGAINST, Loaded.LACKING, Loaded.ALL, Loaded.ABOUT}


def wording_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A loaded word that was put in, left out or exchanged in a sentence otherwise taken over; a name in place of another."""
    words, held = words_of(claim), words_of(source.text)
    matcher = SequenceMatcher(None, [word.lower for word in held], [word.lower for word in words], autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    is_taken_over = bool(words) and same >= _NEARLY * len(words)
    changed = next(_changes(matcher, words, held), None) if is_taken_over else None
    is_within = bool(held) and same >= _NEARLY * len(held)
    return changed or (_put_in(matcher, words, source.whole) if is_taken_over or is_within else None)


def _put_in(matcher: "SequenceMatcher[str]", words: Sequence[Word], around: str) -> Disagreement | None:
    """Words put into a sentence, or behind it, of which neither it nor what stands around it has anything.

    Figures are compared by themselves.
    """
    for how, _, _, start, end in matcher.get_opcodes():
        put_in = words[start:end] if how == "insert" else ()
        text = _text(put_in)
        if len(content(put_in)) >= _PUT_IN and coverage(text, around) < _HELD and not figures_of(text):
            return Disagreement(Kind.UNSAID, text)
    return None


def _changes(matcher: "SequenceMatcher[str]", words: Sequence[Word], held: Sequence[Word]) -> Iterator[Disagreement]:
    changed = [
        (held[first:last], words[start:end])
        for how, first, last, start, end in matcher.get_opcodes()
        if how != "equal" and last - first <= _SHORT and end - start <= _SHORT
    ]
    before = [_loads(was) for was, _ in changed]
    after = [_loads(now) for _, now in changed]
    if frozenset().union(*before) != frozenset().union(*after):
        at = next(at for at in range(len(changed)) if before[at] != after[at])
        if not _is_moved(before[at] ^ after[at], words, held):
            yield Disagreement(Kind.WORDING, _text(changed[at][1]), _text(changed[at][0]))
    for was, now in changed:
        if was and now and _is_exchanged(was, now):
            yield Disagreement(Kind.WORDING, _text(now), _text(was))
    for was, now in changed:
        if was and now and _is_replaced(was, now):
            yield Disagreement(Kind.UNSAID, _text(now))


def _is_moved(loads: frozenset[Loaded], words: Sequence[Word], held: Sequence[Word]) -> bool:
    """Whether both have a plan, a duty or a possibility, in another place."""
    return loads <= _MODES and loads <= _loads(words) and loads <= _loads(held)


def _loads(words: Sequence[Word]) -> frozenset[Loaded]:
    does = {each for cue in cues_of(_text(words)) if cue.text not in IDLE for each in cue.does}
    lacking = {Loaded.NEGATION} if Loaded.LACKING in does else set()
    return frozenset((does & _LOADED) | lacking)


def _is_exchanged(was: Sequence[Word], now: Sequence[Word]) -> bool:
    """Whether a word stands in place of its opposite, or a name in place of another."""
    if any(not opposites(True).get(word.stem, frozenset()).isdisjoint(other.stem for other in was) for word in now):
        return True
    before, after = _names(was), _names(now)
    if not before or not after or {word.stem for word in after} <= {word.stem for word in before}:
        return False
    text = " ".join(word.text for word in before)
    return not any(stands_for(" ".join(word.text for word in after), each) for each in (text, text.lower()))


def _is_replaced(was: Sequence[Word], now: Sequence[Word]) -> bool:
    """Whether other things are told where the source tells something, in a sentence otherwise taken over."""
    before, after = content(was), content(now)
    return bool(before and after) and coverage(_text(after), _text(was)) == 0 and len(after) >= _REPLACED


def _names(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.text[0].isupper() and word.at and not is_stop_word(word.text)]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
