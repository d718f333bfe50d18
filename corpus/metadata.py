"""What a document says of itself: title, dates, forces, author, addressee, embargo.

Each field is read from one paragraph and keeps the words it was read from, so that "Who signed the letter?" is
answered with a citation like any other question. What is not printed stays unknown; nothing is guessed.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from corpus.document import Document, DocumentKind, Fact, Paragraph, ParagraphKind
from corpus.forces import find_forces

LONDON = ZoneInfo("Europe/London")  # embargoes are given in the publisher's time
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(MONTHS)
_DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH}),? (\d{{4}})")
_PERIOD = re.compile(rf"\b(?:Between|From) ({_MONTH})(?: (\d{{4}}))? (?:and|to) ({_MONTH}) (\d{{4}})", re.IGNORECASE)
_EMBARGO = re.compile(
    rf"embargo|must not be published|not for publication|\bpublished\b.{{0,80}}?\d+ (?:{_MONTH})", re.I
)
_CLOCK = re.compile(r"\b(?:at )?(\d{1,2})[:.](\d{2})\s*(am|pm)?\b", re.IGNORECASE)
_INSPECTORATE = re.compile(r"\bHMICFRS\b|\bHMIC\b|H(?:er|is) Majesty's Inspectorate of Constabulary(?: and Fire)?")
_UNLISTED = re.compile(r"\b((?:[A-Z][a-z]+[ -])+?)(?:Police|Constabulary)\b")
_BECAME_HMICFRS = date(2017, 7, 19)  # HMIC took on fire and rescue services


def describe(id: str, file: str, sha256: str, paragraphs: tuple[Paragraph, ...]) -> Document:
    """The document these paragraphs make up, with all that they say of it."""
    is_letter = any(paragraph.kind is ParagraphKind.ADDRESSEE for paragraph in paragraphs)
    found = dict(_letter_facts(paragraphs) if is_letter else _report_facts(paragraphs))
    forces = _forces(paragraphs, is_letter)
    printed = _day(found.get("date"))
    published = _day(found.get("published"))
    return Document(
        id=id,
        title=found["title"].value if "title" in found else file.rsplit(".", 1)[0],
        kind=_kind(is_letter, forces),
        file=file,
        sha256=sha256,
        programme=found["title"].value.split(":")[0] if "title" in found and is_letter else None,
        inspectorate=_inspectorate(paragraphs, published or printed),
        forces=forces,
        date=printed,
        published=published,
        embargo=_embargo(found.get("embargo")),
        fieldwork=_period(found.get("fieldwork")),
        author=_value(found, "author"),
        office=_value(found, "office"),
        addressee=_value(found, "addressee"),
        facts=tuple(found.items()),
    )


def _letter_facts(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, Fact]]:
    of_kind = {kind: [p for p in paragraphs if p.kind is kind] for kind in ParagraphKind}
    yield from _title(of_kind[ParagraphKind.HEADING][:1])
    yield from _first_day("date", of_kind[ParagraphKind.LETTERHEAD])
    yield from _opening_facts(paragraphs)
    yield from _people(of_kind[ParagraphKind.ADDRESSEE], of_kind[ParagraphKind.SIGNATURE])


def _report_facts(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, Fact]]:
    headings = [p for p in paragraphs if p.kind is ParagraphKind.HEADING]
    yield from _title(headings[:1])
    yield from _first_day("date", paragraphs[:12])  # a report's date stands on its cover
    yield from _opening_facts(paragraphs)


def _title(headings: list[Paragraph]) -> Iterator[tuple[str, Fact]]:
    for heading in headings:
        yield "title", Fact(heading.text, heading.position, heading.text)


def _first_day(name: str, paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, Fact]]:
    for paragraph in paragraphs:
        if match := _DAY.search(paragraph.text):
            yield name, Fact(match[0], paragraph.position, match[0])
            return


def _opening_facts(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, Fact]]:
    """Fieldwork, publication and embargo, each from the first sentence that tells it."""
    prose = [p for p in paragraphs if p.kind in (ParagraphKind.BODY, ParagraphKind.BOILERPLATE)]
    for paragraph in prose:
        if (match := _PERIOD.search(paragraph.text)) and "fieldwork" in paragraph.text:
            yield "fieldwork", Fact(match[0], paragraph.position, match[0])
            break
    for paragraph in prose:
        if _EMBARGO.search(paragraph.text) and (match := _DAY.search(paragraph.text)):
            yield "published", Fact(match[0], paragraph.position, match[0])
            if "embargo" in paragraph.text.lower():
                clock = _CLOCK.search(paragraph.text, match.end())
                quote = paragraph.text[match.start() : clock.end() if clock else match.end()]
                yield "embargo", Fact(quote, paragraph.position, quote)
            return


def _people(addressees: list[Paragraph], signatures: list[Paragraph]) -> Iterator[tuple[str, Fact]]:
    if addressees:
        lines = addressees[0].text.split("\n")
        yield "addressee", Fact(", ".join(lines[:2]), addressees[0].position, "\n".join(lines[:3]))
    if len(signatures) > 1:  # the first is the sign-off itself
        signed = signatures[1]
        name, _, office = signed.text.partition("\n")
        yield "author", Fact(name, signed.position, signed.text)
        if office:
            yield "office", Fact(office.replace("\n", ", "), signed.position, signed.text)


def _forces(paragraphs: tuple[Paragraph, ...], is_letter: bool) -> tuple[str, ...]:
    """The addressee's force of a letter; of a report, the forces named in its title."""
    kind = ParagraphKind.ADDRESSEE if is_letter else ParagraphKind.HEADING
    text = "\n".join([p.text for p in paragraphs if p.kind is kind][: 3 if is_letter else 1])
    if forces := find_forces(text):
        named = [f.id for f in forces if any(name in text for name in (f.name, f.current_name, *f.aliases) if name)]
        return tuple(named or [forces[0].id])
    return tuple(dict.fromkeys(re.sub(r"[ -]+", "-", m[1].strip()).lower() for m in _UNLISTED.finditer(text)))


