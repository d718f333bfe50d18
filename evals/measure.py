"""Run the cases through search and through the whole assistant."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from assistant import Answer, Assistant, Claim, Evidence, Status, Turn, stands
from assistant.agreement import Nearness, disagreement
from assistant.bearing import source_of
from assistant.verify import Verifier
from assistant.write import Draft, Writer
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
class Written:
    """What a language model drafted for a question, and what became of it; nothing where none was asked.

    `withheld` are the statements not shown as drafted, `replaced` those of them in whose place the source's sentence
    is. `broke_off`: it did not come to an end. `tokens`: sent and received.
    """

    asked: bool = False
    drafted: int = 0
    withheld: int = 0
    replaced: int = 0
    broke_off: bool = False
    tokens: int = 0


NOTHING = Written()


@runtime_checkable
class TellsTokens(Protocol):
    """A writer that knows how many tokens it has sent and received so far."""

    @property
    def tokens(self) -> int: ...


class Recorder:
    """A writer in place of another one: passes its drafts on, and keeps the last one."""

    def __init__(self, writer: Writer, nearness: Nearness) -> None:
        self._writer = writer
        self._nearness = nearness
        self._last: tuple[Draft, tuple[Evidence, ...]] | None = None
        self._tokens = self._tokens_now()

    @property
    def name(self) -> str:
        """That of the writer behind it."""
        return self._writer.name

    def drafts(self, scope: Scope, evidence: tuple[Evidence, ...]) -> Iterator[Draft]:
        """Those of the writer behind it."""
        for draft in self._writer.drafts(scope, evidence):
            self._last = draft, evidence
            yield draft

    def taken(self) -> Written:
        """What was written since this was last asked for, verified a second time for its counts."""
        before, self._tokens = self._tokens, self._tokens_now()
        if self._last is None:
            return NOTHING
        (draft, evidence), self._last = self._last, None
        withheld = Verifier(evidence, self._nearness).verify(draft).withheld
        replaced = sum(each.replaced for each in withheld)
        drafted = len(dict.fromkeys(draft.claims))
        return Written(True, drafted, len(withheld), replaced, bool(draft.problem), self._tokens - before)

    def _tokens_now(self) -> int:
        return self._writer.tokens if isinstance(self._writer, TellsTokens) else 0


@dataclass(frozen=True, slots=True)
class Run:
    """A case, the answer to it, the seconds it took (nothing is asked twice), and what a language model wrote for it.

    `unsupported` counts the claims shown that do not bear a second look.
    """

    case: Case
    answer: Answer
    seconds: float
    written: Written = NOTHING
    unsupported: int = 0

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
    """Every case asked once, after what was asked before it; of another writer than the built-in one, what it wrote."""
    recorder = None
    if assistant.writer is not assistant.extractive:
        recorder = Recorder(assistant.writer, nearness_of(assistant.index))
        assistant = copy(assistant)
        assistant.writer = recorder
    return [_run(case, assistant, recorder) for case in cases]


def _run(case: Case, assistant: Assistant, recorder: Recorder | None) -> Run:
    started = time.perf_counter()
    answer = assistant.ask(case.question, history_of(case))
    seconds = time.perf_counter() - started
    written = recorder.taken() if recorder else NOTHING
    return Run(case, answer, seconds, written, unsupported(answer.claims, nearness_of(assistant.index)))


def nearness_of(index: Index) -> Nearness:
    """How near a claim is to the nearest of some sentences, as the assistant asks for it."""
    return lambda claim, sentences: max(each.cosine for each in index.judge(claim, sentences))


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
        "claims shown": sum(len(run.answer.claims) for run in runs),
        "claims without an exact quote": sum(not stands(c.quote, c.paragraph.text) for c in claims),
        "unsupported claims shown": sum(run.unsupported for run in runs),
        **written_row([run.written for run in runs]),
        "seconds p50": percentile(0.5, [run.seconds for run in runs]),
        "seconds p95": percentile(0.95, [run.seconds for run in runs]),
    }


def unsupported(claims: Iterable[Claim], nearness: Nearness | None = None) -> int:
    """How many claims do not bear a second look."""
    return sum(not is_supported(each, nearness) for each in claims)


def is_supported(claim: Claim, nearness: Nearness | None = None) -> bool:
    """Whether a claim's quotes stand in their paragraphs and, looked at once more, it says what they say."""
    cited = [(each.paragraph, each.document, each.quote) for each in claim.citations]
    are_there = bool(cited) and all(stands(quote, paragraph.text) for paragraph, _, quote in cited)
    return are_there and (claim.is_quoted or disagreement(claim.text, source_of(cited), nearness) is None)


def written_row(written: Sequence[Written]) -> Row:
    """What a language model drafted over all questions; nothing where none was asked.

    Tokens are reckoned from characters, four a token, since not all servers tell them.
    """
    asked = [each for each in written if each.asked]
    if not asked:
        return {}
    tokens = mean([each.tokens for each in asked])
    return {
        "writer asked": len(asked),
        "statements drafted": sum(each.drafted for each in asked),
        "statements withheld": sum(each.withheld - each.replaced for each in asked),
        "statements replaced": sum(each.replaced for each in asked),
        "replies broken off or unreadable": sum(each.broke_off for each in asked),
        **({"tokens a question (characters / 4)": tokens} if tokens else {}),
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
