"""python -m evals retrieval|answers|injections|claims|check|types|briefs|letters|scifact|peers|large|engines|load|start|tune|reading|golden|kills|mutations|attacks|faults: the figures of RESULTS.md.

Also the fitting of what is learned.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from assistant import Assistant, ExtractiveWriter
from assistant.write import Writer
from corpus import UnusableInput, open_corpus
from corpus.command import run, show
from evals import golden, letters
from evals.case import Case, load
from evals.measure import Row, Run, answers, retrieval, summary
from evals.reading import reading
from evals.start import start_times
from index import Index


def main(arguments: list[str] | None = None) -> int:
    """The command line of the evals; returns the exit code."""
    os.environ.pop("DATABASE_URL", None)  # measurements make corpora of their own, never in the user's database
    parser = argparse.ArgumentParser(prog="python -m evals", description="How good the assistant is, measured.")
    parser.add_argument(
        "command", choices=["retrieval", "answers", "start", "tune", "reading", "golden", *_SEARCHES, *_HARMS]
    )
    parser.add_argument("--split", choices=["tuning", "reporting"], default="reporting", help="which cases (reporting)")
    parser.add_argument("--data", type=Path, help="the folder with the larger collections (not for cases)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--wrong", action="store_true", help="list what came out wrong")
    parser.add_argument("--write", action="store_true", help="make what is read now the golden parses")
    parser.add_argument("--times", type=int, help="how many kills (50) or mutations (1000)")
    parser.add_argument("--seed", type=int, default=1, help="another one draws other kills and mutations (1)")
    parser.add_argument(
        "--sizes", default="1000,10000", help="of peers, large, engines: how many paragraphs (1000,10000)"
    )
    parser.add_argument("--pipelines", default="ours,langchain,langchain-ensemble,llamaindex", help="of peers: which")
    parser.add_argument(
        "--model", action="append", default=[], help="of answers: a model beside extractive (smollm2, or as MODEL)"
    )
    parser.add_argument("--limit", type=int, help="of answers, check: so many cases of each collection, evenly drawn")
    parser.add_argument("--people", type=int, default=50, help="of load: how many ask at once (50)")
    parser.add_argument("--seconds", type=float, default=600, help="of load: for how long (600)")
    parser.add_argument("--plot", type=Path, help="of peers: the picture to draw (PNG)")
    options = parser.parse_args(arguments)
    return run(lambda: _work(options))


def _work(options: argparse.Namespace) -> bool:
    """On a corpus of its own with the included letter, whatever the user's holds."""
    if options.command == "start":
        times: Row = dict(start_times())
        show(times, options.json, _line(times))
        return True
    if options.command == "reading":
        for row in reading(options.data):
            show(row, options.json, _line(row))
        return True
    if options.command == "golden":
        return _compare(options)
    if work := {**_SEARCHES, **_HARMS}.get(options.command):
        return work(options)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = Index(open_corpus(Path(folder)))
        index.sync()
        _measure(options, load("tuning" if options.command == "tune" else options.split), index)
    return True


def _compare(options: argparse.Namespace) -> bool:
    """Write the golden parses, or tell what differs from them; whether nothing does."""
    if options.write:
        for file in golden.write(options.data):
            show({"written": file}, options.json, f"written: {file}")
        return True
    is_same = True
    for name, lines in golden.differences(options.data):
        is_same &= not lines
        told = "".join(f"\n    {line}" for line in lines) or " as it was"
        show({"parse": name, "differences": lines}, options.json, f"{name}:{told}")
    return is_same


def _kill(options: argparse.Namespace) -> bool:
    """A line a kill, and how many of them were mended; whether all were."""
    from evals import kills  # late: it brings what writes models

    made = []
    for each in kills.kills(kills.letters_in(options.data), options.times or 50, options.seed):
        made.append(each)
        show(each.row(), options.json, _line(each.row()))
    show(kills.summary(made), options.json, _line(kills.summary(made)))
    return all(each.is_mended for each in made)


def _mutate(options: argparse.Namespace) -> bool:
    """A table of what became of each kind, the faults, and the figures; whether there are no faults."""
    from evals import mutations  # late: it brings what writes PDFs

    report = mutations.try_all(mutations.seeds_in(options.data), options.times or 1000, options.seed)
    for row in (*report.table(), *report.wrong(), report.summary()):
        show(row, options.json, _line(row))
    return report.is_sound


