"""A chart as a file, in the format that its name asks for."""

import csv
from io import StringIO

from assistant.charts.chart import Chart
from assistant.drafts.tables import harmless

FORMATS = (".svg", ".png", ".pdf", ".csv")


def as_file(chart: Chart, format: str) -> bytes:
    """A chart in one of the `FORMATS`."""
    if format == ".svg":
        return chart.svg().encode()
    if format == ".png":
        return chart.png()
    if format == ".pdf":
        return chart.pdf()
    return as_csv(chart).encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def as_csv(chart: Chart) -> str:
    r"""The numbers of a chart, as RFC 4180 with lines ended by `\r\n`; for spreadsheets encode it as "utf-8-sig".

    A cell that a spreadsheet could run as a formula has an apostrophe before it.
    """
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(chart.table.heads)
    for row in chart.table.told:
        writer.writerow(map(harmless, row))
    return table.getvalue()
