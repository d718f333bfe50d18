"""Footnotes of web pages: short links to a place further down, and what stands there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.readers.html_main import links
from corpus.readers.node import Node

BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section summary table"
    " tbody td tfoot th thead tr ul".split()
)
_NOTE_TAGS = frozenset("li p div dd td aside section tr".split())
MAX_MARK = 5  # characters: "1", "iv", "*", "12a"
_NOTE_PLACE = re.compile(
    r"_?(?:user-content-)?(?:fn|ftn|edn|footnote|endnote|note|cite_note)s?[-_:]?\w*", re.IGNORECASE
)
_BRACKETS = " \t\r\n[]()\u200b\xa0"


@dataclass(frozen=True, slots=True)
class Links:
    """By identity of their elements: the links to notes with their marks, the notes with theirs, the links back.

    `ways_back` are the words of links back, which are part of no note.
    """

    calls: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    back: frozenset[int] = frozenset()
    ways_back: tuple[str, ...] = ()


def find_notes(page: Node) -> Links:
    """The notes of a page: what short raised links, or links that say so, lead to."""
    above = {id(child): each for each in page.all() for child in each.children}
    places = {name: each for each in page.all() for name in (each.get("id"), each.get("name")) if name}
    calls: dict[int, str] = {}
    notes: dict[int, str] = {}
    callers: set[str] = set()
    for link in links(page):
        mark = link.text.strip(_BRACKETS)
        note = _note(places.get(link.get("href")[1:]), above)
        if note and _is_call(link, mark, above) and not _is_within(link, note, above):
            calls[id(link)] = mark
            notes.setdefault(id(note), mark)
            callers |= set(_names(link, above))
    back = [link for link in links(page) if link.get("href")[1:] in callers and id(link) not in calls]
    words = tuple(link.text for link in back if len(link.text.strip(_BRACKETS)) > MAX_MARK)
    return Links(calls, notes, frozenset(map(id, back)), words)


def _is_within(node: Node, outer: Node, above: dict[int, Node]) -> bool:
    each: Node | None = node
    while each is not None and each is not outer:
        each = above.get(id(each))
    return each is outer


def _is_call(link: Node, mark: str, above: dict[int, Node]) -> bool:
    if not mark or len(mark) > MAX_MARK:
        return False
    is_raised = any(link.all("sup")) or above[id(link)].tag == "sup"
    place = link.get("href")[1:]
    says_so = link.get("role") == "doc-noteref" or (_NOTE_PLACE.fullmatch(place) and "ref" not in place.lower())
    return is_raised or bool(says_so)


def _note(place: Node | None, above: dict[int, Node]) -> Node | None:
    """The element that holds a note whose place is marked in it."""
    while place is not None and place.tag not in BLOCK_TAGS:
        place = above.get(id(place))
    return place if place and place.tag in _NOTE_TAGS else None


def _names(link: Node, above: dict[int, Node]) -> Iterator[str]:
    """The names of a call, under which its note may lead back to it: its own and those around it, up to its paragraph."""
    element: Node | None = link
    while element is not None:
        yield from filter(None, (element.get("id"), element.get("name")))
        element = above.get(id(element)) if element.tag not in BLOCK_TAGS else None