def _letters(options: argparse.Namespace) -> bool:
    """Search over many letters: by kind, part by part, follow-ups; then the answers."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = Index(letters.corpus_of(options.data, Path(folder)))
        index.sync()
        for row in letters.all_rows(load(f"letters_{options.split}"), index):
            show(row, options.json, _line(row))
    return True


def _scifact(options: argparse.Namespace) -> bool:
    from evals import scifact  # late: it brings scipy

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for row in scifact.scifact_rows(scifact.load(options.data), Path(folder)):
            show(row, options.json, _line(row))
    return True


def _peers(options: argparse.Namespace) -> bool:
    """A row a size and pipeline, and the plot."""
    from evals.peers.bench import bench  # late: it brings the readers' workers

    if options.data is None:
        raise UnusableInput("The collections are missing.", "Name their folder: --data FOLDER.")
    rows = []
    for row in bench(options.data, _sizes(options), options.pipelines.split(",")):
        rows.append(row)
        show(row, options.json, _line(row))
    if options.plot:
        from evals.plot import plot  # late: it brings matplotlib

        plot(rows, options.plot)
    return True


def _large(options: argparse.Namespace) -> bool:
    from evals.large import large_rows  # late: it brings what writes models

    for row in large_rows(_sizes(options)):
        show(row, options.json, _line(row))
    return True


def _attack(options: argparse.Namespace) -> bool:
    """A line for each attack that gets through, and how many were tried of each kind; whether none did."""
    from evals.attacks import ATTACKS  # late: it brings an HTTP client
    from evals.attacks.target import running

    tried: Counter[str] = Counter()
    through: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, running(Path(folder) / "data") as target:
        for attack in ATTACKS:
            tried[attack.kind] += 1
            if got := attack.attempt(target):
                through[attack.kind] += 1
                show({"attack": str(attack), "got": got}, options.json, f"{attack}: {got}")
    for kind in tried:
        row: Row = {"kind": kind, "tried": tried[kind], "let through": through[kind]}
        show(row, options.json, _line(row))
    total: Row = {"kind": "all", "tried": tried.total(), "let through": through.total()}
    show(total, options.json, _line(total))
    return not through


def _engines(options: argparse.Namespace) -> bool:
    """What the index's engines find and cost, one beside the other."""
    from evals.engines import engine_rows  # late: it brings what writes models

    for row in engine_rows(options.data, load(f"letters_{options.split}"), _sizes(options)):
        show(row, options.json, _line(row))
    return True


def _fault(options: argparse.Namespace) -> bool:
    """A line for each fault that was done to the running app; whether every one was borne."""
    from evals.faults import all_faults  # late: it brings an HTTP client

    is_borne = True
    for fault in all_faults():
        is_borne &= not fault.faults
        show(fault.row(), options.json, _line(fault.row()))
    return is_borne


def _load(options: argparse.Namespace) -> bool:
    """Many people at once; the stock chat beside it where its libraries are installed (make .venv/bench)."""
    from importlib.util import find_spec

    from evals.load import load_rows  # late: it brings an HTTP client

    if options.data is None:
        raise UnusableInput("The collections are missing.", "Name their folder: --data FOLDER.")
    stock = find_spec("langchain_chroma") is not None
    for row in load_rows(options.data, _sizes(options)[-1], options.people, options.seconds, stock):
        show(row, options.json, _line(row))
    return True


def _sizes(options: argparse.Namespace) -> list[int]:
    named = options.sizes.split(",")
    if not all(each.strip().isdecimal() and int(each) for each in named):
        raise UnusableInput(f"--sizes is {options.sizes!r}.", "Name numbers of paragraphs: --sizes 1000,10000.")
    return [int(each) for each in named]


def _check(options: argparse.Namespace) -> bool:
    """Quotes, true and false, through the gate; then the verdicts on statements; then on the claims of collections."""
    from evals.claim_sets import load_claim_sets  # late: only this needs them
    from evals.entailed import entailed_rows
    from evals.quotes import quote_rows
    from evals.statements import load_statements, statement_rows

    for row in quote_rows(options.data, options.times or 200, options.seed):
        show(row, options.json, _line(row))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = Index(letters.corpus_of(options.data, Path(folder)))
        index.sync()
        rows = statement_rows(load_statements(options.split), index)
        for row in chain(rows, entailed_rows(load_claim_sets(options.data), index, options.limit)):
            show(row, options.json, _line(row))
    return True


