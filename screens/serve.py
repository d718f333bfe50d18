"""The page around the screens, and the layers around the app."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import gradio as gr
from fastapi import FastAPI

from assistant import Assistant
from assistant.answers import Answers
from assistant.programs import Programs
from corpus import InspectionError
from screens.ask import build_ask
from screens.brief import build_brief
from screens.brief_held import HeldBriefings, add_brief_downloads
from screens.charts import add_chart_downloads, build_charts
from screens.check import build_check
from screens.check_held import HeldDrafts, add_check_downloads
from screens.clients import Forwarded
from screens.compare import build_compare
from screens.compare_held import HeldComparisons, add_compare_downloads
from screens.conversations import add_conversation_downloads
from screens.credentials import Credentials
from screens.feedback import add_feedback
from screens.frozen import add_answer_pages
from screens.handlers import watch
from screens.headers import SafeHeaders
from screens.health import add_health
from screens.library import build_library
from screens.limits import Limits
from screens.metrics import add_metrics, answered
from screens.own_pages import OwnPages
from screens.pages import Pages
from screens.programs import add_api, add_mcp, build_endpoints
from screens.request_log import RequestLog
from screens.sign_in import add_gate, add_sign_in
from screens.signed_in import build_signed_in
from screens.source import add_source_pages
from screens.viewer import SignIn, sign_in
from screens.work import AT_ONCE, Work

TITLE = "Inspection assistant"
_HERE = Path(__file__).parent
# System fonts: the theme's own would be fetched from Google.
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
DELETE_CACHE = (3600, 3600)  # seconds: uploads that were never added go after an hour
PAGES = 1000  # open pages of which it is known what they show, 0.3 MB each; one that nobody uses for longest gives way
TOLD_EVERY = 5  # seconds: how long the queue is; by itself Gradio tells all who wait whenever anybody's turn is over


@dataclass(frozen=True, slots=True)
class _Held:
    """What open pages hold."""

    drafts: HeldDrafts
    briefings: HeldBriefings
    comparisons: HeldComparisons


def build_app(assistant: Assistant) -> FastAPI:
    """The screens, and beside them the pages that links to a paragraph open."""
    pages, programs, work = Pages(assistant.corpus), Programs(assistant), Work()
    kept, held = Answers(assistant.corpus.folder), _Held(HeldDrafts(), HeldBriefings(), HeldComparisons())

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        async with serving_mcp():
            yield
        pages.close()

    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    app.state.work = work
    assistant.on_answer = answered
    credentials = add_sign_in(app, assistant.corpus)
    add_health(app, assistant, work)
    add_metrics(app, assistant, work)
    add_api(app, programs)
    serving_mcp = add_mcp(app, programs)
    with suppress(InspectionError):  # a folder that cannot be written to can still be read
        kept.sweep()
    _add_pages(app, assistant, pages, kept, held)
    screens = _screens(assistant, programs, pages, kept, held)
    # Nothing goes past the queue but what says so itself, whose turns the watch gives.
    screens.queue(default_concurrency_limit=AT_ONCE, api_open=False, status_update_rate=TOLD_EVERY)
    screens.state_session_capacity = PAGES
    work.queues.append(screens._queue)
    _mount(app, screens)
    _add_layers(app, credentials, work, watch(screens, work))
    return app


def _add_pages(app: FastAPI, assistant: Assistant, pages: Pages, kept: Answers, held: _Held) -> None:
    """The plain pages and the downloads beside the screens."""
    add_source_pages(app, assistant.corpus, pages)
    add_answer_pages(app, assistant.corpus, kept)
    add_conversation_downloads(app, assistant.corpus, kept)
    add_feedback(app, assistant.corpus, kept)
    add_check_downloads(app, held.drafts)
    add_brief_downloads(app, assistant.corpus, held.briefings)
    add_compare_downloads(app, assistant.corpus, held.comparisons)
    add_chart_downloads(app, assistant)


def _mount(app: FastAPI, screens: gr.Blocks) -> None:
    gr.mount_gradio_app(
        app,
        screens,
        path="/",
        root_path=os.environ.get("GRADIO_ROOT_PATH"),  # as Gradio's own server reads it: the path behind a proxy
        footer_links=[],
        ssr_mode=False,
        show_error=False,
        theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=["monospace"]),
        head=f"<style>{(_HERE / 'style.css').read_text(encoding='utf-8')}</style>",  # as it stands: css= rewrites selectors
    )


def _add_layers(app: FastAPI, credentials: Credentials | None, work: Work, works: Mapping[int, str]) -> None:
    """The layers around the app, each around those before it."""
    if sign_in() is not SignIn.NONE:
        app.add_middleware(OwnPages)
    app.add_middleware(Limits, work=work, works=works)
    add_gate(app, credentials)
    for layer in (SafeHeaders, Forwarded, RequestLog):
        app.add_middleware(layer)


def _screens(assistant: Assistant, programs: Programs, pages: Pages, kept: Answers, held: _Held) -> gr.Blocks:
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=DELETE_CACHE) as screens:
        gr.HTML(
            f'<header class="masthead"><h1>{TITLE}</h1>'
            "<p>Findings from police inspection letters and reports, each with its checked source</p></header>",
            apply_default_css=False,
        )
        build_signed_in()
        build_endpoints(programs)
        with gr.Tabs():
            with gr.Tab("Ask", id="ask"):
                build_ask(assistant, pages, kept)
            with gr.Tab("Check", id="check"):
                build_check(assistant, pages, held.drafts, programs.checker)
            with gr.Tab("Brief", id="brief"):
                build_brief(assistant, pages, held.briefings)
            with gr.Tab("Compare", id="compare"):
                build_compare(assistant, pages, held.comparisons)
                build_charts(assistant)
            with gr.Tab("Library", id="library"):
                build_library(assistant)
    return cast(gr.Blocks, screens)
