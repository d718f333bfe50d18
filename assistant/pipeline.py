"""From question to answer: the straight line."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from assistant import messages
from assistant.about import fact_asked_for, source_of, write_fact
from assistant.answer import Answer, Claim, Evidence, Status
from assistant.evidence import gather
from assistant.extract import ExtractiveWriter
from assistant.guard import is_instruction, is_off_topic, is_readable
from assistant.question import Turn, clean, stand_alone
from assistant.verify import verify
from assistant.write import Completeness, Draft, Writer
from corpus import Corpus, ParagraphKind
from index import Hit, Index, Scope

LIMIT = 12  # paragraphs gathered for the writer; at least the 10 the contract promises
# Below both, nothing is near: the best cosine and the best MaxSim of the hits. Picked on the tuning cases.
NEAR_COSINE = 0.10
NEAR_MAXSIM = 0.25
ABOUT_DOCUMENTS = 3  # documents that answer "Who signed the letter?" at once


class Assistant:
    """Answers questions from a corpus through its index."""

    def __init__(self, corpus: Corpus, index: Index, writer: Writer | None = None) -> None:
        self.corpus = corpus
        self.index = index
        self.writer = writer or ExtractiveWriter(index)

    def ask(self, question: str, history: Sequence[Turn] = (), forces: Sequence[str] = ()) -> Answer:
        """Answer a question; `forces` (ids) narrow it where it names none itself.

        Raises `UnusableInput` for a question that is empty or too long.
        """
        started = time.perf_counter()
        asked = clean(question)
        understood = stand_alone(asked, tuple(history))
        answer = self._answer(understood, forces)
        return replace(answer, question=question, understood=understood, seconds=time.perf_counter() - started)

    def _answer(self, question: str, forces: Sequence[str]) -> Answer:
        if not is_readable(question):
            return Answer(question, Status.OUT_OF_SCOPE, messages.NOT_ENGLISH)
        if is_instruction(question):
            return Answer(question, Status.OUT_OF_SCOPE, messages.INSTRUCTION)
        scope = Scope.of(question, self.corpus, forces)
        hits = self.index.search(scope, LIMIT)
        if is_off_topic(scope.topic, hits, self.index.encoder) and not fact_asked_for(question):
            return Answer(question, Status.OUT_OF_SCOPE, messages.OFF_TOPIC, scope)
        if not scope.documents:
            return self._without_documents(question, scope)
        evidence = gather(hits, self.corpus)
        facts = self._about(question, scope, hits)
        draft = write_fact(fact_asked_for(question) or "", facts) if facts else self.writer.write(scope, evidence)
        return self._outcome(question, scope, draft, facts or evidence, evidence)

    def _without_documents(self, question: str, scope: Scope) -> Answer:
        held = self.corpus.public(datetime.now(UTC))
        if scope.unheld or not held:
            return Answer(question, Status.NO_DOCUMENT, messages.no_document(scope, held), scope)
        return Answer(question, Status.NO_EVIDENCE, messages.nothing_from_then(scope, held), scope)

    def _about(self, question: str, scope: Scope, hits: list[Hit]) -> tuple[Evidence, ...]:
        """The paragraphs that tell the fact a question asks for, one a document; none when it asks for findings."""
        name = fact_asked_for(question)
        if name is None or not hits:
            return ()
        found = []
        for id in scope.documents[:ABOUT_DOCUMENTS]:
            document = self.corpus.document(id)
            paragraph = source_of(name, document, self.corpus.paragraphs(id)) if document else None
            if document and paragraph:
                found.append(Evidence(f"F{len(found) + 1}", paragraph, document, hits[0]))
        return tuple(found)

    def _outcome(
        self, question: str, scope: Scope, draft: Draft, cited: tuple[Evidence, ...], evidence: tuple[Evidence, ...]
    ) -> Answer:
        claims = verify(draft, cited)
        shown = tuple(dict.fromkeys((*cited, *evidence)))
        if claims:
            return self._told(question, scope, draft, claims, shown)
        if not _is_near(evidence):
            return Answer(question, Status.NO_EVIDENCE, messages.no_evidence(scope), scope, evidence=evidence)
        # Passages shown as the nearest are findings or boilerplate: a letterhead is near to nothing.
        readable = [each for each in evidence if each.paragraph.kind in (*_READABLE,)]
        rest = [each for each in evidence if each not in readable]
        return Answer(question, Status.CLOSEST, messages.CLOSEST, scope, evidence=(*readable, *rest))

    def _told(
        self, question: str, scope: Scope, draft: Draft, claims: tuple[Claim, ...], shown: tuple[Evidence, ...]
    ) -> Answer:
        message = messages.answered(claims)
        if scope.unheld:
            return Answer(question, Status.PARTLY_ANSWERED, messages.partly(scope, message), scope, claims, shown)
        complete = draft.completeness is Completeness.COMPLETE
        return Answer(
            question, Status.ANSWERED if complete else Status.PARTLY_ANSWERED, message, scope, claims, shown
        )


_READABLE = (ParagraphKind.BODY, ParagraphKind.FOOTNOTE, ParagraphKind.BOILERPLATE)


def _is_near(evidence: tuple[Evidence, ...]) -> bool:
    return any(
        each.hit.signals.cosine >= NEAR_COSINE or each.hit.signals.maxsim >= NEAR_MAXSIM for each in evidence
    )
