"""What people see: Gradio pages over the assistant. No logic of its own."""

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is first imported

from screens.serve import build_app
from screens.server import serve

__all__ = ["build_app", "serve"]
