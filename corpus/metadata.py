"""What a document says of itself: title, dates, forces, author, addressee, embargo.

Each field is read from one paragraph and keeps the words it was read from, so that "Who signed the letter?" is
answered with a citation like any other question. What is not printed stays unknown; nothing is guessed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import dropwhile

from corpus.dates import DAY, MOMENT, PERIOD, day, moment, period
from corpus.document import Document, DocumentKind, Fact, Paragraph, ParagraphKind
from corpus.forces import Force, find_forces, unlisted_forces

MAX_COVER_WORDS = 12  # a line of a report's cover is short; a date in a longer paragraph is that of something else
_HELD_BACK = re.compile(
    r"\bembargoed\b|\bembargo\s*(?::|until\b|till\b)|\bunder (?:strict )?embargo\b"
    r"|\b(?:must|may|should) not be published\b|\bnot (?:for publication|to be published)\b",
    re.IGNORECASE,
)
# "will be published on …", or a cover's "Published: …"; what "was published" is another document.
_PUBLICATION = re.compile(
    rf"(?:\b(?:be|is|are|being)\s+|^)published\b[^.;]{{0,80}}?{DAY.pattern}", re.IGNORECASE | re.MULTILINE
)
_INSPECTORATE = re.compile(
    r"\bHMICFRS\b|\bHMIC\b|\b(?:H(?:er|is) Majesty['\u2019]s|HM) Inspectorate of Constabulary(?: and Fire)?"
)
_GREETING = re.compile(r"^(?:dear|to:)\s+", re.IGNORECASE)
_BECAME_HMICFRS = date(2017, 7, 19)  # HMIC took on fire and rescue services


def describe(id: str, file: str, sha256: str, paragraphs: tuple[Paragraph, ...]) -> Document:
    """The document these paragraphs make up, with all that they say of it."""
    is_letter = any(paragraph.kind is ParagraphKind.ADDRESSEE for paragraph in paragraphs)
    found = dict(_letter_facts(paragraphs) if is_letter else _report_facts(paragraphs))
    forces = _letter_forces(paragraphs) if is_letter else _title_forces(found.get("title"))
    says = {name: fact.value for name, fact in found.items()}
    printed, published = day(says.get("date", "")), day(says.get("published", ""))
    return Document(
        id=id,
        title=says.get("title", file.rsplit(".", 1)[0]),
        kind=_kind(is_letter, forces),
        file=file,
        sha256=sha256,
        programme=says["title"].split(":")[0] if "title" in says and is_letter else None,
        inspectorates=tuple(filter(None, [_inspectorate(paragraphs, published or printed)])),
        forces=forces,
        date=printed,
        published=published,
        embargo=moment(says.get("embargo", "")),
        fieldwork=period(says.get("fieldwork", "")),
        author=says.get("author"),
        office=says.get("office"),
        addressee=says.get("addressee"),
        facts=tuple(found.items()),
    )


def _letter_facts(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, Fact]]:
    of_kind = {kind: [p for p in paragraphs if p.kind is kind] for kind in ParagraphKind}
    greeting = of_kind[ParagraphKind.ADDRESSEE][-1]
    yield from _title([h for h in of_kind[ParagraphKind.HEADING] if h.position == greeting.position + 1])
    yield from _first("date", _opening(paragraphs), _printed_day)
    yield from _opening_facts(paragraphs)
    yield from _people(of_kind[ParagraphKind.ADDRESSEE], of_kind[ParagraphKind.SIGNATURE])


def _report_facts(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, Fact]]:
    yield from _title([p for p in paragraphs if p.kind is ParagraphKind.HEADING])
    cover = [p for p in paragraphs[:12] if len(p.text.split()) <= MAX_COVER_WORDS]
    yield from _first("date", cover, _printed_day)
    yield from _opening_facts(paragraphs)


def _opening(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    return [p for p in paragraphs if p.kind in (ParagraphKind.LETTERHEAD, ParagraphKind.ADDRESSEE)]


def _title(headings: list[Paragraph]) -> Iterator[tuple[str, Fact]]:
    for heading in headings:
        if not (_HELD_BACK.search(heading.text) or DAY.fullmatch(heading.text)):
            yield "title", Fact(heading.text, heading.position, heading.text)
            return


def _first(
    name: str, paragraphs: Iterable[Paragraph], find: Callable[[str], re.Match[str] | None]
) -> Iterator[tuple[str, Fact]]:
    """What `find` finds in the first of these paragraphs that tells it."""
    for paragraph in paragraphs:
        if match := find(paragraph.text):
            yield name, Fact(match[0], paragraph.position, match[0])
            return


def _opening_facts(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, Fact]]:
    yield from _first("fieldwork", paragraphs, _fieldwork)
    yield from _first("published", paragraphs, _publication)
    yield from _first("embargo", paragraphs, _held_until)


def _printed_day(text: str) -> re.Match[str] | None:
    return None if _HELD_BACK.search(text) else DAY.search(text)


def _fieldwork(text: str) -> re.Match[str] | None:
    return PERIOD.search(text) if "fieldwork" in text.lower() else None


def _publication(text: str) -> re.Match[str] | None:
    if match := _PUBLICATION.search(text):
        return DAY.search(text, match.start())
    held = _held_until(text)
    return DAY.search(text, held.start()) if held else None


def _held_until(text: str) -> re.Match[str] | None:
    """The moment after the words of an embargo, else the one before them."""
    words = _HELD_BACK.search(text)
    return (MOMENT.search(text, words.end()) or MOMENT.search(text)) if words else None


def _people(addressees: list[Paragraph], signatures: list[Paragraph]) -> Iterator[tuple[str, Fact]]:
    lines = list(dropwhile(_is_no_name, addressees[0].text.split("\n")))
    if lines:
        name = _GREETING.sub("", ", ".join(lines[:2]))
        yield "addressee", Fact(name, addressees[0].position, "\n".join(lines[:3]))
    for signed in [each for each in signatures[1:] if not _is_no_name(each.text)][:1]:  # the first is the sign-off
        name, _, office = signed.text.partition("\n")
        yield "author", Fact(name, signed.position, signed.text)
        if office:
            yield "office", Fact(office.replace("\n", ", "), signed.position, signed.text)


def _is_no_name(line: str) -> bool:
    """Whether a line is a date, or has no letters (a page number)."""
    return bool(DAY.fullmatch(line)) or not re.search("[A-Za-z]", line)


def _letter_forces(paragraphs: tuple[Paragraph, ...]) -> tuple[str, ...]:
    """The forces a letter is sent to: those its opening names in full, else by a short name or a place.

    A full name comes first because people and buildings are called Kent and Essex too.
    """
    text = "\n".join(paragraph.text for paragraph in _opening(paragraphs))
    named = _named_forces(text)
    in_full = [force for force in named if any(name.lower() in text.lower() for name in _full_names(force))]
    return tuple(force.id for force in in_full or named)


def _title_forces(title: Fact | None) -> tuple[str, ...]:
    """The forces a report is about: those its title names."""
    return tuple(force.id for force in _named_forces(title.value)) if title else ()


def _full_names(force: Force) -> list[str]:
    names = [force.name, force.current_name or "", *force.aliases]
    return [name for name in names if re.search(r"Police|Constabulary|Heddlu", name)]


def _named_forces(text: str) -> list[Force]:
    """The forces a text calls by a name, else the first whose area it names."""
    forces = find_forces(text, unlisted_forces(text))
    named = [f for f in forces if any(name in text for name in (f.name, f.current_name, *f.aliases) if name)]
    return named or list(forces[:1])


def _kind(is_letter: bool, forces: tuple[str, ...]) -> DocumentKind:
    if is_letter:
        return DocumentKind.LETTER
    return DocumentKind.FORCE_REPORT if len(forces) == 1 else DocumentKind.THEMATIC_REPORT


def _inspectorate(paragraphs: tuple[Paragraph, ...], when: date | None) -> str | None:
    names = [match[0] for p in paragraphs for match in _INSPECTORATE.finditer(p.text)]
    if not names:
        return None
    if when is not None:
        return "HMICFRS" if when >= _BECAME_HMICFRS else "HMIC"
    return "HMICFRS" if any("FRS" in name or "Fire" in name for name in names) else "HMIC"
