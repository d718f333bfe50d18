"""Search and answers over many letters: the included one and the joint inspections' (`--data`)."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant import Assistant
from assistant.question import stand_alone
from corpus import Corpus, UnusableInput, add_all, mentions, open_corpus
from evals.case import CASES, Case, Kind, load
from evals.measure import Row, Run, answers, history_of, summary
from evals.metrics import hit_at, mean, ndcg_at, recall_at
from index import Index, Scope, Weights

LIMIT = 10
_WITHOUT_TURNS = (Kind.DIRECT, Kind.LAY, Kind.DATED)  # one question about one force


def corpus_of(data: Path | None, folder: Path) -> Corpus:
    """A corpus in `folder` of the included letter and those of `data`. Raises `UnusableInput` where there are none."""
    files = sorted((data / "letters").glob("*.pdf")) if data else []
    if not files:
        raise UnusableInput(f"There are no letters in {data}.", "Name the folder that holds letters/: --data FOLDER.")
    corpus = open_corpus(folder)
    for added in add_all(corpus, files):
        if added.document is None:
            raise UnusableInput(f"{added.file} cannot be read: {added.reason}", "")
    return corpus


def whole(case: Case, corpus: Corpus) -> str:
    """The question of a case, made whole from what was asked before."""
    return stand_alone(case.question, tuple(history_of(case)), corpus.forces())


def ranked(case: Case, index: Index, rerank: bool = True, guard: bool = True) -> list[str]:
    """The paragraphs found for a case, best first; without the `guard`, whatever force they are about."""
    scope = Scope.of(whole(case, index.corpus), index.corpus)
    if not guard:
        scope = Scope(scope.topic, documents=tuple(document.id for document in index.corpus.public()))
    hits = index.search(scope, 2 * LIMIT, rerank)
    return list(dict.fromkeys(hit.chunk.paragraph for hit in hits))[:LIMIT]


def all_rows(cases: Sequence[Case], index: Index) -> Iterator[Row]:
    """All figures over many letters."""
    yield from search_rows(cases, index)
    yield from ablation_rows(cases, index)
    yield follow_up_row(cases, index.corpus)
    if tuple(cases) == load("letters_tuning"):
        yield follow_up_row(conversations(), index.corpus)
    runs = answers(cases, Assistant(index.corpus, index))
    yield {**summary(runs), "claims and passages of another force": wrong_force_evidence(runs)}


def search_rows(cases: Iterable[Case], index: Index) -> list[Row]:
    """Search alone: a row for each kind of question, and one for the questions about one force together."""
    found = [(case, ranked(case, index)) for case in cases if case.answerable]
    rows = [_row(kind.value, [each for each in found if each[0].kind is kind]) for kind in Kind]
    rows.append(_row("direct, lay, dated", [each for each in found if each[0].kind in _WITHOUT_TURNS]))
    return [row for row in rows if row["cases"]]


def _row(name: str, found: Sequence[tuple[Case, list[str]]]) -> Row:
    return {
        "kind": name,
        "cases": len(found),
        "hit@1": mean([hit_at(1, ids, case.needed_ids) for case, ids in found]),
        "hit@3": mean([hit_at(3, ids, case.needed_ids) for case, ids in found]),
        "hit@5": mean([hit_at(5, ids, case.needed_ids) for case, ids in found]),
        "recall@10": mean([recall_at(LIMIT, ids, case.needed_ids) for case, ids in found]),
        "nDCG@10": mean([ndcg_at(LIMIT, ids, case.needed_ids) for case, ids in found]),
        "every force in the first 4": mean([float(_all_forces(case, ids[:4])) for case, ids in found]),
    }


def _all_forces(case: Case, ids: Sequence[str]) -> bool:
    """Whether, of each document the case needs, a needed paragraph is among these."""
    documents = {id.partition("#")[0] for id in case.needed_ids}
    return documents == {id.partition("#")[0] for id in ids if id in case.needed_ids}


# What search is made of, each part left out by itself: the weights that count without it, in the same proportions.
_PARTS = {
    "all of it": {},
    "without vectors": {"cosine": 0.0},
    "without BM25": {"bm25": 0.0},
    "without term coverage": {"covered": 0.0},
    "without MaxSim": {"maxsim": 0.0},
    "without the cost of boilerplate": {"no_findings_cost": 0.0},
}


def ablation_rows(cases: Sequence[Case], index: Index) -> list[Row]:
    """What each part of search is worth: hit@1 and nDCG@10 of the questions about one force, with it left out."""
    asked = [case for case in cases if case.answerable and case.kind in _WITHOUT_TURNS]
    whole_weights = index.weights
    rows = []
    for name, changed in _PARTS.items():
        index.weights = Weights(**{**_fields(whole_weights), **changed})
        rows.append({"ablation": name, **_short(asked, [ranked(case, index) for case in asked])})
    index.weights = whole_weights
    rows.append({"ablation": "without rerank", **_short(asked, [ranked(case, index, rerank=False) for case in asked])})
    rows.append(
        {"ablation": "without the guard", **_short(asked, [ranked(case, index, guard=False) for case in asked])}
    )
    return rows


def _fields(weights: Weights) -> dict[str, float]:
    return {name: getattr(weights, name) for name in Weights.__dataclass_fields__}


def _short(cases: Sequence[Case], found: Sequence[list[str]]) -> Row:
    row = _row("", list(zip(cases, found, strict=True)))
    return {name: row[name] for name in ("hit@1", "hit@5", "recall@10", "nDCG@10")}


class Conversation(Case):
    """A follow-up to be made whole, not answered; `lacked_words` are of topics that were left and must not carry over."""

    lacked_words: tuple[str, ...] = ()


def conversations() -> tuple[Conversation, ...]:
    """Follow-ups in the style of users, by which the rules were tuned."""
    lines = (CASES / "follow_ups_tuning.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(Conversation.model_validate_json(line) for line in lines)


def follow_up_row(cases: Iterable[Case], corpus: Corpus) -> Row:
    """How many follow-ups are made whole with the right forces, and with the words of their topic as well (and no other's)."""
    asked = [(case, whole(case, corpus)) for case in cases if case.kind is Kind.FOLLOW_UP]
    right = [_names_forces(case, text) for case, text in asked]
    both = [is_right and _names_topic(case, text) for is_right, (case, text) in zip(right, asked, strict=True)]
    return {
        "follow-ups": len(asked),
        "right force": mean([float(each) for each in right]),
        "right force and topic": mean([float(each) for each in both]),
    }


def _names_forces(case: Case, text: str) -> bool:
    return {force.id for each in mentions(text) for force in each.forces} == set(case.whole_forces)


def _names_topic(case: Case, text: str) -> bool:
    lacked = case.lacked_words if isinstance(case, Conversation) else ()
    return all(word.lower() in text.lower() for word in case.whole_words) and not any(
        word.lower() in text.lower() for word in lacked
    )


def wrong_force_evidence(runs: Iterable[Run]) -> int:
    """How many claims and passages shown are from documents about none of the forces that the case asks about."""
    shown = [
        (run.case, document)
        for run in runs
        for document in (
            *(citation.document for claim in run.answer.claims for citation in claim.citations),
            *(each.document for each in run.answer.passages),
        )
    ]
    return sum(bool(case.forces) and not set(case.forces) & set(document.forces) for case, document in shown)
