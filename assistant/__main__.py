"""python -m assistant ask|check|brief|compare|answers …: the assistant for a terminal, and for other programs."""

import argparse
import sys
from datetime import date

from assistant import (
    Answer,
    Assistant,
    Status,
    Turn,
    answer_row,
    answers_command,
    assistant_of,
    brief_command,
    check_command,
    compare_command,
)
from corpus import (
    DocumentKind,
    InspectionError,
    UnusableInput,
    at_this_terminal,
    data_folder,
    location,
    may_see_embargoed,
    open_corpus,
    reference,
)
from corpus.command import Json, inputs, run, show
from index import Filters, Index


def main(arguments: list[str] | None = None) -> int:
    """The command line of the assistant; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Answers with checked sources.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="answer questions; - reads one a line (text, or a JSON object)")
    ask.add_argument("inputs", nargs="+", metavar="question")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    answers_command.add_to(commands)
    check_command.add_to(commands)
    brief_command.add_to(commands)
    compare_command.add_to(commands)
    options = parser.parse_args(arguments)
    if options.command == "answers":
        return run(lambda: answers_command.work(options))
    if options.command == "check":
        return run(lambda: check_command.work(options))
    if options.command == "brief":
        return run(lambda: brief_command.work(options))
    if options.command == "compare":
        return run(lambda: compare_command.work(options))
    return run(lambda: _work(options))


def _work(options: argparse.Namespace) -> bool:
    corpus = open_corpus(data_folder())
    index = Index(corpus)
    index.sync()
    assistant = assistant_of(corpus, index)
    from_stream = "-" in options.inputs

    def tell(line: str, fault: InspectionError) -> None:
        answer = Answer(line, Status.ERROR, str(fault))
        show(answer_row(answer), options.json, as_text(answer))

    for row in inputs(options.inputs, "question", tell):
        _ask(assistant, row, options.json, from_stream)
    return True


def _ask(assistant: Assistant, row: Json, as_json: bool, from_stream: bool) -> None:
    """Ask one question. In a stream, one that cannot be used is told in its place and the rest go on."""
    try:
        embargoed = may_see_embargoed(at_this_terminal())
        answer = assistant.ask(row["question"], _history(row), embargoed=embargoed, filters=_filters(row))
    except InspectionError as fault:
        if not from_stream:
            raise
        answer = Answer(row["question"], Status.ERROR, str(fault))
    show(answer_row(answer), as_json, as_text(answer))


def _history(row: Json) -> list[Turn]:
    turns = row.get("history") or []
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise UnusableInput('"history" is not a list of objects.', 'Send [{"question": "…", "answer": "…"}].')
    return [Turn(str(turn.get("question") or ""), str(turn.get("answer") or "")) for turn in turns]


def _filters(row: Json) -> Filters:
    """The fields of an input object that narrow a question: "forces", "from", "to" and "kinds"."""
    first, last = _day(row, "from"), _day(row, "to")
    if first and last and last < first:
        raise UnusableInput(f'"to" ({last}) is before "from" ({first}).', 'Send the earlier day as "from".')
    kinds = _texts(row, "kinds", "letter")
    unknown = set(kinds) - set(DocumentKind)
    if unknown:
        raise UnusableInput(f'"kinds" has {sorted(unknown)[0]!r}.', f"Send some of: {', '.join(DocumentKind)}.")
    return Filters(tuple(_texts(row, "forces", "staffordshire")), first, last, frozenset(map(DocumentKind, kinds)))


def _day(row: Json, name: str) -> date | None:
    text = row.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError as fault:
        raise UnusableInput(f'"{name}" is {str(text)[:40]!r}, not a day.', 'Send a day as "2022-12-31".') from fault


def _texts(row: Json, name: str, example: str) -> list[str]:
    texts = row.get(name) or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UnusableInput(f'"{name}" is not a list of ids.', f'Send ["{example}"].')
    return texts


def as_text(answer: Answer) -> str:
    """An answer for a terminal."""
    told = [*answer.warnings, answer.notice] if answer.notice else answer.warnings
    lines = [*(f"! {each}" for each in told), answer.message, ""]
    sources = []
    for number, claim in enumerate(answer.claims, 1):
        lines.append(f"• {claim.text} [{number}]")
        sources += [f"[{number}] {reference(c.document)} · {location(c.paragraph)}" for c in claim.citations]
    lines += ["", *sources] if sources else []
    if answer.context:
        lines += ["", f"{answer.context_heading}:"]
    for each in (*answer.passages, *answer.context):
        lines += [f"— {each.paragraph.text}", f"  {reference(each.document)} · {location(each.paragraph)}", ""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
