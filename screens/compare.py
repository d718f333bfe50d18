"""The Compare tab: how it is laid out and wired."""

from typing import Any

import gradio as gr

from assistant import Assistant
from screens.compare_held import HeldComparisons
from screens.compare_order import COMMON, themes_offered
from screens.compare_screen import CompareScreen
from screens.compare_view import source_view
from screens.filters import ANY
from screens.library_view import said
from screens.pages import Pages
from screens.panes import pane, scripts

PURPOSE = "Choose forces (or “All we hold”) and themes. Each cell is one finding, word for word, with its source."
_CLICKS = scripts("source_panel.js", "compare.js")
_PANEL = scripts("zoom.js", "source_panel.js", "compare.js")
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build_compare(assistant: Assistant, pages: Pages, comparisons: HeldComparisons) -> None:
    """Lay out the screen inside the current `gr.Blocks` and wire it."""
    screen = CompareScreen(assistant, pages, comparisons)
    forces_there, years = screen.choices()
    with gr.Column(elem_id="compare-form"):
        gr.HTML(f'<h2>Compare forces</h2><p class="hint">{PURPOSE}</p>', apply_default_css=False)
        with gr.Row(elem_classes="chosen"):
            forces = gr.Dropdown(
                forces_there, value=[], multiselect=True, label="Forces", elem_id="compare-forces", min_width=300
            )
            first = gr.Dropdown(years, value=ANY, label="From", elem_id="compare-first", filterable=False, min_width=90)
            last = gr.Dropdown(years, value=ANY, label="To", elem_id="compare-last", filterable=False, min_width=90)
        with gr.Row(elem_classes="chosen"):
            themes = gr.Dropdown(
                themes_offered(),
                value=[],
                multiselect=True,
                label=f"Themes (none: the {len(COMMON)} commonest)",
                elem_id="compare-themes",
                min_width=300,
            )
            own = gr.Textbox(
                label="Themes of your own, parted by semicolons",
                placeholder="body-worn video; school liaison",
                max_lines=1,
                elem_id="compare-own",
                min_width=240,
            )
        with gr.Row(elem_classes="begin"):
            go = gr.Button("Compare", variant="primary", elem_id="compare-go", scale=0, min_width=140)
            stop = gr.Button("Stop", elem_id="compare-stop", scale=0, min_width=100, visible=False)
        told = pane(said(""), "compare-said", _CLICKS)
    with gr.Row(elem_classes="ask compare"):
        with gr.Column(scale=3, min_width=320, elem_classes="left"):
            progress = pane("", "compare-progress", _CLICKS)
            table = pane("", "compare-table", _CLICKS, html_template='<div class="tables"></div>')
        with gr.Column(scale=2, min_width=320, elem_classes="right"):
            panel = pane(source_view(), "compare-panel", _PANEL)

    ordered = [forces, themes, own, first, last]
    shown = [told, progress, table, panel, stop]
    # Each at its own pace: one long comparison must not keep everybody else waiting.
    begins: dict[str, Any] = {"concurrency_limit": None, "trigger_mode": "multiple", **_QUIET}
    for making in (go.click, own.submit):
        making(screen.make, ordered, shown, **begins)
    stop.click(screen.stop, None, None, queue=False, **_QUIET)
    table.source(screen.open_source, None, panel, **begins)
    gr.api(screen.compare, api_name="compare", concurrency_limit=None)  # type: ignore[attr-defined]  # it lacks in their __all__
    narrowing = [forces, first, last]
    if context := gr.context.Context.root_block:
        context.unload(screen.leave)
        context.load(screen.refresh, narrowing, narrowing, **_QUIET)
    if isinstance(tab := gr.context.Context.block, gr.Tab):  # coming back from the Library
        tab.select(screen.refresh, narrowing, narrowing, **_QUIET)
