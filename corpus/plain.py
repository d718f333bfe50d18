"""Plain text into blocks: blank lines and list marks part them, form feeds are page breaks."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.block import Block

MAX_HEADING_WORDS = 16  # the longest heading in the letters has 15
MAX_WRAPPED_LINE = 150  # characters; where lines are longer, nothing is wrapped and each line is a paragraph
_BULLET = re.compile(
    r"(?:[-*\u2022\u2013\u2212\u25cf\u25aa\u25ab\u25fc\u25a0\u25e6\u25cb\u2023\u2043\uf06e\uf0b7\uf0a7\uf0d8]|o(?=\s+[A-Za-z]))(?:\s+|$)"
)
# "4.12 The force", "3. The force", "(viii) the force"; but "10.5 per cent" at the start of a line is a figure.
_NUMBER = re.compile(
    r"([A-Z]?\d{1,3}(?:\.\d{1,3})+(?:\.|(?=\s+[^a-z\s]))|\d{1,2}[.)]|\((?:[a-z]|[ivx]{2,5}|\d{1,2})\))(?:\s+(?=\S)|(?<=\d\.)(?=[A-Z\u201c]))"
)
SALUTATION = re.compile(r"^(?:Dear|DEAR|T[oO]:)\s+\S.{0,80}$")
SIGN_OFF = re.compile(
    r"^(yours (sincerely|faithfully|truly)|(with )?kind regards|with best wishes)\b.{0,40}$", re.IGNORECASE
)


def split(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in its order; every word but list marks is in one of them."""
    blocks: list[Block] = []
    for run in re.split(r"\n(?:[^\S\n]*\n)+", text.replace("\f", "\n\n")):
        lines = [line.strip() for line in run.split("\n") if line.strip()]
        blocks += [listed(item) for item in _items(lines)]
    return join([block for block in blocks if block.text])


def listed(lines: Sequence[str]) -> Block:
    """The block of these lines, which may begin with a bullet or a number."""
    bullet = _BULLET.match(lines[0])
    number = None if bullet else _NUMBER.match(lines[0])
    mark = bullet or number
    text = "\n".join([lines[0][mark.end() if mark else 0 :], *lines[1:]]).strip()
    return Block(text, depth=1 if mark else 0, number=number[1] if number else None)


def starts_item(line: str) -> bool:
    """Whether a line begins with a bullet or a number."""
    return bool(_BULLET.match(line) or _NUMBER.match(line))


def is_alone(line: str) -> bool:
    """Whether a line is a salutation or a sign-off, which no other line goes on."""
    return bool(SALUTATION.match(line) or SIGN_OFF.match(line))


def join(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """A sentence that a page break (or a stray blank line) cut in two becomes one again."""
    joined: list[Block] = []
    for block in blocks:
        if joined and _goes_on(joined[-1], block):
            before = joined[-1]
            joined[-1] = replace(before, text=f"{before.text}\n{block.text}", areas=before.areas + block.areas)
        else:
            joined.append(block)
    return tuple(joined)


def _items(lines: list[str]) -> list[list[str]]:
    """The lines of each block. Lines without a mark go on with the item before them; some lines stand alone."""
    items: list[list[str]] = []
    wrapped = all(len(line) <= MAX_WRAPPED_LINE for line in lines)
    for before, line in zip(["", *lines], lines, strict=False):
        if before and wrapped and not (starts_item(line) or is_alone(line) or is_alone(before)):
            items[-1].append(line)
        else:
            items.append([line])
    return items


def _goes_on(before: Block, after: Block) -> bool:
    if after.depth or not after.text[:1].islower():
        return False
    is_long = len(before.text.split(maxsplit=MAX_HEADING_WORDS)) > MAX_HEADING_WORDS
    # else it may be a heading above lower-case text
    return (before.depth > 0 or is_long) and before.text.rstrip("\"'\u2019\u201d)")[-1:] not in tuple(".:;!?")
