"""The Ask screen: conversation on the left, sources on the right (below on a phone)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import gradio as gr

from assistant import Answer, Assistant, Status, Turn
from corpus import Corpus, InspectionError, force_names
from screens.pages import Pages
from screens.render import conversation, source_panel, sources_of
from screens.view import view
from screens.viewer import sees_embargoed

ALL = ""  # the force filter's value for "all forces"
_SCRIPTS = [Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("zoom.js", "clicks.js")]
_CLICKS = "\n".join(_SCRIPTS)

Answers = list[Answer]


def build_ask(assistant: Assistant, pages: Pages) -> None:
    """Lay out the screen inside the current `gr.Blocks` and wire it to the assistant."""
    screen = AskScreen(assistant, pages)
    answers = gr.State([])
    with gr.Row(elem_classes="ask"):
        with gr.Column(scale=3, min_width=320, elem_classes="left"):
            talk = gr.HTML(conversation([]), elem_id="talk", js_on_load=_CLICKS, apply_default_css=False)
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
                force = gr.Dropdown(screen.forces(), value=ALL, label="Force", elem_id="force", min_width=220)
                again = gr.Button("New conversation", variant="secondary", elem_id="again", min_width=160)
        with gr.Column(scale=2, min_width=320, elem_classes="right"):
            panel = gr.HTML(screen.nothing(), elem_id="panel", js_on_load=_CLICKS, apply_default_css=False)

    asked = [talk, panel, question, answers]
    question.submit(screen.ask, [question, answers, force], asked, show_progress="hidden", api_name="ask")
    talk.example_select(screen.ask_example, [answers, force], asked, show_progress="hidden", api_visibility="private")
    for pane in (talk, panel):
        pane.select(screen.open_source, [answers], [panel], show_progress="hidden", api_visibility="private")
    again.click(screen.start_again, None, asked, show_progress="hidden", api_visibility="private")
    if context := gr.context.Context.root_block:
        context.load(screen.refresh_forces, None, force, show_progress="hidden", api_visibility="private")
    if isinstance(tab := gr.context.Context.block, gr.Tab):  # coming back from the Library
        tab.select(screen.refresh_forces, None, force, show_progress="hidden", api_visibility="private")


class AskScreen:
    """What the screen does, apart from how it is laid out."""

    def __init__(self, assistant: Assistant, pages: Pages) -> None:
        self._assistant = assistant
        self._pages = pages

    @property
    def _corpus(self) -> Corpus:
        return self._assistant.corpus

    def forces(self, embargoed: bool = False) -> list[tuple[str, str]]:
        """The choices of the force filter: those we hold documents on that may be shown."""
        return [("All forces", ALL), *sorted((force_names([each]), each) for each in self._corpus.forces(embargoed))]

    def refresh_forces(self, visit: gr.Request) -> gr.Dropdown:
        """The force filter as the corpus is now."""
        return gr.Dropdown(choices=self.forces(sees_embargoed(visit)))

    def ask(
        self, question: str, answers: Answers, force: str, visit: gr.Request
    ) -> Iterator[tuple[str, str, str, Answers]]:
        """Show the question and what is being done, then the answer and its first source."""
        embargoed = sees_embargoed(visit)
        documents = len(self._corpus.public(None, embargoed))
        step = f"Searching {documents} document{'' if documents == 1 else 's'}…"
        yield conversation(answers, question.strip() or "…", step), self._panel(answers, 1), "", answers
        answers = [*answers, self._answer(question, answers, force, embargoed)]
        yield conversation(answers), self._panel(answers, 1), "", answers

    def ask_example(
        self, answers: Answers, force: str, chosen: gr.EventData, visit: gr.Request
    ) -> Iterator[tuple[str, str, str, Answers]]:
        """Ask one of the example questions."""
        yield from self.ask(str((chosen._data or {})["question"]), answers, force, visit)

    def open_source(self, answers: Answers, chosen: gr.EventData, visit: gr.Request) -> str:
        """Show the source that was clicked; of a claim's citation only that claim's words are highlighted."""
        clicked = chosen._data or {}
        claim = clicked.get("claim")
        turn, number = int(clicked["turn"]), int(clicked["number"])
        return self._panel(answers, number, turn, None if claim is None else int(claim), sees_embargoed(visit))

    def start_again(self) -> tuple[str, str, str, Answers]:
        """Forget the conversation."""
        return conversation([]), self.nothing(), "", []

    def nothing(self) -> str:
        """The source panel before anything is asked."""
        return source_panel(0, None, None)

    def _answer(self, question: str, answers: Answers, force: str, embargoed: bool) -> Answer:
        history = [Turn(each.understood or each.question) for each in answers]
        try:
            return self._assistant.ask(question, history, [force] if force else [], embargoed)
        except InspectionError as fault:
            return Answer(question, Status.ERROR, str(fault))

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
