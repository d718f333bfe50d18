"""Blocks into paragraphs: the unit of citation, and what this product stands on.

Every word of the blocks ends up in exactly one paragraph, in reading order; footnotes follow the paragraph that
calls them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.block import CALL, TABLE_LEVEL, Block, Reading
from corpus.document import Area, Paragraph, ParagraphKind
from corpus.forces import find_forces, unlisted_forces
from corpus.plain import MAX_HEADING_WORDS, SALUTATION, SIGN_OFF

MAX_OPENING_BLOCKS = 30  # a letter's salutation stands on its first page; a later one is in a letter it quotes
_HYPHENATED = re.compile(r"(?<=[^\W_])[-\u2010]\n(?=[^\W_])(?!(?:and|or|to)\b)")
_ADDRESS = re.compile(r"((?:https?://|www\.)\S{0,300}/)\n(?=[a-z0-9])")  # a web address over two lines
_SIGNATURE_PICTURE = re.compile(r"^(an? )?(handwritten )?(signature|picture|image|photograph|logo)\b", re.IGNORECASE)
_DATE_LINE = re.compile(r"^(?:date[d:]*\s*)?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+,? \d{4}$")
_PERSON = re.compile(r"^(mr|mrs|ms|miss|dr|sir|dame|lord|lady|the chief)\b|\bchief constable\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}\b")
LONGEST_WORD = 40  # characters
MANY = 4  # blocks before the greeting: a date and several persons
_NAMED = (ParagraphKind.LETTERHEAD, ParagraphKind.BODY)
_KEEPS_LINES = (ParagraphKind.LETTERHEAD, ParagraphKind.ADDRESSEE, ParagraphKind.SIGNATURE)


def cut(document: str, reading: Reading) -> tuple[Paragraph, ...]:
    """The paragraphs of what was read."""
    blocks = _with_kinds([block for block in reading.blocks if block.text.strip()], reading.headed)
    return _numbered(document, _notes_after_their_marks(blocks), _vocabulary(blocks))


def _with_kinds(blocks: list[Block], headed: bool) -> list[Block]:
    salutation = _first(blocks[:MAX_OPENING_BLOCKS], SALUTATION)
    if salutation is None:
        return _with_headings(blocks, headed)
    sign_off = _first(blocks, SIGN_OFF, salutation) or len(blocks)
    author = _author(blocks[sign_off:])
    opening = _opening(blocks[:salutation], author)
    greeting = replace(blocks[salutation], kind=ParagraphKind.ADDRESSEE)
    findings = blocks[salutation + 1 : sign_off]
    findings[:1] = [replace(block, text=_one_line(block.text)) for block in findings[:1]]  # a title may be wrapped
    findings = _with_headings(findings, headed)
    unlisted = unlisted_forces("\n".join(block.text for block in blocks[: salutation + 1]))
    closing = [replace(block, kind=_closing_kind(block)) for block in blocks[sign_off:]]
    return [*opening, greeting, *_mark_boilerplate(findings, unlisted), *closing]


def _first(blocks: list[Block], pattern: re.Pattern[str], start: int = 0) -> int | None:
    return next((at for at, block in enumerate(blocks) if at >= start and pattern.match(block.text)), None)


def _with_headings(blocks: list[Block], headed: bool) -> list[Block]:
    """Headings guessed by their looks, for formats that do not tell them."""
    if headed:
        return blocks
    return [_body_or_heading(block, after) for block, after in zip(blocks, [*blocks[1:], None], strict=False)]


def _author(closing: list[Block]) -> str | None:
    names = [block.text.split("\n")[0] for block in closing[1:] if not _SIGNATURE_PICTURE.match(block.text)]
    return names[0].split(",")[0] if names else None


def _opening(blocks: list[Block], author: str | None) -> list[Block]:
    """Who a letter is addressed to: a person, else whoever has a postcode (as senders often have, too)."""
    for sign in (_PERSON, _POSTCODE):
        opening = [replace(block, kind=_opening_kind(block, author, sign)) for block in blocks]
        if any(block.kind is ParagraphKind.ADDRESSEE for block in opening):
            break
    return _all_addressed(opening)


def _all_addressed(opening: list[Block]) -> list[Block]:
    """Where a letter's date comes first, all that stand between it and the greeting are addressed."""
    if len(opening) < MANY or not _DATE_LINE.match(opening[0].text):
        return opening
    return [opening[0], *(replace(b, kind=ParagraphKind.ADDRESSEE) if b.kind in _NAMED else b for b in opening[1:])]


