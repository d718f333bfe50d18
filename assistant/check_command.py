"""python -m assistant check "statement"…: a line a statement with its verdict; of a file, or standard input, each of its statements."""

import argparse
from itertools import chain
from pathlib import Path

from assistant.answers_command import Subparsers
from assistant.as_json import citation_row
from assistant.check import Checked, Checker, Verdict
from assistant.statements import statements_of
from corpus import (
    UnusableInput,
    at_this_terminal,
    data_folder,
    location,
    may_see_embargoed,
    open_corpus,
    reference,
)
from corpus.command import Json, inputs, show
from index import Index


def add_to(commands: Subparsers) -> None:
    """The subcommand."""
    purpose = "say of statements whether the documents bear them out; - reads one a line"
    check = commands.add_parser("check", help=purpose, description=purpose)
    check.add_argument("inputs", nargs="*", metavar="statement")
    check.add_argument(
        "--file", type=Path, action="append", default=[], help="a text whose statements are checked (.txt, .md)"
    )
    check.add_argument("--json", action="store_true", help="one JSON object a line")


def work(options: argparse.Namespace) -> bool:
    """Check what was given, in its order."""
    if not options.inputs and not options.file:
        raise UnusableInput("There is nothing to check.", "Give statements, - for one a line, or --file FILE.")
    texts = [_text(file) for file in options.file]
    corpus = open_corpus(data_folder())
    index = Index(corpus)
    index.sync()
    checker, embargoed = Checker(corpus, index), may_see_embargoed(at_this_terminal())
    rows = inputs(options.inputs, "statement", lambda line, fault: _show(_unusable(line, fault), options.json))
    drafts = ({"statement": each.text} for text in texts for each in statements_of(text))
    for row in chain(rows, drafts):
        try:
            checked = checker.check(row["statement"], row.get("document"), embargoed)
        except UnusableInput as fault:
            if "-" not in options.inputs:
                raise
            checked = _unusable(row["statement"], fault)
        _show(checked, options.json)
    return True


def check_row(checked: Checked) -> Json:
    """The contract's object for `check`; unknown fields are null."""
    quoted = checked.quoted
    changes = [] if quoted is None else [each for each in quoted.difference if each.is_in_words]
    return {
        "statement": checked.statement,
        "verdict": checked.verdict,
        "citations": [citation_row(each) for each in checked.citations],
        "difference": [{"kind": each.kind, "quoted": each.quoted, "source": each.source} for each in changes] or None,
        "reason": checked.reason,
        "changes_number": quoted.changes_number if quoted else None,
        "changes_meaning": quoted.changes_meaning if quoted else None,
    }


def as_text(checked: Checked) -> str:
    """A verdict for a terminal."""
    lines = [f"{_MARKS[checked.verdict]} {checked.verdict.label}: {checked.statement}", f"  {checked.reason}"]
    for citation in checked.citations:
        lines += [f"  “{citation.quote}”", f"  {reference(citation.document)} · {location(citation.paragraph)}"]
    return "\n".join(lines) + "\n"


_MARKS = {
    Verdict.SUPPORTED: "✓",
    Verdict.CONTRADICTED: "✗",
    Verdict.MISQUOTED: "≠",
    Verdict.NOT_FOUND: "?",
    Verdict.NOTHING_TO_CHECK: "·",
}


def _show(checked: Checked, as_json: bool) -> None:
    show(check_row(checked), as_json, as_text(checked))


def _unusable(line: str, fault: UnusableInput) -> Checked:
    """A line of a stream that cannot be checked; the rest go on."""
    return Checked(line, Verdict.NOTHING_TO_CHECK, str(fault))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise UnusableInput(f"{file} cannot be read as text ({fault}).", "Give a .txt or .md file in UTF-8.") from fault
