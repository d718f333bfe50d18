"""Cross-encoders of sentence-transformers: a last judge of the best hits, and inference. Imported late: torch comes along."""

import logging
import re
from collections.abc import Sequence
from pathlib import Path

from sentence_transformers import CrossEncoder

from corpus import UnusableModel

_REMEDY = "Set CROSS_ENCODER to the name or path of a sentence-transformers cross-encoder, or unset it."
_INFERS = "Set ENTAILMENT_MODEL to the name or path of a cross-encoder for natural-language inference, or unset it."
_OUTCOMES = ("entailment", "neutral", "contradiction")
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")


class SentencePairJudge:
    """Any model that gives a question and a text one number, the larger the better they fit."""

    def __init__(self, model: str) -> None:
        self._model = _loaded(model, _REMEDY)
        if self._model.num_labels != 1:
            raise UnusableModel(f"The model {model!r} gives {self._model.num_labels} numbers, not one.", _REMEDY)

    def fits(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, between 0 and 1."""
        if not texts:
            return []
        from torch.nn import Sigmoid

        pairs = [(question, text) for text in texts]
        return [float(each) for each in self._model.predict(pairs, activation_fn=Sigmoid(), show_progress_bar=False)]


class SentencePairInference:
    """Any model whose config names its numbers as entailment, neutral and contradiction, in whatever order.

    Raises `UnusableModel` for another one. A path that is not there is told at once, not looked for on the hub.
    """

    def __init__(self, model: str) -> None:
        if not Path(model).exists() and not _HUB_NAME.fullmatch(model):
            raise UnusableModel(f"There is no model in {model!r}.", _INFERS)
        self._model = _loaded(model, _INFERS)
        labels = {str(name).lower(): at for at, name in (getattr(self._model.config, "id2label", None) or {}).items()}
        if sorted(labels) != sorted(_OUTCOMES):
            raise UnusableModel(f"The model {model!r} tells {', '.join(labels)}, not {', '.join(_OUTCOMES)}.", _INFERS)
        self._places = [int(labels[name]) for name in _OUTCOMES]

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float, float]]:
        """Of each pair of premise and hypothesis: entailment, neutral, contradiction; they sum to 1."""
        if not pairs:
            return []
        found = self._model.predict(list(pairs), apply_softmax=True, show_progress_bar=False)
        return [(float(row[e]), float(row[n]), float(row[c])) for row in found for e, n, c in [self._places]]


def _loaded(model: str, remedy: str) -> CrossEncoder:
    logging.getLogger("transformers").setLevel(logging.ERROR)
    try:
        loaded: CrossEncoder = CrossEncoder(model)
    except Exception as fault:  # the hub client and the loaders raise many kinds, none of them shared
        told = str(fault).partition("\n")[0]
        raise UnusableModel(f"The cross-encoder {model!r} cannot be loaded ({told}).", remedy) from fault
    return loaded
