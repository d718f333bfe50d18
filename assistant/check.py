"""Whether a statement of somebody's draft stands: supported, contradicted, misquoted or not found, and why."""

from dataclasses import replace

from assistant.agreement import disagreement
from assistant.answer import Citation
from assistant.bearing import source_of
from assistant.drafts.statements import nothing_to_check
from assistant.evidence import gather
from assistant.guard import citable
from assistant.quotations import Quotations, unattributed
from assistant.sentences import Sentence
from assistant.verdict import Checked, Compared, Verdict, decided, nearness
from corpus import Corpus, UnusableInput, force_names
from index import Index, Scope
from index.when import without_windows

READ = 12  # paragraphs whose sentences are looked at
LOOKED_AT = 16  # of these sentences, the nearest by the index's own vectors
COMPARED = 8  # of these the nearest by their own, compared with the statement

__all__ = ["Checked", "Checker", "Verdict"]


class Checker:
    """Checks statements against a corpus. Nothing of what is checked is kept."""

    def __init__(self, corpus: Corpus, index: Index) -> None:
        self.corpus = corpus
        self._index = index
        self._quotations = Quotations(corpus, index)

    def documents(self, embargoed: bool = False) -> int:
        """How many documents statements are checked against."""
        return len(self.corpus.public(None, embargoed))

    def check(self, statement: str, document: str | None = None, embargoed: bool = False, about: str = "") -> Checked:
        """The verdict on a statement; `document` (an id) narrows it to one.

        `about`: words that name the force or place it is about, where it names none itself: a heading above it, say.
        Raises `UnusableInput` for a document that is not there or may not be seen.
        """
        shown = [each.id for each in self.corpus.public(None, embargoed)]
        if document and document not in shown:
            raise UnusableInput(f"There is no document {document!r}.", "See `python -m corpus list` for their ids.")
        if why := nothing_to_check(statement):
            return Checked(statement, Verdict.NOTHING_TO_CHECK, why)
        scope = self._scope(statement, embargoed)
        if about and not scope.forces:
            scope = replace(self._scope(about, embargoed), topic=scope.topic)
        if document:
            scope = replace(scope, documents=(document,))
        if not scope.documents:
            return Checked(statement, Verdict.NOT_FOUND, _nothing_held(scope))
        return self._quotations.check(statement, scope, shown) or self._of_words(statement, scope)

    def names_a_force(self, text: str) -> bool:
        """Whether a text says which force or place it is about."""
        return bool(self._scope(text, embargoed=False).forces)

    def _scope(self, text: str, embargoed: bool) -> Scope:
        """What a text is about; dates in it are part of what it says, and do not choose the documents."""
        return Scope.of(without_windows(text), self.corpus, embargoed=embargoed)

    def _of_words(self, statement: str, scope: Scope) -> Checked:
        """The verdict on a statement in the writer's own words."""
        claim = unattributed(statement)
        candidates = self._candidates(replace(scope, topic=claim))
        if not candidates:
            return Checked(statement, Verdict.NOT_FOUND, f"Nothing in {_searched(scope)} comes near it.")
        verdict, deciding = decided([self._compared(claim, sentence) for sentence in candidates])
        if deciding is None:
            reason = f"No sentence in {_searched(scope)} says this. The nearest is shown."
            return Checked(statement, verdict, reason, (_cited(candidates[0]),))
        reason = deciding.wrong.reason if deciding.wrong else "The source says the same."
        return Checked(statement, verdict, reason, (_cited(deciding.sentence),))

    def _candidates(self, scope: Scope) -> list[Sentence]:
        """The sentences nearest to a statement, best first."""
        hits = self._index.search(scope, READ)
        evidence = citable(gather(hits, self.corpus), self.corpus)
        held = {each.paragraph.id: each for each in evidence if each.paragraph.kind.holds_findings}
        spans = [
            (held[hit.chunk.paragraph], start, end)
            for hit, start, end in self._index.sentences(scope.topic, hits, LOOKED_AT)
            if hit.chunk.paragraph in held
        ]
        signals = self._index.judge(scope.topic, [each.paragraph.text[start:end] for each, start, end in spans])
        sentences = [Sentence(*span, each) for span, each in zip(spans, signals, strict=True)]
        return sorted(sentences, key=lambda each: -nearness(each.signals.cosine, each.signals.maxsim))[:COMPARED]

    def _compared(self, claim: str, sentence: Sentence) -> Compared[Sentence]:
        evidence, found = sentence.evidence, sentence.signals
        source = source_of([(evidence.paragraph, evidence.document, sentence.text)])
        wrong = disagreement(claim, source, lambda _, __: found.cosine)
        return Compared(sentence, found.cosine, found.maxsim, wrong)


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
