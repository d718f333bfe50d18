"""The years that commands take: --from and --to."""

import argparse
from datetime import date

from corpus import UnusableInput


def add_years(command: argparse.ArgumentParser) -> None:
    """The two options."""
    command.add_argument("--from", dest="first", metavar="YYYY", help="only inspections of this year and later")
    command.add_argument("--to", dest="last", metavar="YYYY", help="only inspections of this year and earlier")


def days_of(options: argparse.Namespace) -> tuple[date | None, date | None]:
    """The first day and the last, None for no bound. Raises `UnusableInput` for what is no year, or the wrong way round."""
    first, last = _year(options.first, "--from"), _year(options.last, "--to")
    if first and last and last < first:
        raise UnusableInput(f"--to {last} is before --from {first}.", "Give the earlier year with --from.")
    return date(first, 1, 1) if first else None, date(last, 12, 31) if last else None


def _year(text: str | None, name: str) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4 and date.min.year <= int(text)):
        raise UnusableInput(f"{name} {text[:40]!r} is not a year.", f"Give it as {name} 2019.")
    return int(text)
