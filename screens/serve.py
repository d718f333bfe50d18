"""The page around the screens, and the server."""

import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import cast

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from assistant import Assistant
from assistant.answers import Answers
from corpus import InspectionError, UnusableInput
from screens.ask import build_ask
from screens.brief import build_brief
from screens.brief_held import HeldBriefings, add_brief_downloads
from screens.check import build_check
from screens.check_held import HeldDrafts, add_check_downloads
from screens.frozen import add_answer_pages
from screens.library import build_library
from screens.pages import Pages
from screens.source import add_source_pages

TITLE = "Inspection assistant"
_HERE = Path(__file__).parent
# System fonts: the theme's own would be fetched from Google.
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
DELETE_CACHE = (3600, 3600)  # seconds: uploads that were never added go after an hour
_GRACE_SECONDS = 2  # for answers under way when the app is stopped


def build_app(assistant: Assistant) -> FastAPI:
    """The screens, and beside them the pages that links to a paragraph open."""
    pages = Pages(assistant.corpus)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        yield
        pages.close()

    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    add_source_pages(app, assistant.corpus, pages)
    kept = Answers(assistant.corpus.folder)
    with suppress(InspectionError):  # a folder that cannot be written to can still be read
        kept.sweep()
    add_answer_pages(app, assistant.corpus, kept)
    drafts, briefings = HeldDrafts(), HeldBriefings()
    add_check_downloads(app, drafts)
    add_brief_downloads(app, briefings)
    gr.mount_gradio_app(
        app,
        _screens(assistant, pages, kept, drafts, briefings),
        path="/",
        root_path=os.environ.get("GRADIO_ROOT_PATH"),  # as Gradio's own server reads it: the path behind a proxy
        footer_links=[],
        ssr_mode=False,
        show_error=False,
        theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=["monospace"]),
        head=f"<style>{(_HERE / 'style.css').read_text(encoding='utf-8')}</style>",  # as it stands: css= rewrites selectors
    )
    return app


def _screens(
    assistant: Assistant, pages: Pages, kept: Answers, drafts: HeldDrafts, briefings: HeldBriefings
) -> gr.Blocks:
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=DELETE_CACHE) as screens:
        gr.HTML(
            f'<header class="masthead"><h1>{TITLE}</h1>'
            "<p>Findings from police inspection letters and reports, each with its checked source</p></header>",
            apply_default_css=False,
        )
        with gr.Tabs():
            with gr.Tab("Ask", id="ask"):
                build_ask(assistant, pages, kept)
            with gr.Tab("Check", id="check"):
                build_check(assistant, pages, drafts)
            with gr.Tab("Brief", id="brief"):
                build_brief(assistant, pages, briefings)
            with gr.Tab("Library", id="library"):
                build_library(assistant)
    return cast(gr.Blocks, screens)


def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve until interrupted. Raises `UnusableInput` when the port is taken."""
    server = _Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_GRACE_SECONDS))
    with _listening(host, port) as listening:
        print(f"Inspection assistant: http://{host}:{port} (Ctrl+C stops it)", flush=True)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Stops at once: it tells Gradio to end the streams that browsers keep open, else it would wait for these."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        for route in self.config.app.routes if isinstance(self.config.app, FastAPI) else ():
            if isinstance(route, Mount) and isinstance(route.app, gr.routes.App):
                route.app.stop_event.set()
        super().handle_exit(sig, frame)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections already, so that whoever reads the address can open it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        if sys.platform != "win32":  # there it would let two programs share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError as fault:
        listening.close()
        raise UnusableInput(
            f"Port {port} of {host} cannot be used; another program may be using it.",
            f"Stop that program, or choose another port: PORT={port + 1} make run",
        ) from fault
    return listening
