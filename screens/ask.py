"""The Ask screen: conversation on the left, sources on the right (below on a phone)."""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from time import monotonic
from typing import Any

import gradio as gr

from assistant import Answer, Assistant, Progress, Status, Turn
from assistant.answers import Answers as KeptAnswers
from assistant.frozen import made_with
from assistant.people.conversations import Conversations
from assistant.people.database import Database
from corpus import Corpus, InspectionError
from screens.conversations import build_conversations
from screens.filters import ANY, Choices, filters_of, force_choices, kind_choices, year_choices, years_told
from screens.pages import Pages
from screens.panes import pane, scripts
from screens.render import conversation, source_panel, sources_of
from screens.view import view
from screens.viewer import person_of, sees_embargoed
from screens.work import AT_ONCE

MORE = "More filters"
_CLICKS = scripts("zoom.js", "clicks.js")
_TALK = scripts("zoom.js", "clicks.js", "asking.js", "feedback.js")
# What the page does by itself as soon as somebody asks, and when what was asked is not taken.
_ASKED = """(question, ...rest) => {
  document.dispatchEvent(new CustomEvent("asked", { detail: question }));
  return [question, ...rest];
}"""
# What cannot be called off is answered first, or its answer would come into the new conversation.
_ANSWERED = """async () => {
  while (document.querySelector("#talk .pending")) await new Promise((done) => setTimeout(done, 50));
}"""
_REFUSED = """() => { document.dispatchEvent(new Event("refused")); }"""

READABLE = 0.5  # seconds: what is done meanwhile for a shorter time is not told
BY_MODEL, QUOTING = "", "quoting"  # the two choices of a writer

Answers = list[Answer]
# What a step leaves as it is, it skips.
Shown = tuple[str, Any, str, Any]  # the conversation, the source panel, what is in the question box, the answers


def build_ask(assistant: Assistant, pages: Pages, kept: KeptAnswers) -> None:
    """Lay out the screen inside the current `gr.Blocks` and wire it to the assistant."""
    screen = AskScreen(assistant, pages, kept)
    answers = gr.State([])
    forces, years, _, kinds = screen.choices()
    with gr.Row(elem_classes="ask"):
        with gr.Column(scale=3, min_width=320, elem_classes="left"):
            talk = pane(conversation([]), "talk", _TALK)
            question = gr.Textbox(
                label="Your question",
                placeholder="How does Staffordshire handle wanted suspects?",
                lines=1,
                max_lines=6,
                submit_btn="Ask",
                elem_id="question",
                autofocus=True,
            )
            with gr.Row(elem_classes="controls"):
                with gr.Column(min_width=260, elem_classes="narrowing"):
                    force = gr.Dropdown(forces, value=ANY, label="Force", elem_id="force", min_width=220)
                    with gr.Accordion(MORE, open=False, elem_id="more") as more, gr.Row(elem_classes="chosen"):
                        # Not typed into: a phone would bring up its keyboard for a handful of choices.
                        first = gr.Dropdown(years, value=ANY, label="From", elem_id="first", filterable=False)
                        last = gr.Dropdown(years, value=ANY, label="To", elem_id="last", filterable=False)
                        kind = gr.Dropdown(kinds, value=ANY, label="Kind", elem_id="kind", filterable=False)
                    writer = gr.Dropdown(
                        [(f"{assistant.writer.name}, checked", BY_MODEL), ("exact quotations only", QUOTING)],
                        value=BY_MODEL,
                        label="Answers by",
                        elem_id="writer",
                        filterable=False,
                        visible=screen.is_by_model,
                    )
                again = gr.Button("New conversation", variant="secondary", elem_id="again", min_width=160)
            earlier = gr.Column()
        with gr.Column(scale=2, min_width=320, elem_classes="right"):
            panel = pane(screen.nothing(), "panel", _CLICKS)

    asked = [talk, panel, question, answers]
    with earlier:
        build_conversations(assistant.corpus, kept, asked, screen.show)
    filters = [force, first, last, kind]
    how: Any = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": screen.at_once,
        "queue": screen.is_by_model,
    }
    handlers: Sequence[Callable[..., Any]] = (screen.ask, screen.ask_example)
    if not screen.is_by_model:  # a language model's answer comes bit by bit; one that quotes needs one request only
        handlers = [in_one_piece(each) for each in handlers]
    ask, ask_example = handlers
    asking = question.submit(ask, [question, answers, *filters, writer], asked, js=_ASKED, **how)
    example = talk.example_select(ask_example, [answers, *filters, writer], asked, **how)
    for each in (asking, example):
        each.failure(None, js=_REFUSED)
    for each in (talk, panel):
        each.select(screen.open_source, [answers], [panel], show_progress="hidden", api_visibility="private")
    again.click(
        screen.start_again,
        None,
        asked,
        show_progress="hidden",
        api_visibility="private",
        queue=False,
        js=None if screen.is_by_model else _ANSWERED,
        cancels=[asking, example] if screen.is_by_model else None,  # and with them the model's work
    )
    for each in (first, last, kind):
        each.change(screen.told, [first, last, kind], more, show_progress="hidden", api_visibility="private")
    if context := gr.context.Context.root_block:
        context.load(screen.refresh, filters, filters, show_progress="hidden", api_visibility="private")
    if isinstance(tab := gr.context.Context.block, gr.Tab):  # coming back from the Library
        tab.select(screen.refresh, filters, filters, show_progress="hidden", api_visibility="private")


