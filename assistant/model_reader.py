"""A second reader that asks the language model; its reply is as untrusted as the passage it read."""

import secrets
from functools import cache
from pathlib import Path
from string import Template

from assistant.guard import speaks_to_a_model
from assistant.model import Model
from assistant.model_errors import ContextTooLong
from assistant.quotes import find_quote
from assistant.reply_json import Objects
from assistant.second_reader import Reading
from assistant.verdict import Verdict

# The shape asked of servers that can be held to one.
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "verdict": {"type": "string", "enum": ["supported", "contradicted", "not found"]},
        "words": {"type": "string"},
    },
    "required": ["verdict", "words"],
    "additionalProperties": False,
}
_VERDICTS = {
    "supported": Verdict.SUPPORTED,
    "contradicted": Verdict.CONTRADICTED,
    "not found": Verdict.NOT_FOUND,
    "not_found": Verdict.NOT_FOUND,
}
MARK_BYTES = 6  # of the mark around statement and passage: neither can know it, so neither can end itself


class ModelReader:
    """Asks a language model what a source is to a claim."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def read(self, claim: str, source: str) -> Reading | None:
        """Its reading, in the source's own words; None where its reply is not readable or its words do not stand there.

        Nor is a text asked about that speaks to a model itself, or is longer than it can read. Raises `ModelFault`
        where the model cannot be reached or breaks off: no other statement will fare better.
        """
        if speaks_to_a_model(source) or speaks_to_a_model(claim):
            return None
        system, human = _prompt()
        asked = human.substitute(mark=secrets.token_hex(MARK_BYTES), claim=claim, source=source)
        try:
            reply = "".join(self._model.stream(system.template, asked, SCHEMA))
        except ContextTooLong:
            return None
        return _reading(reply, source, self._model.name)


def _reading(reply: str, source: str, reader: str) -> Reading | None:
    """What a reply says; None where it says nothing, or more than one thing."""
    told = [each for each in Objects().feed(reply) if each.first(("verdict",))]
    verdicts = {_VERDICTS.get(" ".join(each.first(("verdict",))).strip(" .").lower()) for each in told}
    verdict = verdicts.pop() if len(verdicts) == 1 else None
    if verdict is None:
        return None
    if verdict is Verdict.NOT_FOUND:
        return Reading(verdict, reader=reader)
    spans = find_quote(" ".join(told[-1].first(("words",))), source, as_writers_do=True)
    return Reading(verdict, source[spans[0][0] : spans[-1][1]], reader) if spans else None


@cache
def _prompt() -> tuple[Template, Template]:
    """What the system says, and what is asked."""
    text = (Path(__file__).with_name("prompts") / "second_reader.txt").read_text(encoding="utf-8")
    system, human = text.split("=====\n")
    return Template(system), Template(human)
