"""The page around the screens, and the server."""

from pathlib import Path
from typing import cast

import gradio as gr

from assistant import Assistant
from corpus import UnusableInput
from screens.ask import build_ask

TITLE = "Inspection assistant"
_HERE = Path(__file__).parent
# System fonts: the theme's own would be fetched from Google.
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]


def build_app(assistant: Assistant) -> gr.Blocks:
    """The whole page."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as app:
        gr.HTML(
            f'<header class="masthead"><h1>{TITLE}</h1>'
            "<p>Findings from police inspection letters and reports, each with its checked source</p></header>",
            apply_default_css=False,
        )
        build_ask(assistant)
    return cast(gr.Blocks, app)


def serve(app: gr.Blocks, host: str, port: int) -> None:
    """Serve until interrupted. Raises `UnusableInput` when the port is taken."""
    try:
        app.launch(
            server_name=host,
            server_port=port,
            share=False,
            quiet=True,
            footer_links=[],
            ssr_mode=False,
            prevent_thread_lock=True,
            theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=["monospace"]),
            head=f"<style>{(_HERE / 'style.css').read_text(encoding='utf-8')}</style>",  # as it stands: css= rewrites selectors
        )
    except OSError as fault:
        raise UnusableInput(
            f"Port {port} of {host} cannot be used; another program may be using it.",
            f"Stop that program, or choose another port: PORT={port + 1} make run",
        ) from fault
    print(f"Inspection assistant: http://{host}:{port} (Ctrl+C stops it)", flush=True)
    app.block_thread()
