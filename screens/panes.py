"""A part of a screen that is HTML of ours, and the scripts that make it answer to clicks."""

from pathlib import Path
from typing import Any

import gradio as gr

_HERE = Path(__file__).parent


def scripts(*names: str) -> str:
    """Scripts of ours as one."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


def pane(value: str, id: str, script: str | None, **how: Any) -> Any:
    """HTML as it stands; it makes events of the names in its script, of which Gradio's own types know nothing."""
    return gr.HTML(value, elem_id=id, js_on_load=script, apply_default_css=False, **how)
