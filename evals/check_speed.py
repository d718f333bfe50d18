"""How long a draft takes to be checked against a large collection."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.check import Checker
from corpus import Corpus
from evals.measure import Row
from evals.peers.ours import Ours
from evals.scale import collection
from evals.statements import load_statements
from index import Index

WARMING, TIMED = 50, 100  # statements checked before the clock starts, and while it runs


def speed_rows(data: Path, sizes: Sequence[int]) -> Iterator[Row]:
    """A row for each number of paragraphs: seconds for 100 statements, one after another, none of them seen before."""
    statements = [case.statement for case in load_statements("tuning")]
    for size in sizes:
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            Ours().build(collection(data, size), Path(folder))
            corpus = Corpus(Path(folder))
            checker = Checker(corpus, Index(corpus))
            for each in statements[:WARMING]:
                checker.check(each)
            begun = time.perf_counter()
            for each in statements[WARMING : WARMING + TIMED]:
                checker.check(each)
            yield {"paragraphs": size, "statements": TIMED, "seconds": time.perf_counter() - begun}
