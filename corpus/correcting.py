"""What a person knows better than the file: fields of a document, set by hand and kept beside what the file says."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher

from corpus.dates import DAY, LONDON, day, moment, period
from corpus.document import Document, DocumentKind
from corpus.errors import UnusableInput
from corpus.forces import Force, all_forces, unlisted_forces
from corpus.store import Corpus

Given = str | Sequence[str] | None
_ID = re.compile(r"[a-z]+(?:-[a-z]+)*")
_MAX_SLIPS = 2  # letters in which a mistyped force differs from one we know
_IDS = "`python -m corpus list` shows the ids."


def correct(corpus: Corpus, id: str, values: Mapping[str, Given]) -> Document:
    """Set fields of a document, as people write them; an empty value means that it is unknown.

    `FIELDS` are those that can be set. Raises `UnusableInput`, and then sets none.
    """
    read = {name: _read(name, given) for name, given in values.items()}
    return _known(corpus.correct(id, read), id)


def uncorrect(corpus: Corpus, id: str, field: str) -> Document:
    """Let what the file says of a field count again."""
    _reader(field)
    return _known(corpus.correct(id, {}, [field]), id)


def _known(document: Document | None, id: str) -> Document:
    if document is None:
        raise UnusableInput(f"There is no document {id!r}.", _IDS)
    return document


def _read(name: str, given: Given) -> object:
    read = _reader(name)
    return read(given.strip() if isinstance(given, str) else given)


def _reader(name: str) -> Callable[[Given], object]:
    if name not in _READERS:
        raise UnusableInput(f"There is no field {name!r} to correct.", f"The fields are {', '.join(FIELDS)}.")
    return _READERS[name]


def _line(given: Given) -> str | None:
    text = given if isinstance(given, str) or given is None else ", ".join(given)
    return " ".join(text.split()) if text else None


def _title(given: Given) -> str:
    if title := _line(given):
        return title
    raise UnusableInput("A document needs a title.", "Give one, or undo its correction.")


def _kind(given: Given) -> DocumentKind:
    name = re.sub(r"[\s_-]+", "_", (_line(given) or "").lower())
    if name in list(DocumentKind):
        return DocumentKind(name)
    raise UnusableInput(f"There is no kind {_line(given)!r}.", f"The kinds are {', '.join(DocumentKind)}.")


def _list(given: Given) -> list[str]:
    parts = re.split(r"[,;\n]", given) if isinstance(given, str) else given or []
    return list(dict.fromkeys(text for part in parts if (text := _line(part))))


def _forces(given: Given) -> list[str]:
    return list(dict.fromkeys(_force(name) for name in _list(given)))


def _force(name: str) -> str:
    """The id of a force that is given by its id, a name or an alias; or the id of one that our table lacks."""
    plain = _plain(name)
    for force in all_forces().values():
        if plain in map(_plain, _names(force)):
            return force.id
    near = [force for force in all_forces().values() if any(_is_slip(plain, _plain(each)) for each in _names(force))]
    unlisted = [name] if _ID.fullmatch(name) else unlisted_forces(name)
    if unlisted and not near:
        return unlisted[0]
    meant = " or ".join(f"{force.id} ({force.name})" for force in near or _nearest(plain))
    raise UnusableInput(f"There is no force {name!r}.", f"Did you mean {meant}? Give its name or its id.")


def _names(force: Force) -> list[str]:
    return [force.id, force.name, force.short_name, *filter(None, [force.current_name]), *force.aliases]


def _nearest(name: str) -> list[Force]:
    def likeness(force: Force) -> float:
        return max(SequenceMatcher(None, name, _plain(each)).ratio() for each in _names(force))

    return sorted(all_forces().values(), key=lambda force: (-likeness(force), force.id))[:3]


def _is_slip(one: str, other: str) -> bool:
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return max(len(one), len(other)) - same <= min(_MAX_SLIPS, len(other) // 4)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold().replace("&", " and ")))


def _day(given: Given) -> str | None:
    text = _line(given)
    return text and _day_in(text).isoformat()


def _day_in(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        if len(DAY.findall(text)) == 1 and (found := day(text)):
            return found
        raise UnusableInput(f"{text!r} is no day.", "Write it as 2024-05-16 or 16 May 2024.") from None


def _moment(given: Given) -> str | None:
    text = _line(given)
    if not text:
        return None
    try:
        found: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        found = moment(text) if len(DAY.findall(text)) == 1 else None
    if found is None:
        raise UnusableInput(f"{text!r} is no moment.", "Write it as 2025-05-03T00:01 or 00:01 on 3 May 2025.")
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)).isoformat()


def _period(given: Given) -> list[str] | None:
    """Two days, or months as letters write them ("Between May and June 2014")."""
    if not given:
        return None
    days = _days(given if isinstance(given, str) else " / ".join(given))
    if not days or days[0] > days[1]:
        raise UnusableInput(
            f"{_line(given)!r} is no period.", "Write its first and last day: 2024-01-08/2024-01-12, the earlier first."
        )
    return [each.isoformat() for each in days]


def _days(text: str) -> tuple[date, date] | None:
    parts = [match[0] for match in re.finditer(rf"\d{{4}}-\d\d-\d\d|{DAY.pattern}", text, re.IGNORECASE)]
    return (_day_in(parts[0]), _day_in(parts[1])) if len(parts) == 2 else period(text)


_READERS: Mapping[str, Callable[[Given], object]] = {
    "title": _title,
    "forces": _forces,
    "date": _day,
    "published": _day,
    "embargo": _moment,
    "fieldwork": _period,
    "kind": _kind,
    "inspectorates": _list,
    "author": _line,
    "office": _line,
    "addressee": _line,
    "programme": _line,
}
FIELDS = tuple(_READERS)


def faults(values: Mapping[str, Given]) -> dict[str, UnusableInput]:
    """Why these fields cannot be set, by name; empty when `correct` would take them all."""
    found: dict[str, UnusableInput] = {}
    for name, given in values.items():
        try:
            _read(name, given)
        except UnusableInput as fault:
            found[name] = fault
    return found
