"""What a document says of itself: title, kind, dates, forces, inspectorates, author, addressees, embargo.

Each field is read from one paragraph and keeps the words it was read from, so that "Who signed the letter?" is
answered with a citation like any other question. What is not printed stays unknown; nothing is guessed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from corpus.addressees import addressees, listed
from corpus.block import Reading
from corpus.dates import DAY, LONDON, day, day_in_figures, periods
from corpus.document import Document, DocumentKind, Fact, Paragraph, ParagraphKind
from corpus.embargo import UNREADABLE, Held, embargo, held_until, is_notice
from corpus.inspectorates import inspectorates
from corpus.sentences import sentence_spans
from corpus.signatories import Signatory, signatories
from corpus.subject import cover_forces, letter_forces, title_forces
from corpus.titles import clean, letter_title, report_title

MAX_COVER_WORDS = 12  # a line of a report's cover is short; a date in a longer paragraph is that of something else
COVER = 12
OPENING = 20  # paragraphs in which a document says when the inspectors came
JTAI = "Joint targeted area inspection"
# "will be published on …", or a cover's "Published: …"; what "was published" is another document.
_PUBLICATION = re.compile(
    rf"(?:\b(?:be|is|are|being)\s+|^)published\b[^.;]{{0,80}}?{DAY.pattern}", re.IGNORECASE | re.MULTILINE
)
_ON_COVER = re.compile(
    rf"\b(?:published|publication)(?: date)?:?\s+(?:on\s+)?(?:\w+day,?\s+)?{DAY.pattern}", re.IGNORECASE
)
_CAME = re.compile(r"\b(?:took place|carried out|conducted|undert(?:ook|aken)|inspected|visited)\b", re.IGNORECASE)
_INSPECTION = re.compile(r"\b(?:inspect\w*|review|JTAI|deep dive)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:previous(?:ly)?|last (?:year|inspection)|earlier|before this)\b", re.IGNORECASE)
_JOINT = re.compile(r"\bjoint(?:ly)?\b.{0,40}\b(?:inspect\w*|review|report)\b", re.IGNORECASE)
Facts = Iterator[tuple[str, Fact]]


def describe(
    id: str, file: str, sha256: str, paragraphs: tuple[Paragraph, ...], reading: Reading | None = None
) -> Document:
    """The document these paragraphs make up, with all that they, and its file's properties, say of it."""
    read = reading or Reading(())
    is_letter = any(paragraph.kind is ParagraphKind.ADDRESSEE for paragraph in paragraphs)
    title, titled = _title(paragraphs, read.title, is_letter)
    held = embargo(paragraphs, read.furniture)
    dates = dict(_dates(paragraphs, is_letter))
    printed, published = _day(dates.get("date")), _published(dates.get("published"), read, held)
    came = _fieldwork(paragraphs, printed or published)
    bodies, inspected = inspectorates(paragraphs, published or printed)
    forces = _forces(paragraphs, title, is_letter)
    kind = _kind(is_letter, title, bodies, forces)
    signed = signatories(paragraphs) if is_letter else ()
    received = addressees(paragraphs) if is_letter else ()
    facts = {"title": titled, **dates, "fieldwork": came and came[0], "embargo": held and held.fact}
    facts |= {"inspectorates": inspected, **_people(received, signed)}
    return Document(
        id=id,
        title=title or file.rsplit(".", 1)[0],
        kind=kind,
        file=file,
        sha256=sha256,
        programme=_programme(kind, title if titled else None),
        inspectorates=bodies,
        forces=forces,
        date=printed,
        published=published,
        embargo=held.until if held else None,
        fieldwork=came and came[1],
        author=_author(signed),
        office=signed[0].office.value if len(signed) == 1 and signed[0].office else None,
        addressee=listed(received),
        pages=read.pages,
        unread=read.unread,
        ocr=read.ocr,
        facts=tuple((name, fact) for name, fact in facts.items() if fact),
    )


def _title(paragraphs: Sequence[Paragraph], told: str | None, is_letter: bool) -> tuple[str | None, Fact | None]:
    if is_letter:
        fact = letter_title(paragraphs)
        return (fact.value if fact else told and clean(told, paragraphs)), fact
    return report_title(paragraphs, told)


