"""A second reader by natural-language inference: the cross-encoder that ENTAILMENT_MODEL names, where it names one."""

import os
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from assistant.second_reader import Reading
from assistant.verdict import Verdict

# A model is sure of most pairs (Guo and others 2017, https://arxiv.org/abs/1706.04599): below this it has no word.
SURE = 0.7
NAME = "entailment model"


class Inference(Protocol):
    """Tells how surely a premise entails a hypothesis, says nothing of it, or contradicts it."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float, float]]:
        """Of each pair of premise and hypothesis: entailment, neutral, contradiction; they sum to 1."""
        ...


class EntailmentReader:
    """Reads the source as the premise and the claim as the hypothesis."""

    def __init__(self, model: Inference) -> None:
        self._model = model

    def read(self, claim: str, source: str) -> Reading | None:
        """Its reading; None where the model is not sure."""
        return self.read_all([(claim, source)])[0]

    def read_all(self, pairs: Sequence[tuple[str, str]]) -> list[Reading | None]:
        """The same for many pairs of claim and source, in batches."""
        found = self._model.probabilities([(source, claim) for claim, source in pairs])
        return [_reading(each, source) for each, (_, source) in zip(found, pairs, strict=True)]


def _reading(probabilities: tuple[float, float, float], source: str) -> Reading | None:
    entailment, neutral, contradiction = probabilities
    if entailment >= SURE:
        return Reading(Verdict.SUPPORTED, source, NAME)
    if contradiction >= SURE:
        return Reading(Verdict.CONTRADICTED, source, NAME)
    return Reading(Verdict.NOT_FOUND, "", NAME) if neutral >= SURE else None


def load_entailment() -> EntailmentReader | None:
    """The reader with the model of ENTAILMENT_MODEL (a hub name or a path), None when none is named.

    Raises `UnusableModel`, with the remedy, when it cannot be had or is none for inference.
    """
    named = os.environ.get("ENTAILMENT_MODEL", "").strip()
    return _loaded(named) if named else None


@cache
def _loaded(named: str) -> EntailmentReader:
    from index.cross_encoder import SentencePairInference  # late: brings torch

    return EntailmentReader(SentencePairInference(named))
