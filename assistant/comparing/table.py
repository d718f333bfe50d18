"""A comparison for a spreadsheet that reads plain text."""

import csv
from io import StringIO

from assistant.briefing.brief import Line
from assistant.comparing.comparison import Cell, Comparison
from assistant.comparing.told import FORCE, heads
from assistant.drafts.tables import harmless
from assistant.drafts.telling import source_of
from corpus import warnings_of


def as_csv(comparison: Comparison) -> str:
    r"""A row a force, as RFC 4180 with lines ended by `\r\n`; for spreadsheets encode it as "utf-8-sig".

    Each theme has three columns: the sentence or why there is none, its type, its source; the last two are empty
    where there is no sentence. A cell that a spreadsheet could run as a formula has an apostrophe before it.
    """
    table = StringIO()
    writer = csv.writer(table)
    names = [name for head in heads(comparison) for name in (head, f"{head}: type", f"{head}: source")]
    writer.writerow(map(harmless, [FORCE, *names]))
    for row in comparison.rows:
        writer.writerow(map(harmless, [row.name, *(part for cell in row.cells for part in _parts(cell))]))
    return table.getvalue()


def _parts(cell: Cell) -> tuple[str, str, str]:
    if not isinstance(cell, Line):
        return cell.value, "", ""
    return cell.text, cell.type.value, " ".join([source_of(cell.citation), *warnings_of(cell.citation.document)])
