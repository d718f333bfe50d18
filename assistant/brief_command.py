"""python -m assistant brief --force ID -o FILE: a briefing on a force as Word, PDF or Markdown, every line sourced."""

import argparse
import re
import sys
from pathlib import Path

from assistant.answer import EXTRACTIVE
from assistant.answers_command import Subparsers
from assistant.as_json import citation_row
from assistant.briefing.brief import Briefing, Length, Line, Order
from assistant.briefing.make import brief
from assistant.briefing.saving import FORMATS, as_file
from assistant.briefing.themes import THEMES, each_once
from assistant.saving import require_writable, write_whole
from assistant.writers import Chosen, chosen_writer
from assistant.years import add_years, days_of
from corpus import UnusableInput, at_this_terminal, data_folder, may_see_embargoed, open_corpus
from corpus.command import Json, show
from index import Index

LENGTHS = {"one": Length.ONE_PAGE, "two": Length.TWO_PAGES, "full": Length.FULL}


def add_to(commands: Subparsers) -> None:
    """The subcommand."""
    purpose = "write a briefing on a force, every line of it with its source"
    command = commands.add_parser("brief", help=purpose, description=purpose)
    command.add_argument(
        "--force", action="append", default=[], metavar="ID", help="the force, by its id (staffordshire)"
    )
    themes = f"only this theme: your own words, or one of {', '.join(THEMES)}; may be repeated"
    command.add_argument("--theme", action="append", default=[], help=themes)
    add_years(command)
    command.add_argument("--length", choices=LENGTHS, default="two", help="one page, two pages (as usual), or in full")
    command.add_argument("--title", default="", help="the title of the page")
    command.add_argument("-o", "--output", type=Path, help=f"the file to write ({', '.join(FORMATS)})")
    command.add_argument("--site", default="", help="the address of the app, for links to paragraphs in that file")
    exact = "exact sentences only, where MODEL names a language model that would word the overall picture"
    command.add_argument("--exact", action="store_true", help=exact)
    command.add_argument("--json", action="store_true", help="print its lines as one JSON object")


def work(options: argparse.Namespace) -> bool:
    """Make the briefing that was ordered."""
    order = _order(options)
    if options.output:
        require_writable(options.output, FORMATS)
    elif not options.json:
        raise UnusableInput(
            "A briefing needs a file.", f"Name it with -o FILE ({', '.join(FORMATS)}), or ask for --json."
        )
    corpus = open_corpus(data_folder())
    index = Index(corpus)
    index.sync()
    chosen = Chosen() if options.exact else chosen_writer()
    made = brief(order, corpus, index, may_see_embargoed(at_this_terminal()), chosen.writer)
    notice = " ".join(filter(None, [chosen.notice, made.notice]))
    if notice:
        print(f"! {notice}", file=sys.stderr)
    if options.output:
        write_whole(options.output, as_file(made, options.output.suffix.lower(), options.site))
        print(f"Written: {options.output}", file=sys.stderr)
    if options.json:
        show(brief_row(made, options.output, notice), True, "")
    return True


def brief_row(briefing: Briefing, file: Path | None, notice: str = "") -> Json:
    """The contract's object for `brief`. `notice`: what became of the language model that was to word it."""
    return {
        "force": briefing.order.force,
        "title": briefing.title,
        "file": str(file) if file else None,
        "lines": [line_row(section.heading, line) for section in briefing.sections for line in section.lines],
        "notes": [{"section": section.heading, "text": section.note} for section in briefing.sections if section.note],
        "documents": [document.id for document in briefing.documents],
        "notice": notice or None,
    }


def line_row(section: str, line: Line) -> Json:
    """The contract's object for a line."""
    return {
        "section": section,
        "text": line.text,
        "type": line.type,
        "citations": [citation_row(each) for each in line.citations],
        "writer": line.writer or EXTRACTIVE,
        "why": line.why or None,
        "problem": line.problem or None,
    }


def _order(options: argparse.Namespace) -> Order:
    forces = list(dict.fromkeys(_id(force) for each in options.force for force in each.split(",") if force.strip()))
    if not forces:
        raise UnusableInput("A briefing is about a force.", "Name it by its id: --force staffordshire.")
    if len(forces) > 1:
        raise UnusableInput(
            f"A briefing is about one force, and {len(forces)} were named.",
            f"Make a file for each: --force {forces[0]} -o {forces[0]}.docx, then --force {forces[1]} and so on.",
        )
    first, last = days_of(options)
    return Order(
        forces[0],
        each_once(options.theme),
        first,
        last,
        LENGTHS[options.length],
        options.title,
    )


def _id(force: str) -> str:
    """The id of a force that may be given by its name, too: "Kent Police" is "kent"."""
    words = "-".join(re.split(r"[\s-]+", force.strip().lower()))
    return re.sub(r"-(?:police(?:-service)?|constabulary)$", "", words)
