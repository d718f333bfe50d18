"""The engines an index can be searched with, one beside the other: do they find the same, and what do they cost?

Chroma in the data folder, a Chroma server started for the purpose, and Milvus: the server of INDEX_URL, else milvus-lite,
the same client over a small engine in this process.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from evals import letters
from evals.case import Case, Kind
from evals.chroma_server import chroma_server, free_port
from evals.large import large_rows
from evals.measure import Row
from evals.metrics import hit_at, mean, ndcg_at, recall_at
from index import Encoder, Encoding, Index

_SETTINGS = ("CHROMA_URL", "INDEX_URL")
_ABOUT_ONE_FORCE = (Kind.DIRECT, Kind.LAY, Kind.DATED)
_LIMIT = letters.LIMIT


def engine_rows(data: Path | None, cases: Sequence[Case], sizes: Sequence[int]) -> Iterator[Row]:
    """For each engine: quality on the letters of `data` with and without late interaction; then made-up collections by size."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        corpus = letters.corpus_of(data, Path(folder) / "data")
        remembering: Remembering | None = None
        with _engines(Path(folder)) as engines:
            for name, settings in engines.items():
                with _environment(settings):
                    index = Index(corpus, remembering)
                    remembering = remembering or Remembering(index.encoder)
                    index.encoder = remembering
                    index.sync()
                    yield from ({"engine": name, **row} for row in quality_rows(cases, index))
            for name, settings in engines.items():
                with _environment(settings):
                    yield from ({"engine": name, **row} for row in large_rows(sizes))


def quality_rows(cases: Sequence[Case], index: Index) -> Iterator[Row]:
    """hit@1, nDCG@10 and recall@10 of the questions about one force."""
    asked = [case for case in cases if case.answerable and case.kind in _ABOUT_ONE_FORCE]
    for rerank in (True, False):
        found = [(letters.ranked(case, index, rerank), case.needed_ids) for case in asked]
        yield {
            "search": "whole" if rerank else "words and vectors alone",
            "cases": len(asked),
            "hit@1": mean([hit_at(1, *each) for each in found]),
            "nDCG@10": mean([ndcg_at(_LIMIT, *each) for each in found]),
            "recall@10": mean([recall_at(_LIMIT, *each) for each in found]),
        }


class Remembering(Encoder):
    """An encoder that encodes a text once, whatever the number of indexes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Encoding] = {}
        self.name, self.dimensions, self.max_tokens = encoder.name, encoder.dimensions, encoder.max_tokens

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known |= zip(new, self._encoder.encode(new), strict=True)
        return [self._known[text] for text in texts]

    def count_tokens(self, text: str) -> int:
        return self._encoder.count_tokens(text)


@contextmanager
def _engines(folder: Path) -> Iterator[dict[str, Mapping[str, str]]]:
    """The settings that name each."""
    milvus = os.environ.get("INDEX_URL") or f"milvus://{folder / 'milvus.db'}"
    with chroma_server(folder / "chroma", free_port()) as address:
        yield {"Chroma": {}, "Chroma server": {"CHROMA_URL": address}, "Milvus": {"INDEX_URL": milvus}}


@contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.pop(name) for name in _SETTINGS if name in os.environ}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name in settings:
            del os.environ[name]
        os.environ.update(before)
