"""From question to answer: the straight line."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant import messages
from assistant.about import OPENING, asks_about, sources_of, write_fact
from assistant.answer import Answer, Claim, Evidence, Progress, Status
from assistant.evidence import gather
from assistant.extract import QUOTABLE, ExtractiveWriter
from assistant.guard import citable, is_instruction, is_off_topic, is_readable, may_be_elsewhere
from assistant.question import Turn, clean, stand_alone
from assistant.remembered import Remembered
from assistant.rewriting import Rewriter, checked_rewriting
from assistant.verify import Verified, Verifier, verify
from assistant.write import Completeness, Draft, Writer
from corpus import Corpus, Force, ParagraphKind
from index import Filters, Hit, Index, Scope

SEARCHED = 40  # paragraphs searched for, so that the opening ones are among them
LIMIT = 12  # paragraphs gathered for the writer; at least the 10 the contract promises
# Below both, nothing is near: the best cosine and the best MaxSim of the hits. Picked on the tuning cases.
NEAR_COSINE = 0.10
NEAR_MAXSIM = 0.25
NATIONAL = 2  # paragraphs of reports on forces in general, beside an answer on one
ABOUT_DOCUMENTS = 3  # documents that answer "Who signed the letter?" at once


class Assistant:
    """Answers questions from a corpus through its index.

    `writer` drafts the answers, the built-in one unless another is given; `rewriter` makes follow-ups whole, beside the
    rules that check it. `notice` is told with each answer: why the writer is not the one that was chosen, say.
    """

    def __init__(
        self,
        corpus: Corpus,
        index: Index,
        writer: Writer | None = None,
        rewriter: Rewriter | None = None,
        notice: str = "",
    ) -> None:
        self.corpus = corpus
        self.index = index
        self.extractive = ExtractiveWriter(index)
        self.writer: Writer = writer or self.extractive
        self.notice = notice
        self.on_answer: Callable[[Answer], object] = lambda _: None  # told of every answer as it is given
        self._rewriter = rewriter
        self._remembered = Remembered(corpus, index)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        forces: Sequence[str] = (),
        embargoed: bool = False,
        filters: Filters | None = None,
        quoting: bool = False,
    ) -> Answer:
        """Answer a question; `forces` (ids) and the forces of `filters` narrow it where it names none itself.

        `embargoed`: whoever asks may see what is under embargo. `quoting`: without the language model, if there is one.
        Raises `UnusableInput` for a question that is empty or too long.
        """
        steps = self.steps(question, history, embargoed, filters or Filters(tuple(forces)), quoting)
        return next(step for step in steps if isinstance(step, Answer))

    def steps(
        self,
        question: str,
        history: Sequence[Turn] = (),
        embargoed: bool = False,
        filters: Filters | None = None,
        quoting: bool = False,
    ) -> Iterator[Progress | Answer]:
        """The same, told on the way: what is being done, and each claim once it stands; the last step is the answer.

        A claim that was told is in the answer, too. Closing the iterator stops the work, and the language model's.
        """
        started = time.perf_counter()
        asked, chosen = clean(question), filters or Filters()
        understood = self._understood(asked, tuple(history), embargoed, quoting)
        writer = self.extractive if quoting else self.writer
        for step in self._from_memory(understood, chosen, embargoed, writer):
            if isinstance(step, Answer):
                seconds = time.perf_counter() - started
                notice = step.notice or ("" if quoting else self.notice)
                step = replace(
                    step, question=question, understood=understood, seconds=seconds, filters=chosen, notice=notice
                )
                self.on_answer(step)
            yield step

    def _understood(self, asked: str, history: tuple[Turn, ...], embargoed: bool, quoting: bool) -> str:
        """The question made whole: by the model where its wording keeps to what was asked, else by rule."""
        unlisted = self.corpus.forces(embargoed)
        ruled = stand_alone(asked, history, unlisted)
        if self._rewriter is None or quoting or not history:
            return ruled
        return checked_rewriting(self._rewriter.follow_up(asked, history), asked, ruled, history, unlisted)

    def _from_memory(
        self, question: str, chosen: Filters, embargoed: bool, writer: Writer
    ) -> Iterator[Progress | Answer]:
        """The answer that the built-in writer gave to the same before, if nothing has changed since; else all steps."""
        asked = self._remembered.asked(question, chosen, embargoed) if writer is self.extractive else None
        if asked and (known := self._remembered.get(asked)):
            yield known
            return
        for step in self._steps(question, chosen, embargoed, writer):
            if asked and isinstance(step, Answer):
                self._remembered.put(asked, step)
            yield step

    def _steps(self, question: str, chosen: Filters, embargoed: bool, writer: Writer) -> Iterator[Progress | Answer]:
        if not is_readable(question):
            yield Answer(question, Status.OUT_OF_SCOPE, messages.NOT_ENGLISH)
            return
        if is_instruction(question):
            yield Answer(question, Status.OUT_OF_SCOPE, messages.INSTRUCTION)
            return
        scope = Scope.of(question, self.corpus, embargoed=embargoed, filters=chosen)
        yield Progress(messages.searching(len(scope.documents)))
        hits = self.index.search(scope, SEARCHED)
        about = asks_about(scope.topic, hits, self.index.encoder)
        found = gather(hits, self.corpus)
        if refusal := self._refusal(question, scope, hits, found, about, embargoed):
            yield refusal
            return
        evidence = self._citable(_of_kind(found, (ParagraphKind.BOILERPLATE,)) if about == OPENING else found)
        facts = self._facts(about, scope, evidence) if about else ()
        if about and facts:
            draft = write_fact(about, facts, is_whole=len(scope.documents) <= ABOUT_DOCUMENTS)
            yield self._outcome(question, scope, draft, verify(draft, facts), facts, evidence)
            return
        yield from self._written(question, scope, evidence, writer)

    def _citable(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return citable(evidence, self.corpus, LIMIT)

    def _refusal(
        self,
        question: str,
        scope: Scope,
        hits: list[Hit],
        found: tuple[Evidence, ...],
        about: str | None,
        embargoed: bool,
    ) -> Answer | None:
        """What is not to be answered, before any writer is asked; `found` is not looked through yet for what is planted."""
        if about is None and is_off_topic(scope.topic, hits, self.index.encoder):
            return Answer(question, Status.OUT_OF_SCOPE, messages.OFF_TOPIC, scope)
        if not scope.documents:
            return self._without_documents(question, scope, embargoed)
        if other := may_be_elsewhere(scope, self.corpus.forces(embargoed)):
            asking = messages.which_force(other)
            return Answer(question, Status.CLOSEST, asking, scope, evidence=self._citable(_of_kind(found, QUOTABLE)))
        return None

    def _written(
        self, question: str, scope: Scope, evidence: tuple[Evidence, ...], writer: Writer
    ) -> Iterator[Progress | Answer]:
        """The claims as they come to stand, then the answer; the built-in writer's where the model could not."""
        yield Progress(messages.reading(len(evidence)))
        verifier = Verifier(evidence, self._nearness)
        draft, verified = Draft((), Completeness.NONE), Verified(())
        for draft in writer.drafts(scope, evidence):
            told, verified = verified, verifier.verify(draft)
            if len(verified.claims) > len(told.claims):
                yield Progress(messages.WRITING, verified.claims)
        if draft.problem and not verified.claims:
            (instead,) = self.extractive.drafts(scope, evidence)
            answer = self._outcome(question, scope, instead, verify(instead, evidence), (), evidence)
            yield replace(self._in_context(answer, scope), notice=messages.answered_instead(draft.problem))
            return
        answer = self._outcome(question, scope, draft, verified, (), evidence)
        if writer is not self.extractive:
            answer = _by_a_model(answer, draft, verified, writer.name)
        yield self._in_context(answer, scope)

    def _nearness(self, claim: str, sentences: Sequence[str]) -> float:
        return max(each.cosine for each in self.index.judge(claim, sentences))

    def _in_context(self, answer: Answer, scope: Scope) -> Answer:
        return replace(answer, context=self._context(scope)) if answer.claims else answer

    def _context(self, scope: Scope) -> tuple[Evidence, ...]:
        """What reports on forces in general say of the same matter, where they clearly do."""
        if not scope.national:
            return ()
        context = scope.context
        found = self._citable(gather(self.index.search(context, LIMIT), self.corpus))
        if self.extractive.write(context, found).completeness is Completeness.NONE:
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
        self,
        question: str,
        scope: Scope,
        draft: Draft,
        verified: Verified,
        facts: tuple[Evidence, ...],
        evidence: tuple[Evidence, ...],
    ) -> Answer:
        if claims := verified.claims:
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


