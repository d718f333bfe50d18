"""What the statements of a draft refer to, and whether what was found stands there."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.answer import Citation
from assistant.drafts.attributed import attributed
from assistant.drafts.described import Descriptions, Reference
from assistant.drafts.draft import Draft
from assistant.drafts.listed import entries_of
from assistant.drafts.written import Found, brackets_in, ids_in, links_in, numbers_in, quoted_spans
from corpus import Corpus, location, reference

__all__ = ["Reference", "References", "standing"]

_GONE = "\ue000"  # stands in place of what was taken out; of no text's own
_EMPTY_BRACKETS = re.compile(
    rf"[(\[](?:\s|[,;:.]|\b(?:see|also|and|at|source|sources|link|cf|ref)\b)*{_GONE}(?:\s|[,;:.]|\band\b|{_GONE})*[)\]]",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(
    rf"\s*(?:\b(?:sources?|see|ref|link):?\s*)?(?:{_GONE}\s*)+(?=[.,;:!?)\]\u201d]|$)", re.IGNORECASE
)
_WITHIN = re.compile(rf"\s*(?:{_GONE}\s*)+")


class References:
    """Reads the references of a draft, by its own list and by the documents that its reader may see."""

    def __init__(self, draft: Draft, corpus: Corpus, embargoed: bool) -> None:
        self._described = Descriptions(corpus, embargoed)
        self._numbered: dict[int, tuple[Reference, ...]] = {}
        entries = entries_of(draft, self._of_entry)
        self._entries = frozenset(block for each in entries for block in each.blocks)
        for each in entries:
            if each.number is not None:
                self._numbered.setdefault(each.number, each.references)
        self._has_list = bool(self._numbered)

    def is_entry(self, block: int) -> bool:
        """Whether a block of the draft belongs to its list of references: there is nothing to check in it."""
        return block in self._entries

    def of(self, statement: str) -> tuple[str, tuple[Reference, ...]]:
        """A statement without its references, fit to be compared, and them in the order of their kinds.

        Words in quotation marks stay as they are. Where the sentence itself says whose letter it is from ("According to
        the Northshire letter, \u2026"), or names one of a force that we hold nothing on, the force stays, as "In Northshire, \u2026".
        """
        return self._taken(statement, None, self._numbers)

    def names_force(self, text: str) -> bool:
        """Whether a text names a force or a place, and so says itself whose finding it is."""
        return bool(self._described.forces_in(text))

    def _of_entry(self, text: str, context: str | None) -> tuple[str, tuple[Reference, ...]]:
        if read := self._described.read(text, context):
            return "", (read,)
        return self._taken(text, context, lambda _: ())

    def _taken(
        self, statement: str, context: str | None, numbers: Callable[[str], Iterable[Found]]
    ) -> tuple[str, tuple[Reference, ...]]:
        taken: list[Reference] = []
        left = statement
        for find in (lambda text: links_in(text, self._described), lambda text: ids_in(text, self._described), numbers):
            left = _without(left, list(find(left)), taken)
        known = next((each.document for each in reversed(taken) if each.document), context)
        left = _tidy(_without(left, list(brackets_in(left, self._described, known)), taken))
        place = ""
        if said := attributed(left, self._described):
            left = said.text
            taken.append(said.reference)
            place = self._place([said.reference], left) if said.is_said else ""
        unheld = [each for each in taken if each.document is None]
        place = place or (self._place(unheld, left) if len(unheld) == len(taken) else "")
        return f"{place}{left}" if left else "", _narrowest(taken)

    def _place(self, references: Sequence[Reference], left: str) -> str:
        """The force of references, to be put before what is left of a statement that names none."""
        in_words = [each.written for each in references if " " in each.written]  # ids and addresses name no force
        named = [each for words in in_words for each in self._described.forces_in(words)]
        held = {each.document for each in references if each.document}
        names = {named[0].text} if named and len({each.forces for each in named}) == 1 else set()
        if not named and len(held) == 1:
            names = set(self._described.short_forces(*held))
        return f"In {names.pop()}, " if len(names) == 1 and left and not self.names_force(left) else ""

    def _numbers(self, statement: str) -> Iterable[Found]:
        for match, numbers, place in numbers_in(statement):
            references = [each for number in numbers for each in self._of_number(match[0], number, place)]
            yield Found(*match.span(), tuple(references))

    def _of_number(self, written: str, number: int, place: str) -> tuple[Reference, ...]:
        if not self._has_list:
            return (Reference(written, problem=f"The draft has no list that says what {written} is."),)
        if number not in self._numbered:
            return (Reference(written, problem=f"The draft's list has no [{number}]."),)
        found = self._numbered[number]
        if not found:
            return (
                Reference(written, problem=f"What the draft's list has as [{number}] is no document that we hold."),
            )
        if place and found[0].document:
            within = self._described.read(place.strip(" ,"), found[0].document) or found[0]
            return (replace(within, written=written),)
        return tuple(
            Reference(f"[{number}] {each.written}", each.document, each.paragraphs, each.problem) for each in found
        )


def standing(reference: Reference, cited: Sequence[Citation]) -> str:
    """Nothing where one of the citations is what a reference means; else a sentence with what is right."""
    if reference.problem:
        return reference.problem
    if not cited or any(fits(reference, each) for each in cited):
        return ""
    there = next((each for each in cited if each.document.id == reference.document), cited[0])
    return f"The draft refers to \u201c{reference.written}\u201d; the words are in {_told(there, reference)}."


def fits(reference: Reference, citation: Citation) -> bool:
    """Whether a citation is what a reference means."""
    is_there = not reference.paragraphs or citation.paragraph.id in reference.paragraphs
    return citation.document.id == reference.document and is_there


def _told(citation: Citation, beside: Reference) -> str:
    """Where a citation is; in the document referred to, without its name."""
    place = location(citation.paragraph)
    if citation.document.id == beside.document:
        section, _, number = place.partition(" \u00b7 ")
        number = number.replace(" \u00b7 ", ", ")
        return f"{number} ({section})" if number else place
    return f"{reference(citation.document)} \u00b7 {place}"


def _without(statement: str, found: Sequence[Found], taken: list[Reference]) -> str:
    """The statement with marks in place of what was found outside its quotations; `taken` gets the references."""
    quoted = quoted_spans(statement)
    kept, at = "", 0
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if each.start < at or any(start < each.start and each.end < end for start, end in quoted):
            continue
        kept += statement[at : each.start] + each.instead + _GONE * (not each.instead)
        taken += each.references
        at = each.end
    return kept + statement[at:]


def _tidy(statement: str) -> str:
    """The statement without marks, and without the brackets and spaces that stood around them alone."""
    text = _EMPTY_BRACKETS.sub(_GONE, statement)
    text = _AT_THE_END.sub("", text)
    return _WITHIN.sub(" ", text).strip()


def _narrowest(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """Each reference once; one to a whole document only where none is to a place in it."""
    placed = {each.document for each in references if each.paragraphs or (each.document and each.problem)}
    return tuple(
        dict.fromkeys(each for each in references if each.paragraphs or each.problem or each.document not in placed)
    )
