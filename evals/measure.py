"""Run the cases through search and through the whole assistant."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant import Answer, Assistant, Status, Turn, stands
from evals.case import Case, Kind
from evals.metrics import hit_at, mean, ndcg_at, percentile, precision, recall, recall_at, reciprocal_rank
from index import Index, Scope

Row = dict[str, float | int | str]
_SHOWN = (Status.ANSWERED, Status.PARTLY_ANSWERED)


def retrieval(cases: Iterable[Case], index: Index) -> list[Row]:
    """Search alone, a row a kind of question. Questions about the document itself are answered without search."""
    ranked = [(case, _search(case, index)) for case in cases if case.answerable and case.kind is not Kind.METADATA]
    rows: list[Row] = []
    for kind in dict.fromkeys(case.kind for case, _ in ranked):
        of_kind = [(found, case.needed_ids) for case, found in ranked if case.kind is kind]
        rows.append({"kind": kind.value, "cases": len(of_kind), **_means(of_kind)})
    return rows


def _search(case: Case, index: Index) -> list[str]:
    hits = index.search(Scope.of(case.question, index.corpus), 10)
    return list(dict.fromkeys(hit.chunk.paragraph for hit in hits))


def _means(found: Sequence[tuple[list[str], frozenset[str]]]) -> Row:
    measures: dict[str, Callable[[list[str], frozenset[str]], float]] = {
        "hit@1": lambda ranked, relevant: hit_at(1, ranked, relevant),
        "hit@3": lambda ranked, relevant: hit_at(3, ranked, relevant),
        "hit@5": lambda ranked, relevant: hit_at(5, ranked, relevant),
        "recall@5": lambda ranked, relevant: recall_at(5, ranked, relevant),
        "MRR": reciprocal_rank,
        "nDCG@10": lambda ranked, relevant: ndcg_at(10, ranked, relevant),
    }
    return {name: mean([measure(*each) for each in found]) for name, measure in measures.items()}


@dataclass(frozen=True, slots=True)
class Run:
    """A case, the answer to it, and the seconds it took (nothing is asked twice)."""

    case: Case
    answer: Answer
    seconds: float

    @property
    def is_answered(self) -> bool:
        """Whether claims were shown."""
        return self.answer.status in _SHOWN

    @property
    def cited(self) -> frozenset[str]:
        """The paragraphs the claims cite."""
        return frozenset(c.paragraph.id for claim in self.answer.claims for c in claim.citations)

    @property
    def shown(self) -> frozenset[str]:
        """The paragraphs a reader sees: those cited, or the nearest passages."""
        return self.cited | {each.paragraph.id for each in self.answer.passages}


def history_of(case: Case) -> list[Turn]:
    """What was asked before."""
    return [Turn(turn.question) for turn in case.history]


def answers(cases: Iterable[Case], assistant: Assistant) -> list[Run]:
    """Every case asked once, after what was asked before it."""
    runs = []
    for case in cases:
        started = time.perf_counter()
        answer = assistant.ask(case.question, history_of(case))
        runs.append(Run(case, answer, time.perf_counter() - started))
    return runs


def summary(runs: Sequence[Run]) -> Row:
    """The figures of the whole assistant."""
    answerable = [run for run in runs if run.case.answerable]
    unanswerable = [run for run in runs if not run.case.answerable]
    answered = [run for run in answerable if run.is_answered]
    refused = [run for run in runs if not run.is_answered]
    claims = [citation for run in runs for claim in run.answer.claims for citation in claim.citations]
    return {
        "cases": len(runs),
        "answerable: a needed paragraph is shown": mean([float(_any_needed(run)) for run in answerable]),
        "direct given as answered": _share_answered(runs, Kind.DIRECT),
        "lay given as answered": _share_answered(runs, Kind.LAY),
        "several given as answered": _share_answered(runs, Kind.SEVERAL),
        "metadata given as answered": _share_answered(runs, Kind.METADATA),
        "citation precision": mean([precision(run.cited, run.case.accepted_ids) for run in answered]),
        "citation recall": mean([_recall(run) for run in answered]),
        "unanswerable given as answered": mean([float(run.is_answered) for run in unanswerable]),
        "right status among unanswerable": mean([float(_right_status(run)) for run in unanswerable]),
        "refusal precision": mean([float(not run.case.answerable) for run in refused]),
        "refusal recall": mean([float(not run.is_answered) for run in unanswerable]),
        "claims without an exact quote": sum(not stands(c.quote, c.paragraph.text) for c in claims),
        "seconds p50": percentile(0.5, [run.seconds for run in runs]),
        "seconds p95": percentile(0.95, [run.seconds for run in runs]),
    }


def _share_answered(runs: Sequence[Run], kind: Kind) -> float:
    return mean([float(run.is_answered) for run in runs if run.case.kind is kind])


def _any_needed(run: Run) -> bool:
    return bool(run.shown & _wanted(run.case))


def _recall(run: Run) -> float:
    if run.case.kind is Kind.METADATA:  # one of several places that tell it is enough
        return float(bool(run.cited & run.case.accepted_ids))
    return recall(run.cited, run.case.needed_ids)


def _wanted(case: Case) -> frozenset[str]:
    return case.accepted_ids if case.kind is Kind.METADATA else case.needed_ids


def _right_status(run: Run) -> bool:
    return run.answer.status in run.case.statuses
