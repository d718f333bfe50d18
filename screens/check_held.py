"""Checked drafts, held in memory for as long as the page that asked is open, and how they are taken away."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from fastapi import APIRouter, FastAPI, Request, Response

from assistant.drafts.checked import CheckedDraft
from assistant.drafts.saving import as_file
from corpus import InspectionError
from screens.downloads import MARKDOWN, WORD, attachment, refused, site_of
from screens.own_pages import is_own
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

    def page(self, token: str) -> str:
        """The page (session) that shows the draft of that token; empty if it is no longer held."""
        return self._held.get(token, ("", None))[0]


def add_check_downloads(app: FastAPI, drafts: HeldDrafts) -> None:
    """Serve `/checked/TOKEN.docx`, `.csv` and `.md`: each made when it is asked for."""
    router = APIRouter()

    @router.get("/checked/{token}.{suffix}")
    def download(request: Request, token: str, suffix: str) -> Response:
        held, kind = drafts.get(token), _KINDS.get(suffix)
        is_hidden = held is not None and held.embargoed and not sees_embargoed(request)
        if held is None or kind is None or is_hidden or not is_own(request, drafts.page(token)):
            return refused(_GONE, 404)
        try:
            body = _made(held, suffix, site_of(request))
        except InspectionError as fault:
            return refused(fault, 400)
        name = f"{Path(held.checked.draft.name).stem or 'draft'} checked.{suffix}"
        return attachment(body, kind, name)

    app.include_router(router)


def _made(held: Held, suffix: str, site: str) -> bytes:
    """The file; a Word draft is laid on the disk for as long as that takes."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "draft.docx") if held.word is not None else None
        if source and held.word is not None:
            source.write_bytes(held.word)
        return as_file(held.checked, f".{suffix}", source, site)


_KINDS = {"docx": WORD, "csv": "text/csv; charset=utf-8", "md": MARKDOWN}
