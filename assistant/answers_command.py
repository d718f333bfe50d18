"""python -m assistant answers list|show|remove: the answers that are kept."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, islice
from typing import Protocol

from assistant.answers import PAGE, Answers
from assistant.frozen import Frozen
from assistant.frozen_json import frozen_row
from assistant.recheck import Checked, recheck, warnings
from corpus import Corpus, UnusableInput, at_this_terminal, data_folder, location, may_see_embargoed, open_corpus
from corpus.command import Json, inputs, show

_UNKNOWN_REMEDY = "`python -m assistant answers list` shows the ids."


class Subparsers(Protocol):
    """What `add_subparsers` returns; argparse does not name its type."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser: ...


def add_to(commands: Subparsers) -> None:
    """Add the command to those of the assistant."""
    purpose = "list, show or remove the answers that are kept"
    answers = commands.add_parser("answers", help=purpose, description=purpose)
    actions = answers.add_subparsers(dest="action", required=True)
    for name, takes_ids, purpose in [
        ("list", False, "list the answers, the latest first"),
        ("show", True, "print answers as they were given, and what became of their sources; - reads one id a line"),
        ("remove", True, "remove answers; - reads one id a line"),
    ]:
        action = actions.add_parser(name, help=purpose, description=purpose)
        action.add_argument("--json", action="store_true", help="one JSON object a line")
        if takes_ids:
            action.add_argument("inputs", nargs="+", metavar="id")
        else:
            action.add_argument("--limit", type=int, default=PAGE, metavar="N", help=f"so many (default: {PAGE})")
            action.add_argument("--after", default="", metavar="ID", help="those given before that one")


def work(options: argparse.Namespace) -> bool:
    """Do what was asked. Needs no index and no model."""
    corpus = open_corpus(data_folder(), resume=False)
    answers = Answers(corpus.folder)
    embargoed = may_see_embargoed(at_this_terminal())
    if options.action == "list":
        shown = _visible(answers, corpus, embargoed, options.after)
        for frozen in islice(shown, max(options.limit, 0)):
            show(
                _listed(frozen),
                options.json,
                f"{frozen.id}  {_minute(frozen)}  {frozen.status.label}: {frozen.question}",
            )
        return True
    for row in inputs(options.inputs, "id"):
        if options.action == "show":
            _show(_known(answers, corpus, row["id"], embargoed), corpus, options.json, embargoed)
        else:
            _remove(answers, row["id"], options.json)
    return True


def as_text(frozen: Frozen, checked: tuple[Checked, ...]) -> str:
    """A frozen answer for a terminal: as it was given, then its sources and what became of them."""
    withheld = f"{frozen.withheld} of its statements were withheld." if frozen.withheld else ""
    head = [f"{_minute(frozen)} UTC · {frozen.writer}", *(f"! {each}" for each in warnings(checked))]
    told = filter(None, [frozen.question, *head, frozen.message, frozen.notice, withheld, *_numbered(frozen)])
    return "\n".join([*told, "", *_sources(checked)]).rstrip() + "\n"


def _numbered(frozen: Frozen) -> Iterator[str]:
    """What was shown, with the numbers of its sources."""
    numbers = count(1)
    for claim in frozen.claims:
        yield f"• {claim.text} {''.join(f'[{next(numbers)}]' for _ in claim.citations)}"
    yield from (f"— {each.text} [{next(numbers)}]" for each in frozen.passages)
    yield f"{frozen.context_heading}:" if frozen.context else ""
    yield from (f"— {each.text} [{next(numbers)}]" for each in frozen.context)


def _sources(checked: tuple[Checked, ...]) -> Iterator[str]:
    for number, each in enumerate(checked, 1):
        yield f"[{number}] {each.citation.reference}"
        if each.is_changed:
            yield f"    ! {each.standing.told}"
            yield f"    then: {each.citation.text}"
            yield from [f"    now, {location(each.now)}: {each.now.text}"] if each.now else []


def _visible(answers: Answers, corpus: Corpus, embargoed: bool, after: str) -> Iterator[Frozen]:
    if after:
        _known(answers, corpus, after, embargoed)
    now = datetime.now(UTC)
    return (each for each in answers.every(after) if embargoed or each.is_public(corpus, now))


def _known(answers: Answers, corpus: Corpus, id: str, embargoed: bool) -> Frozen:
    """The answer of that id, unless it may not be shown here: then it is as if there were none."""
    frozen = answers.get(_text(id))
    if frozen and (embargoed or frozen.is_public(corpus, datetime.now(UTC))):
        return frozen
    raise UnusableInput(f"No answer {id!r} is kept.", _UNKNOWN_REMEDY)


def _show(frozen: Frozen, corpus: Corpus, as_json: bool, embargoed: bool) -> None:
    checked = recheck(frozen, corpus, embargoed)
    show(frozen_row(frozen, checked), as_json, as_text(frozen, checked))


def _remove(answers: Answers, id: str, as_json: bool) -> None:
    if not answers.remove(_text(id)):
        raise UnusableInput(f"No answer {id!r} is kept.", _UNKNOWN_REMEDY)
    show({"id": id, "status": "removed"}, as_json, f"removed: {id}")


def _listed(frozen: Frozen) -> Json:
    row = {"id": frozen.id, "time": frozen.time.isoformat(), "question": frozen.question, "status": frozen.status}
    return row | {"claims": len(frozen.claims), "writer": frozen.writer}


def _minute(frozen: Frozen) -> str:
    return f"{frozen.time:%Y-%m-%d %H:%M}"


def _text(id: str) -> str:
    """What is typed need not be text."""
    return id.encode(errors="replace").decode()
