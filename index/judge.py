"""A second look at the best hits: a cross-encoder, when the user names one."""

import os
from collections.abc import Sequence
from functools import cache
from typing import Protocol

JUDGED = 20  # hits; a cross-encoder takes 10 to 20 ms each
SHARE = 0.5  # of the judge's word in a judged hit's score


class Judge(Protocol):
    """Reads question and text together."""

    def fits(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, between 0 and 1."""
        ...


def load_judge() -> Judge | None:
    """The cross-encoder of CROSS_ENCODER (a hub name or a path), None when none is named.

    Raises `UnusableModel`, with the remedy, when it cannot be had.
    """
    named = os.environ.get("CROSS_ENCODER", "").strip()
    return _loaded(named) if named else None


@cache
def _loaded(named: str) -> Judge:
    from index.cross_encoder import SentencePairJudge  # late: brings torch

    return SentencePairJudge(named)
