"""The built-in writer: it selects the sentences that answer and quotes them, so it cannot invent."""

import re
from collections.abc import Iterator, Sequence

from assistant.answer import EXTRACTIVE, Evidence
from assistant.confidence import MET, Reasons, is_sure, reasons
from assistant.evidence import stems
from assistant.sentences import Sentence, sentences_of, unjudged, with_context
from assistant.write import Completeness, Draft, DraftCitation, DraftClaim
from corpus import ParagraphKind, find_forces, unlisted_forces
from index import Index, Scope, met_by, stems_of

CONSIDERED = 8  # paragraphs; a needed one stood below the eighth in under 1 % of the tuning cases
QUOTED = 5  # paragraphs at most in an answer
PARAGRAPH_SHARE = 0.86  # of the best paragraph's score that another needs to be quoted too …
ON_TOPIC_SHARE = 0.75  # … or this, when it meets every term of the question
SENTENCE_SHARE = 0.75  # of the best sentence's fit, within its paragraph
WHOLE = 3  # sentences up to which a paragraph is quoted whole
ALIKE = 0.8  # share of common stems above which two sentences say the same
# What turns a finding though nearly all words are alike: "is reviewed" and "is not reviewed", "12" and "20".
_TURNS = re.compile(
    r"\b(?:no|not|never|none|nor|neither|cannot|without|unable|limited|little|few|seldom|rarely)\b|n't\b|\d+"
)
QUOTABLE = (ParagraphKind.BODY, ParagraphKind.FOOTNOTE, ParagraphKind.BOILERPLATE)


class ExtractiveWriter:
    """Quotes the best sentences of the best paragraphs, in document order, when it is sure that they answer."""

    name = EXTRACTIVE

    def __init__(self, index: Index) -> None:
        self._index = index

    def drafts(self, scope: Scope, evidence: tuple[Evidence, ...]) -> Iterator[Draft]:
        yield self.write(scope, evidence)

    def write(self, scope: Scope, evidence: tuple[Evidence, ...]) -> Draft:
        """A draft whose claims are quotations; without claims when it is not sure. Of several forces, each by itself."""
        if len(scope.forces) > 1:
            return _joined([self._write(narrow, _of(narrow, evidence)) for narrow in scope.by_force()])
        return self._write(scope, evidence)

    def _write(self, scope: Scope, evidence: tuple[Evidence, ...]) -> Draft:
        quotable = self._quotable(evidence)
        found = self.reasons(scope, evidence)
        if found is None or not is_sure(found):
            return Draft((), Completeness.NONE)
        chosen = [each for each in quotable[:QUOTED] if self._belongs(scope, each, quotable[0].score)]
        findings = [each for each in chosen if each.paragraph.kind.holds_findings] or chosen
        claims = [(each, claim) for each in _in_document_order(findings) for claim in self._claims(scope, each)]
        return Draft(tuple(_without_repeats(claims)), Completeness.COMPLETE)

    def reasons(self, scope: Scope, evidence: tuple[Evidence, ...]) -> Reasons | None:
        """What speaks for and against this evidence; None when there is nothing to quote."""
        quotable = self._quotable(evidence)
        if not quotable or not self._index.terms(scope.topic):
            return None
        sentences = [s for each in quotable[:3] for s in sentences_of(each, scope, self._index)]
        return reasons(scope, quotable, max(sentences, key=lambda s: s.fit), self._index)

    def _belongs(self, scope: Scope, evidence: Evidence, best: float) -> bool:
        """Whether a paragraph is quoted beside the best one."""
        words = stems(evidence)
        on_topic = all(met_by(term, words) >= MET for term in self._index.terms(scope.topic))
        return evidence.score >= best * (ON_TOPIC_SHARE if on_topic else PARAGRAPH_SHARE)

    def _quotable(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(each for each in evidence if each.paragraph.kind in QUOTABLE)[:CONSIDERED]

    def _claims(self, scope: Scope, evidence: Evidence) -> list[DraftClaim]:
        sentences = unjudged(evidence)
        if len(sentences) > WHOLE:
            sentences = sentences_of(evidence, scope, self._index)
        best = max(sentence.fit for sentence in sentences)
        fitting = {at for at, sentence in enumerate(sentences) if sentence.fit >= SENTENCE_SHARE * best}
        chosen = _whole_or_around(fitting, sentences)
        if scope.forces:
            chosen -= {at for at, sentence in enumerate(sentences) if _is_of_others(sentence.text, scope)}
        text = evidence.paragraph.text
        quotes = [text[start:end] for start, end in with_context(sentences, chosen)]
        return [DraftClaim(quote, (DraftCitation(evidence.label, quote),)) for quote in quotes]


def _of(scope: Scope, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The evidence from a scope's documents."""
    return tuple(each for each in evidence if each.document.id in scope.documents)


def _joined(drafts: Sequence[Draft]) -> Draft:
    claims = tuple(claim for draft in drafts for claim in draft.claims)
    return Draft(claims, Completeness.COMPLETE if claims else Completeness.NONE)


def _whole_or_around(fitting: set[int], sentences: Sequence[Sentence]) -> set[int]:
    """What is quoted with the sentences that fit, so that no judgement on them is left out.

    A short paragraph is quoted whole. Of a longer one, the sentences next to those that fit go with them ("The
    practice is unlawful."), and what leans on a quoted sentence qualifies it ("However, …").
    """
    if len(sentences) <= WHOLE:
        return set(range(len(sentences)))
    chosen = {near for at in fitting for near in (at - 1, at, at + 1) if 0 <= near < len(sentences)}
    for at, sentence in enumerate(sentences):
        if sentence.leans and at - 1 in chosen:
            chosen.add(at)
    return chosen


def _is_of_others(text: str, scope: Scope) -> bool:
    """Whether a sentence is about other forces than those asked about."""
    named = {force.id for force in find_forces(text)} | set(unlisted_forces(text))
    return bool(named) and not named & {force.id for force in scope.forces}


def _in_document_order(evidence: list[Evidence]) -> list[Evidence]:
    """The latest document first, then as the paragraphs stand."""

    def place(each: Evidence) -> tuple[int, str, int]:
        day = each.document.latest
        return (-day.toordinal() if day else 0, each.document.id, each.paragraph.position)

    return sorted(evidence, key=place)


def _without_repeats(claims: list[tuple[Evidence, DraftClaim]]) -> list[DraftClaim]:
    """The claims less those that say of the same forces what one before them says."""
    kept: list[tuple[Evidence, DraftClaim]] = []
    for each, claim in claims:
        same_forces = [other.text for source, other in kept if source.document.forces == each.document.forces]
        if not any(_says_the_same(claim.text, other) for other in same_forces):
            kept.append((each, claim))
    return [claim for _, claim in kept]


def _says_the_same(text: str, other: str) -> bool:
    words = set(stems_of(text))
    alike = len(words & set(stems_of(other))) >= ALIKE * len(words)
    return alike and set(_TURNS.findall(text)) == set(_TURNS.findall(other))
