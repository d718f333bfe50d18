"""Charts on the Compare screen: which inspections are held on forces, or what those of a force found in time."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

import gradio as gr
from fastapi import APIRouter, FastAPI, Query, Request, Response
from markupsafe import Markup

from assistant import Assistant
from assistant.charts.chart import Chart
from assistant.charts.order import Order, Picture, draw
from assistant.charts.saving import as_file
from corpus import InspectionError, UnusableInput
from screens.brief_order import forces_held, theme_choices
from screens.downloads import attachment, file_name, refused
from screens.filters import ANY, Choices, days_of, offered, year_choices
from screens.library_view import said
from screens.panes import pane
from screens.render import template
from screens.viewer import sees_embargoed

PURPOSE = "Pictures to print or paste, which read without colour, too. Below each stand its numbers as a table."
PICTURES = [("Coverage: forces by years", Picture.COVERAGE.value), ("Timeline of a force", Picture.TIMELINE.value)]
KINDS = {
    "svg": ("SVG", "image/svg+xml"),
    "png": ("PNG", "image/png"),
    "pdf": ("PDF", "application/pdf"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
}
LONGEST = 200  # characters of anything chosen
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_NO_SUCH = InspectionError("There is no such chart", "Draw it again on the Compare screen, and download it from there.")

Words = Annotated[str, Query(max_length=LONGEST)]
Themes = Annotated[list[Words], Query(max_length=30)]


def build_charts(assistant: Assistant) -> None:
    """Lay out the section inside the current `gr.Blocks` and wire it."""
    screen = ChartsScreen(assistant)
    forces, years = screen.choices()
    with gr.Column(elem_id="charts-form"):
        gr.HTML(f'<h2>Charts</h2><p class="hint">{PURPOSE}</p>', apply_default_css=False)
        picture = gr.Radio(PICTURES, value=Picture.COVERAGE.value, label="Chart", elem_id="charts-picture")
        with gr.Row(elem_classes="chosen"):
            force = gr.Dropdown(forces, value=None, label="Force", elem_id="charts-force", min_width=240, visible=False)
            themes = gr.Dropdown(
                theme_choices(),
                value=[],
                multiselect=True,
                label="Themes (none: all)",
                elem_id="charts-themes",
                min_width=240,
                visible=False,
            )
            first = gr.Dropdown(years, value=ANY, label="From", elem_id="charts-first", filterable=False, min_width=90)
            last = gr.Dropdown(years, value=ANY, label="To", elem_id="charts-last", filterable=False, min_width=90)
        uncovered = gr.Checkbox(
            label="With the forces of England and Wales that we hold nothing on", elem_id="charts-uncovered"
        )
        go = gr.Button("Draw the chart", variant="primary", elem_id="charts-go", scale=0, min_width=160)
        told = pane(said(""), "charts-said", None)
    shown = pane("", "charts-shown", None)

    chosen = [picture, force, themes, first, last, uncovered]
    picture.change(screen.offer, picture, [force, themes, uncovered], queue=False, **_QUIET)
    go.click(screen.draw, chosen, [told, shown], concurrency_limit=None, trigger_mode="multiple", **_QUIET)
    narrowing = [force, first, last]
    if context := gr.context.Context.root_block:
        context.load(screen.refresh, narrowing, narrowing, **_QUIET)
    if isinstance(tab := gr.context.Context.block, gr.Tab):  # coming back from the Library
        tab.select(screen.refresh, narrowing, narrowing, **_QUIET)


class ChartsScreen:
    """What the section does, apart from how it is laid out."""

    def __init__(self, assistant: Assistant) -> None:
        self._corpus = assistant.corpus
        self._index = assistant.index

    def choices(self, embargoed: bool = False) -> tuple[Choices, Choices]:
        """The forces and the years that can be chosen; only of documents that may be shown."""
        held = self._corpus.public(None, embargoed)
        return forces_held(held), year_choices(held)

    def refresh(self, force: str | None, first: str, last: str, visit: gr.Request) -> tuple[dict[str, Any], ...]:
        """The choices as the corpus is now; what is no longer there is chosen no more."""
        forces, years = self.choices(sees_embargoed(visit))
        held = dict(years).values()
        return (
            offered(forces, force, force if force in dict(forces).values() else None),
            *(offered(years, each, each if each in held else ANY) for each in (first, last)),
        )

    def offer(self, picture: str) -> tuple[gr.Dropdown, gr.Dropdown, gr.Checkbox]:
        """Show what can be chosen for a chart: of a timeline the force and themes."""
        is_timeline = picture == Picture.TIMELINE
        return (
            gr.Dropdown(visible=is_timeline),
            gr.Dropdown(visible=is_timeline),
            gr.Checkbox(visible=not is_timeline),
        )

    def draw(
        self,
        picture: str,
        force: str | None,
        themes: Sequence[str] | None,
        first: str | None,
        last: str | None,
        uncovered: bool,
        visit: gr.Request,
    ) -> tuple[object, object]:
        """The chart, or beside what the page has why there is none."""
        try:
            order = order_of(picture, force or "", themes or (), first or ANY, last or ANY, uncovered)
            made = draw(order, self._corpus, self._index, sees_embargoed(visit))
        except InspectionError as fault:
            return said(str(fault), "alert"), gr.skip()
        return said(f"{made.title}."), chart_view(made, order)


def chart_view(chart: Chart, order: Order) -> str:
    """A chart with the ways to take it away, and its numbers as a table."""
    return template(
        "charts.html"
    ).render(
        chart=chart,
        svg=Markup(chart.svg()),  # reportlab's writer has escaped its texts
        heads=chart.table.heads[1:],  # a reader has the name, a program the id
        rows=[row[1:] for row in chart.table.told],
        downloads=[(link_of(order, suffix), name) for suffix, (name, _) in KINDS.items()],
    )


def link_of(order: Order, suffix: str) -> str:
    """The address of a chart as a file, from the app's root."""
    chosen = [
        *(("force", force) for force in order.forces),
        *(("theme", theme) for theme in order.themes),
        *((name, str(day.year)) for name, day in (("first", order.first), ("last", order.last)) if day),
        *([("uncovered", "true")] if order.uncovered else []),
    ]
    return f"chart/{order.picture}.{suffix}" + (f"?{urlencode(chosen)}" if chosen else "")


