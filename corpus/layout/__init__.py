"""From printed lines to blocks: running heads off, footnotes apart, lines into paragraphs, headings by their looks."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.block import Block, Reading
from corpus.layout.contents import without_contents
from corpus.layout.flow import flow
from corpus.layout.footnotes import without_footnotes
from corpus.layout.furniture import is_at_edge, without_furniture
from corpus.layout.headings import title_of, with_kinds
from corpus.layout.line import Box, Line, Page, is_bold, rejoin, side_by_side
from corpus.layout.looks import Looks
from corpus.layout.tables import THIN, without_tables

__all__ = ["THIN", "Box", "Line", "Page", "arrange", "is_at_edge", "is_bold", "rejoin", "side_by_side"]


def arrange(pages: Sequence[Page], ocr: bool = False) -> Reading:
    """The blocks of a document's pages, in reading order; no word is lost or moved from its page."""
    bare, furniture = without_furniture(pages)
    bare, contents = without_contents(bare)
    if not any(page.lines for page in bare):  # a title page and nothing else, say
        bare, furniture, contents = list(pages), [], []
    looks = Looks.of(bare)
    bare, rows = without_tables(bare)
    bodies, notes = without_footnotes(bare, looks)
    runs = with_kinds(flow(bodies, rows, looks), looks)
    return Reading(
        blocks=tuple(_in_the_file(run.block(), pages) for run in (*runs, *notes)),
        furniture=tuple(_in_the_file(_as_printed(line), pages) for line in (*furniture, *contents)),
        headed=True,
        title=title_of(runs, looks),
        pages=len(pages),
        unread=tuple(page.number for page in pages if page.pictured and not page.lines),
        ocr=ocr,
    )


def _as_printed(line: Line) -> Block:
    return Block(line.plain.strip(), areas=(line.area,))


def _in_the_file(block: Block, pages: Sequence[Page]) -> Block:
    """The block with its areas as the file has them, where it turns or crops pages."""
    if not any(pages[area.page - 1].is_moved for area in block.areas):
        return block
    return replace(block, areas=tuple(pages[area.page - 1].in_file(area) for area in block.areas))
