"""Briefings that are being edited, held in memory for as long as their page is open, and how they are taken away."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from threading import Lock

from fastapi import APIRouter, FastAPI, Request, Response

from assistant.briefing.brief import Briefing
from assistant.briefing.saving import as_file
from corpus import Corpus, Document, InspectionError, UnusableInput, force_names
from screens.brief_sheet import Sheet
from screens.downloads import MARKDOWN, WORD, attachment, file_name, refused, site_of
from screens.own_pages import is_own
from screens.viewer import Visit, may_see, sees_embargoed

MOST = 50  # briefings at a time; a full one takes some 100 KB
_GONE = InspectionError(
    "This briefing is no longer here",
    "Nothing of a briefing is kept when its page is closed or another is made, and none is given out on which a document "
    "was put under embargo since. Make it again.",
)
_NOTHING_LEFT = UnusableInput("All lines of this briefing are struck.", "Put a line back, and download it again.")


@dataclass(frozen=True, slots=True)
class Held:
    """A briefing on an open page (`session`), under the `token` it can be downloaded by.

    `made`, `documents`, `held`: as in a `Briefing`. `embargoed`: whether it was made from what is under embargo, too.
    `state`: making, done, stopped or fault, which `fault` then tells. `revision` grows with every change of any.
    """

    session: str
    token: str
    sheet: Sheet
    made: datetime
    documents: tuple[Document, ...]
    held: int
    embargoed: bool = False
    state: str = "making"
    fault: str = ""
    revision: int = 0

    @property
    def briefing(self) -> Briefing:
        """What the page shows now. Raises `UnusableInput` when all of its lines are struck."""
        sheet = self.sheet
        if sheet.rows and not sheet.numbers:
            raise _NOTHING_LEFT
        force = force_names([sheet.order.force])
        return Briefing(sheet.order, sheet.title, force, sheet.sections, self.documents, self.made, self.held)


class HeldBriefings:
    """The briefings of all open pages, the last of each only. Nothing is on disk."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._lock = Lock()
        self._revisions = count(1)

    def begin(
        self, session: str, sheet: Sheet, documents: tuple[Document, ...], held: int, embargoed: bool = False
    ) -> Held:
        """Hold a new one, in place of what the page showed before."""
        token, made = secrets.token_urlsafe(24), datetime.now(UTC)
        begun = Held(session, token, sheet, made, documents, held, embargoed, revision=next(self._revisions))
        with self._lock:
            self._held.pop(session, None)
            self._held[session] = begun
            for oldest in list(self._held)[:-MOST]:
                del self._held[oldest]
        return begun

    def change(self, held: Held, how: Callable[[Sheet], Sheet]) -> Held | None:
        """Change what a page shows, as it is by now; None if it is no longer held."""
        return self._put(held, lambda now: replace(now, sheet=how(now.sheet)))

    def end(self, held: Held, state: str, fault: str = "") -> Held | None:
        """Note that all sections are there, or why they are not; None if it is no longer held."""
        return self._put(held, lambda now: replace(now, state=state, fault=fault))

    def of(self, session: str) -> Held | None:
        """What a page shows."""
        return self._held.get(session)

    def get(self, token: str) -> Held | None:
        """The briefing of that token, if it is still held."""
        with self._lock:
            return next((held for held in self._held.values() if held.token == token), None)

    def forget(self, session: str) -> None:
        """Forget what a page showed."""
        with self._lock:
            self._held.pop(session, None)

    def _put(self, held: Held, how: Callable[[Held], Held]) -> Held | None:
        with self._lock:
            now = self._held.get(held.session)
            if now is None or now.token != held.token:
                return None
            self._held[held.session] = replace(how(now), revision=next(self._revisions))
            return self._held[held.session]


def is_held_back(held: Held, corpus: Corpus, visit: Visit) -> bool:
    """Whether a visitor may not see a briefing any more: one of its documents has been put under embargo since.

    Nor may who sees what is under embargo, for the briefing lacks its warning.
    """
    if held.embargoed and not sees_embargoed(visit):
        return True
    pairs = ((each, corpus.document(each.id)) for each in held.documents)
    return not all(now is None or may_see(now, visit, read) for read, now in pairs)


def add_brief_downloads(app: FastAPI, corpus: Corpus, briefings: HeldBriefings) -> None:
    """Serve `/briefing/TOKEN.docx`, `.pdf` and `.md`: each made, when it is asked for, of what its page shows then."""
    router = APIRouter()

    @router.get("/briefing/{token}.{suffix}")
    def download(request: Request, token: str, suffix: str) -> Response:
        held, kind = briefings.get(token), _KINDS.get(suffix)
        if held is None or kind is None or not is_own(request, held.session) or is_held_back(held, corpus, request):
            return refused(_GONE, 404)
        try:
            body = as_file(held.briefing, f".{suffix}", site_of(request))
        except InspectionError as fault:
            return refused(fault, 400)
        return attachment(body, kind, file_name(held.sheet.title, suffix))

    app.include_router(router)


_KINDS = {
    "docx": WORD,
    "pdf": "application/pdf",
    "md": MARKDOWN,
}
