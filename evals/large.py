"""How the index's stores bear size: adds a second, queries of one force, memory, disk.

Texts and vectors are made up (a vector of 384 numbers for each word, `light_model`): encoding a million paragraphs takes
hours and is measured with the peers; what is measured here is everything else. Each collection is spread evenly over 43
forces, in documents of 40 paragraphs of 40 to 80 words, the words as frequent as in English (Zipf).
"""

import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind
from corpus.forces import all_forces
from evals.light_model import put_light_model, words_of_letter
from evals.measure import Row
from evals.metrics import percentile
from evals.peers.measured import disk_use, peak_memory
from index import Index, Scope

_A_DOCUMENT = 40  # paragraphs
_LAST = 4_000  # paragraphs: what the rate of adding is taken from, once the rest is there
_QUERIES = 60


def large_rows(sizes: Sequence[int]) -> Iterator[Row]:
    """A row a size, all in one growing collection."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        put_light_model(Path(folder) / "models", dimensions=384)
        corpus, draw, held = Corpus(Path(folder)), random.Random(1), 0
        index = Index(corpus)
        for size in sorted(sizes):
            _put(corpus, draw, held, size - _LAST)
            index.sync()
            _put(corpus, draw, max(held, size - _LAST), size)
            held = size
            yield {"paragraphs": size, **_timed(index, draw), "disk MB": disk_use(Path(folder))}


def _timed(index: Index, draw: random.Random) -> Row:
    started = time.perf_counter()
    index.sync()
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    again = Index(index.corpus)
    again.sync()
    opened = time.perf_counter() - started
    return {
        "adds a second": _LAST / seconds,
        "start, seconds": opened,
        **_queries(again, draw, "one force", rerank=False),
        **_queries(again, draw, "one force, reranked", rerank=True),
        "peak memory MB": peak_memory(),
    }


def _queries(index: Index, draw: random.Random, name: str, rerank: bool) -> Row:
    forces = sorted(all_forces())[:43]
    times = []
    for at in range(_QUERIES):
        question = f"How does {all_forces()[forces[at % 43]].name} deal with {' '.join(_words(draw, 6))}?"
        started = time.perf_counter()
        index.search(Scope.of(question, index.corpus), 10, rerank)
        times.append(1000 * (time.perf_counter() - started))
    return {f"{name}, p50 ms": percentile(0.5, times[5:]), f"{name}, p95 ms": percentile(0.95, times[5:])}


def _put(corpus: Corpus, draw: random.Random, first: int, last: int) -> None:
    """Documents for the paragraphs from the first to the last."""
    forces = sorted(all_forces())[:43]
    for number in range(first // _A_DOCUMENT, last // _A_DOCUMENT):
        id, force = f"made-{number}", forces[number % 43]
        document = Document(id, f"Letter {number}", DocumentKind.LETTER, id, f"{number:064}", forces=(force,))
        corpus.put(document, [_paragraph(id, at, draw) for at in range(1, _A_DOCUMENT + 1)])


def _paragraph(document: str, position: int, draw: random.Random) -> Paragraph:
    text = " ".join(_words(draw, draw.randint(40, 80))).capitalize() + "."
    return Paragraph(document, position, ParagraphKind.BODY, text, serial=position)


def _words(draw: random.Random, count: int) -> list[str]:
    words = words_of_letter()
    return draw.choices(words, weights=[1 / rank for rank in range(1, len(words) + 1)], k=count)
