"""Which writer the settings choose, and what is told when it cannot be had."""

import pytest

from assistant import Assistant, assistant_of
from assistant.writers import chosen_writer
from tests.assistant.model_server import MODEL, Reply, serving


@pytest.mark.parametrize("named", ["", " ", "extractive"])
def test_without_a_model_the_built_in_writer_answers(
    named: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL", named)
    made = assistant_of(assistant.corpus, assistant.index)
    assert made.writer is made.extractive
    assert made.notice == ""


def test_a_model_that_answers_is_the_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: Reply(["OK"])) as server:
        monkeypatch.setenv("MODEL", f"openai:{MODEL}")
        monkeypatch.setenv("MODEL_URL", server.url)
        chosen = chosen_writer()
    assert chosen.writer is not None
    assert chosen.writer.name == f"openai:{MODEL}"
    assert chosen.rewriter is not None
    assert chosen.notice == ""


@pytest.mark.parametrize(
    ("named", "told"),
    [("nonsense", "MODEL"), ("openai:", "MODEL"), ("openai:gpt", "OPENAI_API_KEY"), ("nobody:model", "nobody")],
)
def test_a_model_that_cannot_be_had_is_told_and_quotations_answer_meanwhile(
    named: str, told: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "MODEL_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MODEL", named)
    made = assistant_of(assistant.corpus, assistant.index)
    answer = made.ask("How does Staffordshire handle wanted suspects?")
    assert told in answer.notice
    assert "without the language model" in answer.notice
    assert answer.claims
