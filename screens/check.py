"""The Check screen: paste a draft or give its file, and see which of its statements stand."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gradio as gr

from assistant import Assistant
from assistant.check import Checker
from assistant.check_command import check_row
from assistant.drafts.checked import CheckedDraft, check_rows
from assistant.drafts.draft import Draft
from assistant.drafts.pasted import checkable, pasted
from assistant.second_readers import chosen_readers
from corpus import InspectionError
from screens.check_file import Given, taken
from screens.check_held import Held, HeldDrafts
from screens.check_runs import Runs
from screens.check_tally import Tally
from screens.check_view import form, source_view
from screens.library_view import said
from screens.pages import Pages
from screens.panes import pane, scripts
from screens.view import view
from screens.viewer import may_see, page_of, sees_embargoed

# Seconds between two pictures of how a check goes, and more for each statement there is to show.
PAUSE, PAUSE_FOR_EACH = 0.4, 0.001
KEPT = "Nothing of your draft is kept."
_CLICKS = scripts("source_panel.js", "check.js")
_PANEL = scripts("zoom.js", "source_panel.js", "check.js")
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

Shown = tuple[object, object, object, object, object]  # message, progress, statements, source panel, the stop button
Read = Callable[[], tuple[Draft, bytes | None]]


def build_check(assistant: Assistant, pages: Pages, drafts: HeldDrafts, checker: Checker | None = None) -> None:
    """Lay out the screen inside the current `gr.Blocks` and wire it."""
    with gr.Row(elem_classes="ask check"):
        with gr.Column(scale=3, min_width=320, elem_classes="left"):
            with gr.Column(elem_id="check-form"):
                text = gr.Textbox(
                    label="Your draft",
                    info=f"Each statement is compared with the documents of the Library, word for word. {KEPT}",
                    placeholder="Paste the text to be checked",
                    lines=9,
                    max_lines=9,  # a box that grows with its text is laid out anew at each key: seconds for a long draft
                    autoscroll=False,
                    elem_id="draft",
                )
                with gr.Row(elem_classes="begin"):
                    go = gr.Button("Check", variant="primary", elem_id="check-go", scale=0, min_width=120)
                    stop = gr.Button("Stop", elem_id="check-stop", scale=0, min_width=100, visible=False)
                    file = pane(form(), "check-file", _CLICKS)
                told = pane(said(""), "check-said", None)
            progress = pane("", "check-progress", _CLICKS)
            rows = pane("", "check-rows", _CLICKS, html_template='<ol class="statements" aria-label="Statements"></ol>')
        with gr.Column(scale=2, min_width=320, elem_classes="right"):
            panel = pane(source_view(), "check-panel", _PANEL)

    screen = CheckScreen(assistant, pages, drafts, Path(file.GRADIO_CACHE), checker)
    shown = [told, progress, rows, panel, stop]
    # Each at its own pace: one long draft must not keep everybody else waiting.
    begins: dict[str, Any] = {"concurrency_limit": None, "trigger_mode": "multiple", **_QUIET}
    go.click(screen.check_text, [text], shown, **begins)
    file.give(screen.check_file, None, shown, **begins)
    stop.click(screen.stop, None, None, queue=False, **_QUIET)
    rows.source(screen.open_source, None, panel, **_QUIET)
    gr.api(screen.check, api_name="check", concurrency_limit=None)  # type: ignore[attr-defined]  # it lacks in their __all__
    if context := gr.context.Context.root_block:
        context.unload(screen.leave)


class CheckScreen:
    """What the screen does, apart from how it is laid out."""

    def __init__(
        self,
        assistant: Assistant,
        pages: Pages,
        drafts: HeldDrafts,
        incoming: Path,
        checker: Checker | None = None,
    ) -> None:
        """`checker`: one that is there already; else its second readers, and their models, are loaded."""
        self._corpus = assistant.corpus
        self._checker = checker or Checker(assistant.corpus, assistant.index, chosen_readers())
        self._pages = pages
        self._drafts = drafts
        self._runs = Runs()
        self._incoming = incoming

    def check_text(self, text: str, visit: gr.Request) -> Iterator[Shown]:
        """Check what was pasted."""
        yield from self._read(lambda: (pasted(text), None), visit)

    def check_file(self, given: gr.EventData, visit: gr.Request) -> Iterator[Shown]:
        """Check a file that was uploaded; it is deleted as soon as it is read."""
        data = given._data or {}
        file = Given(Path(str(data.get("path", ""))), str(data.get("name", "")))
        yield (said(f"Reading {file.name}…"), *[gr.skip()] * 4)
        yield from self._read(lambda: taken(file, self._incoming), visit)

    def check(self, draft: str, visit: gr.Request) -> list[dict[str, Any]]:
        """Check each statement of a draft (plain text) against the documents: a row a statement, in the draft's order.

        A row has the fields that `python -m assistant check --json` prints, among them `statement`, `verdict` (supported,
        contradicted, misquoted, not_found or nothing_to_check), `reason` and `citations`. Nothing of the draft is kept.
        """
        try:
            rows = check_rows(self._checker, checkable(pasted(draft)), sees_embargoed(visit))
            return [check_row(checked) for _, checked in rows]
        except InspectionError as fault:
            raise gr.Error(str(fault), print_exception=False) from fault

    def stop(self, visit: gr.Request) -> None:
        """End the check that is under way; what has a verdict stays."""
        self._runs.stop(page_of(visit))

    def leave(self, visit: gr.Request) -> None:
        """Forget the draft of a page that was closed."""
        self._runs.leave(page_of(visit))
        self._drafts.forget(page_of(visit))

    def open_source(self, chosen: gr.EventData, visit: gr.Request) -> str:
        """Show the source of a statement, if it is still there and may be seen."""
        clicked = chosen._data or {}
        id, statement = str(clicked.get("paragraph", "")), int(clicked.get("statement", 0))
        paragraph = self._corpus.get([id]).get(id)
        document = self._corpus.document(paragraph.document) if paragraph else None
        if paragraph is None or document is None or not may_see(document, visit):
            return source_view(problem="This paragraph was changed or removed meanwhile. Check the draft again.")
        return source_view(statement, view(self._corpus, self._pages, document, paragraph, [str(clicked["quote"])]))

    def _read(self, read: Read, visit: gr.Request) -> Iterator[Shown]:
        """Read a draft and check it; what is there stays when it cannot be read."""
        try:
            draft, word = read()
            draft = checkable(draft)
        except InspectionError as fault:
            yield (said(str(fault), "alert"), *[gr.skip()] * 4)
            return
        yield from self._checked(draft, word, visit)

    def _checked(self, draft: Draft, word: bytes | None, visit: gr.Request) -> Iterator[Shown]:
        """Each statement as it is checked, every few at a time; then the ways to take the whole away."""
        session, embargoed = page_of(visit), sees_embargoed(visit)
        run = self._runs.begin(session)
        self._drafts.forget(session)
        tally = Tally(draft, self._checker.documents(embargoed))
        yield said(""), tally.html(), "", source_view(), gr.update(visible=True)
        state, fault, shown_at = "", "", 0.0
        try:
            for row in check_rows(self._checker, draft, embargoed):
                tally.add(row)
                if time.monotonic() - shown_at > PAUSE + PAUSE_FOR_EACH * len(tally.rows):
                    yield gr.skip(), tally.html(), tally.statements, gr.skip(), gr.skip()
                    shown_at = time.monotonic()
                if run.stopped.is_set():
                    break
            state = "done" if tally.is_whole else "stopped"
        except InspectionError as problem:
            state, fault = "fault", str(problem)
        except Exception as problem:  # else the page would wait for ever
            fault = f"Something unexpected happened ({problem})."
            yield gr.skip(), tally.html("fault", fault), tally.statements, gr.skip(), gr.update(visible=False)
            raise
        if run.is_superseded:
            return
        checked = CheckedDraft(draft, tuple(tally.rows), datetime.now(UTC), tally.documents)
        token = self._drafts.hold(session, Held(checked, word, embargoed)) if tally.rows else ""
        yield gr.skip(), tally.html(state, fault, token), tally.statements, gr.skip(), gr.update(visible=False)
