"""From printed lines to blocks: running heads off, footnotes apart, lines into paragraphs, headings by their looks."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.block import Block, Reading
from corpus.document import Area
from corpus.layout.contents import without_contents
from corpus.layout.flow import flow
from corpus.layout.footnotes import without_footnotes
from corpus.layout.furniture import without_furniture
from corpus.layout.headings import title_of, with_kinds
from corpus.layout.line import Line, Page, is_bold, rejoin, side_by_side, turned, turned_back
from corpus.layout.looks import Looks
from corpus.layout.run import Run
from corpus.layout.tables import THIN, without_tables

__all__ = ["THIN", "Line", "Page", "arrange", "is_bold", "rejoin", "side_by_side", "turned"]


def arrange(pages: Sequence[Page], ocr: bool = False) -> Reading:
    """The blocks of a document's pages, in reading order; no word is lost or moved from its page."""
    bare, furniture = without_furniture(pages)
    bare, contents = without_contents(bare)
    looks = Looks.of(bare)
    bare, rows = without_tables(bare)
    bodies, notes = without_footnotes(bare, looks)
    runs = with_kinds(flow(bodies, rows, looks), looks)
    return Reading(
        blocks=tuple(_in_the_file(run.block(), pages) for run in (*runs, *notes)),
        furniture=tuple(_in_the_file(Run([line]).block(), pages) for line in (*furniture, *contents)),
        headed=True,
        title=title_of(runs, looks),
        pages=len(pages),
        ocr=ocr,
    )


def _in_the_file(block: Block, pages: Sequence[Page]) -> Block:
    """The block with its areas as the file has them, where it turns pages."""
    if not any(pages[area.page - 1].turn for area in block.areas):
        return block
    return replace(block, areas=tuple(_unturned(area, pages[area.page - 1]) for area in block.areas))


def _unturned(area: Area, page: Page) -> Area:
    box = turned_back((area.left, area.bottom, area.right, area.top), page.turn, page.width, page.height)
    return Area(area.page, *box)
