"""Whether a statement of somebody's draft stands: supported, contradicted, misquoted or not found, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from assistant.agreement import Source, disagreement
from assistant.answer import Citation, Evidence
from assistant.bearing import source_at
from assistant.drafts.statements import nothing_to_check
from assistant.evidence import gather
from assistant.guard import citable
from assistant.quotations import Quotations, unattributed
from assistant.second_readers import SecondReaders
from assistant.sentences import Sentence
from assistant.verdict import Checked, Compared, Verdict, decided
from corpus import Corpus, UnusableInput, force_names
from index import Index, Scope
from index.when import without_windows

READ = 20  # paragraphs whose sentences are looked at
LOOKED_AT = 24  # of these sentences, the nearest by the index's own vectors …
COMPARED = 5  # … and of those that may be cited the first, compared with the statement: 98 % have theirs in the first 4
Span = tuple[Evidence, int, int]  # a sentence of a piece of evidence

__all__ = ["Checked", "Checker", "Verdict"]


class Checker:
    """Checks statements against a corpus. Nothing of what is checked is kept."""

    def __init__(self, corpus: Corpus, index: Index, readers: SecondReaders | None = None) -> None:
        self.corpus = corpus
        self._index = index
        self._quotations = Quotations(corpus, index)
        self._readers = readers or SecondReaders()

    def documents(self, embargoed: bool = False) -> int:
        """How many documents statements are checked against."""
        return len(self.corpus.public(None, embargoed))

    def check(
        self, statement: str, document: str | None = None, embargoed: bool = False, about: Scope | None = None
    ) -> Checked:
        """The verdict on a statement; `document` (an id) narrows it to one.

        `about`: the scope of what is above it in a draft, which counts where it names no force or place itself.
        Raises `UnusableInput` for a document that is not there or may not be seen.
        """
        if document and document not in {each.id for each in self.corpus.public(None, embargoed)}:
            raise UnusableInput(f"There is no document {document!r}.", "See `python -m corpus list` for their ids.")
        if why := nothing_to_check(statement):
            return Checked(statement, Verdict.NOTHING_TO_CHECK, why)
        scope = self.scope_of(statement, embargoed)
        if about and not scope.forces:
            scope = replace(about, topic=scope.topic)
        if document:
            scope = replace(scope, documents=(document,))
        if not scope.documents:
            return Checked(statement, Verdict.NOT_FOUND, _nothing_held(scope))
        return self._quotations.check(statement, scope, embargoed) or self._of_words(statement, scope)

    def scope_of(self, text: str, embargoed: bool) -> Scope:
        """What a text is about; dates in it are part of what it says, and do not choose the documents."""
        return Scope.of(without_windows(text), self.corpus, embargoed=embargoed)

    def _of_words(self, statement: str, scope: Scope) -> Checked:
        """The verdict on a statement in the writer's own words."""
        claim = unattributed(statement)
        candidates = self._candidates(replace(scope, topic=claim))
        if not candidates:
            return Checked(statement, Verdict.NOT_FOUND, f"Nothing in {_searched(scope)} comes near it.")
        compared = [self._compared(claim, sentence) for sentence in candidates]
        verdict, deciding = decided(compared)
        sentence = deciding.sentence if deciding else max(compared, key=lambda each: each.nearness).sentence
        second = self._readers.settle(verdict, claim, _source(sentence))
        if moved := second.moved_by:
            reason = _READ[second.verdict].format(moved.reader, moved.words)
        elif deciding is None:
            reason = f"No sentence in {_searched(scope)} says this. The nearest is shown."
        else:
            reason = deciding.wrong.reason if deciding.wrong else "The source says the same."
        return Checked(statement, second.verdict, reason, (_cited(sentence),))

    def _candidates(self, scope: Scope) -> list[Sentence]:
        """The sentences nearest to a statement."""
        hits = self._index.search(scope, READ, rerank=False)  # `sentences` puts them in a finer order
        held = {each.paragraph.id: each for each in gather(hits, self.corpus) if each.paragraph.kind.holds_findings}
        nearest = self._index.sentences(scope.topic, hits, LOOKED_AT)
        spans = ((held[hit.chunk.paragraph], a, b) for hit, a, b in nearest if hit.chunk.paragraph in held)
        chosen = list(islice(self._citable(spans), COMPARED))
        signals = self._index.judge(scope.topic, [each.paragraph.text[start:end] for each, start, end in chosen])
        return [Sentence(*span, each) for span, each in zip(chosen, signals, strict=True)]

    def _citable(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Those in paragraphs that may be cited, which are looked at as they are needed."""
        known: dict[str, bool] = {}
        for span in spans:
            evidence = span[0]
            if evidence.paragraph.id not in known:
                known[evidence.paragraph.id] = bool(citable((evidence,), self.corpus))
            if known[evidence.paragraph.id]:
                yield span

    def _compared(self, claim: str, sentence: Sentence) -> Compared[Sentence]:
        found = sentence.signals
        wrong = disagreement(claim, _source(sentence), lambda _, __: found.cosine)
        return Compared(sentence, found.cosine, found.maxsim, wrong)


_READ = {
    Verdict.SUPPORTED: "In other words; the {0} reads it so: “{1}”",
    Verdict.CONTRADICTED: "The {0} reads the source as saying otherwise: “{1}”",
    Verdict.NOT_FOUND: "The words are near, but the {0} finds that the source does not say this.",
}


def _source(sentence: Sentence) -> Source:
    return source_at(sentence.evidence.paragraph, sentence.evidence.document, sentence.start, sentence.end)


def _searched(scope: Scope) -> str:
    """What was searched, for a reason."""
    count = len(scope.documents)
    documents = "the one document" if count == 1 else f"the {count} documents"
    forces = force_names(each.id for each in scope.forces)
    return f"{documents} on {forces}" if forces else f"{documents} searched"


def _nothing_held(scope: Scope) -> str:
    if scope.unheld:
        return f"We hold no document on {force_names(force.id for force in scope.unheld)}."
    return "We hold no document on that place, time or kind."


def _cited(sentence: Sentence) -> Citation:
    return Citation(sentence.evidence.paragraph, sentence.evidence.document, sentence.text)
