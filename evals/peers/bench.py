"""The figures: every pipeline on collections of growing size."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus import find_forces
from evals.case import Case, Kind, load
from evals.measure import Row
from evals.metrics import mean, percentile
from evals.peers import one
from evals.peers.measured import Measured
from evals.peers.pipelines import PIPELINES, check
from evals.peers.text import Text
from evals.scale import collection

SIZES = (1_000, 10_000, 100_000)  # paragraphs
BUILD_SECONDS = 900.0
_KINDS = (Kind.DIRECT, Kind.LAY, Kind.DATED)

Found = Sequence[Sequence[Sequence[str]]]  # by case, for each hit, the ids of the paragraphs it holds


def bench(
    data: Path,
    sizes: Sequence[int] = SIZES,
    pipelines: Sequence[str] = tuple(PIPELINES),
    cases: Sequence[Case] | None = None,
    seconds: float = BUILD_SECONDS,
) -> Iterator[Row]:
    """A row a size and pipeline; one that was not built within so many seconds, or failed, has a `note` instead.

    Asked are the cases (those of letters_reporting) whose needed paragraphs are all in the collection. Raises
    `UnusableInput` for unknown pipelines, and where libraries or data are missing.
    """
    check(pipelines)
    asked = [case for case in (load("letters_reporting") if cases is None else cases) if _is_asked(case)]
    for size in sizes:
        texts = collection(data, size, _most_asked_about(asked))
        held = {id for text in texts for id, _ in text.paragraphs}
        usable = [case for case in asked if case.needed_ids <= held]
        for name in pipelines:
            measured = one.run(name, texts, [case.question for case in usable], seconds)
            yield {"pipeline": name, **_about(texts, usable), **_figures(measured, texts, usable)}


def _is_asked(case: Case) -> bool:
    return case.kind in _KINDS and bool(case.needed)


def _most_asked_about(cases: Sequence[Case]) -> list[str]:
    """The documents that cases need, those of most cases first."""
    return [
        id for id, _ in Counter(each.rpartition("#")[0] for case in cases for each in case.needed_ids).most_common()
    ]


def _about(texts: Sequence[Text], cases: Sequence[Case]) -> Row:
    count = sum(len(text.paragraphs) for text in texts)
    return {"paragraphs": count, "documents": len(texts), "cases": len(cases)}


def _figures(measured: Measured | str, texts: Sequence[Text], cases: Sequence[Case]) -> Row:
    if isinstance(measured, str):
        return {"note": measured}
    forces = {text.document: frozenset(text.forces) for text in texts}
    return {
        **quality(cases, measured.found),
        **wrong_documents(cases, measured.found, forces),
        **_cost(measured, texts),
    }


def _cost(measured: Measured, texts: Sequence[Text]) -> Row:
    times = measured.milliseconds
    return {
        "index seconds": measured.index_seconds,
        "paragraphs a second": sum(len(text.paragraphs) for text in texts) / measured.index_seconds,
        **({"query p50 ms": percentile(0.5, times), "query p95 ms": percentile(0.95, times)} if times else {}),
        "memory MB": measured.memory,
        "disk MB": measured.disk,
    }


def quality(cases: Sequence[Case], found: Found) -> Row:
    """hit@1, hit@5 and recall@10 over all cases and by kind, and how many paragraphs a hit holds.

    A hit counts when it holds a needed paragraph: the more it holds, the easier that is.
    """
    row = _means(cases, found, "")
    for kind in _KINDS:
        of_kind = [(case, hits) for case, hits in zip(cases, found, strict=True) if case.kind is kind]
        if of_kind:
            row |= _means([case for case, _ in of_kind], [hits for _, hits in of_kind], f", {kind}")
    return row | {"paragraphs a hit": mean([len(hit) for hits in found for hit in hits])}


def _means(cases: Sequence[Case], found: Found, of: str) -> Row:
    each = [(hits, case.needed_ids) for case, hits in zip(cases, found, strict=True)]
    return {
        f"hit@1{of}": mean([hit_at(1, hits, needed) for hits, needed in each]),
        f"hit@5{of}": mean([hit_at(5, hits, needed) for hits, needed in each]),
        f"recall@10{of}": mean([recall_at(10, hits, needed) for hits, needed in each]),
    }


def hit_at(k: int, hits: Sequence[Sequence[str]], needed: frozenset[str]) -> float:
    """1 if any of the first k hits holds a needed paragraph, else 0."""
    return float(any(not needed.isdisjoint(hit) for hit in hits[:k]))


def recall_at(k: int, hits: Sequence[Sequence[str]], needed: frozenset[str]) -> float:
    """|held by the first k hits and needed| / |needed|."""
    return len(needed & {id for hit in hits[:k] for id in hit}) / len(needed)


def wrong_documents(cases: Sequence[Case], found: Found, forces: Mapping[str, frozenset[str]]) -> Row:
    """Of the first five hits, the share from documents about none of the forces that are asked about.

    The mean over the questions about one. A hit that holds half of no paragraph is left out.
    """
    shares = []
    for case, hits in zip(cases, found, strict=True):
        asked = set(case.forces) or {force.id for force in find_forces(case.question)}
        about = [forces[hit[0].rpartition("#")[0]] for hit in hits[:5] if hit]
        if asked and about:
            shares.append(mean([float(asked.isdisjoint(each)) for each in about]))
    return {"wrong document in the first 5": mean(shares)}
