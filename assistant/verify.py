"""Keep only what the sources say: the gate between a draft and the reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agreement import Disagreement, Kind, Nearness, disagreement
from assistant.agreement.words import words_of
from assistant.answer import Citation, Claim, Evidence
from assistant.bearing import exact_sentences, source_of
from assistant.guard import speaks_to_a_model
from assistant.quotes import stands
from assistant.write import Draft, DraftClaim

LONGEST = 700  # characters of a claim; nobody checks more at a glance
# Links, mark-up and markers of sources have no place in a claim: the screens add what is needed.
_MARK_UP = re.compile(r"https?:|www\.|<[a-z/!]|\]\(|```|!\[|\[\d+\]|&#?\w+;|javascript:", re.IGNORECASE)
_OUT_OF_PLACE = (Kind.FORCE, Kind.UNSAID)  # then its sentence says nothing of what the claim is about


@dataclass(frozen=True, slots=True)
class Withheld:
    """A statement that is not shown as it was drafted, and why; `replaced` by the exact words of its source."""

    text: str
    why: str
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Verified:
    """What of a draft stands."""

    claims: tuple[Claim, ...]
    withheld: tuple[Withheld, ...] = ()


class Verifier:
    """Checks the claims of growing drafts, each once.

    A claim with an unknown label or a quote that is not there, word for word, is dropped whole: what its writer built on
    it cannot be told apart from what it did not. One whose numbers, names, dates, negations or qualifiers are not those
    of the quoted sentence gives way to that sentence. What documents say to a reader as instructions bears nothing.
    """

    def __init__(self, evidence: tuple[Evidence, ...], nearness: Nearness | None = None) -> None:
        self._evidence = {each.label: each for each in evidence}
        self._nearness = nearness
        self._checked: dict[DraftClaim, tuple[Claim | None, Withheld | None]] = {}

    def verify(self, draft: Draft) -> Verified:
        """The claims of a draft that stand, in its order, none twice, and what is withheld of it."""
        for claim in draft.claims:
            if claim not in self._checked:
                self._checked[claim] = self._check(claim)
        found = [self._checked[claim] for claim in dict.fromkeys(draft.claims)]
        kept = {_told(claim): claim for claim, _ in reversed(found) if claim}
        claims = [claim for claim, _ in found if claim and kept[_told(claim)] is claim]
        return Verified(tuple(claims), tuple(withheld for _, withheld in found if withheld))

    def _check(self, drafted: DraftClaim) -> tuple[Claim | None, Withheld | None]:
        citations = self._citations(drafted)
        if isinstance(citations, str):
            return None, Withheld(drafted.text, citations)
        if _is_quoted(drafted):
            return Claim(drafted.text, citations), None
        if speaks_to_a_model(drafted.text):
            return None, Withheld(drafted.text, "It speaks to the reader instead of telling a finding.")
        if len(drafted.text) > LONGEST or _MARK_UP.search(drafted.text):
            return None, Withheld(drafted.text, "It is too long to be checked, or holds links or mark-up.")
        source = source_of([(each.paragraph, each.document, each.quote) for each in citations])
        wrong = disagreement(drafted.text, source, self._nearness)
        if wrong is None:
            return Claim(drafted.text, citations), None
        return _instead(drafted, citations, wrong)

    def _citations(self, drafted: DraftClaim) -> tuple[Citation, ...] | str:
        """The citations of a claim; in words, why they do not stand."""
        if not drafted.text.strip() or not drafted.citations:
            return "It names no source."
        found = []
        for cited in drafted.citations:
            held = self._evidence.get(cited.label)
            if held is None:
                return "It names a source that was not given."
            if not stands(cited.quote, held.paragraph.text):
                return "Its quotation does not stand in the paragraph it names."
            if speaks_to_a_model(held.paragraph.text):
                return "Its source speaks to the reader instead of telling a finding."
            found.append(Citation(held.paragraph, held.document, cited.quote))
        return tuple(found)


def verify(draft: Draft, evidence: tuple[Evidence, ...], nearness: Nearness | None = None) -> Verified:
    """What stands of one draft."""
    return Verifier(evidence, nearness).verify(draft)


def _told(claim: Claim) -> tuple[str, frozenset[str]]:
    """What tells two claims apart: their words, and the documents these are from."""
    return claim.text, frozenset(citation.document.id for citation in claim.citations)


def _is_quoted(drafted: DraftClaim) -> bool:
    """Whether a claim is made of the words of its quotes and no other."""
    quoted = [word.lower for cited in drafted.citations for word in words_of(cited.quote)]
    return [word.lower for word in words_of(drafted.text)] == quoted


def _instead(
    drafted: DraftClaim, citations: Sequence[Citation], wrong: Disagreement
) -> tuple[Claim | None, Withheld | None]:
    """The exact sentence in place of a claim that misstates it; nothing where it is about something else."""
    if wrong.kind in _OUT_OF_PLACE:
        return None, Withheld(drafted.text, wrong.reason)
    first = citations[0]
    exact = exact_sentences(first.quote, first.paragraph.text)
    claim = Claim(exact, (Citation(first.paragraph, first.document, exact),))
    return claim, Withheld(drafted.text, wrong.reason, replaced=True)
