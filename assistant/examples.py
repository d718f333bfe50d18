"""Telling kinds of question apart by examples: the kind of the nearest example is the question's kind."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from index import Encoder, encoded


@lru_cache(maxsize=8)
def _vectors(name: str, encoder: Encoder) -> dict[str, np.ndarray]:
    """The example questions of a text file beside this one, as vectors [n, d] by their [section]."""
    sections: dict[str, list[str]] = {}
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[] "), [])
        elif line.strip() and not line.startswith("#"):
            section.append(line)
    return {name: np.stack([encoding.vector for encoding in encoder.encode(lines)]) for name, lines in sections.items()}


def nearness(question: str, name: str, encoder: Encoder) -> dict[str, float]:
    """For each section of the examples file, the cosine of its example nearest to the question."""
    vector = encoded(question, encoder).vector
    return {section: float((vectors @ vector).max()) for section, vectors in _vectors(name, encoder).items()}
