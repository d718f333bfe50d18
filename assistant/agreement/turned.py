"""What turns a statement round: negations, and words that say the opposite."""

from collections.abc import Sequence, Set

from assistant.agreement.bounded import is_idle
from assistant.agreement.source import Disagreement, Kind, Source
from assistant.agreement.words import Cue, Loaded, Word, alike, content, cues_of, does_any, opposites, words_of
from index import terms_of

_TURNS = (Loaded.NEGATION, Loaded.LACKING)
_TURNS_SOMEHOW = (*_TURNS, Loaded.AGAINST)
_PLAIN = ("not", "no", "n't", "never", "without")
_REACH = 4  # content words that a negation turns: those behind it, in its clause
_FAR = 8  # words behind a negation that may still be turned by it
_CLOSE = 2  # content words behind a negation of which it makes the contrary
_TOLD = 3  # content words that are told with a negation
_TAKEN_UP = 0.6  # share of these above which a claim is taken to speak of the same thing


def negation_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A negation that the claim adds, or leaves out of what it takes over."""
    return _added(claim, source.text) or _left_out(claim, source.text)


def _added(claim: str, text: str) -> Disagreement | None:
    """A negation of the claim where nothing the source says of the same thing is negative in any way."""
    words, held = words_of(claim), words_of(text)
    stems = _widened(held)
    against = [cue for cue in cues_of(text) if does_any(cue, _TURNS_SOMEHOW)]
    for cue in cues_of(claim):
        if not does_any(cue, _TURNS) or _is_said(cue, text) or is_idle(cue, claim) or _is_twice(cue, claim):
            continue
        turned = _turned(cue, words)
        if _is_contrary(turned, held):
            continue
        about = {word.stem for word in turned}
        spoken_of = about & stems
        if not against or (spoken_of and not any(_meets(spoken_of, other, held) for other in against)):
            return Disagreement(Kind.NEGATION, _told(cue, turned, words))
    return None


def _is_contrary(turned: Sequence[Word], held: Sequence[Word]) -> bool:
    """Whether the opposite of what is negated stands in the source: "not late" where it says "timely"."""
    for word in turned[:_CLOSE]:
        others = [other for other in held if other.stem in opposites(True).get(word.stem, ())]
        if others and not any(_is_negated(other, held) for other in others):
            return True
    return False


def _left_out(claim: str, text: str) -> Disagreement | None:
    """A negation of the source whose words the claim takes over without any."""
    words, held = words_of(claim), words_of(text)
    stems = _widened(words)
    against = [cue for cue in cues_of(claim) if does_any(cue, (*_TURNS_SOMEHOW, Loaded.ONLY))]
    for cue in cues_of(text):
        if not does_any(cue, _TURNS) or Loaded.SOME in cue.does or is_idle(cue, text):  # "not all" is a quantity
            continue
        turned = _turned(cue, held)
        about = [word.stem for word in turned]
        taken = [each for each in about if each in stems]
        if (
            about
            and len(taken) >= _TAKEN_UP * len(about)
            and not any(_meets(set(taken), other, words) for other in against)
        ):
            return Disagreement(Kind.NEGATION, "", _told(cue, turned, held))
    return None


def _is_twice(cue: Cue, claim: str) -> bool:
    """Whether two negations in one clause cancel out: "no incident goes without"."""
    return len([other for other in cues_of(claim) if other.clause == cue.clause and does_any(other, _TURNS)]) == 2


def _is_said(cue: Cue, text: str) -> bool:
    """Whether the source has the same expression, which may stand in another place there."""
    return cue.text not in _PLAIN and any(cue.text == other.text for other in cues_of(text))


def _turned(cue: Cue, words: Sequence[Word]) -> list[Word]:
    """The content words a cue turns: those behind it in its clause, or, if there are none, those before it."""
    behind = content([word for word in words[cue.last + 1 :] if word.clause == cue.clause])[:_REACH]
    before = content([word for word in words[: cue.first] if word.clause == cue.clause])[-_REACH:]
    return behind or before


def _meets(about: Set[str], cue: Cue, words: Sequence[Word]) -> bool:
    """Whether a cue's clause speaks of any of these."""
    if Loaded.SOME in cue.does:  # "not all of those who …, are"
        return not about.isdisjoint(_widened(words))
    return not about.isdisjoint(_widened([word for word in words if abs(word.clause - cue.clause) <= 1]))


def _widened(words: Sequence[Word]) -> set[str]:
    """The stems of words, with those of what the thesaurus has for them."""
    stems = {word.stem for word in words}
    line = " ".join(word.lower for word in words)
    stems |= {each for term in terms_of(line) for other in term.alternatives for each in _content_stems(other)}
    return stems | {other for each in stems for other in alike().get(each, ())}


def _content_stems(text: str) -> list[str]:
    return [word.stem for word in content(words_of(text))]


def _told(cue: Cue, turned: Sequence[Word], words: Sequence[Word]) -> str:
    """A negation with what it turns, in the words of its text: "not have a policy to attend"."""
    behind = [word.at for word in turned if word.at > cue.last][:_TOLD]
    before = [] if behind else [word.at for word in turned][-_TOLD:]
    first, last = min([cue.first, *before]), max([cue.last, *behind])
    return " ".join(word.text for word in words[first : last + 1])


def opposite_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A word of the claim whose opposite the source has in its place, neither of them negated."""
    words, held = words_of(claim), words_of(source.text)
    stems = {word.stem for word in held}
    for word in words:
        if word.stem in stems or not alike().get(word.stem, frozenset()).isdisjoint(stems):
            continue
        others = [other for other in held if other.stem in opposites().get(word.stem, ())]
        if others and all(_is_negated(word, words) == _is_negated(other, held) for other in others):
            return Disagreement(Kind.OPPOSITE, word.text, others[0].text)
    return None


def _is_negated(word: Word, words: Sequence[Word]) -> bool:
    cues = cues_of(" ".join(each.text for each in words if each.clause == word.clause))
    at = len([each for each in words if each.clause == word.clause and each.at < word.at])
    return any(Loaded.NEGATION in cue.does and 0 <= at - cue.last <= _FAR for cue in cues)
