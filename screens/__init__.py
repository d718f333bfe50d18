"""What people see: Gradio pages over the assistant. No logic of its own."""

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is first imported
# Its figures of each event are for a page of its own that we do not serve, and took a tenth of the time of an answer.
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")

from screens.serve import build_app
from screens.server import serve, share_memory

__all__ = ["build_app", "serve", "share_memory"]
