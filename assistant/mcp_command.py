"""python -m assistant mcp: the assistant as tools for other assistants, over standard input and output."""

import argparse

from assistant.answers_command import Subparsers
from assistant.programs import Programs
from assistant.writers import assistant_of
from corpus import at_this_terminal, data_folder, may_see_embargoed, open_corpus
from index import Index
from index.following import Following


def add_to(commands: Subparsers) -> None:
    """The subcommand."""
    purpose = "serve the tools of the Model Context Protocol on standard input and output"
    commands.add_parser("mcp", help=purpose, description=purpose)


def work(_: argparse.Namespace) -> bool:
    """Serve until the other side closes."""
    from assistant.mcp_server import (
        mcp_server,
    )  # its SDK takes a second to load, which no other command should wait for

    corpus = open_corpus(data_folder())
    index = Index(corpus)
    index.sync()
    embargoed = may_see_embargoed(at_this_terminal())
    with Following(index):
        mcp_server(Programs(assistant_of(corpus, index)), lambda _: embargoed).run("stdio")
    return True
