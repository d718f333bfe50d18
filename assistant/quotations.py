"""What a statement quotes: every word of it must stand where the statement is about, and the rest must not turn it."""

import re
from collections.abc import Sequence

from assistant.agreement import Kind, coverage, disagreement
from assistant.agreement.words import content, words_of
from assistant.answer import Citation
from assistant.bearing import source_of
from assistant.gate import Gate, Place, Quoted, QuoteStatus
from assistant.quotes import MIN_WORDS
from assistant.verdict import Checked, Verdict
from corpus import Corpus, force_names
from index import Index, Scope

_QUOTED = re.compile(r"\u201c([^\u201c\u201d]{3,}?)\u201d|\"([^\"]{3,}?)\"")
_ATTRIBUTED = re.compile(
    r"^\W*(?:(?:the )?(?:inspectors?|inspectorates?|hmic\w*|ofsted|letter|report|inspection)(?: of \w+)? (?:also )?"
    r"(?:found|said|says|wrote|writes|noted|notes|reported|reports|stated|states|concluded|observed|saw|heard|told us)(?: that)?|"
    r"according to (?:the )?(?:inspectors|letter|report|hmic\w*),?)[ :,]+",
    re.IGNORECASE,
)
_PLACED = re.compile(r"^(?:In|At|For) [A-Z][^,]{2,40}, ")  # the scope has it already
_WORST = (
    QuoteStatus.EXACT,
    QuoteStatus.OTHER_PARAGRAPH,
    QuoteStatus.OTHER_DOCUMENT,
    QuoteStatus.NOT_FOUND,
    QuoteStatus.PIECED,
    QuoteStatus.ALTERED,
)


class Quotations:
    """Checks what statements quote."""

    def __init__(self, corpus: Corpus, index: Index) -> None:
        self._corpus = corpus
        self._gate = Gate(corpus, index)

    def check(self, statement: str, scope: Scope, embargoed: bool) -> Checked | None:
        """The verdict on what is quoted, the worst of several; None where nothing is.

        Words that the scope's documents do not have are looked for in all that may be seen, to tell where they stand.
        """
        quotes = [match[1] or match[2] for match in _QUOTED.finditer(statement)]
        quotes = [quote for quote in quotes if len(quote.split()) >= MIN_WORDS]
        found = [self._gate.check(quote, documents=scope.documents) for quote in quotes]
        if not found:
            return None
        worst = max(found, key=lambda each: _WORST.index(each.status))
        citations = tuple(_citation(place) for place in worst.places)
        if worst.status.stands:
            return _beside(statement, found) or Checked(statement, Verdict.SUPPORTED, worst.reason, citations, worst)
        verdict = Verdict.NOT_FOUND if worst.status is QuoteStatus.NOT_FOUND else Verdict.MISQUOTED
        known = Checked(statement, verdict, worst.reason, citations, worst)
        if verdict is Verdict.NOT_FOUND:
            shown = [each.id for each in self._corpus.public(None, embargoed)]
            if len(shown) > len(scope.documents):
                return self._elsewhere(statement, quotes[found.index(worst)], shown) or known
        return known

    def _elsewhere(self, statement: str, quote: str, shown: Sequence[str]) -> Checked | None:
        """Words that stand in a document on another force, told as just that."""
        quoted = self._gate.check(quote, documents=shown)
        if not quoted.status.stands:
            return None
        forces = force_names(dict.fromkeys(id for place in quoted.places for id in place.document.forces))
        about = f"a document on {forces}" if forces else "another document"
        reason = f"These words stand in {about}, not in those that the statement is about."
        return Checked(statement, Verdict.NOT_FOUND, reason, tuple(map(_citation, quoted.places)), quoted)


def unattributed(statement: str) -> str:
    """A statement without "Inspectors found that" and "In Northshire," before it."""
    return _PLACED.sub("", _ATTRIBUTED.sub("", statement.strip()))


def _beside(statement: str, found: Sequence[Quoted]) -> Checked | None:
    """The verdict where the words around quotations that stand say other than their sentences; None where they do not."""
    around = unattributed(_QUOTED.sub(" ", statement))
    if not content(words_of(around)):
        return None
    places = [place for quoted in found for place in quoted.places]
    source = source_of([(place.paragraph, place.document, _citation(place).quote) for place in places])
    whole = unattributed(_QUOTED.sub(lambda match: match[1] or match[2], statement))
    wrong = disagreement(whole, source, lambda _, __: 1.0)
    citations = tuple(map(_citation, places))
    if wrong is None and coverage(around, source.whole) == 1:
        return None
    if wrong is None or wrong.kind is Kind.UNSAID:
        reason = "The quotation stands word for word; the words around it are the writer’s own."
        return Checked(statement, Verdict.SUPPORTED, reason, citations, found[0])
    reason = f"The quotation stands word for word, but not the words around it. {wrong.reason}"
    return Checked(statement, Verdict.CONTRADICTED, reason, citations, found[0])


def _citation(place: Place) -> Citation:
    text = place.paragraph.text
    start, end = place.spans[0][0], place.spans[-1][1]
    return Citation(place.paragraph, place.document, text[start:end])
