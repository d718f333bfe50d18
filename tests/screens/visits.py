"""Visits to the screens, as Gradio hands them to a handler."""

import gradio as gr
from starlette.requests import Request


def visit(host: str = "127.0.0.1", **headers: str) -> gr.Request:
    """A visit from that address, with these headers."""
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return gr.Request(
        Request({"type": "http", "headers": raw, "client": (host, 1234), "query_string": b"", "path": "/"})
    )