class AskScreen:
    """What the screen does, apart from how it is laid out."""

    def __init__(self, assistant: Assistant, pages: Pages, kept: KeptAnswers) -> None:
        self._assistant = assistant
        self._pages = pages
        self._kept = kept
        self._conversations = Conversations(Database(assistant.corpus.folder), kept)

    @property
    def is_by_model(self) -> bool:
        """Whether a language model answers."""
        return self._assistant.writer is not self._assistant.extractive

    @property
    def at_once(self) -> int:
        """How many questions are worked at at once.

        More than there are processors would all be slower: a third of the time they would wait for each other. An answer
        by a language model waits for its server most of the time.
        """
        return AT_ONCE if self.is_by_model else min(AT_ONCE, max(2, os.cpu_count() or 2))

    @property
    def _corpus(self) -> Corpus:
        return self._assistant.corpus

    def choices(self, embargoed: bool = False) -> tuple[Choices, Choices, Choices, Choices]:
        """The choices of each filter: force, first year, last year, kind; only of documents that may be shown."""
        held = self._corpus.public(None, embargoed)
        years = year_choices(held)
        return force_choices(held), years, years, kind_choices(held)

    def refresh(self, force: str, first: str, last: str, kind: str, visit: gr.Request) -> tuple[gr.Dropdown, ...]:
        """The filters as the corpus is now; one whose choice is no longer there is set back to all."""
        return tuple(
            gr.Dropdown(choices=choices, value=chosen if chosen in dict(choices).values() else ANY)
            for choices, chosen in zip(self.choices(sees_embargoed(visit)), (force, first, last, kind), strict=True)
        )

    def told(self, first: str, last: str, kind: str) -> gr.Accordion:
        """The heading over the filters that may be closed: it tells what is chosen in them."""
        chosen = [years_told(int(first or 0), int(last or 0)), kind or ANY]
        return gr.Accordion(label=": ".join(filter(None, [MORE, " · ".join(filter(None, chosen))])))

    def ask(
        self,
        question: str,
        answers: Answers,
        force: str,
        first: str,
        last: str,
        kind: str,
        writer: str,
        visit: gr.Request,
    ) -> Iterator[Shown]:
        """Show the question and what is being done, each claim once it stands, then the answer and its first source.

        The endpoint `ask` takes, in this order: the question; the id of a force; the first year; the last year; the
        kind ("letters", "joint inspections" or "reports"); "quoting" for no language model. All but the question may be
        empty, for all.
        """
        embargoed = sees_embargoed(visit)
        asked, told = question.strip() or "…", -READABLE
        with closing(self._steps(question, answers, (force, first, last, kind), writer == QUOTING, embargoed)) as steps:
            for step in steps:
                if isinstance(step, Answer):
                    answer = step
                elif monotonic() - told >= READABLE:
                    told = monotonic()
                    yield conversation(answers, asked, step), gr.skip(), "", gr.skip()
        yield self._answered(answer, answers, visit)

    def ask_example(
        self,
        answers: Answers,
        force: str,
        first: str,
        last: str,
        kind: str,
        writer: str,
        chosen: gr.EventData,
        visit: gr.Request,
    ) -> Iterator[Shown]:
        """Ask one of the example questions."""
        question = str((chosen._data or {})["question"])
        yield from self.ask(question, answers, force, first, last, kind, writer, visit)

    def open_source(self, answers: Answers, chosen: gr.EventData, visit: gr.Request) -> str:
        """Show the source that was clicked; of a claim's citation only that claim's words are highlighted."""
        clicked = chosen._data or {}
        claim = clicked.get("claim")
        turn, number = int(clicked["turn"]), int(clicked["number"])
        return self._panel(answers, number, turn, None if claim is None else int(claim), sees_embargoed(visit))

    def start_again(self) -> Shown:
        """Forget the conversation."""
        return conversation([]), self.nothing(), "", []

    def show(self, answers: Sequence[Answer]) -> Shown:
        """A conversation that was opened again, with the first source of its last answer."""
        return conversation(answers), self._panel(list(answers), 1), "", list(answers)

    def nothing(self) -> str:
        """The source panel before anything is asked."""
        return source_panel(0, None, None)

    def _steps(
        self, question: str, answers: Answers, chosen: tuple[str, ...], quoting: bool, embargoed: bool
    ) -> Generator[Progress | Answer]:
        history = [Turn(each.understood or each.question) for each in answers if each.status is not Status.ERROR]
        try:
            yield from self._assistant.steps(question, history, embargoed, filters_of(*chosen), quoting)
        except InspectionError as fault:
            yield Answer(question, Status.ERROR, str(fault))

    def _answered(self, answer: Answer, earlier: Answers, visit: gr.Request) -> Shown:
        """The conversation with an answer, and its first source; a question that was at fault stays in its box."""
        answers = [*earlier, self._keep(answer, earlier, visit)]
        kept = answer.question.strip() if answer.status is Status.ERROR else ""  # to be put right and asked again
        return conversation(answers), self._panel(answers, 1, embargoed=sees_embargoed(visit)), kept, answers

    def _keep(self, answer: Answer, earlier: Answers, visit: gr.Request) -> Answer:
        """The answer with the id under which it is kept, where it is; also in the conversation of whoever asked."""
        id, person = "", person_of(visit)
        with suppress(InspectionError):  # a full disk must not cost the answer
            id = self._kept.keep(answer, made_with(self._assistant.index, person.sees_embargoed))
            if not person.is_program:
                self._conversations.add(person.key, id, [each.id for each in earlier])
        return replace(answer, id=id)

    def _panel(
        self,
        answers: Answers,
        number: int,
        turn: int | None = None,
        claim: int | None = None,
        embargoed: bool = True,
    ) -> str:
        if not answers:
            return self.nothing()
        turn = len(answers) - 1 if turn is None else turn
        answer = answers[turn]
        source = next((each for each in sources_of(answer) if each.number == number), None)
        if source is None:
            return source_panel(turn, answer, None)
        document = self._corpus.document(source.document.id) or source.document
        if not (embargoed or document.is_public(datetime.now(UTC))):  # since the answer was given
            return source_panel(turn, answer, None)
        source = replace(source, document=document)
        if claim is not None:
            quotes = tuple(c.quote for c in answer.claims[claim].citations if c.paragraph.id == source.paragraph.id)
            source = replace(source, quotes=quotes)
        shown = view(self._corpus, self._pages, source.document, source.paragraph, source.quotes)
        return source_panel(turn, answer, source, shown)


def in_one_piece(steps: Callable[..., Iterator[Shown]]) -> Callable[..., Shown]:
    """A handler that shows its last step only; to Gradio it takes what the other takes."""

    @wraps(steps)
    def last(*given: Any, **named: Any) -> Shown:
        *_, shown = steps(*given, **named)
        return shown

    return last
