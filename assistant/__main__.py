"""python -m assistant ask "question"…"""

import argparse
import sys

from assistant import Answer, Assistant, Status, Turn, answer_row
from corpus import (
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
from index import Index


def main(arguments: list[str] | None = None) -> int:
    """The command line of the assistant; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m assistant", description="Answers with checked sources.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="answer questions; - reads one a line (text, or a JSON object)")
    ask.add_argument("inputs", nargs="+", metavar="question")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    return run(lambda: _work(options))


def _work(options: argparse.Namespace) -> bool:
    corpus = open_corpus(data_folder())
    index = Index(corpus)
    index.sync()
    assistant = Assistant(corpus, index)
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
        answer = assistant.ask(row["question"], _history(row), _forces(row), may_see_embargoed(at_this_terminal()))
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


def _forces(row: Json) -> list[str]:
    forces = row.get("forces") or []
    if not isinstance(forces, list) or not all(isinstance(force, str) for force in forces):
        raise UnusableInput('"forces" is not a list of ids.', 'Send ["staffordshire"].')
    return forces


def as_text(answer: Answer) -> str:
    """An answer for a terminal."""
    lines = [*(f"! {warning}" for warning in answer.warnings), answer.message, ""]
    sources = []
    for number, claim in enumerate(answer.claims, 1):
        lines.append(f"• {claim.text} [{number}]")
        sources += [f"[{number}] {reference(c.document)} · {location(c.paragraph)}" for c in claim.citations]
    lines += ["", *sources] if sources else []
    for each in answer.passages:
        lines += [f"— {each.paragraph.text}", f"  {reference(each.document)} · {location(each.paragraph)}", ""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
