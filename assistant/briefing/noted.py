"""What every file of a briefing says in the same words: its notes, the paragraphs behind them, when it was made."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.briefing.brief import Briefing, Line, Section
from assistant.drafts.telling import link_of
from assistant.quotes import find_quote, stands
from corpus import Document, Paragraph, embargo_of, location, long_date, reference, warnings_of
from corpus.dates import LONDON

AUTHOR = "Inspection assistant"
ANNEX = "Annex: the source paragraphs"
ANNEX_NOTE = "Each paragraph is given whole. The words that the briefing rests on are in bold."
UNUSED = "Documents read, from which no line was taken"
EMPTY = "There is nothing to tell."
FAULT = "No longer stands"
# What no file may hold, or what would turn the direction of the text around it: controls, surrogates, non-characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_NUMBERED = re.compile(r"\b(paragraph|page|row|footnote) (?=\d)")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph behind lines, numbered from 1 in the annex. `notes`: the numbers of these lines.

    `runs`: its whole text in parts, each with whether it was quoted.
    """

    number: int
    paragraph: Paragraph
    document: Document
    notes: tuple[int, ...]
    runs: tuple[tuple[str, bool], ...]

    @property
    def place(self) -> str:
        """Where in its document it is, for a reader."""
        return clean(location(self.paragraph))

    @property
    def told_notes(self) -> str:
        """The notes that name it: "notes 1 and 4"."""
        return told_numbers("note", self.notes)


@dataclass(frozen=True, slots=True)
class Note:
    """What stands under a line: the document, the place in it, its address ("" without a site), warnings."""

    number: int
    document: str
    place: str
    link: str
    source: Source
    warnings: tuple[str, ...]


def clean(text: str) -> str:
    """A text on one line, without what cannot be seen; blanks at its ends stay, as one."""
    return _BLANKS.sub(" ", _UNSEEN.sub("", text))


def notes(briefing: Briefing, site: str = "") -> tuple[Note, ...]:
    """The notes of all lines, in order."""
    found = {number: source for source in sources(briefing) for number in source.notes}
    return tuple(
        Note(
            number,
            clean(reference(line.citation.document)),
            clean(location(line.citation.paragraph)),
            link_of(line.citation, site),
            found[number],
            tuple(map(clean, warnings_of(line.citation.document, briefing.made))),
        )
        for number, line in enumerate(briefing.lines, 1)
    )


def sources(briefing: Briefing) -> tuple[Source, ...]:
    """The paragraphs behind the lines, each once, by document as the briefing lists these, then as they stand in it."""
    cited: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(briefing.lines, 1):
        cited[line.citation.paragraph.id].append(number)
    order = {document.id: at for at, document in enumerate(briefing.documents)}
    first = [(briefing.lines[numbers[0] - 1].citation, numbers) for numbers in cited.values()]
    first.sort(key=lambda each: (order.get(each[0].document.id, len(order)), each[0].paragraph.position))
    return tuple(
        Source(
            at,
            citation.paragraph,
            citation.document,
            tuple(numbers),
            _runs(citation.paragraph.text, [briefing.lines[each - 1].citation.quote for each in numbers]),
        )
        for at, (citation, numbers) in enumerate(first, 1)
    )


def unused(briefing: Briefing) -> tuple[str, ...]:
    """The documents that the briefing draws on without a line from them, as a reader knows them."""
    cited = {line.citation.document.id for line in briefing.lines}
    return tuple(clean(reference(each)) for each in briefing.documents if each.id not in cited)


def _runs(text: str, quotes: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """A text in parts, those within any of the quotes marked."""
    marked = bytearray(len(text))
    for start, end in (span for quote in quotes for span in find_quote(quote, text)):
        marked[start:end] = b"\x01" * (end - start)
    runs = re.finditer(b"\x01+|\x00+", marked)
    parts = ((clean(text[run.start() : run.end()]), run[0][0] == 1) for run in runs)
    return tuple((part, quoted) for part, quoted in parts if part)


def said(line: Line) -> str:
    """A line's text; exact words of its source are in quotation marks."""
    text = clean(line.text).strip()
    return f"“{text}”" if stands(line.text, line.citation.paragraph.text) else text


def label(line: Line, section: Section) -> str:
    """A line's type, where its section holds several: "Concern"; else ""."""
    return line.type.value.capitalize() if len({each.type for each in section.lines}) > 1 else ""


def fault(line: Line) -> str:
    """Why an edited line no longer stands, as a sentence; "" where it does."""
    return f"{FAULT}: {clean(line.problem).strip()}" if line.problem.strip() else ""


def title(briefing: Briefing) -> str:
    """The title that a page can bear; never empty."""
    return clean(briefing.title).strip() or f"Briefing on {clean(briefing.force).strip()}"


def drawn_on(briefing: Briefing) -> str:
    """How many documents of which days stand behind the page; of which force, where the title does not tell."""
    days = sorted(each.latest for each in briefing.documents if each.latest)
    count = len(briefing.documents)
    force = clean(briefing.force).strip()
    told = (
        f"{'' if force in title(briefing) else f'{force}. '}From {count} inspection document{'' if count == 1 else 's'}"
    )
    if not days:
        return f"{told}."
    first, last = long_date(days[0]), long_date(days[-1])
    return f"{told}, {first}." if first == last else f"{told}, {first} to {last}."


def made(briefing: Briefing) -> str:
    """When and from which corpus it was made, as a sentence."""
    local = briefing.made.astimezone(LONDON)
    held = f"{briefing.held:,} document{'' if briefing.held == 1 else 's'}"
    return f"Made on {long_date(local.date())} at {local:%H:%M} from a collection of {held}."


def warnings(briefing: Briefing) -> tuple[str, ...]:
    """What must be told before all else of the documents behind the lines: under embargo, text from pictures."""
    cited = {line.citation.document.id: line.citation.document for line in briefing.lines}
    told = (warning for each in cited.values() for warning in warnings_of(each, briefing.made))
    return tuple(dict.fromkeys(map(clean, told)))


def held_back(briefing: Briefing) -> str:
    """Until when the page may not be shared, for the head of each page; "" where nothing on it is under embargo."""
    cited = (line.citation.document for line in briefing.lines)
    held = [each for each in (*briefing.documents, *cited) if not each.is_public(briefing.made)]
    last = max(held, key=lambda each: each.embargo or briefing.made, default=None)
    return embargo_of(last) if last else ""


def faults(briefing: Briefing) -> str:
    """How many lines no longer stand, as a sentence; "" where all do."""
    count = sum(bool(line.problem.strip()) for line in briefing.lines)
    if not count:
        return ""
    return f"{count} edited line{' does' if count == 1 else 's do'} not stand as written; each is marked."


def together(place: str) -> str:
    """A place whose numbers stay on the line of their words."""
    return _NUMBERED.sub("\\1\u00a0", place)


def told_numbers(name: str, numbers: Sequence[int]) -> str:
    """Numbers of something: "note 3", "notes 1, 3 and 4"."""
    told = [str(number) for number in numbers]
    which = " and ".join(filter(None, [", ".join(told[:-1]), told[-1]]))
    return f"{name} {which}" if len(told) == 1 else f"{name}s {which}"
