"""python -m assistant ask|check|brief|compare|chart|answers|mcp …: the assistant for a terminal, and for other programs."""

import argparse
import sys

from assistant import (
    Answer,
    Assistant,
    Status,
    answer_row,
    answers_command,
    assistant_of,
    brief_command,
    chart_command,
    check_command,
    compare_command,
    feedback_command,
    mcp_command,
    people_command,
)
from assistant.from_json import filters_of, history_of
from corpus import (
    InspectionError,
    at_this_terminal,
    data_folder,
    location,
    may_see_embargoed,
    open_corpus,
    reference,
)
from corpus.command import Json, inputs, run, show
from index import Index

COMMANDS = {
    "answers": answers_command,
    "check": check_command,
    "brief": brief_command,
    "compare": compare_command,
    "chart": chart_command,
    "mcp": mcp_command,
    "people": people_command,
    "feedback": feedback_command,
}


def main(arguments: list[str] | None = None) -> int:
    """The command line of the assistant; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Answers with checked sources.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="answer questions; - reads one a line (text, or a JSON object)")
    ask.add_argument("inputs", nargs="+", metavar="question")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    for each in COMMANDS.values():
        each.add_to(commands)
    options = parser.parse_args(arguments)
    work = COMMANDS[options.command].work if options.command in COMMANDS else _work
    return run(lambda: work(options))


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
        answer = assistant.ask(row["question"], history_of(row), embargoed=embargoed, filters=filters_of(row))
    except InspectionError as fault:
        if not from_stream:
            raise
        answer = Answer(row["question"], Status.ERROR, str(fault))
    show(answer_row(answer), as_json, as_text(answer))


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
