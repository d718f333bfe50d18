"""Cut a text into paragraphs: the unit of citation, and what this product stands on.

Every word of the text ends up in exactly one paragraph, in reading order. Bullet marks and white space are
not words; the number of a numbered item is kept in `Paragraph.number`.
"""

import re
from dataclasses import dataclass, replace

from corpus.document import Paragraph, ParagraphKind
from corpus.forces import find_forces, unlisted_forces

MAX_HEADING_WORDS = 16  # the longest heading in the letters has 15
MAX_WRAPPED_LINE = 150  # characters; where lines are longer, nothing is wrapped and each line is a paragraph
MAX_OPENING_BLOCKS = 30  # a letter's salutation stands on its first page; a later one is in a letter it quotes
_BULLET = re.compile(r"[-*\u2022\u2013\u25cf\u25aa\u25fc\uf06e\uf0b7](?:\s+|$)")
# "4.12 The force", "3. The force", "(viii) the force"; but "10.5 per cent" at the start of a line is a figure.
_NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{1,3})+(?:\.|(?=\s+[^a-z\s]))|\d{1,2}[.)]|\((?:[a-z]|[ivx]{2,5}|\d{1,2})\))\s+(?=\S)"
)
_SALUTATION = re.compile(r"^(?:Dear|DEAR|T[oO]:)\s+\S.{0,80}$")
_SIGN_OFF = re.compile(
    r"^(yours (sincerely|faithfully|truly)|(with )?kind regards|with best wishes)\b.{0,40}$", re.IGNORECASE
)
_HYPHENATED = re.compile(r"(?<=[a-z][-\u2010])\n(?=[a-z])(?!(?:and|or|to)\b)")
_SIGNATURE_PICTURE = re.compile(r"^(an? )?(handwritten )?(signature|picture|image|photograph|logo)\b", re.IGNORECASE)
_DATE_LINE = re.compile(r"^(?:date[d:]*\s*)?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+,? \d{4}$")
_PERSON = re.compile(r"^(mr|mrs|ms|miss|dr|sir|dame|lord|lady|the chief)\b|\bchief constable\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}\b")
_KEEPS_LINES = (ParagraphKind.LETTERHEAD, ParagraphKind.ADDRESSEE, ParagraphKind.SIGNATURE)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together. A list item knows its mark."""

    text: str
    bullet: bool = False
    number: str | None = None
    kind: ParagraphKind = ParagraphKind.BODY


def cut(document: str, text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text; form feeds are page breaks, blank lines part the blocks."""
    blocks = _with_kinds(_join_across_pages(_blocks(text)))
    return _numbered(document, blocks)


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    for run in re.split(r"\n(?:[^\S\n]*\n)+", text.replace("\f", "\n\n")):
        lines = [line.strip() for line in run.split("\n") if line.strip()]
        blocks += [_block(item) for item in _items(lines)]
    return [block for block in blocks if block.text]


def _items(lines: list[str]) -> list[list[str]]:
    """The lines of each block. Lines without a mark go on with the item before them; some lines stand alone."""
    items: list[list[str]] = []
    wrapped = all(len(line) <= MAX_WRAPPED_LINE for line in lines)
    for before, line in zip(["", *lines], lines, strict=False):
        if before and wrapped and not (_starts_item(line) or _is_alone(line) or _is_alone(before)):
            items[-1].append(line)
        else:
            items.append([line])
    return items


def _starts_item(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBER.match(line))


def _is_alone(line: str) -> bool:
    return bool(_SALUTATION.match(line) or _SIGN_OFF.match(line))


def _block(lines: list[str]) -> Block:
    bullet = _BULLET.match(lines[0])
    number = None if bullet else _NUMBER.match(lines[0])
    mark = bullet or number
    text = "\n".join([lines[0][mark.end() if mark else 0 :], *lines[1:]]).strip()
    return Block(text, bool(bullet), number[1] if number else None)


def _join_across_pages(blocks: list[Block]) -> list[Block]:
    """A sentence that a page break (or a stray blank line) cut in two becomes one again."""
    joined: list[Block] = []
    for block in blocks:
        if joined and _goes_on(joined[-1], block):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text}\n{block.text}")
        else:
            joined.append(block)
    return joined


def _goes_on(before: Block, after: Block) -> bool:
    if after.bullet or after.number or not after.text[:1].islower():
        return False
    is_item = before.bullet or before.number is not None
    is_long = len(before.text.split(maxsplit=MAX_HEADING_WORDS)) > MAX_HEADING_WORDS
    # else it may be a heading above lower-case text
    return (is_item or is_long) and before.text.rstrip("\"'\u2019\u201d)")[-1:] not in tuple(".:;!?")


