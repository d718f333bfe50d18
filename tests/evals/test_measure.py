import os
import sys
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Citation, Claim, Evidence, Status
from corpus import Document, DocumentKind, Paragraph, ParagraphKind, UnusableModel
from evals.case import Case, Kind, Source, load
from evals.local_models import serving as serving_locally
from evals.local_models import writer_for, writer_of
from evals.measure import NOTHING, Run, Written, answers, is_supported, retrieval, summary, written_row
from index import Chunk, Hit, Index, Signals
from tests.assistant.model_server import MODEL, cites, fails, in_turn, says, serving

LETTER = Document("letter", "Letter", DocumentKind.LETTER, "letter.txt", "0" * 64)
TEXT = "The force has a dedicated team."


def case(kind: Kind, *needed: int, also: tuple[int, ...] = (), statuses: tuple[str, ...] = ("answered",)) -> Case:
    def sources(positions: tuple[int, ...]) -> tuple[Source, ...]:
        return tuple(Source(paragraph=f"letter#{position}", words="force") for position in positions)

    return Case(id="x", question="?", kind=kind, needed=sources(needed), also=sources(also), statuses=statuses)


def run(of: Case, *cited: int, shown: tuple[int, ...] = (), quote: str = TEXT, seconds: float = 1.0) -> Run:
    """A run that cites these paragraphs, or shows those as the nearest."""
    paragraphs = {n: Paragraph("letter", n, ParagraphKind.BODY, TEXT) for n in (*cited, *shown)}
    claims = tuple(Claim(quote, (Citation(paragraphs[n], LETTER, quote),)) for n in cited)
    chunk = Chunk("letter", "letter#1", ParagraphKind.BODY, "", 0, 5, TEXT)
    near = tuple(Evidence(f"P{n}", paragraphs[n], LETTER, Hit(chunk, 1.0, Signals(1, 1, 1, 1, 1))) for n in shown)
    status = Status.ANSWERED if cited else Status.CLOSEST
    return Run(of, Answer("?", status, "", claims=claims, evidence=near), seconds)


def test_the_figures_of_a_handful_of_runs_reckoned_by_hand() -> None:
    found = summary(
        [
            run(case(Kind.DIRECT, 1), 1, seconds=1),  # right
            run(case(Kind.DIRECT, 1, 2, also=(3,)), 1, 3, 4, 5, seconds=2),  # half of the needed, half of it right
            run(case(Kind.LAY, 1), shown=(2, 1, 3), seconds=3),  # shown, not claimed
            run(case(Kind.LAY, 9), shown=(2, 1, 3), seconds=4),  # missed
            run(case(Kind.UNANSWERABLE, statuses=("closest",)), shown=(1,), seconds=5),  # rightly not answered
            run(case(Kind.UNANSWERABLE, statuses=("closest",)), 1, seconds=6),  # wrongly answered
        ]
    )
    assert found["cases"] == 6
    assert found["answerable: a needed paragraph is shown"] == 3 / 4
    assert found["direct given as answered"] == 1
    assert found["lay given as answered"] == 0
    assert found["citation precision"] == (1 + 1 / 2) / 2
    assert found["citation recall"] == (1 + 1 / 2) / 2
    assert found["unanswerable given as answered"] == 1 / 2
    assert found["right status among unanswerable"] == 1 / 2
    assert found["refusal precision"] == 1 / 3
    assert found["refusal recall"] == 1 / 2
    assert found["claims without an exact quote"] == 0
    assert (found["seconds p50"], found["seconds p95"]) == (3, 6)


def test_only_the_first_three_of_the_nearest_passages_count_as_shown() -> None:
    assert summary([run(case(Kind.LAY, 4), shown=(1, 2, 3, 4))])["answerable: a needed paragraph is shown"] == 0


def test_a_claim_whose_quote_does_not_stand_is_counted() -> None:
    altered = run(case(Kind.DIRECT, 1), 1, quote="The force has no dedicated team.")
    assert summary([altered, run(case(Kind.DIRECT, 1), 1)])["claims without an exact quote"] == 1


def test_of_a_fact_told_in_several_places_one_is_enough() -> None:
    found = summary([run(case(Kind.METADATA, 1, also=(2,)), 2)])
    assert found["citation recall"] == found["answerable: a needed paragraph is shown"] == 1


def test_search_is_measured_a_row_a_kind_without_questions_about_the_letter(letter_index: Index) -> None:
    cases = load("reporting")[:8] + tuple(c for c in load("tuning") if c.kind is Kind.METADATA)[:3]
    rows = retrieval(cases, letter_index)
    assert [row["kind"] for row in rows] == list(dict.fromkeys(c.kind.value for c in cases[:8]))
    assert sum(int(row["cases"]) for row in rows) == 8
    for row in rows:
        assert row["hit@1"] <= row["hit@3"] <= row["hit@5"] <= 1  # type: ignore[operator]  # numbers, these
        assert 0 < row["MRR"] <= 1  # type: ignore[operator]
        assert 0 < row["nDCG@10"] <= 1  # type: ignore[operator]


