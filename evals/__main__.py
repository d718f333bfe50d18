"""python -m evals retrieval|answers|start|tune: the figures of RESULTS.md, and the fitting of what is learned."""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from assistant import Assistant
from corpus import open_corpus
from corpus.command import run, show
from evals.case import Case, load
from evals.measure import Row, Run, answers, retrieval, summary
from evals.start import start_times
from index import Index


def main(arguments: list[str] | None = None) -> int:
    """The command line of the evals; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals", description="How good the assistant is, measured.")
    parser.add_argument("command", choices=["retrieval", "answers", "start", "tune"])
    parser.add_argument("--split", choices=["tuning", "reporting"], default="reporting", help="which cases (reporting)")
    parser.add_argument("--data", type=Path, help="the folder with the larger collections (not needed for these)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--wrong", action="store_true", help="list what came out wrong")
    options = parser.parse_args(arguments)
    return run(lambda: _work(options))


def _work(options: argparse.Namespace) -> bool:
    """On a corpus of its own with the included letter, whatever the user's holds."""
    if options.command == "start":
        times: Row = dict(start_times())
        show(times, options.json, _line(times))
        return True
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = Index(open_corpus(Path(folder)))
        index.sync()
        _measure(options, load("tuning" if options.command == "tune" else options.split), index)
    return True


def _measure(options: argparse.Namespace, cases: tuple[Case, ...], index: Index) -> None:
    if options.command == "retrieval":
        for row in retrieval(cases, index):
            show(row, options.json, _line(row))
        return
    if options.command == "tune":
        from evals.ranking import fit_weights  # late: these bring scikit-learn
        from evals.tune import tune

        for fitted in (fit_weights(cases, index), tune(cases, index)):
            told: Row = dict(fitted)
            show(told, options.json, _line(told))
        return
    assistant = Assistant(index.corpus, index)
    assistant.ask("Is everything warmed up?")
    runs = answers(cases, assistant)
    found = summary(runs)
    show(found, options.json, "\n".join(f"{name:45} {_figure(value)}" for name, value in found.items()))
    if options.wrong:
        _list_wrong(runs, options.json)


def _list_wrong(runs: list[Run], as_json: bool) -> None:
    wrong = [run for run in runs if run.answer.status not in run.case.statuses]
    for each in sorted(wrong, key=lambda run: (run.case.kind, run.case.category or "")):
        case, shown, needed = each.case, sorted(each.shown), sorted(each.case.needed_ids)
        row = {
            "case": case.id,
            "question": case.question,
            "status": each.answer.status,
            "shown": shown,
            "needed": needed,
        }
        told = f"{each.answer.status}: {', '.join(shown)}; needed {', '.join(needed)}"
        show(row, as_json, f"{case.id} {case.kind} {case.category or ''}: {case.question}\n    {told}")
    if not as_json:
        print(Counter((run.case.kind.value, run.case.category) for run in wrong))


def _line(row: Row) -> str:
    return "  ".join(f"{name} {_figure(value)}" for name, value in row.items())


def _figure(value: float | int | str) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
