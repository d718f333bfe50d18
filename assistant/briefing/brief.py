"""A briefing: sections of lines, each with its source."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assistant.answer import Citation
from corpus import Document


class FindingType(StrEnum):
    """What a sentence of a letter tells about the force."""

    STRENGTH = "strength"
    CONCERN = "concern"
    IMPROVEMENT = "area for improvement"
    RECOMMENDATION = "recommendation"
    ACTION = "action under way"
    FACT = "fact"


class Length(StrEnum):
    """How long a briefing is meant to be."""

    ONE_PAGE = "one page"
    TWO_PAGES = "two pages"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants a briefing on. `themes`: ids of `themes.THEMES`, or a user's own words; none for all.

    `first` and `last`: days, the inspection's; None for no bound. `title`: of the page; empty for the usual one.
    """

    force: str
    themes: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    length: Length = Length.TWO_PAGES
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: words that stand in its source, a language model's that were checked against it, or an editor's.

    `why`: how its type was told, in a sentence. `problem`: why an edited line no longer stands; empty where it does.
    `writer`: the language model whose words it has; empty for all others. `more`: what these rest on beside the citation.
    """

    text: str
    citation: Citation
    type: FindingType
    why: str = ""
    problem: str = ""
    writer: str = ""
    more: tuple[Citation, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All that it rests on."""
        return (self.citation, *self.more)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; `note` says what there is to say instead of, or before, lines.

    `notice`: what only whoever makes the briefing must know, and no file says: that a language model could not be
    reached, say.
    """

    heading: str
    lines: tuple[Line, ...] = ()
    note: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """A whole briefing. `documents`: those it draws on, latest first. `made`: when; `held`: documents in the corpus then."""

    order: Order
    title: str
    force: str
    sections: tuple[Section, ...]
    documents: tuple[Document, ...]
    made: datetime
    held: int

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in order; a line's note has its number from 1 in this order."""
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def notice(self) -> str:
        """What only its maker must know, of all sections."""
        return " ".join(dict.fromkeys(section.notice for section in self.sections if section.notice))
