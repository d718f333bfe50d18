"""What other programs can ask of the assistant: the contract's objects, by whatever way they come (HTTP, Gradio, MCP).

Every method raises `UnusableInput` for what cannot be meant, and takes `embargoed`: whether whoever asks may see what
is under embargo.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from assistant.as_json import answer_row
from assistant.brief_command import LENGTHS, brief_row
from assistant.briefing.brief import Order
from assistant.briefing.make import brief
from assistant.check import Checker
from assistant.check_command import check_row
from assistant.drafts.checked import check_rows
from assistant.drafts.pasted import checkable, pasted
from assistant.from_json import days_of, filters_of, history_of
from assistant.pipeline import Assistant
from assistant.second_readers import chosen_readers
from corpus import UnusableInput, location, reference, warnings_of
from corpus import force as force_of
from corpus.command import Json
from index.found import found_row

MOST_HITS = 100
LONGEST_THEME = 200  # characters


class Programs:
    """The assistant as other programs see it. Safe to share between threads, as the assistant is.

    `checker`: what checks for them, with the second readers of the settings, whose models are loaded once with it.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._corpus = assistant.corpus
        self.checker = Checker(assistant.corpus, assistant.index, chosen_readers())

    def search(self, question: str, limit: int = 10, embargoed: bool = False) -> Json:
        """The best paragraphs for a question, as `python -m index search --json` prints them."""
        if not 1 <= limit <= MOST_HITS:
            raise UnusableInput(f"The limit is {limit}.", f"Send a number from 1 to {MOST_HITS}.")
        return found_row(question, self._corpus, self._assistant.index, limit, embargoed)

    def ask(self, sent: Mapping[str, Any], embargoed: bool = False) -> Json:
        """The answer to the contract's input object for `ask`, as `python -m assistant ask --json` prints it."""
        question = str(sent.get("question") or "")
        answer = self._assistant.ask(question, history_of(sent), embargoed=embargoed, filters=filters_of(sent))
        return answer_row(answer)

    def check(self, text: str, embargoed: bool = False) -> list[Json]:
        """A row for each statement of a draft, as `python -m assistant check --json` prints them."""
        draft = checkable(pasted(text))
        return [check_row(checked) for _, checked in check_rows(self.checker, draft, embargoed)]

    def brief(self, sent: Mapping[str, Any], embargoed: bool = False) -> Json:
        """The lines of a briefing, as `python -m assistant brief --json` prints them.

        Fields: "force" (an id), "themes" (ids, or own words; none for all), "from" and "to" (days), "length" (one, two
        or full).
        """
        length, themes = str(sent.get("length") or "two"), list(sent.get("themes") or ())
        if length not in LENGTHS:
            raise UnusableInput(f'"length" is {length[:40]!r}.', f"Send one of: {', '.join(LENGTHS)}.")
        if any(len(str(theme)) > LONGEST_THEME for theme in themes):
            raise UnusableInput("A theme is too long.", f"Send at most {LONGEST_THEME} characters.")
        force = str(sent.get("force") or "")
        if not force:
            raise UnusableInput("A briefing is about a force.", 'Send its id: "force": "staffordshire".')
        order = Order(force, tuple(map(str, themes)), *days_of(sent), LENGTHS[length], "")
        return brief_row(brief(order, self._corpus, self._assistant.index, embargoed), None)

    def paragraph(self, id: str, embargoed: bool = False) -> Json:
        """A paragraph with its document and place, and the ids of the paragraphs before and after it."""
        found = self._corpus.get([id]).get(id)
        document = self._corpus.document(found.document) if found else None
        if found is None or document is None or not (embargoed or document.is_public(datetime.now(UTC))):
            raise UnusableInput(
                "We hold no such paragraph.", "Its document may have been replaced or removed. Search for its words."
            )
        beside = {each.position: each.id for each in self._corpus.paragraphs(document.id)}
        return {
            "paragraph": found.id,
            "document": document.id,
            "title": document.title,
            "date": document.date and document.date.isoformat(),
            "published": document.published and document.published.isoformat(),
            "kind": found.kind,
            "heading": " › ".join(found.heading) or None,
            "page": found.page,
            "text": found.text,
            "reference": f"{reference(document)} · {location(found)}",
            "warnings": list(warnings_of(document)),
            "before": beside.get(found.position - 1),
            "after": beside.get(found.position + 1),
        }

    def forces(self, embargoed: bool = False) -> list[Json]:
        """The forces that documents are held on: id, name, and the documents, latest first."""
        held = sorted(self._corpus.public(None, embargoed), key=lambda each: str(each.date or ""), reverse=True)
        ids = dict.fromkeys(force for document in held for force in document.forces)
        return [
            {
                "force": id,
                "name": force_of(id).name,
                "documents": [
                    {"document": each.id, "title": each.title, "date": each.date and each.date.isoformat()}
                    for each in held
                    if id in each.forces
                ],
            }
            for id in sorted(ids)
        ]
