"""SciFact (BEIR): scientific claims, and the abstracts that bear on them. A public measure of search by itself.

Wadden and others 2020 (https://aclanthology.org/2020.emnlp-main.609), Thakur and others 2021 (https://arxiv.org/abs/2104.08663).
"""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind, UnusableInput
from evals.measure import Row
from evals.metrics import mean, ndcg_at, recall_at
from evals.ranking import SIGNALS
from index import Hit, Index, Scope, Weights

_DOCUMENT = "scifact"  # all abstracts are paragraphs of one document: no force, no dates
_LIMIT = 10
_EVERY = 1000  # more than there are candidates
_TUNED_ON = 400  # of the 809 training queries: enough for four weights

Judged = Mapping[str, frozenset[str]]  # by query, the paragraphs that bear on it


@dataclass(frozen=True, slots=True)
class SciFact:
    """The abstracts as paragraphs, and the queries with the paragraphs that bear on them."""

    paragraphs: tuple[Paragraph, ...]
    train: Judged
    test: Judged


def load(data: Path | None) -> SciFact:
    """The collection in `data`/bench/scifact. Raises `UnusableInput` where it is missing."""
    folder = (data or Path()) / "bench" / "scifact"
    if data is None or not (folder / "corpus.jsonl").exists():
        raise UnusableInput(
            f"There is no SciFact in {folder}.", "Name the folder that holds bench/scifact: --data FOLDER."
        )
    rows = _lines(folder / "corpus.jsonl")
    serials = {row["_id"]: at for at, row in enumerate(rows, 1)}
    queries = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl")}
    paragraphs = tuple(
        Paragraph(_DOCUMENT, at, ParagraphKind.BODY, f"{row['title']} {row['text']}", serial=at)
        for at, row in enumerate(rows, 1)
    )
    judged = [_judged(folder / "qrels" / f"{split}.tsv", queries, serials) for split in ("train", "test")]
    return SciFact(paragraphs, *judged)


def scifact_rows(held: SciFact, folder: Path) -> list[Row]:
    """nDCG@10 and recall@10 on the test queries: vectors alone, words alone, and all with weights of the training queries."""
    corpus = Corpus(folder)
    corpus.put(Document(_DOCUMENT, "SciFact", DocumentKind.THEMATIC_REPORT, "scifact", "0" * 64), held.paragraphs)
    index = Index(corpus)
    index.sync()
    train = [(_hits(index, query), needed) for query, needed in list(held.train.items())[:_TUNED_ON]]
    test = [(_hits(index, query), needed) for query, needed in held.test.items()]
    tuned = _tuned(train)
    return [
        _row(test, "vectors alone", Weights(1.0, 0.0, 0.0, 0.0)),
        _row(test, "words alone (BM25)", Weights(0.0, 1.0, 0.0, 0.0)),
        _row(test, "weights of the letters", index.weights),
        {**_row(test, "weights of the training queries", tuned), **{name: getattr(tuned, name) for name in SIGNALS}},
    ]


def _tuned(train: Sequence[tuple[list[Hit], frozenset[str]]]) -> Weights:
    """The weights of highest nDCG@10 on the training queries: one after the other moved by a twentieth, while it helps."""
    best = dict.fromkeys(SIGNALS, 0.25)
    reached = _ndcg(train, Weights(**best))
    is_better = True
    while is_better:
        is_better = False
        for name, step in product(SIGNALS, (0.1, -0.1, 0.05, -0.05)):
            tried = best | {name: max(0.0, best[name] + step)}
            if (gained := _ndcg(train, Weights(**tried))) > reached:
                best, reached, is_better = tried, gained, True
    return Weights(**{name: weight / sum(best.values()) for name, weight in best.items()})


def _ndcg(found: Sequence[tuple[list[Hit], frozenset[str]]], weights: Weights) -> float:
    return mean([ndcg_at(_LIMIT, _ranked(hits, weights), needed) for hits, needed in found])


def _row(found: Sequence[tuple[list[Hit], frozenset[str]]], name: str, weights: Weights) -> Row:
    return {
        "scifact": name,
        "queries": len(found),
        "nDCG@10": _ndcg(found, weights),
        "recall@10": mean([recall_at(_LIMIT, _ranked(hits, weights), needed) for hits, needed in found]),
    }


def _hits(index: Index, query: str) -> list[Hit]:
    return index.search(Scope(query, documents=(_DOCUMENT,)), _EVERY)


def _ranked(hits: Sequence[Hit], weights: Weights) -> list[str]:
    """The abstracts in the order that these weights give them; one stands where its best chunk does."""
    ordered = sorted(hits, key=lambda hit: -weights.score(hit.signals, hit.chunk.kind))
    return list(dict.fromkeys(hit.chunk.paragraph for hit in ordered))


def _lines(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _judged(file: Path, queries: Mapping[str, str], serials: Mapping[str, int]) -> Judged:
    judged: dict[str, set[str]] = defaultdict(set)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if int(row["score"]) > 0:
                judged[queries[row["query-id"]]].add(f"{_DOCUMENT}#{serials[row['corpus-id']]}")
    return {query: frozenset(needed) for query, needed in judged.items()}
