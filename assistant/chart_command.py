"""python -m assistant chart coverage|timeline -o FILE: what is held on forces, or a force's findings in time, as a picture."""

import argparse
import sys
from pathlib import Path

from assistant.answers_command import Subparsers
from assistant.briefing.themes import THEMES
from assistant.charts.chart import Chart
from assistant.charts.order import Order, Picture, draw
from assistant.charts.saving import FORMATS, as_file
from assistant.saving import require_writable, write_whole
from assistant.years import add_years, days_of
from corpus import UnusableInput, at_this_terminal, data_folder, may_see_embargoed, open_corpus
from corpus.command import Json, show
from index import Index


def add_to(commands: Subparsers) -> None:
    """The subcommand."""
    purpose = "draw which inspections are held on forces, year by year, or what those of a force found in time"
    command = commands.add_parser("chart", help=purpose, description=purpose)
    command.add_argument("picture", choices=list(Picture), help="forces by years, or one force in time")
    forces = "a force, by its id (staffordshire); for coverage it may be repeated, and several parted by commas"
    command.add_argument("--force", action="append", default=[], metavar="ID", help=forces)
    uncovered = "coverage: with the forces of England and Wales that no document is about"
    command.add_argument("--uncovered", action="store_true", help=uncovered)
    themes = f"timeline: only findings on it; your own words, or one of {', '.join(THEMES)}; may be repeated"
    command.add_argument("--theme", action="append", default=[], help=themes)
    add_years(command)
    command.add_argument("-o", "--output", type=Path, help=f"the file to write ({', '.join(FORMATS)})")
    command.add_argument("--json", action="store_true", help="print its numbers as one JSON object")


def work(options: argparse.Namespace) -> bool:
    """Draw the chart that was ordered."""
    if options.output:
        require_writable(options.output, FORMATS)
    elif not options.json:
        raise UnusableInput("A chart needs a file.", f"Name it with -o FILE ({', '.join(FORMATS)}), or ask for --json.")
    order = _order(options)
    corpus = open_corpus(data_folder())
    index = Index(corpus)
    index.sync()
    made = draw(order, corpus, index, may_see_embargoed(at_this_terminal()))
    if options.output:
        write_whole(options.output, as_file(made, options.output.suffix.lower()))
        print(f"Written: {options.output}", file=sys.stderr)
    if options.json:
        show(chart_row(order.picture, made, options.output), True, "")
    return True


def chart_row(picture: Picture, chart: Chart, file: Path | None) -> Json:
    """The contract's object for `chart`."""
    return {
        "chart": picture,
        "title": chart.title,
        "description": chart.description,
        "rows": list(chart.rows()),
        "file": str(file) if file else None,
    }


def _order(options: argparse.Namespace) -> Order:
    forces = (force.strip() for each in options.force for force in each.split(","))
    themes = (theme.strip() for theme in options.theme)
    first, last = days_of(options)
    return Order(
        Picture(options.picture),
        tuple(dict.fromkeys(filter(None, forces))),
        tuple(dict.fromkeys(filter(None, themes))),
        first,
        last,
        options.uncovered,
    )
