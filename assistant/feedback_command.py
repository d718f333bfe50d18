"""python -m assistant feedback list|export: what people think of answers, and eval cases made of it."""

import argparse
import json
from pathlib import Path

from assistant.answers import Answers
from assistant.answers_command import Subparsers
from assistant.frozen import Frozen
from assistant.people.database import Database
from assistant.people.feedback import Feedback, Feedbacks, case_rows, with_answers
from assistant.saving import require_writable, write_whole
from corpus import data_folder
from corpus.command import Json, show
from corpus.folder import open_folder


def add_to(commands: Subparsers) -> None:
    """Add the command to those of the assistant."""
    purpose = "list what people think of answers, or export it as eval cases"
    feedback = commands.add_parser("feedback", help=purpose, description=purpose)
    actions = feedback.add_subparsers(dest="action", required=True)
    for name, purpose in [
        ("list", "list the feedback, the earliest first"),
        (
            "export",
            "write eval cases: of answers found right whole ones, of others the question, for a person to complete",
        ),
    ]:
        action = actions.add_parser(name, help=purpose, description=purpose)
        action.add_argument("--json", action="store_true", help="one JSON object a line")
        if name == "export":
            action.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.jsonl")


def work(options: argparse.Namespace) -> bool:
    """Do what was asked. Needs no index and no model."""
    folder = open_folder(data_folder())
    if options.action == "export":
        require_writable(options.output, (".jsonl",))
    given = list(with_answers(Feedbacks(Database(folder)), Answers(folder)))
    if options.action == "list":
        for each, frozen in given:
            show(_row(each, frozen), options.json, _text(each, frozen))
        return True
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in case_rows(given))
    write_whole(options.output, lines.encode())
    row = {"file": str(options.output), "cases": len(given)}
    show(row, options.json, f"{len(given)} case{'' if len(given) == 1 else 's'}: {options.output}")
    return True


def _row(feedback: Feedback, frozen: Frozen) -> Json:
    return {
        "answer": feedback.answer,
        "time": feedback.time.isoformat(),
        "person": feedback.person or None,
        "opinion": feedback.opinion,
        "words": feedback.words or None,
        "question": frozen.question,
        "status": frozen.status,
    }


def _text(feedback: Feedback, frozen: Frozen) -> str:
    words = f"  “{feedback.words}”" if feedback.words else ""
    who = feedback.person or "somebody"
    return (
        f"{feedback.time:%Y-%m-%d %H:%M}  {feedback.opinion.label} ({who}): {frozen.question}{words}  {feedback.answer}"
    )
