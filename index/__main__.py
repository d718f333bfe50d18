"""python -m index sync | search "question"…"""

import argparse
import sys

from corpus import at_this_terminal, data_folder, may_see_embargoed, open_corpus
from corpus.command import inputs, run, show
from index import Index
from index.found import found_row


def main(arguments: list[str] | None = None) -> int:
    """The command line of the index; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m index", description="The corpus made searchable.")
    commands = parser.add_subparsers(dest="command", required=True)
    sync = commands.add_parser("sync", help="make the index hold just what the corpus holds")
    search = commands.add_parser("search", help="the best paragraphs for a question; - reads one a line")
    search.add_argument("inputs", nargs="+", metavar="question")
    search.add_argument("--limit", type=_count, default=10, help="how many paragraphs (10)")
    for command in (sync, search):
        command.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    return run(lambda: _work(options))


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _work(options: argparse.Namespace) -> bool:
    corpus = open_corpus(data_folder())
    index = Index(corpus)
    synced = index.sync()
    if options.command == "sync":
        row = {"added": synced.added, "removed": synced.removed, "rebuilt": synced.rebuilt}
        show(row, options.json, f"added {synced.added}, removed {synced.removed} documents")
        return True
    for asked in inputs(options.inputs, "question"):
        found = found_row(asked["question"], corpus, index, options.limit, may_see_embargoed(at_this_terminal()))
        text = "\n".join(f"{hit['score']:.3f}  {hit['paragraph']}  {str(hit['text'])[:100]}" for hit in found["hits"])
        show(found, options.json, text)
    return True


if __name__ == "__main__":
    sys.exit(main())
