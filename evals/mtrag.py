"""MTRAG-UN, the government part: conversations over public bodies' pages, and whether what is missing is refused.

From https://github.com/IBM/mt-rag-benchmark (Apache 2.0). Each question comes with the passages
that answer it, an unanswerable one with none: refusing that would be trivial. So each question gets the nearest passages
of other conversations as distractors, too, up to as many as the assistant reads. These subjects are not ours, so what
keeps the assistant to police inspections is left out: search, the writer and `verify` are measured by themselves.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant import Claim, Turn, stands
from assistant.evidence import gather
from assistant.guard import citable
from assistant.pipeline import LIMIT
from assistant.question import clean, stand_alone
from assistant.verify import Verifier
from assistant.write import Completeness, Draft, Writer
from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind, UnusableInput
from evals.measure import NOTHING, Recorder, Row, Written, nearness_of, unsupported, written_row
from evals.metrics import mean, percentile, precision, recall
from index import Hit, Index, Scope

GOVERNMENT = "govt"
_ANSWERABLE = ("ANSWERABLE", "PARTIAL")
_JUDGED = (*_ANSWERABLE, "UNANSWERABLE")  # to an underspecified question the right reply is another question


class _Said(BaseModel):
    """A turn of the conversation."""

    model_config = ConfigDict(frozen=True)

    speaker: str
    text: str


class Passage(BaseModel):
    """A piece of a page."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(alias="document_id")
    text: str
    title: str = ""


class Task(BaseModel):
    """The last question of a conversation, and the passages that answer it."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(alias="task_id")
    collection: str = Field(alias="Collection")
    answerability: tuple[str, ...]
    input: tuple[_Said, ...]
    contexts: tuple[Passage, ...]

    @property
    def is_judged(self) -> bool:
        """Whether it is in the part that is measured, and clear enough to be answered or refused."""
        return self.collection == GOVERNMENT and self.answerability[0] in _JUDGED

    @property
    def is_answerable(self) -> bool:
        """Whether its passages answer it, in part at least."""
        return self.answerability[0] in _ANSWERABLE

    @property
    def question(self) -> str:
        """The last question, made whole by rule from those before it."""
        asked = [each.text for each in self.input if each.speaker == "user"]
        return stand_alone(clean(asked[-1]), tuple(map(Turn, asked[:-1])))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task, the claims that stood, the paragraphs that were to be cited, and what it took.

    `written` and `unsupported` as of a `Run`.
    """

    task: Task
    claims: tuple[Claim, ...]
    needed: frozenset[str]
    seconds: float
    written: Written = NOTHING
    unsupported: int = 0

    @property
    def cited(self) -> frozenset[str]:
        """The paragraphs that the claims cite."""
        return frozenset(each.paragraph.id for claim in self.claims for each in claim.citations)


def load(data: Path | None) -> tuple[Task, ...]:
    """The tasks in `data`/bench/mtrag-un that are measured. Raises `UnusableInput` where it is missing."""
    file = (data or Path()) / "bench" / "mtrag-un" / "reference.jsonl"
    if data is None or not file.exists():
        raise UnusableInput(
            f"There is no MTRAG-UN in {file.parent}.", "Name the folder that holds bench/mtrag-un: --data FOLDER."
        )
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(task for task in (Task.model_validate_json(line) for line in lines if line.strip()) if task.is_judged)


def index_of(tasks: Iterable[Task], folder: Path) -> Index:
    """An index in `folder` of all their passages, each a report of one paragraph on no force."""
    corpus = Corpus(folder)
    for passage in {each.id: each for task in tasks for each in task.contexts}.values():
        digest = sha256(passage.text.encode()).hexdigest()
        document = Document(passage.id, passage.title, DocumentKind.THEMATIC_REPORT, f"{passage.id}.txt", digest)
        corpus.put(document, [Paragraph(passage.id, 1, ParagraphKind.BODY, passage.text)])
    index = Index(corpus)
    index.sync()
    return index


def rows(tasks: Sequence[Task], index: Index, writers: Sequence[Writer]) -> Iterator[Row]:
    """The figures of each writer, one after the other."""
    for writer in writers:
        yield {"mtrag-un": writer.name, **summary([outcome(task, index, writer) for task in tasks])}


def outcome(task: Task, index: Index, writer: Writer) -> Outcome:
    """One question through search, a writer and `verify`."""
    recorder, started = Recorder(writer, nearness_of(index)), time.perf_counter()
    scope, hits = found(task, index)
    evidence = citable(gather(hits, index.corpus))[:LIMIT]
    verifier, draft = Verifier(evidence, nearness_of(index)), Draft((), Completeness.NONE)
    for draft in recorder.drafts(scope, evidence):  # noqa: B007  # the last one is the whole
        pass
    claims = verifier.verify(draft).claims
    seconds = time.perf_counter() - started
    wrong = unsupported(claims, nearness_of(index))
    return Outcome(task, claims, needed_ids(task, index.corpus), seconds, recorder.taken(), wrong)


def found(task: Task, index: Index) -> tuple[Scope, list[Hit]]:
    """A task's own passages and its distractors, ranked together by how near they are to the question."""
    question, own = task.question, tuple(each.id for each in task.contexts)
    everywhere = Scope(question, documents=tuple(each.id for each in index.corpus.documents()))
    nearest = dict.fromkeys(hit.chunk.document for hit in index.search(everywhere, 2 * LIMIT))
    distractors = [each for each in nearest if each not in own][: LIMIT - len(own)]
    scope = Scope(question, documents=(*own, *distractors))
    return scope, index.search(scope, 8 * LIMIT)  # several chunks a passage


def needed_ids(task: Task, corpus: Corpus) -> frozenset[str]:
    """The paragraphs that answer a task."""
    return frozenset(paragraph.id for each in task.contexts for paragraph in corpus.paragraphs(each.id))


def summary(outcomes: Sequence[Outcome]) -> Row:
    """Citations, refusals, claims that do not stand, seconds and tokens. Only a task's own passages count as right."""
    answered = [each for each in outcomes if each.task.is_answerable and each.claims]
    unanswerable = [each for each in outcomes if not each.task.is_answerable]
    refused = [each for each in outcomes if not each.claims]
    claims = [claim for each in outcomes for claim in each.claims]
    return {
        "questions": len(outcomes),
        "unanswerable": len(unanswerable),
        "answerable given as answered": _share(answered, len(outcomes) - len(unanswerable)),
        "citation precision": mean([precision(each.cited, each.needed) for each in answered]),
        "citation recall": mean([recall(each.cited, each.needed) for each in answered]),
        "refusal precision": mean([float(not each.task.is_answerable) for each in refused]),
        "refusal recall": mean([float(not each.claims) for each in unanswerable]),
        "claims shown": len(claims),
        "claims without an exact quote": sum(
            not stands(each.quote, each.paragraph.text) for claim in claims for each in claim.citations
        ),
        "unsupported claims shown": sum(each.unsupported for each in outcomes),
        **written_row([each.written for each in outcomes]),
        "seconds p50": percentile(0.5, [each.seconds for each in outcomes]),
        "seconds p95": percentile(0.95, [each.seconds for each in outcomes]),
    }


def _share(part: Sequence[Outcome], whole: int) -> float:
    return len(part) / whole if whole else 0.0
