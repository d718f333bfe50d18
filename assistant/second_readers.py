"""The second readers of the settings, and what their word makes of a verdict."""

import contextlib
import os
from collections.abc import Iterator, Sequence

from assistant.agreement import Source
from assistant.answer import EXTRACTIVE
from assistant.entailment import load_entailment
from assistant.model_errors import ModelFault
from assistant.second_reader import Reading, SecondReader, Settled, only_wording, settled
from assistant.verdict import Verdict
from corpus import UnusableModel


class SecondReaders:
    """Asks each of them about a claim and its source. One that cannot be reached is not asked again."""

    def __init__(self, readers: Sequence[SecondReader] = ()) -> None:
        self._readers = list(readers)

    def settle(self, verdict: Verdict, claim: str, source: Source) -> Settled:
        """The verdict of the rules on a claim, by its nearest source, after them."""
        if not self._readers or verdict is Verdict.CONTRADICTED:
            return Settled(verdict)
        is_only_wording = only_wording(claim, source)
        if verdict is Verdict.NOT_FOUND and not is_only_wording:  # nothing they can say would count
            return Settled(verdict)
        return settled(verdict, source.text, list(self._readings(claim, source.text)), is_only_wording)

    def _readings(self, claim: str, source: str) -> Iterator[Reading | None]:
        for reader in list(self._readers):
            try:
                yield reader.read(claim, source)
            except ModelFault:
                self._readers.remove(reader)


def chosen_readers() -> SecondReaders:
    """Those that ENTAILMENT_MODEL and MODEL name; none by default.

    Raises `UnusableModel` for an ENTAILMENT_MODEL that cannot be had. The language model is told of elsewhere: where it
    cannot be used, nobody reads in its place.
    """
    readers: list[SecondReader] = []
    if entailment := load_entailment():
        readers.append(entailment)
    named = os.environ.get("MODEL", "").strip()
    if named not in ("", EXTRACTIVE):
        from assistant.model import load_model  # late: these bring LangChain's chat models
        from assistant.model_reader import ModelReader

        with contextlib.suppress(UnusableModel):
            readers.append(ModelReader(load_model(named)))
    return SecondReaders(readers)
