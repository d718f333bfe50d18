"""Word's automatic numbers: the file says how a list counts, and the numbers themselves stand nowhere in it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.readers.node import NOTHING, Node
from corpus.readers.numerals import printed
from corpus.readers.word_styles import Styles, is_on

MAX_LEVEL = 8  # a list of Word has nine levels


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before a list item: its number ("4.12"; None for a bullet), and how deep it is in the list, from 1.

    `words` is a number that has words ("Recommendation 3:"), which are to be read with the text.
    """

    number: str | None
    depth: int
    words: str = ""


class Numbering:
    """Counts the list items of one file; ask it for each paragraph once, in their order."""

    def __init__(self, root: Node, styles: Styles) -> None:
        self._styles = styles
        self._lists = {each.get("abstractNumId"): each for each in root.children if each.tag == "abstractNum"}
        self._uses = {each.get("numId"): each for each in root.children if each.tag == "num"}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)  # a list's numbers so far, by level
        self._begun: set[tuple[str, int]] = set()  # the restarts that have happened
        self._headings: dict[str, set[int]] = defaultdict(set)  # the levels of a list that number headings

    def mark(self, paragraph: Node, is_heading: bool) -> Mark | None:
        """The mark of this paragraph, or None when it has none."""
        use, level = self._place(paragraph)
        list_id, numbers = self._list(use)
        kind = self._level(use, numbers, level)
        if kind is NOTHING:
            return None
        self._count(use, list_id, numbers, level)
        if is_heading:
            self._headings[list_id].add(level)
        format, pattern = kind.child("numFmt").get("val"), kind.child("lvlText").get("val")
        if format == "none" or not pattern.strip():
            return None
        depth = level + 1 - sum(each < level for each in self._headings[list_id])
        if format == "bullet" or not re.search(r"%\d", pattern):
            return Mark(None, depth)
        number = self._printed(use, list_id, numbers, kind)
        has_words = re.search(r"[^\W\d_]{2}", re.sub(r"%\d", " ", pattern))
        return Mark(None, 0, number) if has_words else Mark(number, depth)

    def _place(self, paragraph: Node) -> tuple[str, int]:
        """The list that a paragraph uses ("" or "0": none) and its level in it."""
        said = [each.child("numPr") for each in self._styles.properties(paragraph)]
        use = next(filter(None, (each.child("numId").get("val") for each in said)), "")
        tied = [NOTHING, *self._tied(use, paragraph)]
        levels = [said[0].child("ilvl").number("val", -1), tied[-1].number("ilvl", -1)]
        levels += [each.child("ilvl").number("val", -1) for each in said]
        return use, min(next((level for level in levels if level >= 0), 0), MAX_LEVEL)

    def _tied(self, use: str, paragraph: Node) -> Iterator[Node]:
        """A list may tie its levels to styles (headings): those tied to the paragraph's, the nearest style's last."""
        levels = {each.child("pStyle").get("val"): each for each in self._list(use)[1].children}
        ids = [style.get("styleId") for style in self._styles.of(paragraph)]
        return (levels[id] for id in reversed(ids) if id in levels)

    def _list(self, use: str) -> tuple[str, Node]:
        """The list behind a use of it, which a list style may stand between."""
        for _ in range(5):  # a style that names itself would go round for ever
            id = self._uses.get(use, NOTHING).child("abstractNumId").get("val")
            numbers = self._lists.get(id, NOTHING)
            link = numbers.child("numStyleLink").get("val")
            if not link:
                return id, numbers
            use = self._styles.by_id.get(link, NOTHING).child("pPr", "numPr", "numId").get("val")
        return "", NOTHING

    def _override(self, use: str, level: int) -> Node:
        overrides = (each for each in self._uses.get(use, NOTHING).children if each.tag == "lvlOverride")
        return next((each for each in overrides if each.get("ilvl") == str(level)), NOTHING)

    def _level(self, use: str, numbers: Node, level: int) -> Node:
        levels = [*self._override(use, level).children, *numbers.children]
        return next((each for each in levels if each.tag == "lvl" and each.get("ilvl") == str(level)), NOTHING)

    def _start(self, use: str, numbers: Node, level: int) -> int:
        otherwise = self._level(use, numbers, level).child("start").number("val", 1)
        return self._override(use, level).child("startOverride").number("val", otherwise)

    def _count(self, use: str, list_id: str, numbers: Node, level: int) -> None:
        """One more at this level; the levels below it begin again, unless they say otherwise. Skipped ones above count."""
        counts = self._counts[list_id]
        for above in range(level):
            counts.setdefault(above, self._start(use, numbers, above))
        restarts = self._override(use, level).has("startOverride") and (use, level) not in self._begun
        self._begun.add((use, level))
        start = self._start(use, numbers, level)
        counts[level] = start if restarts or level not in counts else counts[level] + 1
        for below in [each for each in counts if each > level]:
            after = self._level(use, numbers, below).child("lvlRestart").number("val", MAX_LEVEL + 1)
            if level < after:  # 0: never; n: after a number of the nth level or above
                del counts[below]

    def _printed(self, use: str, list_id: str, numbers: Node, kind: Node) -> str:
        counts = self._counts[list_id]

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            format = self._level(use, numbers, level).child("numFmt").get("val")
            number = counts.get(level, 1)  # a pattern may name a level below its own
            return printed(number, "decimal" if is_on(kind, "isLgl") else format)

        return re.sub(r"%([1-9])", shown, kind.child("lvlText").get("val")).strip()
