"""What is downloaded from a page while it is open: made when it is asked for, and kept by nobody on the way."""

import os
import re
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from corpus import InspectionError
from screens.render import fault_page
from screens.source import HEADERS

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown; charset=utf-8"
LONGEST_NAME = 100  # characters of a file's name


def attachment(body: bytes, kind: str, name: str) -> Response:
    """A file to be saved under a name."""
    told = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return Response(body, media_type=kind, headers=HEADERS | told)


def file_name(title: str, suffix: str) -> str:
    """A title as the name of a file: without the characters that some system does not take."""
    name = " ".join(re.sub(r"[^\w,.()’'-]+", " ", title).split())
    return f"{name[:LONGEST_NAME].strip(' .') or 'Inspections'}.{suffix}"


def refused(fault: InspectionError, status: int) -> Response:
    """The page that says why a file is not given. A download's address is one step below the app's root."""
    return HTMLResponse(fault_page(fault, "../"), status, headers=HEADERS)


def site_of(request: Request) -> str:
    """The address of the app as whoever asks knows it, for links to paragraphs."""
    root = os.environ.get("GRADIO_ROOT_PATH", "")
    return root if "://" in root else str(request.base_url).rstrip("/") + root
