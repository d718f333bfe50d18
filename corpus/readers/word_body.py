"""The content of a Word file into blocks, in reading order."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from corpus.block import Block, called
from corpus.document import ParagraphKind
from corpus.plain import SALUTATION, SIGN_OFF
from corpus.readers.lines import mark, tidy, typed
from corpus.readers.node import Node
from corpus.readers.table import table
from corpus.readers.word_notes import Notes
from corpus.readers.word_numbering import Mark, Numbering
from corpus.readers.word_styles import Styles
from corpus.readers.word_table import rows
from corpus.readers.word_text import chosen, own_mark, plain, shown

MAX_LETTER_LINE = 60  # characters; a longer line in an address is a paragraph
MAX_EDGE_WORDS = 20  # neither a greeting nor "Yours sincerely" is longer
MAX_OPENING = 100  # paragraphs, empty ones too, in which a letter's greeting is looked for
_UNREAD = ("del", "moveFrom", "sectPr", "pPr", "tblPr", "tblGrid", "sdtPr", "sdtEndPr", "customXmlPr")


class Body:
    """Reads what paragraphs and tables hold. Lists and notes count on from one call to the next."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[str, Notes], document: Node) -> None:
        self.styles = styles
        self.furniture: list[Block] = []
        self._numbering = numbering
        self._notes = notes
        self._edges = _letter_edges(document, styles)

    def blocks(self, container: Node) -> Iterator[Block]:
        """The blocks of all that is in an element; tables of contents go to `furniture`."""
        paragraphs: list[Node] = []  # those that are one block: the lines of an address, or parts of a merged paragraph
        for child in container.children:
            if paragraphs and not self._goes_on(paragraphs[-1], child):
                yield from self._paragraph(paragraphs)
                paragraphs = []
            if child.tag == "p":
                paragraphs.append(child)
            else:
                yield from self._other(child)
        yield from self._paragraph(paragraphs)

    def _other(self, element: Node) -> Iterator[Block]:
        if element.tag == "tbl":
            yield from table(rows(element, self.styles, lambda cell: tuple(self.blocks(cell))))
        elif element.tag == "AlternateContent":
            yield from self.blocks(chosen(element))
        elif element.child("sdtPr", "docPartObj", "docPartGallery").get("val") == "Table of Contents":
            self.furniture += self.blocks(element)
        elif element.tag not in _UNREAD:
            yield from self.blocks(element)

    def _paragraph(self, paragraphs: list[Node]) -> Iterator[Block]:
        if not paragraphs:
            return
        parts = [self._text(paragraph) for paragraph in paragraphs]
        ends = ["" if _is_merged(paragraph) else "\n" for paragraph in paragraphs]
        text = tidy("".join(text + end for (text, _), end in zip(parts, ends, strict=True)))
        shape = paragraphs[-1]  # of merged paragraphs the last one's properties stay
        level = self.styles.heading_level(shape)
        number = self._numbering.mark(shape, bool(level))
        if text and self.styles.is_contents(shape):
            self.furniture.append(Block(text))
        elif text:
            yield from self._of_kind(shape, text, level, number)
        yield from chain.from_iterable(below for _, below in parts)

    def _of_kind(self, paragraph: Node, text: str, level: int, number: Mark | None) -> Iterator[Block]:
        if number and number.words:
            text, number = f"{number.words} {text}", None
        blocks = [Block(text)] if number else list(typed(text))
        if level:
            level = 0 if self.styles.is_title(paragraph) else level  # a title is above nothing
            numbers = [number.number if number else block.number for block in blocks]
            yield from (
                replace(block, kind=ParagraphKind.HEADING, level=level, depth=0, number=each)
                for block, each in zip(blocks, numbers, strict=True)
            )
        elif self.styles.is_caption(paragraph):
            yield Block(text, ParagraphKind.CAPTION)
        else:
            yield from mark(blocks, self._depth(paragraph, number), number.number) if number else blocks

    def _depth(self, paragraph: Node, number: Mark) -> int:
        """How deep a list item is: "List Bullet 2" is another list than "List Bullet", but stands below it."""
        names = self.styles.names(paragraph)
        ranked = [int(name[-1]) for name in names if name.startswith("list ") and name[-1:].isdecimal()]
        return max([number.depth, *ranked])

    def _text(self, paragraph: Node) -> tuple[str, list[Block]]:
        """A paragraph's text with the marks of its notes, and the blocks that follow it: its notes and text boxes."""
        texts: list[str] = []
        below: list[Block] = []
        for part in shown(paragraph, self.styles):
            if isinstance(part, str):
                texts.append(part)
            elif part.tag == "txbxContent":
                below += self.blocks(part)
            else:
                note = self._note(part, paragraph)
                texts.append(called(note.number or ""))
                below.append(note)
        return "".join(texts), below

    def _note(self, reference: Node, paragraph: Node) -> Block:
        notes = self._notes[reference.tag.removesuffix("Reference")]
        mark = own_mark(reference, paragraph) or notes.next_mark()
        blocks = self.blocks(notes.text(reference))
        text = "\n".join(f"{each.number} {each.text}" if each.number else each.text for each in blocks)
        return Block(text.removeprefix(mark).strip(), ParagraphKind.FOOTNOTE, number=mark)

    def _goes_on(self, above: Node, below: Node) -> bool:
        """Whether a paragraph goes on in the next: the mark between them is deleted, or both are lines of an address."""
        if below.tag != "p":
            return False
        return _is_merged(above) or (
            id(above) in self._edges
            and id(below) in self._edges
            and self.styles.gap(above, below) == 0
            and all(0 < len(line) <= MAX_LETTER_LINE for line in map(self._line, (above, below)))
            and _side(above) == _side(below)
        )

    def _line(self, paragraph: Node) -> str:
        return tidy(plain(paragraph, self.styles))


def _is_merged(paragraph: Node) -> bool:
    """Whether the mark at its end is deleted, so that it goes on in the next."""
    properties = paragraph.child("pPr", "rPr")
    return properties.has("del") or properties.has("moveFrom")


def _side(paragraph: Node) -> str:
    side = paragraph.child("pPr", "jc").get("val")
    return {"": "left", "start": "left", "both": "left"}.get(side, side)


def _letter_edges(document: Node, styles: Styles) -> frozenset[int]:
    """The paragraphs (by identity) above a letter's greeting and below its close, where short lines are addresses."""
    paragraphs = list(document.all("p"))
    short = [(at, each) for at, each in enumerate(paragraphs) if 0 < each.words <= MAX_EDGE_WORDS]
    lines = [(at, tidy(plain(each, styles))) for at, each in short]
    greeting = next((at for at, line in lines if at < MAX_OPENING and SALUTATION.match(line)), None)
    if greeting is None:
        return frozenset()
    close = next((at for at, line in lines if at > greeting and SIGN_OFF.match(line)), len(paragraphs))
    return frozenset(map(id, [*paragraphs[:greeting], *paragraphs[close + 1 :]]))
