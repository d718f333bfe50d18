"""Names: every force, place, person, body and system a claim names must be named by its source or stand around it."""

import re
from collections.abc import Iterator

from assistant.agreement.days import MONTHS
from assistant.agreement.source import Disagreement, Kind, Source
from corpus import find_forces, force, unlisted_forces
from index import is_stop_word, stem, stems_of, terms_of

_RUN = re.compile(r"[A-Z][\w\u2019'-]*(?:[ /]+(?:(?:of|and|the|for|in|on)[ ]+)?[A-Z0-9][\w\u2019'-]*)*")
_WORD = re.compile(r"\w+")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\u2022]\s+|[\u201c\"(]\s*)$")
_INSPECTORATE = re.compile(
    r"^(?:HMIC\w*|HMI\w*|Ofsted|CQC|Inspectors?|Inspectorates?|Her|His|Majesty\w*|Care|Quality|Commission)$"
)
_BODIES = frozenset(
    "Council Board Trust Partnership Hospital Service Services Team Unit Hub Police Constabulary".split()
)
_NO_NAMES = frozenset([*MONTHS, "I", "A", "Police", "Force", "Constabulary", "The", "Also", "Overall"])


def force_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A force that the document is not about and the source's sentences do not name."""
    held = source.forces | {each.id for each in find_forces(source.whole)} | set(unlisted_forces(source.whole))
    named = {each.id for each in find_forces(claim)} | set(unlisted_forces(claim))
    if not source.forces and not held:
        return None if not named else Disagreement(Kind.FORCE, force(sorted(named)[0]).name)
    wrong = sorted(named - held)
    about = sorted(source.forces)
    return Disagreement(Kind.FORCE, force(wrong[0]).name, force(about[0]).name if about else "") if wrong else None


def name_disagreement(claim: str, source: Source) -> Disagreement | None:
    """A name that neither stands in the source or around it, nor is short or long for one that does."""
    for run in _runs(claim):
        if not _is_named(run, source) or _is_other_body(run, source):
            return Disagreement(Kind.NAME, run)
    return None


def _is_other_body(run: str, source: Source) -> bool:
    """Whether a name is that of a council, board or the like of which the sentences say nothing."""
    *before, head = run.split()
    text = f"{source.text}\n{source.around}"
    is_told = stem(head) in stems_of(text) or stands_for(run, text) or stands_for(head, text)
    return bool(before) and head in _BODIES and not is_told


def _runs(claim: str) -> Iterator[str]:
    """Runs of capitalised words; one word at a sentence's start only where it has another capital or a digit."""
    for match in _RUN.finditer(claim):
        words = _WORD.findall(match[0])
        starts = bool(_SENTENCE_START.search(claim[: match.start()]))
        if starts and (is_stop_word(words[0]) or not _is_special(words[0])):
            words = words[1:]
        kept = [word for word in words if _is_name(word)]
        if kept:
            yield " ".join(kept)


def _is_name(word: str) -> bool:
    return word[0].isupper() and len(word) > 1 and word not in _NO_NAMES and (word.isupper() or not is_stop_word(word))


def _is_special(word: str) -> bool:
    return any(character.isupper() or character.isdigit() for character in word[1:])


def _is_named(run: str, source: Source) -> bool:
    known = {each.casefold() for each in _WORD.findall(source.whole)}
    stems = {stem(each) for each in known}
    force_words = {word.casefold() for id in source.forces for name in _names_of(id) for word in _WORD.findall(name)}
    for word in run.split():
        alike = word.casefold() in known | force_words or (stem(word) in stems and not word.isupper())
        if not (
            alike
            or _is_inspectorate(word, source)
            or _is_short_for(word, source.whole)
            or _is_long_for(run, source.whole)
        ):
            return False
    return True


def _is_inspectorate(word: str, source: Source) -> bool:
    """Whether a word may stand for the inspectors that the source speaks of."""
    return bool(_INSPECTORATE.match(word)) and bool(re.search(r"\binspect", source.text, re.IGNORECASE))


def _names_of(id: str) -> Iterator[str]:
    known = force(id)
    yield from filter(None, (known.name, known.current_name, known.short_name, *known.aliases))


def _is_short_for(word: str, text: str) -> bool:
    """Whether an acronym's letters begin words of the text in a row ("MASH": multi-agency safeguarding hub)."""
    if not word.isupper() or len(word) < 2:
        return _has_alternative(word, text)
    initials = "".join(each[0] for each in _WORD.findall(text)).casefold()
    content = "".join(each[0] for each in _WORD.findall(text) if not is_stop_word(each)).casefold()
    return word.casefold() in initials or word.casefold() in content or _has_alternative(word, text)


def _is_long_for(run: str, text: str) -> bool:
    """Whether the text has the run's initials as an acronym, or the thesaurus another name for it."""
    initials = "".join(word[0] for word in _WORD.findall(run) if not is_stop_word(word))
    acronyms = {re.sub(r"s$", "", each) for each in re.findall(r"\b[A-Z]{2,}s?\b", text)}
    return (len(initials) > 1 and initials.upper() in acronyms) or _has_alternative(run, text)


def stands_for(name: str, text: str) -> bool:
    """Whether a name is short or long for something in the text."""
    return _is_short_for(name, text) or _is_long_for(name, text)


def _has_alternative(words: str, text: str) -> bool:
    stems = f" {' '.join(stems_of(text))} "
    return any(
        f" {' '.join(stems_of(other))} " in stems for term in terms_of(words.lower()) for other in term.alternatives
    )
