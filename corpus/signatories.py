"""Who signed a letter.

One person, above the office; or, in joint letters, several below each other or in two columns, each under the name of
an inspectorate.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Fact, Paragraph, ParagraphKind
from corpus.inspectorates import begins_with_body, body_named
from corpus.people import BODY, OFFICE, is_no_name, is_person, run_in

SAME_COLUMN = 60  # points between the left edges of a name and of what stands under it
CELL = 225  # points, about: the width of a cell, where a reader hands over rows of a table


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed, with the office, and where each is printed; `body` is the inspectorate they signed for."""

    name: Fact
    office: Fact | None = None
    body: str | None = None

    @property
    def told(self) -> str:
        """Name, office and inspectorate in one line."""
        office = self.office.value if self.office else ""
        body = self.body if self.body and body_named(office) is None else None
        return ", ".join(filter(None, [self.name.value, office, body]))


def signatories(paragraphs: Sequence[Paragraph]) -> tuple[Signatory, ...]:
    """Who signed a letter, in the order printed, but the police's inspector first."""
    signed = [p for p in paragraphs if p.kind is ParagraphKind.SIGNATURE][1:]  # the first is the sign-off
    named = [p for p in signed if not is_no_name(p.text)]
    bodies = {body for p in named for line in re.split(r"\n| \| ", p.text) if (body := body_named(line))}
    found = list(_several(named)) if len(bodies) > 1 else []
    if not found:
        return tuple(_alone(p) for p in named[:1])
    return tuple(sorted(found, key=lambda each: (each.body or body_named(each.told)) != "HMICFRS"))


def _alone(paragraph: Paragraph) -> Signatory:
    name, _, office = paragraph.text.partition("\n")
    held = Fact(office.replace("\n", ", "), paragraph.position, paragraph.text) if office else None
    return Signatory(Fact(name, paragraph.position, paragraph.text), held)


def _several(signed: Sequence[Paragraph]) -> Iterator[Signatory]:
    """The persons of a block of signatures, column by column; whose column lacks the body takes one without a name."""
    slots = [slot for column in _columns(signed) for slot in _slots(column)]
    spare = [slot for slot in slots if slot.name is None]
    for slot in slots:
        if slot.name is None:
            continue
        filled = slot
        if spare and slot.body is None and not (slot.office and body_named(slot.office.value)):
            other = spare.pop(0)
            filled = replace(slot, body=other.body, office=slot.office or other.office)
        yield Signatory(slot.name, filled.office, filled.body)


@dataclass(frozen=True, slots=True)
class _Slot:
    """What stands together in a block of signatures."""

    body: str | None = None
    name: Fact | None = None
    office: Fact | None = None


def _columns(signed: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """The paragraphs, or the cells of those that are rows of a table, by their left edges."""
    columns: dict[float, list[Paragraph]] = {}
    for paragraph in signed:
        left = paragraph.areas[0].left if paragraph.areas else 0.0
        for at, cell in enumerate(paragraph.text.split(" | ")):
            edge = left + at * CELL
            near = next((each for each in columns if abs(each - edge) <= SAME_COLUMN), edge)
            columns.setdefault(near, []).append(replace(paragraph, text=cell))
    return list(columns.values())


def _slots(column: Sequence[Paragraph]) -> list[_Slot]:
    """Bodies stand above names, names above offices; in a text without columns, all bodies stand above all names."""
    slots: list[_Slot] = []
    at = 0  # the slot that the last line went to
    for paragraph in column:
        lines = list(_lines(paragraph))
        is_one_person = [is_person(line) for line, _ in lines] == [True] + [False] * (len(lines) - 1)
        for line, printed in lines:
            fact = Fact(line, paragraph.position, paragraph.text if is_one_person else printed)
            here = slots[at] if slots else _Slot()
            if is_person(line):
                at = _open_slot(slots)
                slots[at:] = [replace(slots[at] if at < len(slots) else _Slot(), name=fact), *slots[at + 1 :]]
            elif _is_header(line, here):
                at = len(slots)
                slots.append(_Slot(body_named(line)))
            elif OFFICE.search(line) or here.name or here.office:
                slots[at : at + 1] = [replace(here, office=_with_line(here.office, fact, paragraph))]
    return slots


def _open_slot(slots: Sequence[_Slot]) -> int:
    """The first without a name; one that others followed after its office will get none."""
    free = (at for at, slot in enumerate(slots) if slot.name is None and (not slot.office or at == len(slots) - 1))
    return next(free, len(slots))


def _is_header(line: str, above: _Slot) -> bool:
    """Whether a line is the name of a body, not the office of the person above ("HMI Constabulary and Fire & Rescue")."""
    is_office = OFFICE.search(line) or (above.name and not above.office and above.body == body_named(line))
    return begins_with_body(line) and not is_office


def _lines(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """Each line, less what is run into it from the next column, and as it is printed."""
    for printed in paragraph.text.split("\n"):
        if not is_no_name(printed):
            yield from ((line, printed) for line in run_in(printed))


def _with_line(office: Fact | None, line: Fact, paragraph: Paragraph) -> Fact:
    """An office goes on in this line: as another one, or wrapped ("… of Primary" / "Medical Services")."""
    if office is None:
        return line
    is_wrapped = BODY.match(line.value) and not OFFICE.search(line.value)
    value = f"{office.value}{' ' if is_wrapped else ', '}{line.value}"
    quote = f"{office.quote}\n{line.quote}"
    return Fact(value, office.position, quote if quote in paragraph.text else office.quote)
