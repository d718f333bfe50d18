"""Which writer answers: the built-in one, or the language model that MODEL names."""

import os
from dataclasses import dataclass

from assistant.answer import EXTRACTIVE
from assistant.messages import answered_instead
from assistant.pipeline import Assistant
from assistant.rewriting import Rewriter
from assistant.write import Writer
from corpus import Corpus, UnusableModel
from index import Index


@dataclass(frozen=True, slots=True)
class Chosen:
    """The writer of the settings, what makes follow-ups whole, and why it is not the one that MODEL names.

    None: the built-in one.
    """

    writer: Writer | None = None
    rewriter: Rewriter | None = None
    notice: str = ""


def chosen_writer() -> Chosen:
    """The writer that MODEL names; the built-in one where it names none ("extractive"), or one that cannot be used."""
    named = os.environ.get("MODEL", "").strip()
    if named in ("", EXTRACTIVE):
        return Chosen()
    from assistant.model import load_model  # late: these bring LangChain's chat models
    from assistant.model_writer import ModelWriter

    try:
        model = load_model(named)
        model.check()
    except UnusableModel as fault:
        return Chosen(notice=answered_instead(str(fault)))
    writer = ModelWriter(model)
    return Chosen(writer, writer)


def assistant_of(corpus: Corpus, index: Index) -> Assistant:
    """The assistant with the writer of the settings."""
    chosen = chosen_writer()
    return Assistant(corpus, index, chosen.writer, chosen.rewriter, chosen.notice)
