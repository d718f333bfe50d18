"""The path under which a proxy serves the app: GRADIO_ROOT_PATH, which may be a whole address."""

import os
from urllib.parse import urlsplit


def root_path() -> str:
    """What stands before every path of ours, without a slash at its end; empty without a proxy."""
    return urlsplit(os.environ.get("GRADIO_ROOT_PATH", "")).path.rstrip("/")


def is_https_outside() -> bool:
    """Whether the app's address outside is known to be one of https."""
    return urlsplit(os.environ.get("GRADIO_ROOT_PATH", "")).scheme == "https"
