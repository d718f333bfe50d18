"""From printed lines to blocks: running heads off, footnotes apart, lines into paragraphs, headings by their looks."""

from collections.abc import Sequence

from corpus.block import Reading
from corpus.layout.contents import without_contents
from corpus.layout.flow import flow
from corpus.layout.footnotes import without_footnotes
from corpus.layout.furniture import without_furniture
from corpus.layout.headings import title_of, with_kinds
from corpus.layout.line import Line, Page, is_bold, rejoin
from corpus.layout.looks import Looks
from corpus.layout.run import Run

__all__ = ["Line", "Page", "arrange", "is_bold", "rejoin"]


def arrange(pages: Sequence[Page], ocr: bool = False) -> Reading:
    """The blocks of a document's pages, in reading order; no word is lost or moved from its page."""
    bare, furniture = without_furniture(pages)
    bare, contents = without_contents(bare)
    looks = Looks.of(bare)
    bodies, notes = without_footnotes(bare, looks)
    runs = with_kinds(flow(bodies, looks), looks)
    return Reading(
        blocks=tuple(run.block() for run in (*runs, *notes)),
        furniture=tuple(Run([line]).block() for line in (*furniture, *contents)),
        headed=True,
        title=title_of(runs, looks),
        pages=len(pages),
        ocr=ocr,
    )