def order_of(
    picture: str,
    force: str = "",
    themes: Sequence[str] = (),
    first: str = ANY,
    last: str = ANY,
    uncovered: bool = False,
) -> Order:
    """The order that was chosen; `first` and `last` are years. What a chart has no use for is left out.

    Raises `UnusableInput` for what cannot be meant.
    """
    start, end = days_of(first, last)
    is_timeline = picture == Picture.TIMELINE
    if is_timeline and not force:
        raise UnusableInput("No force is chosen.", "Choose the force whose inspections are to be shown.")
    return Order(
        Picture(picture),
        (force,) if is_timeline else (),
        tuple(themes) if is_timeline else (),
        start,
        end,
        uncovered and not is_timeline,
    )


def add_chart_downloads(app: FastAPI, assistant: Assistant) -> None:
    """Serve `/chart/coverage.svg` and the like: drawn when asked for, of what whoever asks may see."""
    router = APIRouter()

    @router.get("/chart/{picture}.{suffix}")
    def download(
        request: Request,
        picture: str,
        suffix: str,
        force: Words = "",
        theme: Themes = [],  # noqa: B006  # FastAPI's way to say that there may be none
        first: Words = ANY,
        last: Words = ANY,
        uncovered: bool = False,
    ) -> Response:
        if picture not in list(Picture) or suffix not in KINDS:
            return refused(_NO_SUCH, 404)
        try:
            order = order_of(picture, force, theme, first, last, uncovered)
            made = draw(order, assistant.corpus, assistant.index, sees_embargoed(request))
            body = as_file(made, f".{suffix}")
        except InspectionError as fault:
            return refused(fault, 400)
        return attachment(body, KINDS[suffix][1], file_name(made.title, suffix))

    app.include_router(router)
