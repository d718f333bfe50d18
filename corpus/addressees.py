"""To whom a letter is addressed.

A letter of the police inspectorate has one addressee, set in lines. Joint letters name a dozen people, each from a new
line ("Tim Example, Chief Constable, Northshire Police"), often wrapped.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile

from corpus.document import Fact, Paragraph, ParagraphKind
from corpus.people import begins_person, is_no_name

MAX_NAMED = 300  # characters of `Document.addressee`; the rest are counted
_GREETING = re.compile(r"^(?:dear|to:)\s+", re.IGNORECASE)
_CHIEF_OFFICER = re.compile(
    r"(?<!Deputy )(?<!Assistant )\bChief Constable\b|\bCommissioner(?:,| of) (?:the )?(?:Metropolitan|City of London)"
)
_INSPECTOR = re.compile(r"\bInspectors? of Constabulary\b|\bHMI\b")


def addressees(paragraphs: Iterable[Paragraph]) -> tuple[Fact, ...]:
    """Whom a letter is addressed to, the chief officer of police first; a single one by name and rank."""
    opening = [p for p in paragraphs if p.kind in (ParagraphKind.LETTERHEAD, ParagraphKind.ADDRESSEE)]
    several = [fact for p in opening for fact in _persons(p) if not _INSPECTOR.search(fact.value)]
    if len(several) > 1:
        return tuple(sorted(several, key=lambda fact: not is_chief_officer(fact.value)))
    received = [p for p in opening if p.kind is ParagraphKind.ADDRESSEE]
    lines = list(dropwhile(is_no_name, received[0].text.split("\n"))) if received else []
    if not lines:
        return ()
    return (Fact(_GREETING.sub("", ", ".join(lines[:2])), received[0].position, "\n".join(lines[:3])),)


def is_chief_officer(line: str) -> bool:
    """Whether a line names a chief constable, or the commissioner of a force."""
    return bool(_CHIEF_OFFICER.search(line))


def listed(facts: Sequence[Fact]) -> str | None:
    """The values in one text of sensible length: "…; …; and 5 more"."""
    text, shown = "", 0
    for fact in facts:
        longer = "; ".join(filter(None, [text, fact.value]))
        if text and len(longer) > MAX_NAMED:
            break
        text, shown = longer, shown + 1
    return (f"{text}; and {len(facts) - shown} more" if shown < len(facts) else text) or None


def _persons(paragraph: Paragraph) -> Iterator[Fact]:
    """Those of a paragraph in which each begins a line with name and office."""
    held: list[list[str]] = []
    for line in paragraph.text.split("\n"):
        if begins_person(line):
            held.append([line])
        elif held:
            held[-1].append(line)  # wrapped
    for lines in held:
        value = re.sub(r"\s+(?=,)", "", " ".join(lines)).rstrip(" ,;[")
        yield Fact(value, paragraph.position, "\n".join(lines))
