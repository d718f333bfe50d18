"""Verdicts on statements that people wrote by reading the letters, against what they say the verdict must be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.check import Checker, Verdict
from evals.case import CASES
from evals.measure import Row
from index import Index


class StatementCase(BaseModel):
    """A statement as a draft would have it, its right verdict, and the sentence that decides it (its first words)."""

    model_config = ConfigDict(frozen=True)

    id: str
    statement: str
    verdict: Literal["supported", "contradicted", "not_found", "misquoted"]
    paragraph: str | None = None
    words: str = ""
    change: str = ""
    honest_paraphrase: bool = False


def load_statements(split: str) -> tuple[StatementCase, ...]:
    """The statements of "tuning" or "reporting"; the halves are about other letters and by other writers."""
    lines = (CASES / f"statements_{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(StatementCase.model_validate_json(line) for line in lines if line.strip())


def statement_rows(cases: Sequence[StatementCase], index: Index) -> Iterator[Row]:
    """A row for each right verdict with what came out, then the shares that matter, beside always saying "supported"."""
    checker = Checker(index.corpus, index)
    found = Counter((case.verdict, checker.check(case.statement).verdict.value) for case in cases)
    for right in ("supported", "contradicted", "not_found", "misquoted"):
        yield {"right verdict": right, **{given.value: found[right, given.value] for given in Verdict}}
    unsupported = [case for case in cases if case.verdict in ("contradicted", "not_found")]
    supported = [case for case in cases if case.verdict == "supported"]
    passed = found["contradicted", "supported"] + found["not_found", "supported"]
    yield {
        "statements": len(cases),
        "right verdict": sum(count for (right, given), count in found.items() if right == given) / len(cases),
        "always supported (baseline)": len(supported) / len(cases),
        "supported called contradicted": found["supported", "contradicted"] / len(supported),
        "contradicted or not found called supported": passed / len(unsupported),
    }