def _opening_kind(block: Block, author: str | None, sign: re.Pattern[str]) -> ParagraphKind:
    if block.kind is ParagraphKind.FOOTNOTE:
        return block.kind
    is_sender = (author and author in block.text) or _DATE_LINE.match(block.text)
    return ParagraphKind.ADDRESSEE if sign.search(block.text) and not is_sender else ParagraphKind.LETTERHEAD


def _closing_kind(block: Block) -> ParagraphKind:
    if block.kind is ParagraphKind.FOOTNOTE:
        return block.kind
    return ParagraphKind.CAPTION if _SIGNATURE_PICTURE.match(block.text) else ParagraphKind.SIGNATURE


def _body_or_heading(block: Block, after: Block | None) -> Block:
    is_heading = (
        block.kind is ParagraphKind.BODY
        and after is not None
        and (not block.depth or block.number is not None)
        and "\n" not in block.text
        and 0 < len(block.text.split()) <= MAX_HEADING_WORDS
        and not re.search(r"[.,:;!?]$", block.text)
        and (block.text[0].isupper() or block.text[0].isdigit())
    )
    return replace(block, kind=ParagraphKind.HEADING, level=1) if is_heading else block


def _mark_boilerplate(blocks: list[Block], unlisted: tuple[str, ...]) -> list[Block]:
    """What stands between a letter's title and its first section says the same to every force.

    Unless it names a force, or the letter has no sections.
    """
    headings = [at for at, block in enumerate(blocks) if block.kind is ParagraphKind.HEADING]
    if not headings or headings == [0] or re.search(r"\bjoint\b", blocks[0].text, re.IGNORECASE):
        return blocks  # a joint letter's opening sums up its findings
    first_section = headings[1] if headings[0] == 0 else headings[0]
    return [
        replace(block, kind=ParagraphKind.BOILERPLATE)
        if at < first_section and block.kind is ParagraphKind.BODY and not find_forces(block.text, unlisted)
        else block
        for at, block in enumerate(blocks)
    ]


def _notes_after_their_marks(blocks: Sequence[Block]) -> list[Block]:
    """Each footnote behind the block that calls it: a page's notes stand between two halves of its last sentence."""
    notes: dict[str, list[Block]] = {}
    for block in blocks:
        if block.kind is ParagraphKind.FOOTNOTE and block.number:
            notes.setdefault(block.number, []).append(block)
    behind: dict[int, list[Block]] = {}
    used: set[int] = set()
    for block in blocks:
        for mark in CALL.findall(block.text) if block.kind is not ParagraphKind.FOOTNOTE else ():
            free = (each for each in notes.get(mark, ()) if id(each) not in used and _share_a_page(each, block))
            if note := next(free, None):
                used.add(id(note))
                behind.setdefault(id(block), []).append(note)
    return [each for block in blocks if id(block) not in used for each in (block, *behind.get(id(block), ()))]


def _share_a_page(note: Block, block: Block) -> bool:
    """Whether a note begins on a page on which the block stands; in formats without pages, always."""
    return not note.areas or not block.areas or note.areas[0].page in {area.page for area in block.areas}


