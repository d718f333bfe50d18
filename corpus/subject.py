"""Which forces a document is about: those a letter is sent to, or a report's title names."""

import re
from collections.abc import Iterable

from corpus.addressees import is_chief_officer
from corpus.document import Paragraph
from corpus.embargo import is_notice
from corpus.forces import Force, find_forces, unlisted_forces


def letter_forces(opening: Iterable[Paragraph]) -> tuple[str, ...]:
    """The forces of the chief officers that a letter's opening names, else those the opening names.

    A full name comes first because people and buildings are called Kent and Essex too.
    """
    text = "\n".join(paragraph.text for paragraph in opening)
    lines = [line for line in text.split("\n") if is_chief_officer(line)]
    of_chiefs = [re.split(r"Chief Constable|Commissioner", line, maxsplit=1)[-1] for line in lines]
    unlisted = unlisted_forces(text)
    led = [f for words in of_chiefs for f in _in_full(_called(find_forces(words, unlisted), words), words)]
    named = led or _in_full(_named_forces(text), text)
    return tuple(dict.fromkeys(force.id for force in named))


def title_forces(title: str | None) -> tuple[str, ...]:
    """The forces a report is about: those its title names."""
    return tuple(force.id for force in _named_forces(title)) if title else ()


def cover_forces(cover: Iterable[Paragraph]) -> tuple[str, ...]:
    """The forces that the cover names in full; a place on it may be the publisher's."""
    text = "\n".join(p.text for p in cover if (p.page or 1) == 1 and not is_notice(p.text))
    return tuple(force.id for force in find_forces(text, unlisted_forces(text)) if _is_in_full(force, text))


def _named_forces(text: str) -> list[Force]:
    """The forces a text calls by a name, else the first whose area it names."""
    forces = find_forces(text, unlisted_forces(text))
    return _called(forces, text) or list(forces[:1])


def _called(forces: Iterable[Force], text: str) -> list[Force]:
    return [
        force
        for force in forces
        if any(name in text for name in (force.name, force.current_name, *force.aliases) if name)
    ]


def _in_full(forces: list[Force], text: str) -> list[Force]:
    """Those named in full; all where none is."""
    return [force for force in forces if _is_in_full(force, text)] or forces


def _is_in_full(force: Force, text: str) -> bool:
    names = [force.name, force.current_name or "", *force.aliases]
    full = [name.lower() for name in names if re.search(r"Police|Constabulary|Heddlu", name)]
    return any(name in text.lower() for name in full)
