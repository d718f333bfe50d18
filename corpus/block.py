"""What a reader hands over: a file's text in blocks, in reading order, as the file sets them apart."""

import re
from dataclasses import dataclass

from corpus.document import Area, ParagraphKind

# A footnote's mark inside a text stands between Unicode's annotation marks (U+FFF9, U+FFFB) until `cut` takes it out.
CALL = re.compile("\ufff9([^\ufff9\ufffb]*)\ufffb")
SIGNS = "\ufff9\ufffa\ufffb"  # readers take them out of a file's own text: they are not shown, and are ours here


TABLE_LEVEL = 9  # of a heading that is a table's title: it stands above the rows that follow it and nothing else


def called(mark: str) -> str:
    """A footnote's mark, as it stands in the text of a block."""
    return f"\ufff9{mark}\ufffb"


@dataclass(frozen=True, slots=True)
class Block:
    r"""A run of text that belongs together: what becomes a paragraph.

    `text` may hold lines (parted by `\n`, as printed) and footnote marks (`called`). `kind` is BODY unless the format
    tells better: HEADING (with its `level`, from 1; 0 for a title that is above nothing), ROW of a table (cells parted by " | "), FOOTNOTE (its mark in
    `number`), CAPTION. A list item has `depth` 1 (2 in a list within a list, …) and, when it is numbered, its
    `number` ("4.12", "(b)"), which is then not in the text; a bullet's mark is nowhere. `areas` tell where it
    stands, for formats that have pages.
    """

    text: str
    kind: ParagraphKind = ParagraphKind.BODY
    level: int = 0
    depth: int = 0
    number: str | None = None
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds.

    `furniture` is what is printed on its pages and belongs to no paragraph: running heads, page numbers, tables of
    contents. `headed`: the format tells headings apart, so none are guessed. `title` and `published` (an ISO date)
    are what the file's own properties say, where they can be trusted. `unread` are pages that hold
    pictures and no text. `ocr`: text was recognised from pictures.
    """

    blocks: tuple[Block, ...]
    furniture: tuple[Block, ...] = ()
    headed: bool = False
    title: str | None = None
    published: str | None = None
    pages: int | None = None
    unread: tuple[int, ...] = ()
    ocr: bool = False
