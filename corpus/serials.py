"""Ids that last: a paragraph of a newer version keeps its number where its text is unchanged."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import count

from corpus.document import Paragraph, ParagraphKind

Key = Callable[[Paragraph], Hashable]


def with_lasting_serials(
    paragraphs: Sequence[Paragraph], older: Iterable[Paragraph], highest: int
) -> tuple[Paragraph, ...]:
    """The paragraphs, with the serials of the older version's where text and kind are the same.

    The others get numbers above `highest`, the highest that was ever given in this document. Equal texts are told
    apart by their heading first, then by their order.
    """
    left = list(older)
    serials: dict[int, int] = {}
    for key in (_under_its_heading, _by_itself):
        serials |= _matched([each for each in paragraphs if each.position not in serials], left, key)
        taken = set(serials.values())
        left = [each for each in left if each.serial not in taken]
    new = count(highest + 1)
    return tuple(
        replace(each, serial=serials[each.position] if each.position in serials else next(new)) for each in paragraphs
    )


def _matched(paragraphs: Iterable[Paragraph], older: Iterable[Paragraph], key: Key) -> dict[int, int]:
    """Serials by position; those of equal keys in their order."""
    free: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for each in older:
        free[key(each)].append(each.serial)
    found = [(each.position, free.get(key(each))) for each in paragraphs]
    return {position: serials.popleft() for position, serials in found if serials}


def _by_itself(paragraph: Paragraph) -> Hashable:
    """Whether a paragraph is boilerplate is found out anew each time, so that alone makes no other paragraph."""
    kind = ParagraphKind.BODY if paragraph.kind is ParagraphKind.BOILERPLATE else paragraph.kind
    return kind, paragraph.text


def _under_its_heading(paragraph: Paragraph) -> Hashable:
    return _by_itself(paragraph), paragraph.heading
