"""A quote and the passage it comes nearest to, word by word: what was added, left out or put in another's place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import numpy as np

from assistant.quotes import folded, without_line_ends

_TOKEN = re.compile(r"\S+")
_MARKS = re.compile(r"[\W_]+")
_EDGES = ".,;:!?'\"()[]\u2014\u2026*"  # what is left of "£3.5%," without these is still a figure


class Changed(StrEnum):
    """What became of words of the source in a quote."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Change:
    """Some words in a row of a quote, and those of the source in their place; one of the two may be empty."""

    kind: Changed
    quoted: str
    source: str

    @property
    def is_in_words(self) -> bool:
        """Whether words differ, and not just punctuation or capitals."""
        mine, theirs = ([_core(word) for word in side.split()] for side in (self.quoted, self.source))
        return list(filter(None, mine)) != list(filter(None, theirs))


@dataclass(frozen=True, slots=True)
class Aligned:
    """A quote beside the passage of a text that is nearest to it.

    `changes`: in the quote's order. `start` and `end`: the passage in the text. `edits`: words to change to make one
    of the other. `run`: the longest run of words that they share.
    """

    changes: tuple[Change, ...]
    start: int
    end: int
    edits: int
    run: int
    words: int

    @property
    def share(self) -> float:
        """The share of the quote's words that need no edit."""
        return 1 - self.edits / self.words


def align(quote: str, text: str) -> Aligned | None:
    """A quote laid beside the passage of a text that needs the fewest edits of words; None where there are no words."""
    mine, theirs = _tokens(without_line_ends(quote)), _tokens(text)
    ours, others = [_core(each) for each, _, _ in mine], [_core(each) for each, _, _ in theirs]
    if not ours or not others:
        return None
    first, last, edits = _passage(ours, others)
    if first == last:
        return None
    first, last = _widened(ours, others, [each for each, _, _ in theirs], first, last)
    matcher = SequenceMatcher(None, ours, others[first:last], autojunk=False)
    changes: list[Change] = []
    for tag, a, b, c, d in _without_chance(matcher.get_opcodes()):
        quoted, source = mine[a:b], theirs[first + c : first + d]
        changes += (
            _equal(quoted, source, (mine[0], mine[-1])) if tag == "equal" else [_change(_KINDS[tag], quoted, source)]
        )
    run = max(block.size for block in matcher.get_matching_blocks())
    return Aligned(tuple(changes), theirs[first][1], theirs[last - 1][2], edits, run, len(ours))


_Token = tuple[str, int, int]
_Code = tuple[str, int, int, int, int]
_ENDS = re.compile(r"[.!?][\"'\u2019\u201d)\]]*$")  # a word at the end of a sentence
_AMID = 4  # words that differ about one that is the same
_KINDS = {"replace": Changed.REPLACED, "delete": Changed.ADDED, "insert": Changed.REMOVED}


def _tokens(text: str) -> list[_Token]:
    """The words of a text, with the marks about them; marks that stand alone go with the word before, or none."""
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        if _core(match[0]):
            found.append((match[0], match.start(), match.end()))
        elif found:
            found[-1] = (text[found[-1][1] : match.end()], found[-1][1], match.end())
    return found


def _core(text: str) -> str:
    """A word without its marks and capitals; a figure keeps the marks in it, which make another figure of it."""
    plain = folded(text).casefold()
    return plain.strip(_EDGES) if any(map(str.isdigit, plain)) else _MARKS.sub("", plain)


def _passage(ours: Sequence[str], others: Sequence[str]) -> tuple[int, int, int]:
    """The words from first up to last of the others that come nearest to ours, and the edits it takes.

    Sellers' algorithm (1980), a row a word: the edit distance with free ends in the other text. Costs are scaled up
    to carry along, below them, the column in which the passage begins, the latest of those that cost the same.
    """
    numbers = {word: number for number, word in enumerate(dict.fromkeys([*ours, *others]))}
    text = np.array([numbers[word] for word in others], dtype=np.int64)
    size = len(text) + 1
    steps = np.arange(size, dtype=np.int64) * size
    row = size - 1 - np.arange(size, dtype=np.int64)
    for word in ours:
        kept = row[:-1] + np.where(text == numbers[word], 0, size)
        added = row + size
        added[1:] = np.minimum(added[1:], kept)
        row = np.minimum.accumulate(added - steps) + steps
    last = int(np.argmin(row))
    edits, mirrored = divmod(int(row[last]), size)
    return size - 1 - mirrored, last, edits


def _widened(
    ours: Sequence[str], others: Sequence[str], printed: Sequence[str], first: int, last: int
) -> tuple[int, int]:
    """The passage with the words of its sentence that stand where words were exchanged at an end of the quote.

    It takes no more edits, and tells "limited" for "clear" rather than that "clear" was put in.
    """
    codes = SequenceMatcher(None, ours, others[first:last], autojunk=False).get_opcodes()
    (tag, begin, end, *_), (last_tag, last_begin, last_end, *_) = codes[0], codes[-1]
    before, after = printed[max(0, first - (end - begin)) : first], printed[last : last + last_end - last_begin]
    if tag == "delete" and not any(_ENDS.search(each) for each in before):
        first -= len(before)
    if last_tag == "delete" and not any(_ENDS.search(each) for each in [printed[last - 1], *after[:-1]]):
        last += len(after)
    return first, last


def _without_chance(codes: Sequence[_Code]) -> list[_Code]:
    """The opcodes of difflib, less each single word that is the same by chance amid words that are not."""
    kept: list[_Code] = []
    for at, (tag, a, b, c, d) in enumerate(codes):
        around = [*codes[max(0, at - 1) : at], *codes[at + 1 : at + 2]]
        is_chance = b - a == 1 and len(around) == 2 and sum(max(e - s, g - f) for _, s, e, f, g in around) >= _AMID
        differs = tag != "equal" or is_chance
        if kept and differs and kept[-1][0] != "equal":
            _, start, _, first, _ = kept.pop()
            kept.append((_tag(b - start, d - first), start, b, first, d))
        else:
            kept.append(("replace" if is_chance and tag == "equal" else tag, a, b, c, d))
    return kept


def _tag(quoted: int, source: int) -> str:
    return "insert" if not quoted else "replace" if source else "delete"


def _equal(quoted: Sequence[_Token], source: Sequence[_Token], ends: tuple[_Token, _Token]) -> list[Change]:
    """Words that are the same, and those of them that differ in their marks or capitals; with the quote's two ends."""
    changes: list[Change] = []
    for mine, theirs in zip(quoted, source, strict=True):
        kind = Changed.SAME if _is_same(mine, theirs, ends) else Changed.REPLACED
        if changes and changes[-1].kind is kind:
            before = changes.pop()
            changes.append(Change(kind, f"{before.quoted} {mine[0]}", f"{before.source} {theirs[0]}"))
        else:
            changes.append(Change(kind, mine[0], theirs[0]))
    return changes


def _is_same(mine: _Token, theirs: _Token, ends: tuple[_Token, _Token]) -> bool:
    """Whether two words are set alike, but for the first letter of a quote and the mark behind its last word."""
    one, two = folded(mine[0]), folded(theirs[0])
    if mine == ends[1]:
        one, two = one.rstrip(".,"), two.rstrip(".,;:")
    return one == two or (mine == ends[0] and one[:1].lower() + one[1:] == two[:1].lower() + two[1:])


def _change(kind: Changed, quoted: Sequence[_Token], source: Sequence[_Token]) -> Change:
    return Change(kind, " ".join(each[0] for each in quoted), " ".join(each[0] for each in source))
