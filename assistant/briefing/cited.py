"""The notes under the lines of a briefing, and the paragraphs behind them, the same in every file."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.briefing.brief import Briefing, Line
from assistant.briefing.noted import clean, told_numbers
from assistant.drafts.telling import link_of
from assistant.quotes import find_quote
from corpus import Document, DocumentKind, Paragraph, location, long_date, reference, warnings_of

_KINDS = {DocumentKind.LETTER: "Letter", DocumentKind.JOINT_INSPECTION: "Joint inspection"}


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
class Cited:
    """A paragraph that a line rests on: its document, the place in it, its address ("" without a site).

    The document is named in full once, and in short from then on. `again`: the note that told the paragraph before; 0 for
    none.
    """

    document: str
    place: str
    link: str
    source: Source
    again: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What stands under a line: what it rests on; whose words it has, if not its source's or an editor's; warnings."""

    number: int
    cited: tuple[Cited, ...]
    remarks: tuple[str, ...]


def notes(briefing: Briefing, site: str = "") -> tuple[Note, ...]:
    """The notes of all lines, in order."""
    found = {source.paragraph.id: source for source in sources(briefing)}
    short = _short_names(briefing)
    named: set[str] = set()
    told: dict[str, int] = {}

    def cited(number: int, citation: Citation) -> Cited:
        document, paragraph = citation.document, citation.paragraph
        name = short[document.id] if document.id in named else clean(reference(document))
        again = told.setdefault(paragraph.id, number)
        named.add(document.id)
        where = clean(location(paragraph))
        return Cited(name, where, link_of(citation, site), found[paragraph.id], again if again != number else 0)

    return tuple(
        Note(number, tuple(cited(number, each) for each in _paragraphs(line)), _remarks(line, briefing))
        for number, line in enumerate(briefing.lines, 1)
    )


def _paragraphs(line: Line) -> tuple[Citation, ...]:
    """The paragraphs that a line rests on, each once."""
    return tuple({each.paragraph.id: each for each in reversed(line.citations)}.values())[::-1]


def _remarks(line: Line, briefing: Briefing) -> tuple[str, ...]:
    """Whose words a line has, and what must be told of its documents."""
    words = [f"In the words of {clean(line.writer)}, a language model, checked against {_sources(line)}."]
    warned = (each for citation in line.citations for each in warnings_of(citation.document, briefing.made))
    return (*(words if line.writer else ()), *map(clean, dict.fromkeys(warned)))


def _sources(line: Line) -> str:
    return "these sources" if len(_paragraphs(line)) > 1 else "this source"


def _short_names(briefing: Briefing) -> dict[str, str]:
    """How a document is named where it was named before, by its id; in full where two would have one name."""
    cited = {each.document.id: each.document for line in briefing.lines for each in line.citations}
    short = {id: _short_name(each) for id, each in cited.items()}
    twice = {name for name, count in Counter(short.values()).items() if count > 1}
    return {id: clean(reference(cited[id])) if name in twice else name for id, name in short.items()}


def _short_name(document: Document) -> str:
    """A document by its kind and day: "Letter of 4 September 2014"; in full without a day."""
    day = long_date(document.latest)
    return f"{_KINDS.get(document.kind, 'Report')} of {day}" if day else clean(reference(document))


def sources(briefing: Briefing) -> tuple[Source, ...]:
    """The paragraphs behind the lines, each once, by document as the briefing lists these, then as they stand in it."""
    cited: dict[str, list[tuple[int, Citation]]] = defaultdict(list)
    for number, line in enumerate(briefing.lines, 1):
        for citation in line.citations:
            cited[citation.paragraph.id].append((number, citation))
    order = {document.id: at for at, document in enumerate(briefing.documents)}
    first = [(uses[0][1], uses) for uses in cited.values()]
    first.sort(key=lambda each: (order.get(each[0].document.id, len(order)), each[0].paragraph.position))
    return tuple(
        Source(
            at,
            citation.paragraph,
            citation.document,
            tuple(dict.fromkeys(number for number, _ in uses)),
            _runs(citation.paragraph.text, [each.quote for _, each in uses]),
        )
        for at, (citation, uses) in enumerate(first, 1)
    )


def _runs(text: str, quotes: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """A text in parts, those within any of the quotes marked."""
    marked = bytearray(len(text))
    for start, end in (span for quote in quotes for span in find_quote(quote, text)):
        marked[start:end] = b"\x01" * (end - start)
    runs = re.finditer(b"\x01+|\x00+", marked)
    parts = ((clean(text[run.start() : run.end()]), run[0][0] == 1) for run in runs)
    return tuple((part, quoted) for part, quoted in parts if part)