def test_a_search_for_a_paragraphs_own_words_is_perfect(letter_index: Index) -> None:
    words = "The force was able to provide HMIC with the number of suspects who had failed to answer police bail"
    source = Source(paragraph="staffordshire-core-business-2014#28", words=words)
    (row,) = retrieval([Case(id="x", question=words, kind=Kind.DIRECT, needed=(source,))], letter_index)
    assert [row[name] for name in ("hit@1", "hit@3", "hit@5", "recall@5", "MRR", "nDCG@10")] == [1] * 6


def test_cases_without_any_to_search_for_give_no_rows(letter_index: Index) -> None:
    assert retrieval([case(Kind.UNANSWERABLE), case(Kind.METADATA, 1)], letter_index) == []


def test_every_case_is_asked_and_timed(assistant: Assistant) -> None:
    cases = load("tuning")[:5]
    runs = answers(cases, assistant)
    assert [each.case for each in runs] == list(cases)
    assert [each.answer.question for each in runs] == [each.question for each in cases]
    assert all(each.seconds >= each.answer.seconds > 0 for each in runs)
    assert summary(runs)["claims without an exact quote"] == 0


@pytest.mark.parametrize(("cited", "is_answered"), [((1,), True), ((), False)])
def test_a_run_counts_as_answered_where_claims_are_shown(cited: tuple[int, ...], is_answered: bool) -> None:
    assert run(case(Kind.DIRECT, 1), *cited).is_answered is is_answered


BAIL = "The force was able to provide HMIC with the number of suspects who had failed to answer police bail"
QUESTION = "How many suspects had failed to answer police bail?"


def asked_of_a_model(assistant: Assistant, *quoted: tuple[str, str]) -> Run:
    """The one run of an assistant whose model says these claims."""
    of = Case(id="x", question=QUESTION, kind=Kind.DIRECT)
    with serving(in_turn(says("OK"), cites(*quoted))) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODEL_URL", server.url)
        (run,) = answers([of], Assistant(assistant.corpus, assistant.index, writer_of(f"openai:{MODEL}")))
    return run


def test_of_a_model_it_is_told_what_was_drafted_withheld_and_replaced(assistant: Assistant) -> None:
    found = asked_of_a_model(assistant, (BAIL, BAIL), ("The force was unable to provide HMIC with the number.", BAIL))
    assert (found.answer.writer, found.answer.withheld) == (f"openai:{MODEL}", 1)
    assert (found.written.drafted, found.written.withheld, found.written.replaced) == (2, 1, 1)
    assert found.written.tokens > 500
    assert summary([found])["unsupported claims shown"] == 0


def test_a_model_that_breaks_off_is_counted(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says("OK")) as server:
        monkeypatch.setenv("MODEL_URL", server.url)
        writer = writer_of(f"openai:{MODEL}")
        server.script = fails(400)
        (run,) = answers(
            [case(Kind.DIRECT, 1).model_copy(update={"question": QUESTION})],
            Assistant(assistant.corpus, assistant.index, writer),
        )
    assert run.written.broke_off
    assert run.answer.writer == "extractive"


def test_the_built_in_writer_drafts_nothing_that_is_counted(assistant: Assistant) -> None:
    (run,) = answers(load("tuning")[:1], assistant)
    assert run.written == NOTHING
    assert "statements drafted" not in summary([run])


def test_statements_are_summed_over_the_questions_that_a_model_was_asked() -> None:
    row = written_row([Written(True, 4, 3, 1, False, 100), NOTHING, Written(True, 2, 0, 0, True, 300)])
    assert row == {
        "writer asked": 2,
        "statements drafted": 6,
        "statements withheld": 2,
        "statements replaced": 1,
        "replies broken off or unreadable": 1,
        "tokens a question (characters / 4)": 200,
    }


@pytest.mark.parametrize(("text", "is_right"), [(TEXT, True), ("The force has no dedicated team.", False)])
def test_a_claim_that_says_other_than_its_quote_is_not_supported(text: str, is_right: bool) -> None:
    paragraph = Paragraph("letter", 1, ParagraphKind.BODY, TEXT)
    assert is_supported(Claim(text, (Citation(paragraph, LETTER, TEXT),))) is is_right


def test_without_an_interpreter_there_is_no_small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BENCH_LLM", raising=False)
    with pytest.raises(UnusableModel, match="no Python interpreter"), writer_for("smollm2"):
        pass


def test_an_environment_without_the_small_model_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnusableModel, match="did not start"), serving_locally(Path(sys.executable)):
        pass
    assert "MODEL_URL" not in os.environ


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(UnusableModel, match=r"no model’s file “nowhere\.gguf”"), writer_for("gguf:nowhere.gguf"):
        pass


def test_a_model_in_a_file_is_served_as_long_as_the_block_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, python = tmp_path / "small.gguf", tmp_path / "python"
    file.touch()
    with serving(says("Yes")) as server:
        # An interpreter that, whatever it is to run, says where a server listens.
        python.write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/told"\necho "listening at {server.address}"\ncat\n')
        python.chmod(0o755)
        monkeypatch.setenv("BENCH_LLM", str(python))
        with writer_for(f"gguf:{file}") as writer:
            assert writer.name == "openai:small"
            assert os.environ["MODEL_URL"] == server.url
    assert "MODEL_URL" not in os.environ
    assert (tmp_path / "told").read_text().split()[-1] == str(file)
