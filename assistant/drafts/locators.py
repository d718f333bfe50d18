"""Where in a document a reference points: its section, paragraph, page, row or footnote, as people write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import Paragraph, ParagraphKind, location

MOST_IN_RANGE = 100  # paragraphs or pages; a longer range is a slip of the pen, and only its ends count
_NUMBER = r"(?!(?:19|20)\d\d\b)\d{1,4}(?:\.\d+)*"  # a year is none
_JOINED = r"\s*(?:,\s*(?:and\s+|&\s*)?|and\s|&|to\s|[-\u2010-\u2015])\s*"
_LOCATOR = re.compile(
    r"(?<![\w.])(?:(?:on|at|in)\s+)?(?:(?P<page>pages?|pp|p|pg)|(?P<row>rows?)|(?P<footnote>(?:foot|end)?notes?|fn|nn?(?=\.))"
    rf"|(?P<paragraph>paragraphs?|paras?|\u00b6+))\.?\s*(?:nos?\.?\s*)?(?P<numbers>{_NUMBER}(?:{_JOINED}{_NUMBER})*)(?!\w)",
    re.IGNORECASE,
)
_ORDINALS = tuple("first second third fourth fifth sixth seventh eighth ninth tenth".split())
_ORDINAL = re.compile(
    rf"\b(?:the )?(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<figure>\d{{1,3}})(?:st|nd|rd|th)) (?P<what>paragraph|page|row|footnote)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:\bto\b|[-\u2010-\u2015])\s*")
_UNNUMBERED = frozenset(
    {
        ParagraphKind.LETTERHEAD,
        ParagraphKind.ADDRESSEE,
        ParagraphKind.SIGNATURE,
        ParagraphKind.CAPTION,
        ParagraphKind.HEADING,
    }
)
_KINDS = {"footnote": ParagraphKind.FOOTNOTE, "row": ParagraphKind.ROW}


@dataclass(frozen=True, slots=True)
class Locator:
    """What is pointed at ("paragraph", "page", "row", "footnote"), and its numbers as printed."""

    what: str
    numbers: tuple[str, ...]

    @property
    def told(self) -> str:
        """For a sentence: "paragraph 7", "pages 3, 4"."""
        return f"{self.what}{'s' if len(self.numbers) > 1 else ''} {', '.join(self.numbers)}"

    def fits(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is one of those meant. One that goes on over a page break stands on both pages."""
        if self.what == "page":
            return any(str(area.page) in self.numbers for area in paragraph.areas)
        if paragraph.kind in _UNNUMBERED or paragraph.kind is not _KINDS.get(self.what, paragraph.kind):
            return False
        if self.what == "paragraph" and paragraph.kind in _KINDS.values():
            return False
        return (paragraph.number.rstrip(".") if paragraph.number else str(paragraph.place)) in self.numbers


def without_locators(text: str) -> tuple[str, tuple[Locator, ...]]:
    """A text with a comma in place of each "paragraph 7" or "pp. 3-4", and these in its order."""
    figures = _ORDINAL.sub(_in_figures, text)
    found = tuple(_locator(match) for match in _LOCATOR.finditer(figures))
    return _LOCATOR.sub(" , ", figures), found


def _in_figures(match: re.Match[str]) -> str:
    """Of "the third page": page 3."""
    return f"{match['what']} {match['figure'] or _ORDINALS.index(match['word'].lower()) + 1}"


def _locator(match: re.Match[str]) -> Locator:
    what = next(what for what in ("page", "row", "footnote", "paragraph") if match[what])
    return Locator(what, tuple(dict.fromkeys(_numbers(match["numbers"]))))


def _numbers(written: str) -> Iterator[str]:
    """The numbers of "3, 5 and 7-9"."""
    for part in re.split(r"\s*(?:,|\band\b|&)\s*", written):
        first, *last = _TO.split(part)
        if last and first.isdigit() and last[0].isdigit() and 0 < int(last[0]) - int(first) <= MOST_IN_RANGE:
            yield from map(str, range(int(first), int(last[0]) + 1))
        elif part:
            yield from (first, *last)


def under(paragraphs: Sequence[Paragraph], *sections: str) -> list[Paragraph]:
    """The paragraphs of a section within a section: those of just these names, else whose names have each's words in a row.

    Places without a heading have the names that `location` prints: Opening, Addressee, Signature, ….
    """
    wanted = [words_of(section) for section in sections]
    named = [(_section_of(each), each) for each in paragraphs]
    exact = [each for name, each in named if name == [word for words in wanted for word in words]]
    return exact or [each for name, each in named if all(words and holds_words(name, words) for words in wanted)]


def _section_of(paragraph: Paragraph) -> list[str]:
    if paragraph.kind in _UNNUMBERED:
        return words_of(location(paragraph))
    return words_of(" ".join(paragraph.heading) or "Opening")


def words_of(text: str) -> list[str]:
    """Its words, for comparing names."""
    return re.findall(r"\w+", text.replace("\u2019", "'").casefold())


def holds_words(name: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a name has these words in a row."""
    return any(list(name[at : at + len(wanted)]) == list(wanted) for at in range(len(name) - len(wanted) + 1))


def pointed_at(
    paragraphs: Sequence[Paragraph], sections: Sequence[str], locators: Sequence[Locator], document: str
) -> tuple[frozenset[str], str]:
    """The ids of the paragraphs that may be meant (none: all of them), and what is wrong where there is none such.

    `document` is what the document is called in a sentence ("letter").
    """
    left = under(paragraphs, *sections)
    if sections and not left:
        missing = next((each for each in sections if not under(paragraphs, each)), " \u203a ".join(sections))
        return frozenset(), f"That {document} has no section \u201c{missing}\u201d."
    for locator in sorted(locators, key=lambda each: each.what == "page"):
        before, left = left, [each for each in left if locator.fits(each)]
        if not left:
            return frozenset(), _missing(locator, before, paragraphs, document)
    return frozenset(each.id for each in left) if sections or locators else frozenset(), ""


def _missing(locator: Locator, within: Sequence[Paragraph], paragraphs: Sequence[Paragraph], document: str) -> str:
    if locator.what == "page" and not any(each.areas for each in paragraphs):
        return f"That {document} is held without page numbers."
    if any(locator.fits(each) for each in paragraphs):
        return f"That {document} has no {locator.told} at the place described."
    return f"That {document} has no {locator.told}."