def _dates(paragraphs: Sequence[Paragraph], is_letter: bool) -> Facts:
    yield from _first("date", _opening(paragraphs) if is_letter else _cover(paragraphs), _printed_day)
    published = dict(_first("published", paragraphs, _publication))
    if not published and not is_letter:
        published = dict(_first("published", _cover(paragraphs), _published_on_cover))
    yield from (published or dict(_first("published", paragraphs, _held_day))).items()


def _opening(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    return [p for p in paragraphs if p.kind in (ParagraphKind.LETTERHEAD, ParagraphKind.ADDRESSEE)]


def _cover(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    return [p for p in paragraphs[:COVER] if len(p.text.split()) <= MAX_COVER_WORDS]


def _first(name: str, paragraphs: Iterable[Paragraph], find: Callable[[str], re.Match[str] | None]) -> Facts:
    """What `find` finds in the first of these paragraphs that tells it."""
    for paragraph in paragraphs:
        if match := find(paragraph.text):
            yield name, Fact(match[0], paragraph.position, match[0])
            return


def _printed_day(text: str) -> re.Match[str] | None:
    return None if is_notice(text) else DAY.search(text)


def _publication(text: str) -> re.Match[str] | None:
    match = _PUBLICATION.search(text)
    return DAY.search(text, match.start()) if match else None


def _published_on_cover(text: str) -> re.Match[str] | None:
    match = _ON_COVER.search(text)
    return DAY.search(text, match.start()) if match else None


def _held_day(text: str) -> re.Match[str] | None:
    held = held_until(text)
    return DAY.search(text, held.start("moment")) if held else None


def _day(fact: Fact | None) -> date | None:
    return day(fact.value) if fact else None


def _published(fact: Fact | None, reading: Reading, held: Held | None) -> date | None:
    """The day a page names as its own; else the one printed; else the day an embargo ends."""
    if reading.published and (named := day_in_figures(reading.published)):
        return named
    ends = held.until.astimezone(LONDON).date() if held and held.until != UNREADABLE else None
    return _day(fact) or ends


def _fieldwork(paragraphs: Sequence[Paragraph], when: date | None) -> tuple[Fact, tuple[date, date]] | None:
    """When the inspectors came: where a sentence speaks of fieldwork, else in the opening of their visit."""
    for at, paragraph in enumerate(paragraphs):
        for start, end in sentence_spans(paragraph.text):
            sentence = paragraph.text[start:end]
            is_visit = at < OPENING and _CAME.search(sentence) and _INSPECTION.search(sentence)
            if "fieldwork" in sentence.lower() or (is_visit and not _EARLIER.search(sentence)):
                for match, days in periods(sentence, when):
                    return Fact(match[0], paragraph.position, match[0]), days
    return None


def _people(received: Sequence[Fact], signed: Sequence[Signatory]) -> dict[str, Fact | None]:
    """Each person's facts under names of their own: "author", "author 2", …"""
    facts: dict[str, Fact | None] = {}
    for number, fact in enumerate(received, 1):
        facts[_nth("addressee", number)] = fact
    for number, each in enumerate(signed, 1):
        facts |= {_nth("author", number): each.name, _nth("office", number): each.office}
    return facts


def _nth(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def _author(signed: Sequence[Signatory]) -> str | None:
    """One author by name; several with their offices."""
    if len(signed) == 1:
        return signed[0].name.value
    return "; ".join(each.told for each in signed) or None


def _forces(paragraphs: Sequence[Paragraph], title: str | None, is_letter: bool) -> tuple[str, ...]:
    if is_letter:
        return letter_forces(_opening(paragraphs)) or title_forces(title)
    return title_forces(title) or cover_forces(_cover(paragraphs))


def _kind(is_letter: bool, title: str | None, bodies: tuple[str, ...], forces: tuple[str, ...]) -> DocumentKind:
    if len(bodies) > 1 or (title and _JOINT.search(title)):
        return DocumentKind.JOINT_INSPECTION
    if is_letter:
        return DocumentKind.LETTER
    return DocumentKind.FORCE_REPORT if len(forces) == 1 else DocumentKind.THEMATIC_REPORT


def _programme(kind: DocumentKind, title: str | None) -> str | None:
    if title and kind is DocumentKind.JOINT_INSPECTION:
        return JTAI if title.lower().startswith(JTAI.lower()) else None
    return title.split(":")[0] if title and kind is DocumentKind.LETTER else None
