"""What is downloaded from a page while it is open: made when it is asked for, and kept by nobody on the way."""

import os
from urllib.parse import quote

from fastapi import Request, Response

from screens.source import HEADERS

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown; charset=utf-8"


def attachment(body: bytes, kind: str, name: str) -> Response:
    """A file to be saved under a name."""
    told = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return Response(body, media_type=kind, headers=HEADERS | told)


def site_of(request: Request) -> str:
    """The address of the app as whoever asks knows it, for links to paragraphs."""
    root = os.environ.get("GRADIO_ROOT_PATH", "")
    return root if "://" in root else str(request.base_url).rstrip("/") + root
