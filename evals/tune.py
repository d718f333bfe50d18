"""Fit the line between `answered` and `closest` on the tuning cases."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant import Assistant, ExtractiveWriter
from assistant.confidence import FITTED, Reasons
from assistant.evidence import gather
from assistant.pipeline import SEARCHED
from evals.case import Case, Kind
from index import Index, Scope

# Near misses that may pass as answered. The other unanswerable questions (other forces, other years, off topic)
# are refused by rule, so that this keeps all of them together under the 5 % asked for, with room to spare.
PASSING = 0.1
FOLDS = 10
WEIGHED = tuple(field.name for field in fields(Reasons) if field.name != "countable")  # that one is a rule


def tune(cases: Sequence[Case], index: Index) -> dict[str, float]:
    """Fit, write confidence.json, and return how the cases come out when each is judged by folds without it."""
    writer = ExtractiveWriter(index)
    rows = [(case, found, right) for case in cases if (pair := _judged(case, index, writer)) for found, right in [pair]]
    inputs = np.array([[asdict(found)[name] for name in WEIGHED] for _, found, _ in rows])
    right = np.array([right for *_, right in rows])
    unanswerable = np.array([not case.answerable for case, *_ in rows])
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    chances = cross_val_predict(model, inputs, right, cv=folds, method="predict_proba")[:, 1]
    line = float(np.quantile(chances[unanswerable], 1 - PASSING))
    model.fit(inputs, right)
    _write(model, line)
    shares = {}
    for kind in Kind:
        of_kind = [chance >= line for chance, (case, *_) in zip(chances, rows, strict=True) if case.kind is kind]
        shares[f"{kind} at or above the line"] = float(np.mean(of_kind)) if of_kind else 0.0
    return shares


def _judged(case: Case, index: Index, writer: ExtractiveWriter) -> tuple[Reasons, bool] | None:
    """The reasons of a case that comes to the line, and whether the best paragraph answers it."""
    assistant = Assistant(index.corpus, index, writer)
    if case.kind is Kind.METADATA or assistant.ask(case.question).status not in ("answered", "closest", "no_evidence"):
        return None
    scope = Scope.of(case.question, index.corpus)
    evidence = gather(index.search(scope, SEARCHED), index.corpus)
    found = writer.reasons(scope, evidence)
    if found is None or found.countable:  # decided by rule
        return None
    best = next(each.paragraph.id for each in evidence if each.paragraph.kind.holds_findings)
    return found, best in case.accepted_ids


def _write(model: object, line: float) -> None:
    """The fitted weights for values as they come: the scaling is folded in."""
    scaler, regression = model.named_steps.values()  # type: ignore[attr-defined]  # scikit-learn has no types
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - np.sum(weights * scaler.mean_))
    fitted = {
        "weights": {name: round(float(weight), 4) for name, weight in zip(WEIGHED, weights, strict=True)},
        "bias": round(bias, 4),
        "line": round(line, 4),
    }
    FITTED.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
