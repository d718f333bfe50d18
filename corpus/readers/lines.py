"""Text as word processors and web pages hold it, tidied and parted into blocks."""

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.block import SIGNS, Block
from corpus.document import ParagraphKind
from corpus.plain import listed, starts_item

# Not shown: soft hyphens, zero-width marks, and the signs that stand around a footnote's mark in our blocks.
_UNSEEN = dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff\0" + SIGNS))
_ALIKE = {0x2011: "-"}  # a hyphen at which no line may break is a hyphen
# Bullets of the symbol fonts, and others that `listed` does not know, become one that it does.
_SYMBOL_BULLET = re.compile("^[\uf000-\uf0ff\u25a0\u25a1\u25b6\u25b8\u25ba\u25c6\u25cb\u2043\u2219\u27a2\u2756]\\s+")


def seen(text: str) -> str:
    """The text without signs that are not shown."""
    return text.translate(_UNSEEN).translate(_ALIKE)


def tidy(text: str) -> str:
    r"""The text with single spaces, and lines (parted by `\n`) without any at their ends; no empty lines."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def typed(text: str) -> Iterable[Block]:
    """The blocks of a paragraph, in which bullets or numbers may be typed as text, at its beginning or after a line break."""
    items: list[list[str]] = []
    for line in tidy(text).split("\n"):
        line = _SYMBOL_BULLET.sub("\u2022 ", line)
        if items and not starts_item(line):
            items[-1].append(line)
        else:
            items.append([line])
    return (block for block in map(listed, items) if block.text)


def mark(blocks: Iterable[Block], depth: int, number: str | None) -> list[Block]:
    """The blocks of a list item: all but headings at its depth, the first with its number."""
    deeper = [
        block if block.kind is ParagraphKind.HEADING else replace(block, depth=max(block.depth, depth))
        for block in blocks
    ]
    deeper[:1] = [replace(block, number=number or block.number) for block in deeper[:1]]
    return deeper


def titled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, the title among them above nothing: the only heading of the first level, before others of lower ones."""
    held = tuple(blocks)
    headings = [block for block in held if block.kind is ParagraphKind.HEADING]
    levels = [block.level for block in headings]
    if len(levels) < 2 or levels[0] != 1 or min(levels[1:]) < 2:
        return held
    return tuple(replace(block, level=0) if block is headings[0] else block for block in held)
