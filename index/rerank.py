"""Put candidates in order: words, meaning and late interaction, weighed together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An entry that may become a hit, with its cosine and its BM25 (a share of the candidates' best)."""

    entry: Entry
    cosine: float
    bm25: float


def signals(question: Question, candidates: Sequence[Candidate]) -> list[Signals]:
    """The signals of each of the candidates, all at once: sixty small products of matrices take several times as long."""
    fits = _fits(question, [each.entry.tokens for each in candidates]).tolist()
    coverage = Coverage.of(question.terms, question.rarity)
    return [
        Signals(
            cosine=each.cosine,
            bm25=each.bm25,
            covered=coverage.share(stems_of(each.entry.chunk.text)),
            maxsim=maxsim,
            least=least,
        )
        for each, (maxsim, least) in zip(candidates, fits, strict=True)
    ]


def maxsims(question: Question, chunks: Sequence[Vector]) -> list[float]:
    """The `maxsim` of chunks, or parts of them, given as token vectors."""
    return [maxsim for maxsim, _ in _fits(question, chunks).tolist()]


def without_rerank(candidate: Candidate) -> Signals:
    """The signals of a candidate whose text is not looked at."""
    return Signals(candidate.cosine, candidate.bm25, covered=0.0, maxsim=0.0, least=0.0)


def _fits(question: Question, chunks: Sequence[Vector]) -> Vector:
    """[n, 2]: `maxsim` and `least` of chunks, given as token vectors, each in the wording that fits it better."""
    found = np.zeros((len(chunks), 2), dtype=np.float32)
    filled = [at for at, tokens in enumerate(chunks) if len(tokens)]
    if not filled:
        return found
    tokens = np.concatenate([chunks[at] for at in filled])
    starts = np.cumsum([0, *(len(chunks[at]) for at in filled[:-1])])
    fits = np.stack([_fits_of(encoding, spans, tokens, starts) for encoding, spans in question.wordings])
    found[filled] = fits[fits[:, :, 0].argmax(axis=0), np.arange(len(filled))]
    return found


def _fits_of(encoding: Encoding, spans: Sequence[tuple[int, int]], tokens: Vector, starts: NDArray[np.intp]) -> Vector:
    """The same in one wording of the question; a chunk's tokens are those from its start to the next one's."""
    shares = _shares(encoding, spans)
    if not len(shares):
        return np.zeros((len(starts), 2), dtype=np.float32)
    used = shares.any(axis=0)
    largest = np.maximum.reduceat(encoding.tokens[used] @ tokens.T, starts, axis=1)
    cosines = shares[:, used] @ largest
    return np.stack([cosines.mean(axis=0), cosines.min(axis=0)], axis=1)


def _shares(encoding: Encoding, spans: Sequence[tuple[int, int]]) -> Vector:
    """[terms, t]: what averages the tokens of each term; without the terms that the model did not see."""
    starts, (begins, ends) = encoding.spans[:, 0], np.array(spans, dtype=np.int32).reshape(-1, 2).T
    held = (starts >= begins[:, None]) & (starts < ends[:, None])
    seen = held[held.any(axis=1)]
    return np.asarray(seen / seen.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The stems of a term, and of each of its alternatives."""

    own: Stems
    alternatives: tuple[Stems, ...]

    def met(self, stems: Sequence[str], held: frozenset[str]) -> float:
        """As `met_by`; `held` are the same stems as a set."""
        if _stands(self.own, stems, held):
            return 1.0
        if any(_stands(each, stems, held) for each in self.alternatives):
            return ALTERNATIVE
        return PART * sum(map(held.__contains__, self.own)) / len(self.own)


@lru_cache(maxsize=2048)
def _wanted(term: Term) -> _Wanted:
    return _Wanted(term.stems, tuple(map(stems_of, term.alternatives)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a question's terms a text meets, weighed by rarity."""

    wanted: tuple[_Wanted, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, terms: Sequence[Term], rarity: Mapping[str, float]) -> Self:
        """Made ready for many texts; `rarity` by stem."""
        weights = (max(rarity.get(each, 0.0) for each in term.stems) for term in terms)
        return cls(tuple(map(_wanted, terms)), tuple(weights))

    def share(self, stems: Sequence[str]) -> float:
        """The share that a text of these stems meets; 0 for a question without terms."""
        if not (whole := sum(self.weights)):
            return 0.0
        held = frozenset(stems)
        return (
            sum(weight * each.met(stems, held) for weight, each in zip(self.weights, self.wanted, strict=True)) / whole
        )


def met_by(term: Term, stems: Sequence[str]) -> float:
    """How well these stems meet a term: 1 its own words, less for an alternative or a part."""
    return _wanted(term).met(stems, frozenset(stems))


def _stands(phrase: Stems, stems: Sequence[str], held: frozenset[str]) -> bool:
    """Whether the phrase's stems stand close together, in any order, with room for two words between."""
    if not held.issuperset(phrase):
        return False
    if len(phrase) == 1:
        return True
    window = len(phrase) + 2
    starts = [at for at, each in enumerate(stems) if each in phrase]
    return any(set(phrase) <= set(stems[at : at + window]) for at in starts)
