"""A checked draft as a table: for a spreadsheet, or as Markdown."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from assistant.check import Checked, Verdict
from assistant.drafts.checked import CheckedDraft
from assistant.drafts.draft import Draft
from assistant.drafts.telling import (
    CAUTION,
    difference_of,
    labelled,
    link_of,
    reason_of,
    shortened,
    source_of,
    summary_of,
    warnings_about,
)

COLUMNS = ("number", "statement", "verdict", "reason", "source", "paragraph", "link", "quote", "difference")
_FORMULA = tuple(
    "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
)  # what a cell begins with that a spreadsheet may run; OWASP, "CSV injection"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BEGINNING = re.compile(r"^(\d*)([-+=.)])")  # of a list, or of the line under a heading
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")


def as_csv(checked: CheckedDraft, site: str = "") -> str:
    r"""The statements as RFC 4180, lines ended by `\r\n`; for spreadsheets encode it as "utf-8-sig".

    A cell that a spreadsheet could run as a formula has an apostrophe before it.
    """
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for number, (_, found) in enumerate(checked.rows, 1):
        writer.writerow([str(number), *(harmless(cell) for cell in _cells(found, site))])
    return table.getvalue()


def _cells(found: Checked, site: str) -> tuple[str, ...]:
    """Where several paragraphs stand behind a statement, each has a line of its cell."""
    return (
        found.statement,
        found.verdict,
        " ".join([reason_of(found), *warnings_about(found)]),
        "\n".join(source_of(each) for each in found.citations),
        "\n".join(each.paragraph.id for each in found.citations),
        "\n".join(filter(None, (link_of(each, site) for each in found.citations))),
        "\n".join(each.quote for each in found.citations),
        difference_of(found),
    )


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula, without characters that cannot be shown."""
    text = _CONTROL.sub("\ufffd", cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def as_markdown(checked: CheckedDraft, site: str = "") -> str:
    """The statements as a page of Markdown: how many came out as what, each with its reason and source, then the rest."""
    lines = [f"# {_title(checked.draft)}", "", _plain(summary_of(checked)), "", "| verdict | statements |", "|---|---|"]
    lines += [f"| {labelled(each)} | {checked.counts[each]:,} |" for each in Verdict]
    lines += ["", _plain(CAUTION), ""]
    unchecked = []
    for number, (_, found) in enumerate(checked.rows, 1):
        if found.verdict is Verdict.NOTHING_TO_CHECK:
            unchecked.append(f"- {number}: “{_plain(found.statement)}” {_plain(reason_of(found))}")
        else:
            lines += [
                f"## {number}. {labelled(found.verdict)}",
                "",
                _plain(found.statement),
                "",
                *_details(found, site),
            ]
    lines += [f"## {Verdict.NOTHING_TO_CHECK.label}", "", *unchecked] if unchecked else []
    return "\n".join(lines).rstrip() + "\n"


def _title(draft: Draft) -> str:
    return f"What was checked: {_plain(draft.name)}" if draft.name else "What was checked"


def _details(found: Checked, site: str) -> Iterator[str]:
    told = [reason_of(found), *warnings_about(found)]
    yield f"- {_plain(' '.join(told))}"
    if difference := difference_of(found):
        yield f"- Difference: {_plain(difference)}"
    what = "The nearest, which is no source" if found.verdict is Verdict.NOT_FOUND else "Source"
    for each in found.citations:
        source, link = _plain(source_of(each)), link_of(each, site)
        yield f"- {what}: “{_plain(shortened(each.quote))}” ({f'[{source}](<{link}>)' if link else source})"
    yield ""


def _plain(text: str) -> str:
    """A text on one line, without signs that Markdown takes for its own."""
    line = _MARKUP.sub(r"\\\1", _CONTROL.sub("\ufffd", " ".join(text.split())))
    return _BEGINNING.sub(r"\1\\\2", line)
