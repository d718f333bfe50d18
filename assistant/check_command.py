"""python -m assistant check "statement"…: a line a statement with its verdict; of a draft in a file, each of its statements."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from assistant.answers_command import Subparsers
from assistant.as_json import citation_row
from assistant.check import Checked, Checker, Verdict
from assistant.drafts.checked import CheckedDraft, check_rows
from assistant.drafts.draft import Draft
from assistant.drafts.read import FORMATS, read_draft
from assistant.drafts.saving import WRITERS, as_file, require_other
from assistant.drafts.telling import labelled, reason_of
from assistant.saving import write_whole
from assistant.second_readers import chosen_readers
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
    check.add_argument("--file", type=Path, action="append", default=[], help=f"a draft ({', '.join(FORMATS)})")
    check.add_argument("-o", "--output", type=Path, help=f"write the checked draft to this file ({', '.join(WRITERS)})")
    check.add_argument("--site", default="", help="the address of the app, for links to paragraphs in that file")
    check.add_argument("--json", action="store_true", help="one JSON object a line")


def work(options: argparse.Namespace) -> bool:
    """Check what was given, in its order."""
    if not options.inputs and not options.file:
        raise UnusableInput("There is nothing to check.", "Give statements, - for one a line, or --file FILE.")
    if options.output:
        _require_one_file(options)
        require_other(options.output, options.file[0])
    drafts = [read_draft(file) for file in options.file]
    corpus = open_corpus(data_folder())
    index = Index(corpus)
    index.sync()
    checker, embargoed = Checker(corpus, index, chosen_readers()), may_see_embargoed(at_this_terminal())
    _check_statements(checker, options, embargoed)
    for draft in drafts:
        checked = _check_draft(checker, draft, options.json, embargoed)
        if options.output:
            write_whole(options.output, as_file(checked, options.output.suffix.lower(), options.file[0], options.site))
            print(f"Written: {options.output}", file=sys.stderr)
    return True


def _require_one_file(options: argparse.Namespace) -> None:
    if options.inputs or len(options.file) != 1:
        raise UnusableInput("-o writes one draft.", "Give one --file, and no statements beside it.")


def _check_statements(checker: Checker, options: argparse.Namespace, embargoed: bool) -> None:
    for row in inputs(options.inputs, "statement", lambda line, fault: _show(_unusable(line, fault), options.json)):
        try:
            checked = checker.check(row["statement"], row.get("document"), embargoed)
        except UnusableInput as fault:
            if "-" not in options.inputs:
                raise
            checked = _unusable(row["statement"], fault)
        _show(checked, options.json)


def _check_draft(checker: Checker, draft: Draft, as_json: bool, embargoed: bool) -> CheckedDraft:
    """Check a draft, each verdict shown as soon as it is known, and below them how far it has come."""
    rows = []
    _tell_progress(0, len(draft.statements))
    for row in check_rows(checker, draft, embargoed):
        rows.append(row)
        _tell_progress(None, 0)
        _show(row[1], as_json)
        _tell_progress(len(rows), len(draft.statements))
    _tell_progress(None, 0)
    return CheckedDraft(draft, tuple(rows), datetime.now(UTC), checker.documents(embargoed))


def _tell_progress(done: int | None, total: int) -> None:
    """A line on standard error, where that is a terminal, in place of the last; None takes it away."""
    if sys.stderr.isatty():
        line = "" if done is None else f"{done:,} of {total:,} statements checked"
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


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
        "reference": checked.reference or None,
    }


def as_text(checked: Checked) -> str:
    """A verdict for a terminal."""
    lines = [f"{labelled(checked.verdict)}: {checked.statement}", f"  {reason_of(checked)}"]
    for citation in checked.citations:
        lines += [f"  “{citation.quote}”", f"  {reference(citation.document)} · {location(citation.paragraph)}"]
    return "\n".join(lines) + "\n"


def _show(checked: Checked, as_json: bool) -> None:
    show(check_row(checked), as_json, as_text(checked))


def _unusable(line: str, fault: UnusableInput) -> Checked:
    """A line of a stream that cannot be checked; the rest go on."""
    return Checked(line, Verdict.NOTHING_TO_CHECK, str(fault))
