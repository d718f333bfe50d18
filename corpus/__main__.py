"""python -m corpus add|list|show|correct|reread|remove|move|backup|restore"""

import argparse
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from corpus import (
    Corpus,
    Document,
    FolderBusy,
    Step,
    UnusableFolder,
    UnusableInput,
    at_this_terminal,
    correct,
    data_folder,
    embargo_of,
    location,
    may_see_embargoed,
    open_corpus,
    reference,
    rereading,
    uncorrect,
    warnings_of,
)
from corpus.adding import adding
from corpus.backup_command import BACKUP_COMMANDS, add_backup_commands
from corpus.command import Json, inputs, run, show
from corpus.correcting import FIELDS
from corpus.folder import Lock, database_of
from corpus.mending import resuming
from corpus.moving import move
from corpus.telling import Telling

HELD_BACK = ("forces", "inspectorates", "date", "published", "programme", "fieldwork", "author", "office", "addressee")
INTERRUPTED = 130  # the exit code that shells know for Ctrl+C


def main(arguments: list[str] | None = None) -> int:
    """The command line of the corpus; returns the exit code."""
    options = _parser().parse_args(arguments)
    return run(lambda: _work(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m corpus", description="The documents the assistant answers from.")
    commands = parser.add_subparsers(dest="command", required=True)
    made = {}
    for name, argument, count, purpose in [
        ("add", "path", "+", "add files, folders or web addresses; - reads one a line"),
        ("list", None, None, "list the documents"),
        ("show", "document", "+", "print a document's paragraphs"),
        ("correct", "document", None, "say what is wrong about a document; an empty value means that it is unknown"),
        ("reread", "document", "*", "read documents (all, when none is named) again with this version of the program"),
        ("remove", "document", "+", "remove documents"),
        ("move", None, None, "copy the documents of the data folder into the database that DATABASE_URL names"),
    ]:
        made[name] = commands.add_parser(name, help=purpose, description=purpose)
        made[name].add_argument("--json", action="store_true", help="one JSON object a line")
        if count:
            made[name].add_argument("inputs", nargs=count, metavar=argument)
    add_backup_commands(commands)
    for name in ("add", "reread"):
        made[name].add_argument("--ocr", action="store_true", help="recognise the text of pages that are pictures")
    made["list"].add_argument("--failed", action="store_true", help="list the files that failed instead")
    made["correct"].add_argument("document")
    for field in FIELDS:
        made["correct"].add_argument(f"--{field}")
    made["correct"].add_argument(
        "--undo", metavar="FIELD", action="append", default=[], help="what the file says, again"
    )
    return parser


def _work(options: argparse.Namespace) -> bool:
    if command := BACKUP_COMMANDS.get(options.command):  # without opening the corpus, which would make one
        return command(options)
    if options.command == "move":  # likewise
        return _move(options)
    corpus = open_corpus(data_folder(), resume=False)
    try:
        _resume(corpus, options.json)
        return _COMMANDS[options.command](corpus, options)
    except KeyboardInterrupt:  # on purpose: what was not done is not to be taken up again
        forgotten = _forget(corpus) if options.command in ("add", "reread") else 0
        left = "1 file was not added; add it" if forgotten == 1 else f"{forgotten} files were not added; add them"
        print(f"Stopped. {left} again." if forgotten else "Stopped.", file=sys.stderr)
        sys.exit(INTERRUPTED)


def _forget(corpus: Corpus) -> int:
    """Drop what is still to be done, unless another process is doing it."""
    try:
        with corpus.holding(Lock.ADDING, 0):
            return corpus.journal.forget_pending()
    except FolderBusy:  # by this process itself, maybe: what was interrupted still holds the lock
        return corpus.journal.forget_pending() if corpus.is_ours(Lock.ADDING) else 0


def _resume(corpus: Corpus, as_json: bool) -> None:
    """Go on with what a killed process was adding; people see why they wait."""
    telling = Telling(as_json, "Adding what was being added when the program was stopped: ")
    with suppress(UnusableFolder):  # another process is adding; or the folder can only be read
        for step in resuming(corpus):
            telling.progress(step)


def _list(corpus: Corpus, options: argparse.Namespace) -> bool:
    if options.failed:
        for each in corpus.failures():
            row = {
                "file": each.file,
                "source": each.path_or_address,
                "reason": each.reason,
                "when": each.when.isoformat(),
            }
            show(row, options.json, f"{each.file}: {each.reason}")
        return True
    for document in corpus.documents():
        show(document_row(corpus, document), options.json, _line(document))
    return True


def _add(corpus: Corpus, options: argparse.Namespace) -> bool:
    """Paths that are named are read in parallel; those that come by line are answered line by line."""
    telling = Telling(options.json)
    if "-" not in options.inputs:
        _tell(telling, adding(corpus, [_path(each) for each in options.inputs], ocr=options.ocr))
    else:
        for row in inputs(options.inputs, "path"):
            _tell(telling, adding(corpus, [_path(row["path"])], ocr=options.ocr))
    telling.summary()
    return telling.went_well


def _tell(telling: Telling, steps: Iterable[Step]) -> None:
    for step in steps:
        telling.progress(step)
        if step.added:
            telling.outcome(step.added)


def _path(given: str) -> str | Path:
    if not given.strip():
        raise UnusableInput("There is no path here.", "Name a file or a folder.")  # else it would be this folder
    if "://" in given:
        return given
    with suppress(RuntimeError):  # "~name" of nobody here: a file's own name, then
        return Path(given).expanduser()
    return Path(given)


def _show(corpus: Corpus, options: argparse.Namespace) -> bool:
    for row in inputs(options.inputs, "document"):
        _show_one(corpus, row["document"], options.json)
    return True


def _show_one(corpus: Corpus, id: str, as_json: bool) -> None:
    document = _known(corpus, id)
    row = document_row(corpus, document)
    if not _may_see(document):
        show(row | {"content": None}, as_json, embargo_of(document))
        return
    paragraphs = corpus.paragraphs(id)
    content = [
        {"paragraph": p.id, "kind": p.kind, "heading": " › ".join(p.heading) or None, "page": p.page, "text": p.text}
        for p in paragraphs
    ]
    text = "".join(f"! {each}\n\n" for each in warnings_of(document)) + "\n\n".join(
        f"[{p.position}] {location(p)}\n{p.text}" for p in paragraphs
    )
    show(row | {"content": content}, as_json, text)


def _correct(corpus: Corpus, options: argparse.Namespace) -> bool:
    document = _known(corpus, options.document)
    values = {field: value for field in FIELDS if (value := getattr(options, field)) is not None}
    if not values and not options.undo:
        raise UnusableInput("There is nothing to correct.", "Name a field, as in --date 2024-05-16.")
    if values:
        document = correct(corpus, document.id, values)
    for field in options.undo:
        document = uncorrect(corpus, document.id, field)
    show(document_row(corpus, document), options.json, f"corrected: {document.id}: {reference(document)}")
    return True


def _reread(corpus: Corpus, options: argparse.Namespace) -> bool:
    telling = Telling(options.json)
    ids = [_known(corpus, row["document"]).id for row in inputs(options.inputs, "document")]
    if ids or not options.inputs:
        _tell(telling, rereading(corpus, ids, ocr=options.ocr))
    telling.summary()
    return telling.went_well


def _remove(corpus: Corpus, options: argparse.Namespace) -> bool:
    for row in inputs(options.inputs, "document"):
        id = _known(corpus, row["document"]).id
        corpus.remove(id)
        show({"document": id, "status": "removed"}, options.json, f"removed: {id}")
    return True


def _move(options: argparse.Namespace) -> bool:
    folder = data_folder()
    if (address := database_of(folder)) is None:
        raise UnusableInput("DATABASE_URL is not set.", "Set it to the address of an empty database.")
    count = move(folder, address)
    show({"moved": count}, options.json, f"moved: {count} documents. The data folder keeps its own.")
    return True


_COMMANDS = {
    "add": _add,
    "list": _list,
    "show": _show,
    "correct": _correct,
    "reread": _reread,
    "remove": _remove,
}


def _line(document: Document) -> str:
    if _may_see(document):
        warnings = "".join(f" ({warning})" for warning in warnings_of(document))
        return f"{document.id}: {reference(document)}{warnings}"
    return f"{document.id}: {document.title} ({embargo_of(document)})"


def _known(corpus: Corpus, id: str) -> Document:
    if document := corpus.document(id.encode(errors="replace").decode()):  # what is typed need not be text
        return document
    raise UnusableInput(f"There is no document {id!r}.", "`python -m corpus list` shows the ids.")


def document_row(corpus: Corpus, document: Document) -> Json:
    """A document as the contract's JSON object; dates in ISO 8601, unknown fields null.

    Of one under embargo, who may not see it is told that it exists, and until when it is held back.
    """
    row = _whole_row(corpus, document)
    return row if _may_see(document) else row | dict.fromkeys(HELD_BACK)


def _may_see(document: Document) -> bool:
    return document.is_public(datetime.now(UTC)) or may_see_embargoed(at_this_terminal())


def _whole_row(corpus: Corpus, document: Document) -> Json:
    return {
        "document": document.id,
        "title": document.title,
        "kind": document.kind,
        "forces": list(document.forces),
        "inspectorates": list(document.inspectorates) or None,
        "date": document.date and document.date.isoformat(),
        "published": document.published and document.published.isoformat(),
        "embargo": document.embargo and document.embargo.isoformat(),
        "sha256": document.sha256,
        "paragraphs": corpus.paragraph_count(document.id),
        "programme": document.programme,
        "fieldwork": document.fieldwork and [day.isoformat() for day in document.fieldwork],
        "author": document.author,
        "office": document.office,
        "addressee": document.addressee,
        "pages": document.pages,
        "unread": list(document.unread),
        "ocr": document.ocr,
        "corrected": list(document.corrected),
        "file": document.file,
    }


if __name__ == "__main__":
    sys.exit(main())
