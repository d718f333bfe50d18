"""Whether a claim says more than its source: content words that nothing there stands for."""

from collections.abc import Callable, Sequence

from assistant.agreement.source import Disagreement, Kind, Source
from assistant.agreement.words import alike, content, words_of
from corpus import sentence_spans
from index import stems_of, terms_of

_UNMET = 0.45  # share of a claim's content words without a counterpart above which its meaning is looked at …
_NEAR = 0.55  # … and the least cosine that its sentence and the source's must then have
_TAIL = 4  # content words in a row without any counterpart: something was added

# Judgements that no other words stand for: the sentence itself says them, or nobody does.
_JUDGED = frozenset(
    "outstanding exemplary excellent flawless faultless perfect superb corrupt corruption dishonest"
    " incompetent racist disgraceful".split()
)

Nearness = Callable[[str, Sequence[str]], float]  # the largest cosine of a sentence with any of these


def unsaid(claim: str, source: Source, nearness: Nearness | None = None) -> Disagreement | None:
    """Words of a claim that its source does not have, too many to be another wording of it.

    `nearness` is asked only where the words alone do not decide.
    """
    said = set(stems_of(source.text))
    judged = [word.text for word in words_of(claim) if word.lower in _JUDGED and not set(stems_of(word.lower)) <= said]
    if judged:
        return Disagreement(Kind.UNSAID, judged[0])
    held = set(stems_of(source.whole))
    for start, end in sentence_spans(claim):
        if unmet := _unmet(claim[start:end], source, held, nearness):
            return Disagreement(Kind.UNSAID, unmet)
    return None


def _unmet(sentence: str, source: Source, held: set[str], nearness: Nearness | None) -> str:
    """Words of a sentence of a claim that the source does not have; empty where they are few enough, or it is near."""
    met = [(word, _is_met(word.lower, held)) for word in content(words_of(sentence))]
    unmet = [word for word, there in met if not there]
    run = _longest_run([there for _, there in met])
    if len(unmet) <= _UNMET * len(met) and run < _TAIL:
        return ""
    if nearness and nearness(sentence, [source.text]) >= (_NEAR if run < _TAIL + 2 else _NEAR + 0.1):
        return ""
    return " ".join(word.text for word in unmet[:_TAIL])


def coverage(claim: str, text: str) -> float:
    """The share of a claim's content words that a text has, or has another word for."""
    held = set(stems_of(text))
    met = [_is_met(word.lower, held) for word in content(words_of(claim))]
    return sum(met) / len(met) if met else 0.0


def _is_met(word: str, held: set[str]) -> bool:
    own = stems_of(word)
    if set(own) <= held or any(not alike().get(each, frozenset()).isdisjoint(held) for each in own):
        return True
    return any(set(stems_of(other)) <= held for term in terms_of(word) for other in term.alternatives)


def _longest_run(met: Sequence[bool]) -> int:
    longest = current = 0
    for there in met:
        current = 0 if there else current + 1
        longest = max(longest, current)
    return longest
