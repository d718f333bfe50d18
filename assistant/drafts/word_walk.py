"""The walk through the text of a Word file as it reads with all tracked changes accepted, in reading order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.drafts.draft import Block, Part
from assistant.drafts.markup import Element, local, namespace, said, text_of
from assistant.drafts.word_styles import Styles

# Not read: deleted and moved text, codes of fields, properties, readings above ruby text, and marks of notes.
_UNREAD = frozenset(
    "del moveFrom instrText delText delInstrText pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr smartTagPr"
    " customXmlPr rt footnoteRef endnoteRef annotationRef".split()
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
SUMMARY = "inspection-assistant-summary"  # the tag of the content control that our own last page is in
_MATHS = ("oMath", "oMathPara")
_AMID = re.compile(r"(?<=[^\s.!?:;])\n(?=[a-z])")  # a line break in the middle of a sentence
_BREAKS = str.maketrans("\n\r\t", "   ")


@dataclass(slots=True)
class Piece:
    """An element that shows characters, and these. `field`: the `fldChar` that begins the outermost field it is in."""

    node: Element
    text: str
    field: Element | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its pieces in order, whose texts together are its text.

    `anchor`: of a note or text box, which take no comments, the element of the body that stands for it. `ends`: the
    `fldChar` that ends a field, by the one that begins it.
    """

    pieces: list[Piece]
    ends: Mapping[Element, Element]
    anchor: Element | None = None