def _by_a_model(answer: Answer, draft: Draft, verified: Verified, name: str) -> Answer:
    """The answer with what a reader must know of its writer: what was withheld, and whether it broke off."""
    status, message = answer.status, answer.message
    if not draft.claims and draft.completeness is Completeness.NONE:
        status, message = Status.NO_EVIDENCE, messages.none_by_model(len(answer.evidence))
    if draft.problem and status is Status.ANSWERED:
        status = Status.PARTLY_ANSWERED
    told = messages.withheld(verified.withheld)
    return replace(
        answer,
        status=status,
        message=f"{message} {told}".strip(),
        withheld=len(verified.withheld),
        notice=draft.problem,
        writer=name,
    )


def _untold(scope: Scope, claims: tuple[Claim, ...]) -> tuple[Force, ...]:
    """Of several forces asked about, those on which no claim is made."""
    told = {force for claim in claims for citation in claim.citations for force in citation.document.forces}
    return tuple(force for force in scope.forces if len(scope.forces) > 1 and force.id not in told)


def _is_near(evidence: tuple[Evidence, ...]) -> bool:
    return any(each.hit.signals.cosine >= NEAR_COSINE or each.hit.signals.maxsim >= NEAR_MAXSIM for each in evidence)


def _of_kind(evidence: tuple[Evidence, ...], kinds: Sequence[ParagraphKind]) -> tuple[Evidence, ...]:
    """The evidence of these kinds; all of it where there is none."""
    return tuple(each for each in evidence if each.paragraph.kind in kinds) or evidence
