"""What words and vectors each found, put together by reciprocal rank."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_FLAT = 60  # keeps the first few ranks from deciding alone (Cormack, Clarke and Büttcher 2009)


@dataclass(frozen=True)
class Found:
    """Chunk ids with their BM25 and their cosine, each best first."""

    by_words: Mapping[str, float]
    by_vector: Mapping[str, float]

    @cached_property
    def _fused(self) -> dict[str, float]:
        scores: dict[str, float] = {}
        for ranked in (self.by_words, self.by_vector):
            for rank, id in enumerate(ranked, 1):
                scores[id] = scores.get(id, 0.0) + 1 / (_FLAT + rank)
        return scores

    @cached_property
    def _floor(self) -> float:
        return min(self.by_vector.values(), default=0.0)

    @cached_property
    def _most(self) -> float:
        return max(self.by_words.values(), default=1.0) or 1.0

    def fused(self) -> list[str]:
        """All ids, best first: by the sum over both lists of 1 / (60 + rank)."""
        return sorted(self._fused, key=lambda each: (-self._fused[each], each))

    def score(self, id: str) -> float:
        """That sum, as a share of the most it can be."""
        return self._fused.get(id, 0.0) * (_FLAT + 1) / 2

    def cosine(self, id: str) -> float:
        """The cosine; of what words alone found, that of the last by vectors: it is at most as near."""
        return self.by_vector.get(id, self._floor)

    def bm25(self, id: str) -> float:
        """The BM25 as a share of the highest; 0 for what vectors alone found."""
        return self.by_words.get(id, 0.0) / self._most
