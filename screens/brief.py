"""The Brief screen: order a briefing on a force, edit its lines, and take it away."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import gradio as gr

from assistant import Assistant
from assistant.brief_command import line_row
from assistant.briefing.brief import Length, Line, Order, Section
from assistant.briefing.edited import edited
from assistant.briefing.make import sections, title_of
from assistant.briefing.selected import documents_for
from corpus import InspectionError, force_names
from screens.brief_deeds import as_it_is, deed, outcome
from screens.brief_held import Held, HeldBriefings
from screens.brief_order import forces_held, length_choices, order_of, theme_choices
from screens.brief_sheet import Row, Sheet
from screens.brief_view import progress_view, sheet_view, source_view, waiting_view
from screens.check_runs import Runs
from screens.filters import ANY, Choices, year_choices
from screens.library_view import said
from screens.pages import Pages
from screens.panes import pane, scripts
from screens.view import view
from screens.viewer import sees_embargoed

KEPT = "Nothing of a briefing is kept when this page is closed."
_CLICKS = scripts("source_panel.js", "brief.js")
_PANEL = scripts("zoom.js", "source_panel.js", "brief.js")
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_GONE = "This briefing is no longer held: too many were made meanwhile. Make it again."

Shown = tuple[object, object, object, object]  # message, progress, the briefing, source panel


def build_brief(assistant: Assistant, pages: Pages, briefings: HeldBriefings) -> None:
    """Lay out the screen inside the current `gr.Blocks` and wire it."""
    screen = BriefScreen(assistant, pages, briefings)
    forces, years = screen.choices()
    with gr.Row(elem_classes="ask brief"):
        with gr.Column(scale=3, min_width=320, elem_classes="left"):
            with gr.Column(elem_id="brief-form"):
                gr.HTML(f'<h2>A briefing on a force</h2><p class="hint">{KEPT}</p>', apply_default_css=False)
                with gr.Row(elem_classes="chosen"):
                    force = gr.Dropdown(forces, value=None, label="Force", elem_id="brief-force", min_width=240)
                    length = gr.Dropdown(
                        length_choices(),
                        value=Length.TWO_PAGES.value,
                        label="Length",
                        elem_id="brief-length",
                        filterable=False,
                        min_width=140,
                    )
                    first = gr.Dropdown(
                        years, value=ANY, label="From", elem_id="brief-first", filterable=False, min_width=90
                    )
                    last = gr.Dropdown(
                        years, value=ANY, label="To", elem_id="brief-last", filterable=False, min_width=90
                    )
                with gr.Row(elem_classes="chosen"):
                    themes = gr.Dropdown(
                        theme_choices(),
                        value=[],
                        multiselect=True,
                        label="Themes (none: all)",
                        elem_id="brief-themes",
                        min_width=240,
                    )
                    own = gr.Textbox(
                        label="A theme of your own",
                        placeholder="use of body-worn video",
                        max_lines=1,
                        elem_id="brief-own",
                        min_width=240,
                    )
                title = gr.Textbox(
                    label="Title", placeholder="The usual one, if left empty", max_lines=1, elem_id="brief-title"
                )
                go = gr.Button("Make the briefing", variant="primary", elem_id="brief-go", scale=0, min_width=180)
                told = pane(said(""), "brief-said", _CLICKS)
            progress = pane("", "brief-progress", _CLICKS)
            sheet = pane("", "brief-sheet", _CLICKS, html_template='<div class="sheets"></div>')
        with gr.Column(scale=2, min_width=320, elem_classes="right"):
            panel = pane(source_view(), "brief-panel", _PANEL)

    ordered = [force, themes, own, first, last, length, title]
    shown = [told, progress, sheet, panel]
    # Each at its own pace: one briefing must not keep everybody else waiting.
    begins: dict[str, Any] = {"concurrency_limit": None, "trigger_mode": "multiple", **_QUIET}
    for making in (go.click, own.submit, title.submit):
        making(screen.make, ordered, shown, **begins)
    sheet.deed(screen.change, None, shown[:3], **begins)
    sheet.source(screen.open_source, None, panel, **begins)
    gr.api(screen.brief, api_name="brief", concurrency_limit=None)  # type: ignore[attr-defined]  # it lacks in their __all__
    narrowing = [force, first, last]
    if context := gr.context.Context.root_block:
        context.unload(screen.leave)
        context.load(screen.refresh, narrowing, narrowing, **_QUIET)
    if isinstance(tab := gr.context.Context.block, gr.Tab):  # coming back from the Library
        tab.select(screen.refresh, narrowing, narrowing, **_QUIET)


class BriefScreen:
    """What the screen does, apart from how it is laid out."""

    def __init__(self, assistant: Assistant, pages: Pages, briefings: HeldBriefings) -> None:
        self._corpus = assistant.corpus
        self._index = assistant.index
        self._pages = pages
        self._briefings = briefings
        self._runs = Runs()

    def choices(self, embargoed: bool = False) -> tuple[Choices, Choices]:
        """The forces and the years that can be chosen; only of documents that may be shown."""
        held = self._corpus.public(None, embargoed)
        return forces_held(held), year_choices(held)

    def refresh(self, force: str | None, first: str, last: str, visit: gr.Request) -> tuple[gr.Dropdown, ...]:
        """The choices as the corpus is now; what is no longer there is chosen no more."""
        forces, years = self.choices(sees_embargoed(visit))
        held = dict(years).values()
        return (
            gr.Dropdown(choices=forces, value=force if force in dict(forces).values() else None),
            *(gr.Dropdown(choices=years, value=each if each in held else ANY) for each in (first, last)),
        )

    def make(
        self,
        force: str | None,
        themes: Sequence[str] | None,
        own: str | None,
        first: str | None,
        last: str | None,
        length: str,
        title: str | None,
        visit: gr.Request,
    ) -> Iterator[Shown]:
        """Make a briefing, shown section by section; what is there stays when it cannot be ordered."""
        try:
            order = order_of(force, themes or (), own or "", first or ANY, last or ANY, length, title or "")
        except InspectionError as fault:
            yield (said(str(fault), "alert"), *[gr.skip()] * 3)
            return
        yield from self._made(order, visit)

    def change(self, done: gr.EventData, visit: gr.Request) -> tuple[object, object, object]:
        """Edit, move, strike or put back a line."""
        asked = done._data or {}
        held, row = self._asked(asked, visit)
        if held is None or row is None:
            return said(_GONE, "alert"), gr.skip(), gr.skip()
        problem = ""
        try:
            how = deed(str(asked.get("do", "")), row, str(asked.get("text", "")), self._checked)
        except InspectionError as fault:
            problem, how = str(fault), as_it_is
        now = self._briefings.change(held, how)
        if now is None:
            return said(_GONE, "alert"), gr.skip(), gr.skip()
        told = said(problem, "alert") if problem else said(outcome(now.sheet, row))
        return told, progress_view(now), sheet_view(now)

    def open_source(self, chosen: gr.EventData, visit: gr.Request) -> str:
        """Show the source of a line, if it is still there and may be seen."""
        _, row = self._asked(chosen._data or {}, visit)
        if row is None:
            return source_view(problem=_GONE)
        citation = row.line.citation
        document = self._corpus.document(citation.document.id)
        if document is None or not (document.is_public(datetime.now(UTC)) or sees_embargoed(visit)):
            return source_view(problem="This document was changed or removed meanwhile. Make the briefing again.")
        shown = view(self._corpus, self._pages, document, citation.paragraph, [citation.quote])
        return source_view(row, shown)

    def leave(self, visit: gr.Request) -> None:
        """Forget the briefing of a page that was closed."""
        self._runs.leave(_session(visit))
        self._briefings.forget(_session(visit))

    def brief(
        self,
        force: str,
        themes: list[str],
        first: str,
        last: str,
        length: str,
        visit: gr.Request,
    ) -> list[dict[str, Any]]:
        """Make a briefing on a force: a row a line, in the briefing's order.

        `force`: its id, such as "staffordshire". `themes`: ids or your own words; none for all. `first`, `last`: years, or
        nothing. `length`: "one page", "two pages" or "full". A row has the fields that `python -m assistant brief --json`
        prints of a line: `section`, `text`, `type` and `citations`.
        """
        try:
            order = order_of(force, themes, first=first, last=last, length=length)
            made = sections(order, self._corpus, self._index, sees_embargoed(visit))
            return [line_row(section.heading, line) for section in made for line in section.lines]
        except InspectionError as fault:
            raise gr.Error(str(fault), print_exception=False) from fault

    def _made(self, order: Order, visit: gr.Request) -> Iterator[Shown]:
        """Each section as it is made; what the page shows stays until the first."""
        session, embargoed = _session(visit), sees_embargoed(visit)
        run, held, fault = self._runs.begin(session), None, ""
        yield said(""), waiting_view(force_names([order.force])), gr.skip(), gr.skip()
        try:
            for section in sections(order, self._corpus, self._index, embargoed):
                if run.is_superseded:
                    return
                if held is None:
                    held = self._begun(order, section, session, embargoed)
                    yield gr.skip(), progress_view(held), sheet_view(held), source_view()
                elif now := self._briefings.change(held, partial(Sheet.with_section, section=section)):
                    yield gr.skip(), progress_view(now), sheet_view(now), gr.skip()
        except InspectionError as problem:
            fault = str(problem)
        except Exception as problem:  # else the page would wait for ever
            yield self._ended(held, session, f"Something unexpected happened ({problem}).")
            raise
        if not run.is_superseded:
            yield self._ended(held, session, fault)

    def _begun(self, order: Order, section: Section, session: str, embargoed: bool) -> Held:
        """A new briefing with its first section, held from now on."""
        documents, held = documents_for(order, self._corpus, embargoed), len(self._corpus.public(None, embargoed))
        sheet = Sheet(order, title_of(order)).with_section(section)
        return self._briefings.begin(session, sheet, documents, held, embargoed)

    def _ended(self, held: Held | None, session: str, fault: str) -> Shown:
        """The briefing with all of its sections; or what kept it from them, beside what the page has."""
        if held is None:
            before = self._briefings.of(session)
            return said(fault, "alert"), progress_view(before) if before else "", gr.skip(), gr.skip()
        now = self._briefings.end(held, fault)
        return (gr.skip(), progress_view(now), sheet_view(now), gr.skip()) if now else (gr.skip(),) * 4

    def _checked(self, line: Line, text: str) -> Line:
        return edited(line, text, self._corpus, self._index)

    def _asked(self, asked: dict[str, Any], visit: gr.Request) -> tuple[Held | None, Row | None]:
        """The briefing and the row that a click is about, if they are still held."""
        held = self._briefings.of(_session(visit))
        if held is None or held.token != asked.get("briefing"):
            return None, None
        return held, held.sheet.row(int(asked.get("line", 0)))


def _session(visit: gr.Request) -> str:
    """What tells one open page from another."""
    return visit.session_hash or ""
