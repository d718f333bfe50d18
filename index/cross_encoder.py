"""A cross-encoder of sentence-transformers as a last judge of the best hits. Imported late: torch comes along."""

import logging
from collections.abc import Sequence

from sentence_transformers import CrossEncoder

from corpus import UnusableModel

_REMEDY = "Set CROSS_ENCODER to the name or path of a sentence-transformers cross-encoder, or unset it."


class SentencePairJudge:
    """Any model that gives a question and a text one number, the larger the better they fit."""

    def __init__(self, model: str) -> None:
        logging.getLogger("transformers").setLevel(logging.ERROR)
        try:
            self._model = CrossEncoder(model)
        except Exception as fault:  # the hub client and the loaders raise many kinds, none of them shared
            told = str(fault).partition("\n")[0]
            raise UnusableModel(f"The cross-encoder {model!r} cannot be loaded ({told}).", _REMEDY) from fault
        if self._model.num_labels != 1:
            raise UnusableModel(f"The model {model!r} gives {self._model.num_labels} numbers, not one.", _REMEDY)

    def fits(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, between 0 and 1."""
        if not texts:
            return []
        from torch.nn import Sigmoid

        pairs = [(question, text) for text in texts]
        return [float(each) for each in self._model.predict(pairs, activation_fn=Sigmoid(), show_progress_bar=False)]