def _check_speed(options: argparse.Namespace) -> bool:
    """How long a draft takes to be checked."""
    from evals.check_speed import speed_rows  # late: only this needs it

    for row in speed_rows(options.data, _sizes(options)):
        show(row, options.json, _line(row))
    return True


def _types(options: argparse.Namespace) -> bool:
    """What each sentence of a letter is taken for, against what it is by reading."""
    from evals.finding_types import finding_type_rows, load_finding_types, typed  # late: only this needs them

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = typed(load_finding_types(options.split), letters.corpus_of(options.data, Path(folder)))
    for row in finding_type_rows(found):
        show(row, options.json, _line(row))
    for each in found if options.wrong else ():
        if not each.is_right:
            told = f"{each.case.id} {each.case.type}: {each.sentence}\n    {each.type}: {each.why}"
            show(
                {"case": each.case.id, "right": each.case.type, "given": each.type, "why": each.why}, options.json, told
            )
    return True


def _briefs(options: argparse.Namespace) -> bool:
    """What two-page briefings tell of the findings that matter."""
    from evals.briefings import briefed, briefing_rows, from_many, load_important  # late: only this needs them

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = Index(letters.corpus_of(options.data, Path(folder)))
        index.sync()
        found = tuple(briefed(load_important(options.split), index))
        many = from_many(index)
    for row in (*briefing_rows(found), many):
        show(row, options.json, _line(row))
    for each in (judged for made in found for judged in made.judged) if options.wrong else ():
        if not each.told.is_present:
            told = f"{each.finding.id} {each.finding.force} {each.told}: {each.sentence}"
            show({"case": each.finding.id, "given": each.told, "sentence": each.sentence}, options.json, told)
    return True


def _claims(options: argparse.Namespace) -> bool:
    """What agreement lets through and what it does not, and how long that takes."""
    from evals.claims import claim_rows  # late: only this needs it

    for row in claim_rows(options.data, options.split):
        show(row, options.json, _line(row))
    return True


def _injections(options: argparse.Namespace) -> bool:
    """Documents with planted instructions, each with a writer that obeys and with the built-in one."""
    from evals.injections import injection_rows  # late: it brings what writes PDFs and Word files

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for row in injection_rows(Index(open_corpus(Path(folder))).encoder):
            show(row, options.json, _line(row))
    return True


_SEARCHES = {
    "injections": _injections,
    "claims": _claims,
    "check": _check,
    "types": _types,
    "briefs": _briefs,
    "check-speed": _check_speed,
    "letters": _letters,
    "scifact": _scifact,
    "peers": _peers,
    "large": _large,
    "engines": _engines,
    "load": _load,
}
_HARMS = {"kills": _kill, "mutations": _mutate, "attacks": _attack, "faults": _fault}


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
    few = cases[:: max(1, len(cases) // options.limit)][: options.limit] if options.limit else cases
    for named in (ExtractiveWriter.name, *options.model):
        with _writer(named, index) as writer:
            assistant = Assistant(index.corpus, index, None if named == ExtractiveWriter.name else writer)
            assistant.ask("Is everything warmed up?", quoting=True)
            runs = answers(few, assistant)
            found: Row = {"writer": named, **summary(runs)}
        show(found, options.json, "\n".join(f"{name:45} {_figure(value)}" for name, value in found.items()))
        if options.wrong:
            _list_wrong(runs, options.json)
    if options.data:
        _mtrag(options)


def _mtrag(options: argparse.Namespace) -> None:
    """The government part of MTRAG-UN, with each writer."""
    from evals import mtrag  # late: only this needs it

    tasks = mtrag.load(options.data)
    tasks = tasks[:: max(1, len(tasks) // options.limit)][: options.limit] if options.limit else tasks
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = mtrag.index_of(tasks, Path(folder))
        for named in (ExtractiveWriter.name, *options.model):
            with _writer(named, index) as writer:
                for row in mtrag.rows(tasks, index, [writer]):
                    show(row, options.json, _line(row))


@contextmanager
def _writer(named: str, index: Index) -> Iterator[Writer]:
    """The built-in writer, or the model of that name for as long as the block runs."""
    if named == ExtractiveWriter.name:
        yield ExtractiveWriter(index)
        return
    from evals.local_models import writer_for  # late: it brings LangChain

    with writer_for(named) as writer:
        yield writer


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
