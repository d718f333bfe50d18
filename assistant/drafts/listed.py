"""A draft's own list of references, and its notes: what the numbers in its text stand for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.drafts.described import Reference
from assistant.drafts.draft import Draft, Part

_HEADING = re.compile(
    r"^[\W\d]*(?:list of )?(?:references?|sources?|(?:foot|end)?notes?|bibliography|works cited|documents cited)(?: and (?:references|sources|notes))?\W*$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"^\W*?\[\^?(\d{1,3})\]:?\s*")
_PLAIN = re.compile(r"^\s*(?:[-*\u2022]\s+)?\(?(\d{1,3})(?:[.):]\s*|\s+)(?=\D)")
_RAISED = re.compile(r"^\s*([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3})\s*")
RAISED = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789")
_WORK = re.compile(r"\b(?:19|20)\d\d\b|https?://|www\.|\bISBN\b")
_DOCUMENT = re.compile(r"\b(?:letter|report|inspection|jtai)\b|\w#\d|paragraph=", re.IGNORECASE)
Read = Callable[[str, str | None], tuple[str, tuple[Reference, ...]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list: its number if it has one, the blocks that hold nothing else, and what it refers to."""

    number: int | None
    references: tuple[Reference, ...]
    blocks: tuple[int, ...] = ()


@dataclass(slots=True)
class _Line:
    """A line that may be an entry, with those that go on with it."""

    number: int | None
    text: str
    blocks: list[int]
    in_list: bool


def entries_of(draft: Draft, read: Read) -> tuple[Entry, ...]:
    """The entries of a draft's list in order.

    They stand under a heading such as "References", or are notes that begin with their number, or lines "[3] …" that
    name a document. `read` takes the references out of a text: what is left of it, and them; "ibid." is the document
    of the entry before.
    """
    entries: list[Entry] = []
    before: str | None = None
    for line in _lines(draft, read):
        says, references = read(line.text, before)
        is_work = line.in_list and line.number is not None and not references and _WORK.search(line.text)
        if line.number is None and (says or not references):
            continue
        before = next((each.document for each in reversed(references) if each.document), before)
        entries.append(Entry(line.number, references, tuple(line.blocks) if is_work or not says else ()))
    return tuple(entries)


def _lines(draft: Draft, read: Read) -> Iterator[_Line]:
    """The lines that may be entries. A line without a number goes on with an entry that it makes into a reference."""
    in_list = False
    last: _Line | None = None
    for number, block in enumerate(draft.blocks):
        text = block.text.strip()
        is_title = bool(_HEADING.match(text))
        in_list = is_title or (in_list and block.part is not Part.HEADING and not text.startswith("#"))
        mark = _mark(text, in_list or block.part is Part.NOTE)
        if last and text and not mark and not is_title and _goes_on(last, text, read):
            last.text += f" {text}"
            last.blocks.append(number)
            continue
        if last:
            yield last
        is_line = mark or (in_list and text and not is_title)
        entry, words = mark or (None, text)
        last = _Line(entry, words, [number], in_list) if is_line else None
    if last:
        yield last


def _goes_on(line: _Line, text: str, read: Read) -> bool:
    says, alone = read(text, None)
    is_another = not says and bool(alone) and bool(_DOCUMENT.search(text))
    return not is_another and not read(f"{line.text} {text}", None)[0]


def _mark(text: str, in_list: bool) -> tuple[int, str] | None:
    """The number that a line begins with, and what follows it; "3." counts in a list or note only."""
    for pattern in (_BRACKETED, _RAISED, _PLAIN) if in_list else (_BRACKETED,):
        if match := pattern.match(text):
            return int(match[1].translate(RAISED)), text[match.end() :]
    return None
