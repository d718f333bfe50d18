"""Numbers that are printed in a text and are not of it: those of paragraphs, and the marks of footnotes.

Who copies a passage from a page copies them along. They are taken out of a quote only where the very number is
printed at the very place: before the words that its paragraph begins with, or close behind the
words that the note is called at.
"""

import re
from collections.abc import Collection, Iterator

from assistant.strand import key
from corpus import Paragraph

_FIGURE = re.compile(r"(?<!\d)(?<!\d[.,])(\d+(?:\.\d+)*)(?!\w)[.)]?")
_LETTERS = 12  # beside a number by which its place is known


def without_printed_numbers(quote: str, paragraphs: Collection[Paragraph]) -> str:
    """A quote without the numbers that are printed within these paragraphs of a document."""
    numbers = {(each.number, key(each.text)[:_LETTERS]) for each in paragraphs if each.number}
    notes = set(_notes(paragraphs))
    kept, at = "", 0
    for match in _FIGURE.finditer(quote):
        kept += quote[at : match.start()]
        at = match.start()
        gap = kept[len(kept.rstrip()) :]
        if (not gap or "\n" in gap) and (match[1], key(kept)[-_LETTERS:]) in notes:
            at = match.end(1)
        elif (gap or not kept) and (match[0], key(quote[match.end() :])[:_LETTERS]) in numbers:
            at = match.end()
    return kept + quote[at:]


def _notes(paragraphs: Collection[Paragraph]) -> Iterator[tuple[str, str]]:
    """The mark of each footnote, and the letters before the place where it is called."""
    texts = {each.position: each.text for each in paragraphs}
    for each in paragraphs:
        if each.number and each.called_at and each.called_at[0] in texts:
            position, end = each.called_at
            yield each.number, key(texts[position][:end])[-_LETTERS:]
