"""Whether a statement of somebody's draft stands: supported, contradicted, misquoted or not found, and why."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.agreement import Disagreement, Kind, coverage, disagreement
from assistant.answer import Citation
from assistant.bearing import source_of
from assistant.evidence import gather
from assistant.gate import Gate, Place, Quoted, QuoteStatus
from assistant.quotes import MIN_WORDS
from assistant.sentences import Sentence, sentences_of
from assistant.statements import nothing_to_check
from corpus import Corpus, UnusableInput, force_names
from index import Index, Scope
from index.when import without_windows

READ = 12  # paragraphs whose sentences are compared with a statement
COMPARED = 8  # sentences, the nearest first
# Cosine and MaxSim together, of a statement and a sentence: above the first they speak of the same thing, so that what
# disagrees contradicts; above the second one that agrees supports. Picked on the tuning statements.
SAME_MATTER = 1.25
SUPPORTS = 1.05
COVERED = 0.6  # share of the statement's content words that the sentence then has, in these or other words
_QUOTED = re.compile(r"\u201c([^\u201c\u201d]{3,}?)\u201d|\"([^\"]{3,}?)\"")
_ATTRIBUTED = re.compile(
    r"^\W*(?:(?:the )?(?:inspectors?|inspectorates?|hmic\w*|ofsted|letter|report|inspection)(?: of \w+)? (?:also )?"
    r"(?:found|said|says|noted|notes|reported|reports|stated|states|concluded|observed|saw|heard|told us)(?: that)?|"
    r"according to (?:the )?(?:inspectors|letter|report|hmic\w*),?) ",
    re.IGNORECASE,
)
_PLACED = re.compile(r"^(?:In|At|For) [A-Z][^,]{2,40}, ")  # the scope has it already


class Verdict(StrEnum):
    """How a statement came out."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    MISQUOTED = "misquoted"
    NOT_FOUND = "not_found"
    NOTHING_TO_CHECK = "nothing_to_check"

    @property
    def label(self) -> str:
        """The verdict for a reader."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement with its verdict and the reason in a sentence.

    `citations`: what supports or contradicts it; of one not found the nearest sentence, offered as just that.
    `quoted`: what became of its quotation, if it has one.
    """

    statement: str
    verdict: Verdict
    reason: str
    citations: tuple[Citation, ...] = ()
    quoted: Quoted | None = None


class Checker:
    """Checks statements against a corpus. Nothing of what is checked is kept."""

    def __init__(self, corpus: Corpus, index: Index) -> None:
        self._corpus = corpus
        self._index = index
        self._gate = Gate(corpus, index)

    def check(self, statement: str, document: str | None = None, embargoed: bool = False) -> Checked:
        """The verdict on a statement; `document` (an id) narrows it to one.

        Raises `UnusableInput` for a document that is not there or may not be seen.
        """
        shown = {each.id for each in self._corpus.public(None, embargoed)}
        if document and document not in shown:
            raise UnusableInput(f"There is no document {document!r}.", "See `python -m corpus list` for their ids.")
        if why := nothing_to_check(statement):
            return Checked(statement, Verdict.NOTHING_TO_CHECK, why)
        # Dates in a statement are part of what it says: they do not choose the documents.
        scope = Scope.of(without_windows(statement), self._corpus, embargoed=embargoed)
        if document:
            scope = replace(scope, documents=(document,))
        if not scope.documents:
            return Checked(statement, Verdict.NOT_FOUND, _nothing_held(scope))
        return self._of_quotes(statement, scope) or self._of_words(statement, scope)

    def _of_quotes(self, statement: str, scope: Scope) -> Checked | None:
        """The verdict on what is quoted, the worst of several; None where nothing is."""
        quotes = [match[1] or match[2] for match in _QUOTED.finditer(statement)]
        quotes = [quote for quote in quotes if len(quote.split()) >= MIN_WORDS]
        found = [self._gate.check(quote, documents=scope.documents) for quote in quotes]
        if not found:
            return None
        worst = max(found, key=lambda each: _WORST.index(each.status))
        citations = tuple(_citation(place) for place in worst.places)
        if worst.status.stands:
            return Checked(statement, Verdict.SUPPORTED, worst.reason, citations, worst)
        verdict = Verdict.NOT_FOUND if worst.status is QuoteStatus.NOT_FOUND else Verdict.MISQUOTED
        return Checked(statement, verdict, worst.reason, citations, worst)

    def _of_words(self, statement: str, scope: Scope) -> Checked:
        """The verdict on a statement in the writer's own words."""
        claim = _PLACED.sub("", _ATTRIBUTED.sub("", statement.strip()))
        candidates = self._candidates(replace(scope, topic=claim))
        if not candidates:
            return Checked(statement, Verdict.NOT_FOUND, "Nothing in the documents searched comes near it.")
        judged = [(sentence, self._disagreement(claim, sentence)) for sentence in candidates]
        for sentence, wrong in judged:
            if wrong is None and sentence.fit >= SUPPORTS and coverage(claim, sentence.text) >= COVERED:
                return Checked(statement, Verdict.SUPPORTED, "The source says the same.", (_cited(sentence),))
        for sentence, wrong in judged:
            if wrong and wrong.kind is not Kind.UNSAID and sentence.fit >= SAME_MATTER:
                return Checked(statement, Verdict.CONTRADICTED, wrong.reason, (_cited(sentence),))
        reason = "No sentence in the documents searched says this. The nearest is shown."
        return Checked(statement, Verdict.NOT_FOUND, reason, (_cited(candidates[0]),))

    def _candidates(self, scope: Scope) -> list[Sentence]:
        """The sentences nearest to a statement, best first."""
        evidence = gather(self._index.search(scope, READ), self._corpus)
        findings = [each for each in evidence if each.paragraph.kind.holds_findings]
        sentences = [sentence for each in findings for sentence in sentences_of(each, scope, self._index)]
        return sorted(sentences, key=lambda sentence: -sentence.fit)[:COMPARED]

    def _disagreement(self, claim: str, sentence: Sentence) -> Disagreement | None:
        evidence = sentence.evidence
        source = source_of([(evidence.paragraph, evidence.document, sentence.text)])
        return disagreement(claim, source, lambda _, __: sentence.signals.cosine)


_WORST = (
    QuoteStatus.EXACT,
    QuoteStatus.OTHER_PARAGRAPH,
    QuoteStatus.OTHER_DOCUMENT,
    QuoteStatus.NOT_FOUND,
    QuoteStatus.PIECED,
    QuoteStatus.ALTERED,
)


def _nothing_held(scope: Scope) -> str:
    if scope.unheld:
        return f"We hold no document on {force_names(force.id for force in scope.unheld)}."
    return "We hold no document on that place, time or kind."


def _citation(place: Place) -> Citation:
    text = place.paragraph.text
    start, end = place.spans[0][0], place.spans[-1][1]
    return Citation(place.paragraph, place.document, text[start:end])


def _cited(sentence: Sentence) -> Citation:
    return Citation(sentence.evidence.paragraph, sentence.evidence.document, sentence.text)
