"""Earlier conversations, on the Ask screen: found, opened again, taken away and deleted by the person whose they are."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import gradio as gr
from fastapi import APIRouter, FastAPI, Request, Response

from assistant import Answer
from assistant.answers import Answers
from assistant.frozen import Frozen
from assistant.people.conversations import SHOWN, Conversation, Conversations, Visible
from assistant.people.database import Database
from assistant.people.exported import as_json, as_markdown
from assistant.people.thawed import thaw
from corpus import Corpus, InspectionError, long_date
from corpus.dates import LONDON
from screens.downloads import MARKDOWN, attachment
from screens.panes import pane, scripts
from screens.render import template
from screens.source import refusal
from screens.viewer import Visit, person_of, sees_embargoed

EARLIER = "Earlier conversations"
NONE_KEPT = "No conversations are kept (KEEP_ANSWERS is 0)."
NOT_HERE = "Conversations are kept for people who are signed in, and for whoever sits at the machine of the app."
NONE_YET = "There are none yet. What you ask is kept here, for you alone."
NONE_FOUND = "None has these words."
GONE = "This conversation is no longer there."
_KINDS = {"md": (MARKDOWN, as_markdown), "json": ("application/json", as_json)}
_UNKNOWN = InspectionError(
    "You have no such conversation", "It may have been deleted, or be older than answers are kept."
)

Show = Callable[[Sequence[Answer]], Sequence[object]]


def build_conversations(corpus: Corpus, kept: Answers, asked: Sequence[gr.components.Component], show: Show) -> None:
    """Lay out the list inside the current `gr.Blocks`; `show` makes of answers what `asked` shows of a conversation."""
    screen = ConversationsScreen(corpus, kept, show)
    with gr.Accordion(EARLIER, open=False, elem_id="earlier") as earlier:
        words = gr.Textbox(
            label="Find",
            value="",
            placeholder="Words of a question or an answer",
            lines=1,
            max_lines=1,
            elem_id="find-earlier",
        )
        listed = pane("", "conversations", scripts("conversations.js"))
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    earlier.expand(screen.find, words, listed, **quiet)
    words.change(screen.find, words, listed, trigger_mode="always_last", **quiet)
    listed.reopen(screen.reopen, None, [listed, *asked], **quiet)
    listed.remove(screen.remove, words, listed, **quiet)
    listed.remove_all(screen.remove_all, None, listed, **quiet)


class ConversationsScreen:
    """What the list does, apart from how it is laid out."""

    def __init__(self, corpus: Corpus, kept: Answers, show: Show) -> None:
        self._corpus = corpus
        self._kept = kept
        self._conversations = Conversations(Database(corpus.folder), kept)
        self._show = show

    def find(self, words: str | None, visit: gr.Request, told: str = "") -> str:
        """The latest conversations of whoever asks, or those with these words."""
        person, words = person_of(visit).key, (words or "").strip()  # Gradio's box has no text before any is typed
        try:
            found = self._conversations.list(person, visible_to(visit, self._corpus), words, SHOWN + 1)
        except InspectionError as fault:
            found, told = (), str(fault)
        nothing = NOT_HERE if not person else NONE_FOUND if words else NONE_YET
        return template("conversations.html").render(
            conversations=[(each, _when(each)) for each in found[:SHOWN]],
            is_more=len(found) > SHOWN,
            told=told,
            nothing=nothing if self._kept.days else NONE_KEPT,
            is_all=not words,
        )

    def reopen(self, chosen: gr.EventData, visit: gr.Request) -> list[object]:
        """Show a conversation again, to be gone on with."""
        found = self._conversations.get(person_of(visit).key, _id(chosen), visible_to(visit, self._corpus))
        if found is None:
            return [self.find("", visit, GONE), *[gr.skip() for _ in self._show([])]]
        embargoed = sees_embargoed(visit)
        return [gr.skip(), *self._show([thaw(each, self._corpus, embargoed) for each in found.answers])]

    def remove(self, words: str, chosen: gr.EventData, visit: gr.Request) -> str:
        """Delete a conversation."""
        person, id = person_of(visit).key, _id(chosen)
        count = self._conversations.remove(person, id) if person and id else 0
        return self.find(words, visit, "It was deleted." if count else GONE)

    def remove_all(self, visit: gr.Request) -> str:
        """Delete all conversations of whoever asks."""
        person = person_of(visit).key
        count = self._conversations.remove(person) if person else 0
        return self.find("", visit, f"{count} conversation{' was' if count == 1 else 's were'} deleted.")


def add_conversation_downloads(app: FastAPI, corpus: Corpus, kept: Answers) -> None:
    """Serve `/conversation/ID.md` and `.json`, to the person whose it is."""
    router, conversations = APIRouter(), Conversations(Database(corpus.folder), kept)

    @router.get("/conversation/{id}.{suffix}", include_in_schema=False)
    def download(request: Request, id: str, suffix: str) -> Response:
        found = conversations.get(person_of(request).key, id, visible_to(request, corpus))
        if found is None or suffix not in _KINDS:
            return refusal(request, _UNKNOWN, 404)
        kind, made = _KINDS[suffix]
        return attachment(made(found, corpus, sees_embargoed(request)).encode(), kind, f"Conversation.{suffix}")

    app.include_router(router)


def visible_to(visit: Visit, corpus: Corpus) -> Visible:
    """What tells whether a kept answer may be shown to a visitor now."""
    embargoed, now = sees_embargoed(visit), datetime.now(UTC)

    def visible(frozen: Frozen) -> bool:
        return embargoed or frozen.is_public(corpus, now)

    return visible


def _when(conversation: Conversation) -> str:
    local = conversation.changed.astimezone(LONDON)
    count = len(conversation.answers)
    return f"{long_date(local.date())} at {local:%H:%M} · {count} question{'' if count == 1 else 's'}"


def _id(chosen: gr.EventData) -> str:
    return str((chosen._data or {}).get("conversation", ""))
