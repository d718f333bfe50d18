"""What every file of a briefing says in the same words: its title, its warnings, how a line is told, when it was made.

Other files of ours share the plainest of it: clean texts, how many, when.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from assistant.briefing.brief import Briefing, Line, Section
from assistant.quotes import stands
from corpus import embargo_of, long_date, reference, warnings_of
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


def clean(text: str) -> str:
    """A text on one line, without what cannot be seen; blanks at its ends stay, as one."""
    return _BLANKS.sub(" ", _UNSEEN.sub("", text))


def unused(briefing: Briefing) -> tuple[str, ...]:
    """The documents that the briefing draws on without a line from them, as a reader knows them."""
    cited = {each.document.id for line in briefing.lines for each in line.citations}
    return tuple(clean(reference(each)) for each in briefing.documents if each.id not in cited)


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
    force = clean(briefing.force).strip()
    of_force = "" if force in title(briefing) else f"{force}. "
    told = f"{of_force}From {counted(len(briefing.documents), 'inspection document')}"
    if not days:
        return f"{told}."
    first, last = long_date(days[0]), long_date(days[-1])
    return f"{told}, {first}." if first == last else f"{told}, {first} to {last}."


def made(moment: datetime, held: int) -> str:
    """When and from how many documents in the corpus something was made, as a sentence."""
    local = moment.astimezone(LONDON)
    return f"Made on {long_date(local.date())} at {local:%H:%M} from a collection of {counted(held, 'document')}."


def warnings(briefing: Briefing) -> tuple[str, ...]:
    """What must be told before all else of the documents behind the lines: under embargo, text from pictures."""
    cited = {each.document.id: each.document for line in briefing.lines for each in line.citations}
    told = (warning for each in cited.values() for warning in warnings_of(each, briefing.made))
    return tuple(dict.fromkeys(map(clean, told)))


def held_back(briefing: Briefing) -> str:
    """Until when the page may not be shared, for the head of each page; "" where nothing on it is under embargo."""
    cited = (each.document for line in briefing.lines for each in line.citations)
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
    return f"{name}{'' if len(numbers) == 1 else 's'} {listed([str(number) for number in numbers])}"


def counted(number: int, one: str, several: str = "") -> str:
    """A number of things: "1 document", "2 documents"."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def listed(parts: Sequence[str]) -> str:
    """Several things in a row: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
