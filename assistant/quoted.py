"""What became of a quote, and a sentence that says so."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from assistant.agreement.words import Loaded, cues_of
from assistant.difference import Change, Changed
from assistant.meaning import changes_meaning, changes_number
from assistant.passages import Near, Place

_SENTENCE_ENDS = re.compile(r"[.!?][\"'\u2019\u201d)\]]*\s")


class QuoteStatus(StrEnum):
    """What became of a quote. `exact` alone is as the reader was told."""

    EXACT = "exact"
    OTHER_PARAGRAPH = "other_paragraph"
    OTHER_DOCUMENT = "other_document"
    PIECED = "pieced"
    ALTERED = "altered"
    NOT_FOUND = "not_found"

    @property
    def stands(self) -> bool:
        """Whether the words are somewhere in the corpus just as they are quoted, be it elsewhere than said."""
        return self in (QuoteStatus.EXACT, QuoteStatus.OTHER_PARAGRAPH, QuoteStatus.OTHER_DOCUMENT)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What became of a quote.

    `places`: where it stands, several when it runs on into the next paragraph; of an altered one the passage it comes
    nearest to, of one not found what is nearest at all, which is no source. `difference`: of an altered one.
    """

    status: QuoteStatus
    places: tuple[Place, ...] = ()
    difference: tuple[Change, ...] = ()
    changes_number: bool = False
    changes_meaning: bool = False
    reason: str = ""


def found(status: QuoteStatus, places: tuple[Place, ...]) -> Quoted:
    """A quote that stands at these places."""
    where = {
        QuoteStatus.EXACT: "It stands there word for word.",
        QuoteStatus.OTHER_PARAGRAPH: "It stands word for word in another paragraph of the document.",
        QuoteStatus.OTHER_DOCUMENT: "It stands word for word in another document.",
    }
    turned = _turned_by_what_is_left_out(places)
    return Quoted(status, places, reason=where[status] + (f" The words left out hold “{turned}”." if turned else ""))


def pieced(places: tuple[Place, ...]) -> Quoted:
    """A quote whose parts stand at these places, but not one behind the other."""
    if len({place.document.id for place in places}) > 1:
        where = "in several documents"
    elif len({place.paragraph.id for place in places}) > 1:
        where = "in several paragraphs that do not follow on from each other"
    else:
        where = "in one paragraph, but not one behind the other"
    return Quoted(QuoteStatus.PIECED, places, reason=f"It is pieced together: its parts stand {where}.")


def altered(near: Near) -> Quoted:
    """A quote that comes near to a passage."""
    number, meaning = changes_number(near.changes), changes_meaning(near.changes)
    return Quoted(QuoteStatus.ALTERED, near.places, near.changes, number, meaning, _told(near.changes, number, meaning))


def not_found(near: Near | None) -> Quoted:
    """A quote that stands nowhere, with what is nearest."""
    reason = "It stands nowhere in the documents searched."
    if near is None:
        return Quoted(QuoteStatus.NOT_FOUND, reason=reason)
    return Quoted(QuoteStatus.NOT_FOUND, near.places, reason=f"{reason} The nearest passage is shown.")


def unusable(reason: str) -> Quoted:
    """A quote that proves nothing, whatever the documents say."""
    return Quoted(QuoteStatus.NOT_FOUND, reason=reason)


def _told(changes: tuple[Change, ...], number: bool, meaning: bool) -> str:
    first = next((each for each in changes if each.is_in_words), None)
    if first is None:
        return "The words are the same, but not their punctuation or capitals."
    said = {
        Changed.ADDED: f"The source does not have “{first.quoted}”.",
        Changed.REMOVED: f"The source has “{first.source}”, which is left out.",
    }.get(first.kind, f"The source says “{first.source}”, not “{first.quoted}”.")
    bracketed = " Words in square brackets are the writer's own." if "[" in first.quoted else ""
    what = " A number is changed." if number else " The meaning is changed." if meaning else ""
    return said + bracketed + what


def _turned_by_what_is_left_out(places: tuple[Place, ...]) -> str:
    """A negation between two pieces of one sentence that "…" leaves out, or nothing."""
    for place in places:
        for (_, end), (start, _) in pairwise(place.spans):
            gap = place.paragraph.text[end:start]
            negations = [cue.text for cue in cues_of(gap) if Loaded.NEGATION in cue.does]
            if negations and not _SENTENCE_ENDS.search(gap):
                return negations[0]
    return ""