def _numbered(document: str, blocks: Iterable[Block], vocabulary: Counter[str]) -> tuple[Paragraph, ...]:
    """Positions, heading paths and places. A letter's title, below its greeting, is no part of the heading path."""
    paragraphs: list[Paragraph] = []
    path: list[tuple[int, str]] = []
    place = 0
    called: dict[str, list[tuple[int, int]]] = {}
    for position, block in enumerate(blocks, 1):
        text, calls = _without_calls(block.text if block.kind in _KEEPS_LINES else _one_line(block.text, vocabulary))
        called = called if block.kind is ParagraphKind.FOOTNOTE else {}
        for mark, at in calls:
            called.setdefault(mark, []).append((position, at))
        if block.kind is ParagraphKind.HEADING:
            is_title = bool(paragraphs) and paragraphs[-1].kind is ParagraphKind.ADDRESSEE
            path = [each for each in path if each[0] < block.level] if block.level and not is_title else []
            path += [] if is_title or not block.level else [(block.level, text)]
            place = 0
        elif path and path[-1][0] == TABLE_LEVEL and block.kind not in (ParagraphKind.ROW, ParagraphKind.FOOTNOTE):
            path = path[:-1]
        elif path and block.kind is ParagraphKind.SIGNATURE:
            path, place = [], 0
        is_heading, is_note = block.kind is ParagraphKind.HEADING, block.kind is ParagraphKind.FOOTNOTE
        place += not (is_heading or is_note)
        above = path[:-1] if is_heading else path
        paragraphs.append(
            Paragraph(
                document,
                position,
                block.kind,
                text,
                tuple(heading for _, heading in above),
                max(place, 1),
                block.number,
                block.depth,
                _one_a_page(block.areas),
                _taken(called, block.number) if is_note else None,
                serial=position,
            )
        )
    return tuple(paragraphs)


def _taken(called: dict[str, list[tuple[int, int]]], mark: str | None) -> tuple[int, int] | None:
    """Where a footnote's mark stands: the first place that no footnote before it has taken."""
    places = called.get(mark or "")
    return places.pop(0) if places else None


def _without_calls(text: str) -> tuple[str, list[tuple[str, int]]]:
    """The text without the marks of its footnotes, and where each stood."""
    calls: list[tuple[str, int]] = []
    parts: list[str] = []
    at = 0
    for match in CALL.finditer(text):
        parts.append(text[at : match.start()])
        calls.append((match[1], sum(map(len, parts))))
        at = match.end()
    return "".join([*parts, text[at:]]), calls


def _one_a_page(areas: Iterable[Area]) -> tuple[Area, ...]:
    pages: dict[int, Area] = {}
    for area in areas:
        held = pages.get(area.page, area)
        pages[area.page] = Area(
            area.page,
            min(held.left, area.left),
            min(held.bottom, area.bottom),
            max(held.right, area.right),
            max(held.top, area.top),
        )
    return tuple(pages.values())


def _vocabulary(blocks: Iterable[Block]) -> Counter[str]:
    """How often each word, and each hyphenated one, stands whole in a line."""
    return Counter(word.lower() for block in blocks for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", block.text))


def _one_line(text: str, vocabulary: Counter[str] | None = None) -> str:
    r"""The lines as one. A word parted at a line's end loses its hyphen only where the document writes it without.

    "infor-\nmation" is one word when "information" stands elsewhere; "well-\ncoordinated" keeps its hyphen.
    """

    def joined(match: re.Match[str]) -> str:
        start = re.search(r"[^\W_-]*$", text[max(0, match.start() - LONGEST_WORD) : match.start()].lower())
        end = re.match(r"[^\W_-]*", text[match.end() : match.end() + LONGEST_WORD].lower())
        first, last = start[0] if start else "", end[0] if end else ""
        known = vocabulary or Counter()
        return "" if known[first + last] > known[f"{first}-{last}"] else "-"

    whole = _ADDRESS.sub(r"\1", _HYPHENATED.sub(joined, text))
    return whole.replace("\n", " ").replace("\xa0", " ")
