"""Fit the weights of `index.rerank` on the tuning cases: a conditional logit over each question's candidates.

The likelihood that a needed paragraph is picked when candidates are picked in proportion to exp(weights · signals)
(McFadden 1974; in retrieval known as ListNet's top-one loss, Cao et al. 2007).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from evals.case import Case, Kind
from index import Index, Scope

SIGNALS = ("cosine", "bm25", "covered", "maxsim")
CANDIDATES = 60
SHARPNESS = 10.0  # signals lie close together; scaled up, so that the ridge below holds back noise and not them
KIND = 3.0  # the same for whether a paragraph holds findings
RIDGE = 0.02

Candidates = tuple[NDArray[np.float64], NDArray[np.float64]]  # signals [n, s], and which of them are right, as shares


def fit_weights(cases: Sequence[Case], index: Index) -> dict[str, float]:
    """Weights that add up to 1, and the cost of a paragraph without findings on the same scale."""
    rows = [found for case in cases if case.answerable and case.kind is not Kind.METADATA
            for found in [_candidates(case, index)] if found is not None]  # fmt: skip
    start = np.full(len(SIGNALS) + 1, 0.3)
    fitted = minimize(_loss, start, args=(rows,), jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start)).x
    total = fitted[:-1].sum()
    named = {name: float(weight / total) for name, weight in zip(SIGNALS, fitted, strict=False)}
    return {**named, "without findings": float(KIND * fitted[-1] / total / SHARPNESS)}


def _candidates(case: Case, index: Index) -> Candidates | None:
    hits = index.search(Scope.of(case.question, index.corpus), CANDIDATES)
    right = np.array([float(hit.chunk.paragraph in case.needed_ids) for hit in hits])
    if not right.any():
        return None
    signals = [
        [*(SHARPNESS * getattr(hit.signals, name) for name in SIGNALS), KIND * hit.chunk.kind.holds_findings]
        for hit in hits
    ]
    return np.array(signals), right / right.sum()


def _loss(weights: NDArray[np.float64], rows: Sequence[Candidates]) -> tuple[float, Any]:
    """The negative log likelihood a question, with a ridge, and its gradient."""
    loss, gradient = RIDGE * float(weights @ weights) / 2, RIDGE * weights
    for signals, right in rows:
        utility = signals @ weights
        chances = np.exp(utility - utility.max())
        chances /= chances.sum()
        loss -= float(right @ np.log(np.maximum(chances, 1e-300))) / len(rows)
        gradient = gradient - signals.T @ (right - chances) / len(rows)
    return loss, gradient
