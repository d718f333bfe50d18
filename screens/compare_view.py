"""The Compare screen as HTML: how far a comparison is, the table row by row, and the source of a cell."""

from collections import Counter
from collections.abc import Iterator

from assistant.briefing.brief import Line
from assistant.briefing.noted import counted
from assistant.comparing.comparison import Blank, Cell, Comparison
from assistant.comparing.told import PURPOSE, heads, legend, row_note, said, title, type_of, warnings, when
from corpus import force_names
from corpus.reference import short_title
from index.scope import places_of
from screens.brief_view import MARKS
from screens.compare_held import Held
from screens.render import template
from screens.view import View

DOWNLOADS = (("xlsx", "Excel"), ("docx", "Word"), ("csv", "CSV"))
ROWS_TOLD = 10  # a screen reader is told how far it is each so many forces


def progress_view(held: Held) -> str:
    """How far a comparison is; at the end what it holds, what its blanks mean, and the ways to take it away."""
    made, total, is_making = held.comparison, len(held.forces), held.state == "making"
    done = len(made.rows)
    links = [(f"comparison/{held.token}.{suffix}", name) for suffix, name in DOWNLOADS]
    return template("compare_progress.html").render(
        state=held.state,
        told=_told(held),
        milestone=f"{done // ROWS_TOLD * ROWS_TOLD} of {counted(total, 'force')} compared."
        if is_making
        else _told(held),
        summary="" if is_making or not done else _summary(made),
        percent=100 * done // total,
        warnings=warnings(made),
        legend=legend(made),
        purpose=PURPOSE if made.rows else "",
        downloads=() if is_making or not done else links,
    )


def head_view(held: Held) -> str:
    """The table up to its first row. The rows (`row_view`) follow; the end tags are the browser's to add."""
    return template("compare_head.html").render(token=held.token, heads=heads(held.comparison))


def row_view(comparison: Comparison) -> str:
    """The last row of a comparison."""
    row = comparison.rows[-1]
    return template("compare_row.html").render(
        number=len(comparison.rows),
        row=row,
        note=row_note(row),
        cells=tuple(zip(heads(comparison), row.cells, map(_blank, row.cells), strict=True)),
        marks=MARKS,
        said=said,
        type_of=type_of,
        citation=short_citation,
    )


def source_view(cell: str = "", line: Line | None = None, shown: View | None = None, problem: str = "") -> str:
    """The source of a cell (the element's id); without one, why it cannot be shown."""
    return template("compare_source.html").render(cell=cell, line=line, view=shown, problem=problem)


def lines_by_cell(comparison: Comparison) -> dict[str, Line]:
    """The lines of a comparison by the ids of their cells on the page."""
    return {
        f"cell-{row}-{column}": cell
        for row, each in enumerate(comparison.rows, 1)
        for column, cell in enumerate(each.cells, 1)
        if isinstance(cell, Line)
    }


def short_citation(line: Line) -> str:
    """What tells a document from others on its force: its programme, its place, its month ("Core business, May 2014")."""
    document = line.citation.document
    places = sorted(places_of(document.title)) if document.programme else []
    return ", ".join(filter(None, [document.programme or short_title(document.title), *places, when(line)]))


def _blank(cell: Cell) -> Blank | None:
    return None if isinstance(cell, Line) else cell


def _told(held: Held) -> str:
    """How far a comparison is, in a sentence; at the end what is compared on what."""
    done, total = len(held.comparison.rows), len(held.forces)
    if held.state == "making":
        return f"{force_names([held.forces[min(done, total - 1)]])}: force {min(done + 1, total)} of {total}…"
    if held.state == "done":
        return title(held.comparison)
    begun = "Stopped. " if held.state == "stopped" else f"{held.fault} "
    return f"{begun}{done} of {counted(total, 'force')} compared."


def _summary(comparison: Comparison) -> str:
    """What a comparison holds: "12 findings from 3 documents; 2 cells not in the collection"."""
    found = f"{counted(len(comparison.lines), 'finding')} from {counted(len(comparison.documents), 'document')}"
    return "; ".join([found, *_blanks(comparison)])


def _blanks(comparison: Comparison) -> Iterator[str]:
    counts = Counter(filter(None, (_blank(cell) for row in comparison.rows for cell in row.cells)))
    for blank in Blank:
        if counts[blank]:
            yield f"{counted(counts[blank], 'cell')} {blank.value}"
