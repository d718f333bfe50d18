"""ContractNLI, WiCE and SciFact as pairs of a claim and a document's sentences."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.verdict import Verdict
from corpus import sentence_spans

_SUPPORTED, _CONTRADICTED, _NOT_FOUND = (
    frozenset({each}) for each in (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND)
)
Classes = tuple[frozenset[Verdict], ...]
THREE: Classes = (_SUPPORTED, _CONTRADICTED, _NOT_FOUND)
TWO: Classes = (_SUPPORTED, _CONTRADICTED | _NOT_FOUND)
_CONTRACTS = {
    "Entailment": Verdict.SUPPORTED,
    "Contradiction": Verdict.CONTRADICTED,
    "NotMentioned": Verdict.NOT_FOUND,
}
# What is supported in part is not supported: a draft's statement stands or does not.
_WEB = {
    "supported": Verdict.SUPPORTED,
    "partially_supported": Verdict.NOT_FOUND,
    "not_supported": Verdict.NOT_FOUND,
}
_SCIENCE = {
    "SUPPORT": Verdict.SUPPORTED,
    "CONTRADICT": Verdict.CONTRADICTED,
    "NOT_ENOUGH_INFO": Verdict.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, what its document is to it, and the document's sentences."""

    document: str
    claim: str
    verdict: Verdict
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """A collection's pairs, and the ways of putting the verdicts in classes that are reported on."""

    name: str
    pairs: tuple[Pair, ...]
    classes: tuple[Classes, ...]


def load_claim_sets(data: Path | None) -> list[ClaimSet]:
    """The three of them in `data`/bench; one that is not there has no pairs."""
    folder = (data or Path()) / "bench"
    return [
        ClaimSet("contractnli", _pairs(_contracts, folder / "contractnli" / "dev.json"), (THREE, TWO)),
        ClaimSet("wice", _pairs(_web_pages, folder / "wice" / "claim_dev.jsonl"), (TWO,)),
        ClaimSet("scifact", _pairs(_abstracts, folder / "scifact" / "claims_dev.jsonl"), (THREE, TWO)),
    ]


def _pairs(read: Callable[[Path], Iterator[Pair]], file: Path) -> tuple[Pair, ...]:
    return tuple(read(file)) if file.exists() else ()


def _contracts(file: Path) -> Iterator[Pair]:
    held = json.loads(file.read_text(encoding="utf-8"))
    claims = {id: label["hypothesis"] for id, label in held["labels"].items()}
    for document in held["documents"]:
        sentences = _lines([document["text"][start:end] for start, end in document["spans"]])
        for id, annotation in document["annotation_sets"][0]["annotations"].items():
            yield Pair(str(document["id"]), claims[id], _CONTRACTS[annotation["choice"]], sentences)


def _web_pages(file: Path) -> Iterator[Pair]:
    for row in _rows(file):
        yield Pair(row["meta"]["claim_title"], row["claim"], _WEB[row["label"]], _lines(row["evidence"]))


def _abstracts(file: Path) -> Iterator[Pair]:
    abstracts = {row["_id"]: row for row in _rows(file.with_name("corpus.jsonl"))}
    for row in _rows(file):
        title, text = (abstracts[row["doc_id"]][name] for name in ("title", "text"))
        sentences = _lines([title, *(text[start:end] for start, end in sentence_spans(text))])
        yield Pair(row["doc_id"], row["claim"], _SCIENCE[row["label"]], sentences)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _lines(texts: list[str]) -> tuple[str, ...]:
    """The texts, each in one line; without empty ones."""
    return tuple(filter(None, (" ".join(text.split()) for text in texts)))
