"""The sentences of a paragraph as an answer quotes them: with the one before, where a sentence leans on it."""

import re
from dataclasses import dataclass

from assistant.answer import Evidence
from corpus import sentence_spans
from index import Index, Scope, Signals

# How a sentence begins that is not understood without the one before it.
_LEANS = re.compile(
    r"^(This|These|Those|That|It|Its|They|Their|Such|He|She|There (?:was|were|is|are)|In addition|However|Additionally|"
    r"Also|Furthermore|Moreover|As a result|Therefore|Both|Some|Others|Without (?:this|these|it)|Reviewing (?:this|these)|"
    r"In (?:certain|some|other|these|those|many|most) cases|Work has been|Several|For example|"
    r"The (?:policy|approach|scheme|strategy|team|system|database|meetings?|information sharing|latter|former|same))\b"
)


_UNJUDGED = Signals(cosine=0.0, bm25=0.0, covered=0.0, maxsim=0.0, least=0.0)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a piece of evidence, and how well it fits the question."""

    evidence: Evidence
    start: int
    end: int
    signals: Signals

    @property
    def text(self) -> str:
        """Its words, as they stand."""
        return self.evidence.paragraph.text[self.start : self.end]

    @property
    def fit(self) -> float:
        """Cosine and MaxSim, the two signals that tell sentences of one paragraph apart."""
        return self.signals.cosine + self.signals.maxsim

    @property
    def leans(self) -> bool:
        """Whether it is not understood without the sentence before it."""
        return leans(self.text)


def leans(sentence: str) -> bool:
    """Whether a sentence is not understood without the one before it."""
    return bool(_LEANS.match(sentence))


def sentences_of(evidence: Evidence, scope: Scope, index: Index) -> tuple[Sentence, ...]:
    """The sentences of a piece of evidence, in order."""
    text = evidence.paragraph.text
    spans = sentence_spans(text)
    signals = index.judge(scope.topic, [text[start:end] for start, end in spans])
    return tuple(Sentence(evidence, start, end, each) for (start, end), each in zip(spans, signals, strict=True))


def unjudged(evidence: Evidence) -> tuple[Sentence, ...]:
    """The same where all of them are quoted, however well each fits."""
    spans = sentence_spans(evidence.paragraph.text)
    return tuple(Sentence(evidence, start, end, _UNJUDGED) for start, end in spans)


def with_context(sentences: tuple[Sentence, ...], chosen: set[int]) -> list[tuple[int, int]]:
    """Character spans to quote: each chosen sentence, with those before it that it leans on; none twice."""
    spans: list[tuple[int, int]] = []
    taken = -1
    for at in sorted(chosen):
        first = at
        while first - 1 > taken and sentences[first].leans:
            first -= 1
        if spans and first - 1 == taken and sentences[first].leans:  # leans on what is quoted already
            spans[-1] = (spans[-1][0], sentences[at].end)
        else:
            spans.append((sentences[first].start, sentences[at].end))
        taken = at
    return spans
