"""From question to answer: the straight line."""

import time
from collections.abc import Sequence
from dataclasses import replace

from assistant import messages
from assistant.about import OPENING, asks_about, sources_of, write_fact
from assistant.answer import Answer, Claim, Evidence, Status
from assistant.evidence import gather
from assistant.extract import QUOTABLE, ExtractiveWriter
from assistant.guard import is_instruction, is_off_topic, is_readable, may_be_elsewhere
from assistant.question import Turn, clean, stand_alone
from assistant.verify import verify
from assistant.write import Completeness, Draft, Writer
from corpus import Corpus, Force, ParagraphKind
from index import Filters, Index, Scope

SEARCHED = 40  # paragraphs searched for, so that the opening ones are among them
LIMIT = 12  # paragraphs gathered for the writer; at least the 10 the contract promises
# Below both, nothing is near: the best cosine and the best MaxSim of the hits. Picked on the tuning cases.
NEAR_COSINE = 0.10
NEAR_MAXSIM = 0.25
NATIONAL = 2  # paragraphs of reports on forces in general, beside an answer on one
ABOUT_DOCUMENTS = 3  # documents that answer "Who signed the letter?" at once


class Assistant:
    """Answers questions from a corpus through its index."""

    def __init__(self, corpus: Corpus, index: Index, writer: Writer | None = None) -> None:
        self.corpus = corpus
        self.index = index
        self.writer = writer or ExtractiveWriter(index)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        forces: Sequence[str] = (),
        embargoed: bool = False,
        filters: Filters | None = None,
    ) -> Answer:
        """Answer a question; `forces` (ids) and the forces of `filters` narrow it where it names none itself.

        `embargoed`: whoever asks may see what is under embargo.
        Raises `UnusableInput` for a question that is empty or too long.
        """
        started = time.perf_counter()
        asked = clean(question)
        understood = stand_alone(asked, tuple(history), self.corpus.forces(embargoed))
        chosen = filters or Filters(tuple(forces))
        answer = self._answer(understood, chosen, embargoed)
        seconds = time.perf_counter() - started
        return replace(answer, question=question, understood=understood, seconds=seconds, filters=chosen)

    def _answer(self, question: str, chosen: Filters, embargoed: bool) -> Answer:
        if not is_readable(question):
            return Answer(question, Status.OUT_OF_SCOPE, messages.NOT_ENGLISH)
        if is_instruction(question):
            return Answer(question, Status.OUT_OF_SCOPE, messages.INSTRUCTION)
        scope = Scope.of(question, self.corpus, embargoed=embargoed, filters=chosen)
        hits = self.index.search(scope, SEARCHED)
        about = asks_about(scope.topic, hits, self.index.encoder)
        if about is None and is_off_topic(scope.topic, hits, self.index.encoder):
            return Answer(question, Status.OUT_OF_SCOPE, messages.OFF_TOPIC, scope)
        if not scope.documents:
            return self._without_documents(question, scope, embargoed)
        evidence = gather(hits, self.corpus)
        if other := may_be_elsewhere(scope, self.corpus.forces(embargoed)):
            asking = messages.which_force(other)
            return Answer(question, Status.CLOSEST, asking, scope, evidence=_of_kind(evidence, QUOTABLE)[:LIMIT])
        facts = self._facts(about, scope, evidence) if about else ()
        if about and facts:
            draft = write_fact(about, facts, is_whole=len(scope.documents) <= ABOUT_DOCUMENTS)
            return self._outcome(question, scope, draft, facts, evidence[:LIMIT])
        if about == OPENING:
            evidence = _of_kind(evidence, (ParagraphKind.BOILERPLATE,))
        drafted = self._outcome(question, scope, self.writer.write(scope, evidence[:LIMIT]), (), evidence[:LIMIT])
        return replace(drafted, context=self._context(scope)) if drafted.claims else drafted

    def _context(self, scope: Scope) -> tuple[Evidence, ...]:
        """What reports on forces in general say of the same matter, where they clearly do."""
        if not scope.national:
            return ()
        context = scope.context
        found = gather(self.index.search(context, LIMIT), self.corpus)
        if self.writer.write(context, found).completeness is Completeness.NONE:
            return ()
        near = _of_kind(found, QUOTABLE)[:NATIONAL]
        return tuple(replace(each, label=f"N{number}") for number, each in enumerate(near, 1))

    def _without_documents(self, question: str, scope: Scope, embargoed: bool) -> Answer:
        held = self.corpus.public(None, embargoed)
        if scope.unheld_places and not scope.unheld and not scope.windows:
            return Answer(question, Status.NO_DOCUMENT, messages.no_place(scope, held), scope)
        if scope.unheld or not held:
            return Answer(question, Status.NO_DOCUMENT, messages.no_document(scope, held), scope)
        return Answer(question, Status.NO_EVIDENCE, messages.nothing_from_then(scope, held), scope)

    def _facts(self, name: str, scope: Scope, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """The paragraphs that tell a fact; none when no document tells it."""
        found: list[Evidence] = []
        for id in scope.documents[:ABOUT_DOCUMENTS]:
            document = self.corpus.document(id)
            if document is None or not evidence:
                continue
            for paragraph in sources_of(name, document, self.corpus.paragraphs(id)):
                found.append(Evidence(f"F{len(found) + 1}", paragraph, document, evidence[0].hit))
        return tuple(found)

    def _outcome(
        self, question: str, scope: Scope, draft: Draft, facts: tuple[Evidence, ...], evidence: tuple[Evidence, ...]
    ) -> Answer:
        claims = verify(draft, facts or evidence)
        if claims:
            told = {each.paragraph.id for each in facts}
            shown = (*facts, *(each for each in evidence if each.paragraph.id not in told))
            return self._told(question, scope, draft, claims, shown)
        prose = _of_kind(evidence, QUOTABLE)  # a name is near to a letterhead by its looks only
        if not _is_near(prose):
            return Answer(question, Status.NO_EVIDENCE, messages.no_evidence(scope), scope, evidence=prose)
        return Answer(question, Status.CLOSEST, messages.closest(scope), scope, evidence=prose)

    def _told(
        self, question: str, scope: Scope, draft: Draft, claims: tuple[Claim, ...], shown: tuple[Evidence, ...]
    ) -> Answer:
        message = messages.as_named(scope, messages.answered(claims))
        if draft.completeness is Completeness.PARTIAL:
            message = messages.latest_only(message, ABOUT_DOCUMENTS, len(scope.documents))
        if scope.unheld or scope.unheld_places:
            return Answer(question, Status.PARTLY_ANSWERED, messages.partly(scope, message), scope, claims, shown)
        if untold := _untold(scope, claims):
            message = messages.nothing_on(message, untold)
            return Answer(question, Status.PARTLY_ANSWERED, message, scope, claims, shown)
        complete = draft.completeness is Completeness.COMPLETE
        return Answer(question, Status.ANSWERED if complete else Status.PARTLY_ANSWERED, message, scope, claims, shown)


def _untold(scope: Scope, claims: tuple[Claim, ...]) -> tuple[Force, ...]:
    """Of several forces asked about, those on which no claim is made."""
    told = {force for claim in claims for citation in claim.citations for force in citation.document.forces}
    return tuple(force for force in scope.forces if len(scope.forces) > 1 and force.id not in told)


def _is_near(evidence: tuple[Evidence, ...]) -> bool:
    return any(each.hit.signals.cosine >= NEAR_COSINE or each.hit.signals.maxsim >= NEAR_MAXSIM for each in evidence)


def _of_kind(evidence: tuple[Evidence, ...], kinds: Sequence[ParagraphKind]) -> tuple[Evidence, ...]:
    """The evidence of these kinds; all of it where there is none."""
    return tuple(each for each in evidence if each.paragraph.kind in kinds) or evidence
