"""Put candidates in order: words, meaning and late interaction, weighed together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import ParagraphKind
from index.embed import Encoding, Vector
from index.entry import Entry
from index.terms import Stems, Term, stems_of

NO_FINDINGS_COST = 0.1  # of a paragraph that holds no findings: boilerplate, letterhead, signature
ALTERNATIVE = 0.8  # worth of meeting the thesaurus's word instead of the question's own
PART = 0.4  # worth of meeting part of an expression of several words


@dataclass(frozen=True, slots=True)
class Signals:
    """The parts of a hit's score, each between 0 and 1 (cosines may be below 0).

    `cosine`: question against chunk. `bm25`: against the best of the candidates. `covered`: share of the
    question's terms met, by rarity. `maxsim`: the mean over the question's content tokens of the largest cosine
    with a token of the chunk (Khattab and Zaharia 2020, https://arxiv.org/abs/2004.12832). `least`: the
    smallest of these over the question's terms.
    """

    cosine: float
    bm25: float
    covered: float
    maxsim: float
    least: float


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts in a score."""

    cosine: float
    bm25: float
    covered: float
    maxsim: float
    no_findings_cost: float = NO_FINDINGS_COST

    def score(self, found: Signals, kind: ParagraphKind) -> float:
        """The weighted sum, less the cost of a kind that holds no findings."""
        total = self.cosine * found.cosine + self.bm25 * found.bm25
        total += self.covered * found.covered + self.maxsim * found.maxsim
        return total - (0.0 if kind.holds_findings else self.no_findings_cost)


# Near what `python -m evals tune` fits on the tuning cases (never on the reporting ones); rounded.
WEIGHTS = Weights(cosine=0.43, bm25=0.09, covered=0.10, maxsim=0.38)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A question made ready for ranking, in one or two wordings: its own, and the domain's."""

    terms: tuple[Term, ...]
    wordings: tuple[tuple[Encoding, tuple[tuple[int, int], ...]], ...]
    rarity: Mapping[str, float]


def signals(question: Question, entry: Entry, vector_cosine: float, bm25: float) -> Signals:
    """The signals of one candidate."""
    by_wording = [_term_cosines(encoding, spans, entry.tokens) for encoding, spans in question.wordings]
    best = max(by_wording, key=lambda cosines: float(np.mean(cosines)) if len(cosines) else 0.0)
    return Signals(
        cosine=vector_cosine,
        bm25=bm25,
        covered=covered(question.terms, stems_of(entry.chunk.text), question.rarity),
        maxsim=float(np.mean(best)) if len(best) else 0.0,
        least=float(np.min(best)) if len(best) else 0.0,
    )


def without_rerank(vector_cosine: float, bm25: float) -> Signals:
    """The signals of a candidate whose text is not looked at."""
    return Signals(vector_cosine, bm25, covered=0.0, maxsim=0.0, least=0.0)


def _term_cosines(encoding: Encoding, spans: Sequence[tuple[int, int]], tokens: Vector) -> Vector:
    """For each term of the question, the largest cosine of its tokens with any of the chunk's, averaged."""
    if not len(tokens) or not spans:
        return np.zeros(len(spans), dtype=np.float32)
    largest = (encoding.tokens @ tokens.T).max(axis=1)
    starts = encoding.spans[:, 0]
    means = [
        largest[(starts >= start) & (starts < end)].mean()
        for start, end in spans
        if np.any((starts >= start) & (starts < end))
    ]
    return np.asarray(means, dtype=np.float32)


def covered(terms: Sequence[Term], stems: Sequence[str], rarity: Mapping[str, float]) -> float:
    """The share of the terms that these stems meet, weighed by rarity; 0 for a question without terms."""
    weights = [max(rarity.get(each, 0.0) for each in term.stems) for term in terms]
    if not sum(weights):
        return 0.0
    met = [met_by(term, stems) for term in terms]
    return sum(weight * worth for weight, worth in zip(weights, met, strict=True)) / sum(weights)


def met_by(term: Term, stems: Sequence[str]) -> float:
    """How well these stems meet a term: 1 its own words, less for an alternative or a part."""
    if _stands(term.stems, stems):
        return 1.0
    if any(_stands(stems_of(alternative), stems) for alternative in term.alternatives):
        return ALTERNATIVE
    return PART * sum(each in stems for each in term.stems) / len(term.stems)


def _stands(phrase: Stems, stems: Sequence[str]) -> bool:
    """Whether the phrase's stems stand close together, in any order, with room for two words between."""
    if len(phrase) == 1:
        return phrase[0] in stems
    window = len(phrase) + 2
    starts = [at for at, each in enumerate(stems) if each in phrase]
    return any(set(phrase) <= set(stems[at : at + window]) for at in starts)
