"""The field's measures, with their formulas.

`ranked` is the list of paragraph ids a search returned, best first; `relevant` the set of those that answer.
"""

import math
from collections.abc import Collection, Sequence
from statistics import fmean


def hit_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """1 if any of the first k is relevant, else 0."""
    return float(any(each in relevant for each in ranked[:k]))


def recall_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """|first k and relevant| / |relevant|."""
    return sum(each in relevant for each in ranked[:k]) / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """1 / rank of the first relevant, 0 when there is none (Voorhees 1999)."""
    return next((1 / rank for rank, each in enumerate(ranked, 1) if each in relevant), 0.0)


def ndcg_at(k: int, ranked: Sequence[str], relevant: Collection[str]) -> float:
    """DCG / ideal DCG with DCG = sum over ranks of relevance / log2(rank + 1) (Järvelin and Kekäläinen 2002)."""
    gained = sum(1 / math.log2(rank + 1) for rank, each in enumerate(ranked[:k], 1) if each in relevant)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(relevant)) + 1))
    return gained / ideal


def precision(chosen: Collection[str], right: Collection[str]) -> float:
    """|chosen and right| / |chosen|, 0 when nothing was chosen."""
    return sum(each in right for each in chosen) / len(chosen) if chosen else 0.0


def recall(chosen: Collection[str], right: Collection[str]) -> float:
    """|chosen and right| / |right|, 0 when nothing is right."""
    return sum(each in right for each in chosen) / len(right) if right else 0.0


def mean(values: Sequence[float]) -> float:
    """The mean, 0 of nothing."""
    return fmean(values) if values else 0.0


def percentile(share: float, values: Sequence[float]) -> float:
    """The smallest value that at least that share of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
