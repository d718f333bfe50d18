"""The Brief screen: order a briefing on a force, edit its lines, and take it away."""

from typing import Any

import gradio as gr

from assistant import Assistant
from assistant.briefing.brief import Length
from screens.ask import BY_MODEL, QUOTING
from screens.brief_held import HeldBriefings
from screens.brief_order import length_choices, theme_choices
from screens.brief_screen import BriefScreen
from screens.brief_view import source_view
from screens.filters import ANY
from screens.library_view import said
from screens.pages import Pages
from screens.panes import pane, scripts

KEPT = "Nothing of a briefing is kept when this page is closed."
_CLICKS = scripts("source_panel.js", "brief.js")
_PANEL = scripts("zoom.js", "source_panel.js", "brief.js")
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


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
                with gr.Row(elem_classes="chosen"):
                    title = gr.Textbox(
                        label="Title",
                        placeholder="The usual one, if left empty",
                        max_lines=1,
                        elem_id="brief-title",
                        min_width=240,
                    )
                    writer = gr.Dropdown(
                        [(f"{assistant.writer.name}, checked", BY_MODEL), ("exact sentences only", QUOTING)],
                        value=BY_MODEL,
                        label="Overall picture by",
                        elem_id="brief-writer",
                        filterable=False,
                        min_width=200,
                        visible=assistant.writer is not assistant.extractive,
                    )
                with gr.Row(elem_classes="buttons"):
                    go = gr.Button("Make the briefing", variant="primary", elem_id="brief-go", scale=0, min_width=180)
                    stop = gr.Button("Stop", elem_id="brief-stop", scale=0, min_width=100, visible=False)
                told = pane(said(""), "brief-said", _CLICKS)
            progress = pane("", "brief-progress", _CLICKS)
            sheet = pane("", "brief-sheet", _CLICKS, html_template='<div class="sheets"></div>')
        with gr.Column(scale=2, min_width=320, elem_classes="right"):
            panel = pane(source_view(), "brief-panel", _PANEL)

    ordered = [force, themes, own, first, last, length, title, writer]
    shown = [told, progress, sheet, panel]
    # Each at its own pace: one briefing must not keep everybody else waiting.
    begins: dict[str, Any] = {"concurrency_limit": None, "trigger_mode": "multiple", **_QUIET}
    for making in (go.click, own.submit, title.submit):
        making(screen.make, ordered, [*shown, stop], **begins)
    stop.click(screen.stop, None, None, queue=False, **_QUIET)
    sheet.deed(screen.change, None, shown, **begins)
    sheet.source(screen.open_source, None, shown, **begins)
    gr.api(screen.brief, api_name="brief", concurrency_limit=None)  # type: ignore[attr-defined]  # it lacks in their __all__
    narrowing = [force, first, last]
    if context := gr.context.Context.root_block:
        context.unload(screen.leave)
        context.load(screen.refresh, narrowing, narrowing, **_QUIET)
    if isinstance(tab := gr.context.Context.block, gr.Tab):  # coming back from the Library
        tab.select(screen.refresh, narrowing, narrowing, **_QUIET)
