"""Checked drafts, held in memory for as long as the page that asked is open, and how they are taken away."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request, Response

from assistant.drafts.checked import CheckedDraft
from assistant.drafts.commented import commented
from assistant.drafts.tables import as_csv, as_markdown
from corpus import InspectionError
from screens.source import HEADERS, refusal
from screens.viewer import sees_embargoed

MOST = 50  # drafts at a time; a draft of 40 pages with its verdicts takes some 3 MB
_GONE = InspectionError(
    "This draft is no longer here",
    "Nothing of a draft is kept when its page is closed or another is checked. Check it again.",
)


@dataclass(frozen=True)
class Held:
    """A checked draft, its own file if that is Word's, and whether it was checked against what is under embargo."""

    checked: CheckedDraft
    word: bytes | None = None
    embargoed: bool = False


class HeldDrafts:
    """The checked drafts of all open pages, a token each; the last of each page (session) only. Nothing is on disk."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, Held]] = {}
        self._lock = Lock()

    def hold(self, session: str, held: Held) -> str:
        """Hold what a page shows, in place of what it showed before; returns the token it can be had by."""
        self.forget(session)
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._held[token] = session, held
            for oldest in list(self._held)[:-MOST]:
                del self._held[oldest]
        return token

    def forget(self, session: str) -> None:
        """Forget what a page showed."""
        with self._lock:
            self._held = {token: each for token, each in self._held.items() if each[0] != session}

    def get(self, token: str) -> Held | None:
        """The draft of that token, if it is still held."""
        return self._held.get(token, (None, None))[1]


def add_check_downloads(app: FastAPI, drafts: HeldDrafts) -> None:
    """Serve `/checked/TOKEN.docx`, `.csv` and `.md`: each made when it is asked for."""
    router = APIRouter()

    @router.get("/checked/{token}.{suffix}")
    def download(request: Request, token: str, suffix: str) -> Response:
        held, made = drafts.get(token), _MADE.get(suffix)
        if held is None or made is None or (held.embargoed and not sees_embargoed(request)):
            return refusal(request, _GONE, 404)
        kind, content = made
        try:
            body = content(held, _site(request))
        except InspectionError as fault:
            return refusal(request, fault, 400)
        name = f"{Path(held.checked.draft.name).stem or 'draft'} checked.{suffix}"
        told = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
        return Response(body, media_type=kind, headers=HEADERS | told)

    app.include_router(router)


def _site(request: Request) -> str:
    """The address of the app as whoever asks knows it, for links to paragraphs."""
    root = os.environ.get("GRADIO_ROOT_PATH", "")
    return root if "://" in root else str(request.base_url).rstrip("/") + root


def _word(held: Held, site: str) -> bytes:
    if held.word is None:
        return commented(held.checked, None, site)
    with TemporaryDirectory() as folder:
        file = Path(folder, "draft.docx")
        file.write_bytes(held.word)
        return commented(held.checked, file, site)


def _csv(held: Held, site: str) -> bytes:
    return as_csv(held.checked, site).encode("utf-8-sig")  # by its mark a spreadsheet knows the encoding


def _markdown(held: Held, site: str) -> bytes:
    return as_markdown(held.checked, site).encode()


_MADE: dict[str, tuple[str, Callable[[Held, str], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word),
    "csv": ("text/csv; charset=utf-8", _csv),
    "md": ("text/markdown; charset=utf-8", _markdown),
}
