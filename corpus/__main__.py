"""python -m corpus add|list|show|remove"""

import argparse
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from corpus import (
    Added,
    AddStatus,
    Corpus,
    Document,
    UnusableInput,
    add_all,
    data_folder,
    location,
    open_corpus,
    reference,
)
from corpus.command import Json, inputs, run, show


def main(arguments: list[str] | None = None) -> int:
    """The command line of the corpus; returns the exit code."""
    options = _parser().parse_args(arguments)
    return run(lambda: _work(open_corpus(data_folder()), options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m corpus", description="The documents the assistant answers from.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, argument, purpose in [
        ("add", "path", "add files or folders; - reads one path a line"),
        ("list", None, "list the documents"),
        ("show", "document", "print a document's paragraphs"),
        ("remove", "document", "remove documents"),
    ]:
        command = commands.add_parser(name, help=purpose, description=purpose)
        command.add_argument("--json", action="store_true", help="one JSON object a line")
        if argument:
            command.add_argument("inputs", nargs="+", metavar=argument)
    return parser


def _work(corpus: Corpus, options: argparse.Namespace) -> bool:
    if options.command == "list":
        for document in corpus.documents():
            show(document_row(corpus, document), options.json, f"{document.id}: {reference(document)}")
        return True
    each = {"add": _add, "show": _show, "remove": _remove}[options.command]
    field = "path" if options.command == "add" else "document"
    outcomes = [each(corpus, row[field], options.json) for row in inputs(options.inputs, field)]
    return all(outcomes)


def _add(corpus: Corpus, path: str, as_json: bool) -> bool:
    results = [_refused_address(path)] if "://" in path else add_all(corpus, [_path(path)])
    went_well = True
    for added in results:
        row = {"document": added.document, "file": added.file, "status": added.status, "reason": added.reason}
        show(row, as_json, f"{added.status}: {added.file} {added.reason or added.document or ''}")
        if added.status is AddStatus.FAILED:
            went_well = False
            if as_json:  # the line above is for programs; people see it here
                print(f"{added.file}: {added.reason}", file=sys.stderr)
    return went_well


def _path(given: str) -> Path:
    if not given.strip():
        raise UnusableInput("There is no path here.", "Name a file or a folder.")  # else it would be this folder
    with suppress(RuntimeError):  # "~name" of nobody here: a file's own name, then
        return Path(given).expanduser()
    return Path(given)


def _refused_address(address: str) -> Added:
    return Added(
        address, AddStatus.FAILED, reason="Web addresses cannot be read yet. Save the page as .txt and add that file."
    )


def _show(corpus: Corpus, id: str, as_json: bool) -> bool:
    document = _known(corpus, id)
    row = document_row(corpus, document)
    if not document.is_public(datetime.now(UTC)):
        show(row | {"content": None}, as_json, f"Under embargo until {row['embargo']}.")
        return True
    paragraphs = corpus.paragraphs(id)
    content = [
        {"paragraph": p.id, "kind": p.kind, "heading": " › ".join(p.heading) or None, "page": p.page, "text": p.text}
        for p in paragraphs
    ]
    text = "\n\n".join(f"[{p.position}] {location(p)}\n{p.text}" for p in paragraphs)
    show(row | {"content": content}, as_json, text)
    return True


def _remove(corpus: Corpus, id: str, as_json: bool) -> bool:
    _known(corpus, id)
    corpus.remove(id)
    show({"document": id, "status": "removed"}, as_json, f"removed: {id}")
    return True


def _known(corpus: Corpus, id: str) -> Document:
    if document := corpus.document(id.encode(errors="replace").decode()):  # what is typed need not be text
        return document
    raise UnusableInput(f"There is no document {id!r}.", "`python -m corpus list` shows the ids.")


def document_row(corpus: Corpus, document: Document) -> Json:
    """A document as the contract's JSON object; dates in ISO 8601, unknown fields null."""
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
        "paragraphs": len(corpus.paragraphs(document.id)),
        "programme": document.programme,
        "fieldwork": document.fieldwork and [day.isoformat() for day in document.fieldwork],
        "author": document.author,
        "office": document.office,
        "addressee": document.addressee,
    }


if __name__ == "__main__":
    sys.exit(main())
