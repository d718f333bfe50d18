"""python -m assistant compare --force ID… --theme ID… -o FILE: forces side by side, as a table with its sources."""

import argparse
import sys
from pathlib import Path

from assistant.answers_command import Subparsers
from assistant.as_json import citation_row
from assistant.briefing.brief import Line
from assistant.briefing.themes import THEMES
from assistant.comparing.compare import compare
from assistant.comparing.comparison import Cell, Comparison
from assistant.comparing.saving import FORMATS, as_file
from assistant.saving import require_writable, write_whole
from assistant.years import add_years, days_of
from corpus import UnusableInput, at_this_terminal, data_folder, may_see_embargoed, open_corpus
from corpus.command import Json, show
from index import Index


def add_to(commands: Subparsers) -> None:
    """The subcommand."""
    purpose = "compare what inspections found on several forces, theme by theme"
    command = commands.add_parser("compare", help=purpose, description=purpose)
    forces = "a force, by its id (staffordshire); may be repeated, and several parted by commas"
    command.add_argument("--force", action="append", default=[], metavar="ID", help=forces)
    themes = f"a theme: your own words, or one of {', '.join(THEMES)}; may be repeated"
    command.add_argument("--theme", action="append", default=[], help=themes)
    add_years(command)
    command.add_argument("-o", "--output", type=Path, help=f"the file to write ({', '.join(FORMATS)})")
    command.add_argument("--site", default="", help="the address of the app, for links to paragraphs in that file")
    command.add_argument("--json", action="store_true", help="print the table as one JSON object")


def work(options: argparse.Namespace) -> bool:
    """Make the comparison that was ordered."""
    if options.output:
        require_writable(options.output, FORMATS)
    elif not options.json:
        raise UnusableInput(
            "A comparison needs a file.", f"Name it with -o FILE ({', '.join(FORMATS)}), or ask for --json."
        )
    forces = [force.strip() for each in options.force for force in each.split(",") if force.strip()]
    themes = [theme.strip() for theme in options.theme if theme.strip()]
    first, last = days_of(options)
    corpus = open_corpus(data_folder())
    index = Index(corpus)
    index.sync()
    made = compare(
        forces,
        themes,
        corpus,
        index,
        may_see_embargoed(at_this_terminal()),
        first,
        last,
    )
    if options.output:
        write_whole(options.output, as_file(made, options.output.suffix.lower(), options.site))
        print(f"Written: {options.output}", file=sys.stderr)
    if options.json:
        show(comparison_row(made, options.output), True, "")
    return True


def comparison_row(comparison: Comparison, file: Path | None) -> Json:
    """The contract's object for `compare`."""
    return {
        "themes": [
            {"theme": theme, "label": label} for theme, label in zip(comparison.themes, comparison.labels, strict=True)
        ],
        "rows": [
            {
                "force": row.force,
                "name": row.name,
                "cells": [cell_row(*each) for each in zip(comparison.themes, row.cells, strict=True)],
                "documents": [document.id for document in row.documents],
                "held_back": row.held_back,
            }
            for row in comparison.rows
        ],
        "file": str(file) if file else None,
    }


def cell_row(theme: str, cell: Cell) -> Json:
    """The contract's object for a cell: a line, or as `blank` why there is none."""
    if not isinstance(cell, Line):
        return {"theme": theme, "blank": cell.value, "text": None, "type": None, "citations": [], "why": None}
    return {
        "theme": theme,
        "blank": None,
        "text": cell.text,
        "type": cell.type,
        "citations": [citation_row(cell.citation)],
        "why": cell.why or None,
    }
