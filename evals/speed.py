"""How many pages are read in a second: by us, by bare pypdfium2, and by pdfplumber, in the same run."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import Paragraph, UnusableInput
from corpus.paragraphs import cut
from corpus.readers import read
from corpus.workers import Report, Workers
from evals.conserved import layer_of

ROUNDS = 3  # the fastest of each counts: other programs take their time from this machine, too
CORES = 2
SAMPLE = 12  # pdfplumber reads every so many-th page: it takes half a second for one


def speeds(files: Sequence[Path]) -> dict[str, float]:
    """Pages a second, by what reads them; and ours as ratios to the others."""
    pages = sum(len(layer_of(file)) for file in files)
    with Workers(CORES) as workers:
        ways: dict[str, Callable[[], object]] = {
            "pypdfium2": lambda: _each(layer_of, files),
            "we": lambda: _each(_paragraphs, files),
            "we, with workers": lambda: _in_workers(workers, files),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                seconds[name].append(_seconds(way))
    found = {name: pages / min(times) for name, times in seconds.items()} | {"pdfplumber": _plumbed(files)}
    ratios = {
        f"{ours} / {other}": found[ours] / found[other]
        for ours in ("we", "we, with workers")
        for other in ("pypdfium2", "pdfplumber")
    }
    return {"pages": pages, **found, **ratios}


def _each(way: Callable[[Path], object], files: Sequence[Path]) -> None:
    for file in files:
        way(file)


def _seconds(way: Callable[[], object]) -> float:
    started = time.perf_counter()
    way()
    return time.perf_counter() - started


def _paragraphs(file: Path, report: Report = lambda share: None) -> tuple[Paragraph, ...]:
    return cut("", read(file, report))


def _in_workers(workers: Workers, files: Sequence[Path]) -> None:
    """As the product reads: each file in one of its processes, the paragraphs sent back."""
    for outcome in workers.run(_paragraphs, files):
        if outcome.fault:
            raise outcome.fault


def _plumbed(files: Sequence[Path]) -> float:
    """Pages a second of pdfplumber's text extraction, from every few pages."""
    try:
        import pdfplumber  # late: only the tests' requirements bring it
    except ImportError as fault:
        raise UnusableInput("pdfplumber is not installed.", "make test installs it.") from fault
    seconds, pages = 0.0, 0
    for file in files:
        with pdfplumber.open(file) as document:
            for page in document.pages[::SAMPLE]:
                seconds += _seconds(page.extract_text)
                page.close()
                pages += 1
    return pages / seconds
