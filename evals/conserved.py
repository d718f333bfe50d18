"""Whether every word of a PDF's text layer lands in exactly one paragraph, footnote or piece of furniture.

The layer is read by pypdfium2 alone, with nothing of our reader. Both sides are taken apart into runs of letters and
digits, and these are counted: a word that we lose is missing, one that we repeat, glue or split is too many.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from corpus.block import Reading
from corpus.document import Paragraph

_WORD = re.compile(r"[^\W_]+")
_UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")  # signs that a font does not say the meaning of
# A hyphen at a line's end: pdfium says U+FFFE for most, without the end of the line.
_PARTED = re.compile(r"([^\W_]+)(?:\ufffe\s*|[-\u2010\u00ad][^\S\r\n]*[\r\n]+\s*)([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Conserved:
    """How many words a text layer has, and which of them are missing from what we made of it, and which too many."""

    words: int
    missing: Counter[str]
    extra: Counter[str]


def layer_of(path: Path) -> list[str]:
    """The text layer of each page."""
    with closing(pdfium.PdfDocument(path)) as document:
        return [_text(document, number) for number in range(len(document))]


def _text(document: pdfium.PdfDocument, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        return str(text.get_text_range())


def conserved(layer: Iterable[str], reading: Reading, paragraphs: Iterable[Paragraph]) -> Conserved:
    """Compare a text layer with the paragraphs and the furniture made of it."""
    text = "\n".join(layer)
    wanted, found = _words(text), _words("\n".join([*_printed(paragraphs), *(each.text for each in reading.furniture)]))
    missing, extra = wanted - found, found - wanted
    for first, last in _PARTED.findall(_UNKNOWN.sub("", text)):
        joined = first + last  # where the document has it as one word elsewhere, we leave out the hyphen
        if extra[joined] > 0 and missing[first] > 0 and missing[last] > (first == last):
            extra[joined] -= 1
            missing[first] -= 1
            missing[last] -= 1
    return Conserved(wanted.total(), +missing, +extra)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_UNKNOWN.sub("", text)))


def _printed(paragraphs: Iterable[Paragraph]) -> list[str]:
    """The paragraphs as they are printed: with their numbers, and the marks of their footnotes in their places."""
    held = tuple(paragraphs)
    calls: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for note in held:
        if note.called_at and note.number:
            calls[note.called_at[0]].append((note.called_at[1], note.number))
    return [f"{each.number or ''} {_with_marks(each.text, calls[each.position])}" for each in held]


def _with_marks(text: str, calls: list[tuple[int, str]]) -> str:
    for at, mark in sorted(calls, reverse=True):
        text = text[:at] + mark + text[at:]
    return text