def _kind(is_letter: bool, forces: tuple[str, ...]) -> DocumentKind:
    if is_letter:
        return DocumentKind.LETTER
    return DocumentKind.FORCE_REPORT if len(forces) == 1 else DocumentKind.THEMATIC_REPORT


def _inspectorate(paragraphs: tuple[Paragraph, ...], day: date | None) -> str | None:
    names = [match[0] for p in paragraphs for match in _INSPECTORATE.finditer(p.text)]
    if not names:
        return None
    if day is not None:
        return "HMICFRS" if day >= _BECAME_HMICFRS else "HMIC"
    return "HMICFRS" if any("FRS" in name or "Fire" in name for name in names) else "HMIC"


def _day(fact: Fact | None) -> date | None:
    match = _DAY.search(fact.value) if fact else None
    if match is None:
        return None
    try:
        return date(int(match[3]), MONTHS[match[2]], int(match[1]))
    except ValueError:  # "31 June": printed, but no day
        return None


def _embargo(fact: Fact | None) -> datetime | None:
    day = _day(fact)
    if fact is None or day is None:
        return None
    clock = _CLOCK.search(fact.value, _DAY.search(fact.value).end())  # type: ignore[union-attr]  # _day found it
    return datetime.combine(day, _time(clock) if clock else time(0, 0), tzinfo=LONDON)


def _time(clock: re.Match[str]) -> time:
    hour = int(clock[1]) % 12 + (12 if clock[3].lower() == "pm" else 0) if clock[3] else int(clock[1])
    return time(hour, int(clock[2])) if hour < 24 and int(clock[2]) < 60 else time(0, 0)


def _period(fact: Fact | None) -> tuple[date, date] | None:
    match = _PERIOD.search(fact.value) if fact else None
    if match is None:
        return None
    last_month, last_year = MONTHS[match[3].capitalize()], int(match[4])
    first = date(int(match[2] or last_year), MONTHS[match[1].capitalize()], 1)
    return first, date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])


def _value(found: dict[str, Fact], name: str) -> str | None:
    return found[name].value if name in found else None
