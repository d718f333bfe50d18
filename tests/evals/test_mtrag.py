import json
from pathlib import Path
from typing import Any

import pytest

from assistant import Citation, Claim, ExtractiveWriter
from assistant.model import load_model
from assistant.model_writer import ModelWriter
from corpus import Document, DocumentKind, Paragraph, ParagraphKind, UnusableInput
from evals import mtrag
from evals.mtrag import Outcome, Task
from index import Encoder, Index
from tests.assistant.model_server import MODEL, cites, fails, says, serving

PARKING = "A parking permit costs 40 dollars a year. It is sent by post within two weeks."
LIBRARY = "The library lends books for three weeks. A card is free for residents of the city."
TAX = "Property tax is due on 1 March. Those who pay late are charged a fee of five per cent."


def row(id: str, question: str, answerability: str, *texts: str, collection: str = "govt") -> dict[str, Any]:
    """A line of the file, with what is read of it."""
    return {
        "task_id": id,
        "Collection": collection,
        "answerability": [answerability],
        "input": [{"speaker": "user", "text": question}],
        "contexts": [{"document_id": f"{id}-{at}", "text": text, "title": "A page"} for at, text in enumerate(texts)],
    }


ROWS = (
    row("parking", "What does a parking permit cost?", "ANSWERABLE", PARKING),
    row("library", "How long does the library lend books for?", "PARTIAL", LIBRARY),
    row("tax", "When is property tax due?", "ANSWERABLE", TAX),
    row("pool", "When does the swimming pool open?", "UNANSWERABLE"),
    row("vague", "How much?", "UNDERSPECIFIED"),
    row("bank", "What is a bond?", "ANSWERABLE", "A bond is a loan.", collection="fiqa"),
)


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Task, ...]:
    folder = tmp_path_factory.mktemp("shared")
    (folder / "bench" / "mtrag-un").mkdir(parents=True)
    lines = "\n".join(map(json.dumps, ROWS))
    (folder / "bench" / "mtrag-un" / "reference.jsonl").write_text(lines, encoding="utf-8")
    return mtrag.load(folder)


@pytest.fixture(scope="module")
def index(tasks: tuple[Task, ...], tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Index:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.search.load_encoder", lambda folder: encoder)
        return mtrag.index_of(tasks, tmp_path_factory.mktemp("mtrag"))


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def test_only_the_government_questions_that_are_to_be_answered_or_refused_are_asked(tasks: tuple[Task, ...]) -> None:
    assert [(each.id, each.is_answerable) for each in tasks] == [
        ("parking", True),
        ("library", True),
        ("tax", True),
        ("pool", False),
    ]


def test_a_question_gets_its_own_passage_and_the_nearest_of_others(tasks: tuple[Task, ...], index: Index) -> None:
    scope, hits = mtrag.found(tasks[0], index)
    assert scope.documents[0] == "parking-0"
    assert hits[0].chunk.document == "parking-0"
    assert {hit.chunk.document for hit in hits} == {"parking-0", "library-0", "tax-0"}


def test_an_unanswerable_question_gets_distractors(tasks: tuple[Task, ...], index: Index) -> None:
    assert len(mtrag.found(tasks[3], index)[1]) == 3
    assert mtrag.needed_ids(tasks[3], index.corpus) == frozenset()


def test_there_is_a_row_a_writer(tasks: tuple[Task, ...], index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says('{"claims": [], "completeness": "none"}')) as server:
        monkeypatch.setenv("MODEL_URL", server.url)
        silent = ModelWriter(load_model(f"openai:{MODEL}"))
        quoting, refusing = mtrag.rows(tasks, index, [ExtractiveWriter(index), silent])
    assert (quoting["mtrag-un"], refusing["mtrag-un"]) == ("extractive", f"openai:{MODEL}")
    assert quoting["claims without an exact quote"] == quoting["unsupported claims shown"] == 0
    assert (refusing["refusal precision"], refusing["refusal recall"]) == (1 / 4, 1)


def test_what_a_model_invents_is_withheld_and_counted(
    tasks: tuple[Task, ...], index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = "A parking permit costs 40 dollars a year."
    with serving(cites(("A permit costs 90 dollars a year.", quote), (quote, quote))) as server:
        monkeypatch.setenv("MODEL_URL", server.url)
        found = mtrag.outcome(tasks[0], index, ModelWriter(load_model(f"openai:{MODEL}")))
    assert {claim.text for claim in found.claims} == {quote}
    assert found.cited == found.needed
    assert (found.written.drafted, found.written.withheld, found.written.replaced) == (2, 1, 1)


def test_a_model_that_fails_has_refused(tasks: tuple[Task, ...], index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(fails(400)) as server:
        monkeypatch.setenv("MODEL_URL", server.url)
        found = mtrag.outcome(tasks[0], index, ModelWriter(load_model(f"openai:{MODEL}")))
    assert not found.claims
    assert found.written.broke_off


def outcome(task: Task, *cited: str, seconds: float = 1.0) -> Outcome:
    """A task of which the claims cite the paragraphs of these documents."""
    claims = []
    for each in cited:
        document = Document(each, "A page", DocumentKind.THEMATIC_REPORT, f"{each}.txt", "0" * 64)
        claims.append(Claim(TAX, (Citation(Paragraph(each, 1, ParagraphKind.BODY, TAX), document, TAX),)))
    return Outcome(task, tuple(claims), frozenset(f"{each.id}#1" for each in task.contexts), seconds)


def test_the_figures_reckoned_by_hand(tasks: tuple[Task, ...]) -> None:
    parking, library, tax, pool = tasks
    found = mtrag.summary(
        [
            outcome(parking, "parking-0", "tax-0", seconds=1),
            outcome(library, seconds=2),
            outcome(tax, "tax-0", seconds=3),
            outcome(pool, seconds=4),
        ]
    )
    assert (found["questions"], found["unanswerable"], found["answerable given as answered"]) == (4, 1, 2 / 3)
    assert (found["citation precision"], found["citation recall"]) == (3 / 4, 1)
    assert (found["refusal precision"], found["refusal recall"]) == (1 / 2, 1)
    assert (found["claims shown"], found["unsupported claims shown"]) == (3, 0)
    assert (found["seconds p50"], found["seconds p95"]) == (2, 4)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="There is no MTRAG-UN"):
        mtrag.load(tmp_path)
