"""A draft: its blocks of text in reading order, and the statements in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from assistant.drafts.statements import Statement, statements_of

_HEADING = re.compile(r"\s*#{1,6}\s+(.+?)[\s#]*")
_ROW = re.compile(r"\s*\|(.*\|.*)\|\s*")
_RULE = re.compile(r"[-:\s]*")  # what stands under a table's heading; an empty cell


class Part(StrEnum):
    """What kind of place a block is in a draft."""

    TEXT = "text"
    HEADING = "heading"
    CELL = "table cell"
    NOTE = "footnote"
    BOX = "text box"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a draft, without its formatting; a pasted text's line."""

    text: str
    part: Part = Part.TEXT


@dataclass(frozen=True)
class Draft:
    """What somebody wants checked. `name`: of its file; empty for pasted text."""

    blocks: tuple[Block, ...]
    name: str = ""

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in reading order; `blocks[each.block].text[each.start : each.end]` is `each.text`."""
        return tuple(
            replace(each, block=number)
            for number, block in enumerate(self.blocks)
            for each in statements_of(block.text)
        )

    @property
    def text(self) -> str:
        """The whole draft, a block a line."""
        return "\n".join(block.text for block in self.blocks)


def draft_of(text: str, name: str = "") -> Draft:
    """A draft of plain text, a block a line; headings and tables are known where they are marked as in Markdown."""
    return Draft(tuple(block for line in text.splitlines() for block in _blocks(line)), name)


def _blocks(line: str) -> Iterator[Block]:
    if heading := _HEADING.fullmatch(line):
        yield Block(heading[1], Part.HEADING)
    elif row := _ROW.fullmatch(line):
        cells = (cell.strip() for cell in row[1].split("|"))
        yield from (Block(cell, Part.CELL) for cell in cells if not _RULE.fullmatch(cell))
    else:
        yield Block(line)