@dataclass(slots=True)
class _Below:
    """What follows a paragraph: the content of a note or text box, and what stands for it."""

    content: Element
    part: Part
    anchor: Element


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read; it goes on in the next where the mark between them is deleted."""

    shape: Element  # the paragraph whose properties count: of several the last
    pieces: list[Piece] = field(default_factory=list)
    below: list[_Below] = field(default_factory=list)


class Walk:
    """One walk through a document. `notes`: by sort ("footnote", "endnote") and id."""

    def __init__(self, styles: Styles, notes: Mapping[str, Mapping[str, Element]]) -> None:
        self._styles = styles
        self._notes = notes
        self._found: list[tuple[Block, Place]] = []
        self._ends: dict[Element, Element] = {}
        self._fields: list[tuple[Element, bool]] = []  # those open: their beginnings, and whether their results began

    def blocks(self, body: Element) -> list[tuple[Block, Place]]:
        """All blocks that say something, each with its place."""
        self._story(body, Part.TEXT, None)
        return self._found

    def _story(self, content: Element, part: Part, anchor: Element | None) -> None:
        """A text of its own: the body, a note, or a text box. Fields begin and end in one."""
        outer, self._fields = self._fields, []
        self._ends |= _field_ends(content)
        self._container(content, part, anchor)
        self._fields = outer

    def _container(self, container: Element, part: Part, anchor: Element | None) -> None:
        going_on: _Open | None = None
        for child in container:
            tag = local(child)
            if going_on and tag != "p":
                self._end(going_on, part, anchor)
                going_on = None
            if tag == "p":
                paragraph = going_on or _Open(child)
                paragraph.shape = child
                self._inline(child, child, paragraph)
                going_on = paragraph if _goes_on(child) else None
                if not going_on:
                    self._end(paragraph, part, anchor)
            elif tag and tag not in _UNREAD:
                self._other(child, tag, part, anchor)
        if going_on:
            self._end(going_on, part, anchor)

    def _other(self, child: Element, tag: str, part: Part, anchor: Element | None) -> None:
        if tag == "AlternateContent":
            self._container(_chosen(child), part, anchor)
        elif tag == "sdt" and not is_summary(child):
            if said(child, "sdtPr", "docPartObj", "docPartGallery", "val") != "Table of Contents" and _is_filled(child):
                self._container(child, part, anchor)
        elif tag != "sdt" and not _is_deleted(child):
            self._container(child, Part.CELL if tag == "tc" and part is Part.TEXT else part, anchor)

    def _end(self, paragraph: _Open, part: Part, anchor: Element | None) -> None:
        """A paragraph is complete: it becomes a block, before what it calls."""
        text = _AMID.sub(" ", "".join(piece.text for piece in paragraph.pieces))
        if text.strip() and not self._styles.is_contents(paragraph.shape):
            is_heading = self._styles.is_heading(paragraph.shape)
            block = Block(text, Part.HEADING if is_heading else part)
            self._found.append((block, Place(paragraph.pieces, self._ends, anchor)))
        for below in paragraph.below:
            self._story(below.content, below.part, anchor if anchor is not None else below.anchor)

    def _inline(self, node: Element, paragraph: Element, into: _Open) -> None:
        word = namespace(paragraph)
        for child in node:
            tag = local(child)
            if tag == "fldChar":
                self._field(child)
            elif tag == "r" and self._styles.is_hidden(child, paragraph):
                for each in child.iterchildren("{*}fldChar"):
                    self._field(each)
            elif tag in _MATHS:
                self._show(child, "".join(map(str, child.itertext("{*}t", with_tail=False))), into)
            elif tag == "t":
                self._show(child, text_of(child) if namespace(child) == word else "", into)
            elif tag in _SIGNS:
                self._show(child, _SIGNS[tag], into)
            elif tag == "sym":
                self._show(child, _symbol(child), into)
            elif tag in ("footnoteReference", "endnoteReference"):
                self._note(child, tag.removesuffix("Reference"), into)
            elif tag == "txbxContent":
                into.below.append(_Below(child, Part.BOX, _standing_for(child, paragraph)))
            elif tag == "AlternateContent":
                self._inline(_chosen(child), paragraph, into)
            elif tag and tag not in _UNREAD and (tag != "sdt" or _is_filled(child)):
                self._inline(child, paragraph, into)

    def _show(self, node: Element, text: str, into: _Open) -> None:
        if text and all(is_result for _, is_result in self._fields):
            text = text if local(node) in _SIGNS else text.translate(_BREAKS)
            into.pieces.append(Piece(node, text, self._fields[0][0] if self._fields else None))

    def _field(self, mark: Element) -> None:
        """A field is: begin, code, separate, result, end. One whose end is missing counts for none, as in Word."""
        kind = said(mark, "fldCharType")
        if kind == "begin" and mark in self._ends:
            self._fields.append((mark, False))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], True)
        elif kind == "end" and self._fields and self._ends[self._fields[-1][0]] is mark:
            self._fields.pop()

    def _note(self, reference: Element, sort: str, into: _Open) -> None:
        note = self._notes[sort].get(said(reference, "id"))
        if note is not None and all(is_result for _, is_result in self._fields):
            into.below.append(_Below(note, Part.NOTE, reference))


def is_summary(child: Element) -> bool:
    """Whether it is the last page that we put into a file, which is no part of the draft."""
    return local(child) == "sdt" and said(child, "sdtPr", "tag", "val") == SUMMARY


def _field_ends(story: Element) -> dict[Element, Element]:
    """The marks that end fields, by those that begin them; of a text without the texts within it."""
    open_fields: list[Element] = []
    ends: dict[Element, Element] = {}
    for mark in story.iter("{*}fldChar"):
        if said(mark, "fldCharType") == "begin":
            open_fields.append(mark)
        elif said(mark, "fldCharType") == "end" and open_fields:
            ends[open_fields.pop()] = mark
    return ends


def _goes_on(paragraph: Element) -> bool:
    """Whether the mark at its end is deleted or moved, so that it goes on in the next."""
    marks = paragraph.iterfind("{*}pPr/{*}rPr/*")
    return any(local(each) in ("del", "moveFrom") for each in marks)


def _is_deleted(child: Element) -> bool:
    """Whether a row or cell of a table is deleted."""
    row, cell = child.find("{*}trPr/{*}del"), child.find("{*}tcPr/{*}cellDel")
    return row is not None or cell is not None


def _is_filled(control: Element) -> bool:
    """Whether a content control holds text of its own, not "Click here to enter text"."""
    return control.find("{*}sdtPr/{*}showingPlcHdr") is None


def _chosen(alternatives: Element) -> Element:
    """Of several versions of the same content for older and newer programs, the newest that has text."""
    versions = [each for each in alternatives if local(each) in ("Choice", "Fallback")]
    with_text = (each for each in versions if any(node.text for node in each.iter("{*}t")))
    return next(with_text, versions[0] if versions else alternatives)


def _standing_for(box: Element, paragraph: Element) -> Element:
    """What of the paragraph holds a text box: a child of one of its runs, else of the paragraph itself."""
    below = [box, *box.iterancestors()]
    below = below[: below.index(paragraph)]
    return below[-2] if len(below) > 1 and local(below[-1]) == "r" else below[-1]


def _symbol(symbol: Element) -> str:
    try:
        code = int(said(symbol, "char"), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
