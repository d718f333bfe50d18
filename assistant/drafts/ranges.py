"""Ranges for comments in a Word file: exactly about the characters they are on, nothing else in the file changed."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from itertools import accumulate

from assistant.drafts.markup import Element, element, halved, local, said
from assistant.drafts.word_walk import Piece, Place

_NO_CONTENT = ("rPr", "lastRenderedPageBreak")
_WHOLE = ("ruby", "AlternateContent")


class Ranges:
    """Puts ranges into a document. `ids`: such as nothing in it has. `style`: properties of a comment's mark."""

    def __init__(self, document: Element, ids: Iterator[int], style: str) -> None:
        self._document = document
        self._ids = ids
        self._style = style
        self._last: dict[Element, Element] = {}  # what was put in behind an element, so that the next comes behind it

    def put(self, place: Place, spans: Sequence[tuple[int, int, int]]) -> None:
        """Ranges on characters of a block, each from, up to, and its comment; those of a note or box on its anchor."""
        pieces = _parted(place.pieces, {at for start, end, _ in spans for at in (start, end)})
        starts = list(accumulate((len(piece.text) for piece in pieces), initial=0))
        for start, end, comment in spans:
            if place.anchor is not None:
                self._around(place.anchor, place.anchor, comment)
            else:
                first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
                self._around(_beginning(place, pieces, first), _ending(place, pieces, last), comment)

    def _around(self, first: Element, last: Element, comment: int) -> None:
        start = self._cut_before(first)
        start.addprevious(element(self._document, f'<w:commentRangeStart w:id="{comment}"/>'))
        end = self._cut_behind(last)
        mark = element(self._document, f'<w:commentRangeEnd w:id="{comment}"/>')
        self._last.get(end, end).addnext(mark)
        self._last[end] = mark
        reference = element(
            self._document, f'<w:r><w:rPr>{self._style}</w:rPr><w:commentReference w:id="{comment}"/></w:r>'
        )
        top = _in_paragraph(end)
        behind = mark if top is end else self._last.get(top, top)
        behind.addnext(reference)
        self._last[top] = reference

    def _cut_before(self, node: Element) -> Element:
        """Part a run before one of its children; the element before which a mark may stand."""
        node = _whole(node)
        run = node.getparent()
        if local(run) != "r":
            return node
        if not any(local(each) not in _NO_CONTENT for each in node.itersiblings(preceding=True)):
            return run
        tail = element(self._document, "<w:r/>")
        for name, value in run.attrib.items():
            tail.set(name, value)
        for properties in run.iterchildren("{*}rPr"):
            tail.append(self._renumbered(deepcopy(properties)))
        for each in (node, *list(node.itersiblings())):
            tail.append(each)
        run.addnext(tail)
        if run in self._last:  # what was behind it is behind its second half now
            self._last[tail] = self._last.pop(run)
        return tail

    def _cut_behind(self, node: Element) -> Element:
        """Part a run behind one of its children; the element behind which a mark may stand."""
        node = _whole(node)
        run = node.getparent()
        if local(run) != "r":
            return node
        after = node.getnext()
        if after is not None:
            self._cut_before(after)
        return run

    def _renumbered(self, properties: Element) -> Element:
        """Properties of a run with new ids for the tracked changes in them."""
        for each in properties.iter():
            for name in each.attrib:
                if name.endswith("}id") and said(each, "author"):
                    each.set(name, str(next(self._ids)))
        return properties


def _parted(pieces: Sequence[Piece], at: Collection[int]) -> list[Piece]:
    """The pieces, those parted in which one of these characters of the block stands; a formula is never parted."""
    cuts, start = sorted(at), 0
    parted: list[Piece] = []
    for piece in pieces:
        rest = piece
        for cut in cuts[bisect_right(cuts, start) : bisect_left(cuts, start + len(piece.text))]:
            if local(piece.node) == "t":
                done = start + len(piece.text) - len(rest.text)
                parted.append(Piece(rest.node, rest.text[: cut - done], rest.field))
                rest = Piece(halved(rest.node, cut - done), rest.text[cut - done :], rest.field)
        parted.append(rest)
        start += len(piece.text)
    return parted


def _beginning(place: Place, pieces: Sequence[Piece], at: int) -> Element:
    """Where a range begins: before a field whose result begins with it."""
    piece = pieces[at]
    is_first = at == 0 or pieces[at - 1].field is not piece.field
    if piece.field is not None and is_first and _share_a_paragraph(piece.field, piece.node):
        return piece.field
    return piece.node


def _ending(place: Place, pieces: Sequence[Piece], at: int) -> Element:
    """Where a range ends: behind a field whose result ends with it."""
    piece = pieces[at]
    is_last = at == len(pieces) - 1 or pieces[at + 1].field is not piece.field
    if piece.field is not None and is_last and _share_a_paragraph(place.ends[piece.field], piece.node):
        return place.ends[piece.field]
    return piece.node


def _whole(node: Element) -> Element:
    """What no mark may stand in: text with its reading above it, or one of several versions of a content."""
    around = [node]
    while local(around[-1].getparent()) != "p":
        around.append(around[-1].getparent())
    return next((each for each in reversed(around) if local(each) in _WHOLE), node)


def _share_a_paragraph(one: Element, other: Element) -> bool:
    return next(one.iterancestors("{*}p")) is next(other.iterancestors("{*}p"))


def _in_paragraph(node: Element) -> Element:
    """What of a paragraph an element stands in: a mark in a link or a tracked change would go with it."""
    while (parent := node.getparent()) is not None and local(parent) != "p":
        node = parent
    return node