def _with_kinds(blocks: list[Block]) -> list[Block]:
    salutation = _first(blocks[:MAX_OPENING_BLOCKS], _SALUTATION)
    if salutation is None:
        return [_body_or_heading(block, after) for block, after in _pairs(blocks)]
    sign_off = _first(blocks, _SIGN_OFF, salutation) or len(blocks)
    author = _author(blocks[sign_off:])
    opening = _opening(blocks[:salutation], author)
    greeting = replace(blocks[salutation], kind=ParagraphKind.ADDRESSEE)
    findings = blocks[salutation + 1 : sign_off]
    findings[:1] = [replace(block, text=_one_line(block.text)) for block in findings[:1]]  # a title may be wrapped
    findings = [_body_or_heading(*pair) for pair in _pairs(findings)]
    unlisted = unlisted_forces("\n".join(block.text for block in blocks[: salutation + 1]))
    closing = [replace(block, kind=_closing_kind(block)) for block in blocks[sign_off:]]
    return [*opening, greeting, *_mark_boilerplate(findings, unlisted), *closing]


def _first(blocks: list[Block], pattern: re.Pattern[str], start: int = 0) -> int | None:
    return next((at for at, block in enumerate(blocks) if at >= start and pattern.match(block.text)), None)


def _pairs(blocks: list[Block]) -> list[tuple[Block, Block | None]]:
    return list(zip(blocks, [*blocks[1:], None], strict=False))  # no blocks, no pairs


def _author(closing: list[Block]) -> str | None:
    names = [block.text.split("\n")[0] for block in closing[1:] if not _SIGNATURE_PICTURE.match(block.text)]
    return names[0].split(",")[0] if names else None


def _opening(blocks: list[Block], author: str | None) -> list[Block]:
    """Who a letter is addressed to: a person, else whoever has a postcode (as senders often have, too)."""
    for sign in (_PERSON, _POSTCODE):
        opening = [replace(block, kind=_opening_kind(block, author, sign)) for block in blocks]
        if any(block.kind is ParagraphKind.ADDRESSEE for block in opening):
            break
    return opening


def _opening_kind(block: Block, author: str | None, sign: re.Pattern[str]) -> ParagraphKind:
    is_sender = (author and author in block.text) or _DATE_LINE.match(block.text)
    return ParagraphKind.ADDRESSEE if sign.search(block.text) and not is_sender else ParagraphKind.LETTERHEAD


def _closing_kind(block: Block) -> ParagraphKind:
    return ParagraphKind.CAPTION if _SIGNATURE_PICTURE.match(block.text) else ParagraphKind.SIGNATURE


def _body_or_heading(block: Block, after: Block | None) -> Block:
    is_heading = (
        after is not None
        and not block.bullet
        and "\n" not in block.text
        and 0 < len(block.text.split()) <= MAX_HEADING_WORDS
        and not re.search(r"[.,:;!?]$", block.text)
        and (block.text[0].isupper() or block.text[0].isdigit())
    )
    return replace(block, kind=ParagraphKind.HEADING) if is_heading else block


def _mark_boilerplate(blocks: list[Block], unlisted: tuple[str, ...]) -> list[Block]:
    """What stands between a letter's title and its first section says the same to every force.

    Unless it names a force, or the letter has no sections.
    """
    headings = [at for at, block in enumerate(blocks) if block.kind is ParagraphKind.HEADING]
    if not headings or headings == [0]:
        return blocks
    first_section = headings[1] if headings[0] == 0 else headings[0]
    return [
        replace(block, kind=ParagraphKind.BOILERPLATE)
        if at < first_section and block.kind is ParagraphKind.BODY and not find_forces(block.text, unlisted)
        else block
        for at, block in enumerate(blocks)
    ]


def _numbered(document: str, blocks: list[Block]) -> tuple[Paragraph, ...]:
    """Positions, heading paths and places. A letter's title, below its greeting, is no part of the heading path."""
    paragraphs: list[Paragraph] = []
    heading: tuple[str, ...] = ()
    place = 0
    for position, block in enumerate(blocks, 1):
        if block.kind is ParagraphKind.HEADING:
            is_title = bool(paragraphs) and paragraphs[-1].kind is ParagraphKind.ADDRESSEE
            heading, place = (() if is_title else (block.text,)), 0
            paragraphs.append(Paragraph(document, position, block.kind, block.text, number=block.number))
            continue
        if heading and block.kind in (ParagraphKind.SIGNATURE, ParagraphKind.CAPTION):
            heading, place = (), 0
        place += 1
        text = block.text if block.kind in _KEEPS_LINES else _one_line(block.text)
        paragraphs.append(Paragraph(document, position, block.kind, text, heading, place, block.number))
    return tuple(paragraphs)


def _one_line(text: str) -> str:
    return _HYPHENATED.sub("", text).replace("\n", " ")
