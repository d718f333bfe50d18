"""The Brief screen as HTML: how far a briefing is, its lines as they can be edited, and the source of one."""

from assistant.briefing.brief import FindingType
from assistant.briefing.noted import counted
from screens.brief_held import Held
from screens.brief_sheet import Row
from screens.render import template
from screens.view import View

DOWNLOADS = (("docx", "Word"), ("pdf", "PDF"), ("md", "Markdown"))
MARKS = {
    FindingType.STRENGTH: "✓",
    FindingType.CONCERN: "!",
    FindingType.IMPROVEMENT: "↗",
    FindingType.RECOMMENDATION: "→",
    FindingType.ACTION: "↻",
    FindingType.FACT: "·",
}


def waiting_view(force: str, writer: str = "") -> str:
    """What is shown until the first section is there. `writer`: the language model that words it, if one does."""
    told = f"Looking through the documents on {force}{f'; {writer} words the overall picture' if writer else ''}…"
    return template("brief_progress.html").render(state="making", told=told, failing=0, downloads=(), notices=())


def progress_view(held: Held) -> str:
    """How far a briefing is, and when it is done the ways to take it away."""
    rows = [row for row in held.sheet.rows if not row.is_struck]
    links = [(f"briefing/{held.token}.{suffix}", name) for suffix, name in DOWNLOADS]
    return template("brief_progress.html").render(
        state=held.state,
        told=_told(held),
        failing=sum(bool(row.line.problem) for row in rows),
        downloads=links if rows and held.state in ("done", "stopped") else (),
        notices=held.sheet.notices,
    )


def sheet_view(held: Held) -> str:
    """The briefing with what can be done to each line."""
    return template("brief_sheet.html").render(held=held, sheet=held.sheet, numbers=held.sheet.numbers, marks=MARKS)


def source_view(row: Row | None = None, shown: View | None = None, problem: str = "") -> str:
    """The source of a line; without one, what will appear here, or why it cannot."""
    return template("brief_source.html").render(row=row, view=shown, problem=problem)


def _told(held: Held) -> str:
    """How far a briefing is, in a sentence; at the end what it is made of."""
    if held.state == "fault":
        return held.fault
    if held.state == "making":
        return f"Making the briefing… {counted(len(held.sheet.parts), 'section')} so far"
    rows = [row for row in held.sheet.rows if not row.is_struck]
    sources = {citation.document.id for row in rows for citation in row.line.citations}
    struck = len(held.sheet.rows) - len(rows)
    stopped = "Stopped before its last section: " if held.state == "stopped" else ""
    return f"{stopped}{counted(len(rows), 'line')} from {counted(len(sources), 'document')}{f'; {struck} struck' if struck else ''}."
