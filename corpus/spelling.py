"""Misspelt names in questions, put right: one letter off, two in long names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.forces import straight

_NEVER = frozenset("barking constabulary police scilly".split())  # taken for misspelt: "polcie" is no name
_LETTERS = re.compile(r"[^\W\d_]{5,}")
# Words and people's names within reach of an area: those of a list of 160,000 that are not rare.
_WORDS = frozenset(
    "badland banger bangers baronet blackbird blackfoot boodle bootie bootleg boson borrow borrows bottle bottled bottles "
    "breakneck bridged brighten broadband burrow burrows cambria cartridge cheater cheaters chested cornball crawled crawler "
    "crawlers crawly darken decorum dirham earing easing eastbound eating eyewash finland gelding gelling greenfinch greenish "
    "halon hasting hayfield havana hovering hustings inertness internees inverses inverters jerseys manifester melon melons "
    "midway minefield misfield mudstone peddle peddled peddles penile presto redcap rotterdam sexton shroud shrouds silly "
    "skewness slouch sough southward southwards steerage stockpot stratiform survey surveys surveyed sussed susses tending "
    "tendering thane waking whitey wides widens windcheater wines wooing working workings wowing wrester "
    "barlow barnes barnett barney barrett barron barton blackwell blackwood burdon burley burnet charley crowley daren "
    "darien darren darwin dorsey gresham hilton hockney huntington kendall landon leinster lexington lyndon mellon morton "
    "rhonda rockford sanford seton stanford sutherland tyndale walden wordsworth".split()
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words in names, with whose names they are in; those that may be misspelt, by their first letter."""

    words: dict[str, set[str]]
    by_letter: dict[str, list[tuple[str, int]]]

    @classmethod
    def of(cls, owners: Mapping[str, str], official: Iterable[str]) -> "Spelling":
        """The spelling of these names, given with their forces' ids; only `official` ones are put right."""
        words: dict[str, set[str]] = {}
        for name, id in owners.items():
            for word in _LETTERS.findall(straight(name).casefold()):
                words.setdefault(word, set()).add(id)
        return cls(words, _by_letter(official))

    def put_right(self, text: str) -> tuple[str, list[int]]:
        """The text with misspelt names put right, and where each of its characters comes from."""
        parts: list[str] = []
        origins: list[int] = []
        done = 0
        for word in _LETTERS.finditer(text):
            if right := self._nearest(word[0].casefold()):
                parts += [text[done : word.start()], right]
                origins += [*range(done, word.start()), *[word.start()] * len(right)]
                done = word.end()
        return "".join([*parts, text[done:]]), [*origins, *range(done, len(text) + 1)]

    def _nearest(self, typed: str) -> str | None:
        """The word of a name that was meant: one letter off, two in long ones, and nearest to names of one force only."""
        if typed in self.words or typed in _WORDS:
            return None
        letters, near = _letters(typed), list[tuple[int, str]]()
        for word, of in self.by_letter.get(typed[0], ()):
            most = 2 if len(word) >= 9 else 1
            is_like = max((letters & ~of).bit_count(), (of & ~letters).bit_count()) <= most
            if is_like and (distance := _distance(typed, word)) <= most:
                near.append((distance, word))
        best = [word for distance, word in near if distance == min(near)[0]]
        return best[0] if best and all(self.words[word] == self.words[best[0]] for word in best) else None


def _by_letter(names: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """The words that may be misspelt, with the letters they are made of, by the first."""
    by_letter: dict[str, list[tuple[str, int]]] = {}
    for word in sorted({word for name in names for word in _LETTERS.findall(straight(name).casefold())}):
        if len(word) >= 6 and word not in _NEVER:
            by_letter.setdefault(word[0], []).append((word, _letters(word)))
    return by_letter


def _letters(word: str) -> int:
    """The letters of a word as bits, a second and third one each in bits of its own.

    One edit leaves no more than one letter over on either side, which spares most comparisons.
    """
    return sum({1 << (ord(letter) % 32 + 32 * word[:i].count(letter)) for i, letter in enumerate(word)})


def _distance(one: str, other: str) -> int:
    """Edits from one word to the other; two letters that changed places are one (Damerau, optimal string alignment)."""
    before, last = [0], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            edits = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                edits = min(edits, before[j - 2] + 1)
            row.append(edits)
        before, last = last, row
    return last[-1]
