"""Whether a file is a newer version of a document, or another one that has its name."""

import re
from collections.abc import Iterable

from corpus.document import Document, Paragraph

FEW = 20  # different words: too few to tell by
ALIKE = 0.3  # of the words of the shorter one: so many a newer version shares, at least; "report.pdf" may be anything


def is_version(
    document: Document, paragraphs: Iterable[Paragraph], forces: tuple[str, ...], held: Iterable[Paragraph]
) -> bool:
    """Whether a document is a newer version of an older one that was added from a place of the same name.

    `forces` are those that the older one is about, `held` its paragraphs.

    An address is a place by itself. Files of one name are two documents when they are about different forces, or
    have little in common: one must not replace the other, nor take over what was corrected of it.
    """
    if "://" in document.file:
        return True
    if document.forces and forces and not set(document.forces) & set(forces):
        return False
    new, old = _words(paragraphs), _words(held)
    fewer = min(len(new), len(old))
    return fewer < FEW or len(new & old) >= ALIKE * fewer


def _words(paragraphs: Iterable[Paragraph]) -> set[str]:
    return {word for paragraph in paragraphs for word in re.findall(r"[^\W_]+", paragraph.text.lower())}
