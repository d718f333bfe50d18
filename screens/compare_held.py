"""Comparisons, held in memory for as long as their page is open, and how they are taken away."""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock

from fastapi import APIRouter, FastAPI, Request, Response

from assistant.comparing.comparison import Comparison, Row
from assistant.comparing.saving import as_file
from assistant.comparing.told import title
from corpus import Corpus, Document, InspectionError
from screens.downloads import WORD, attachment, site_of
from screens.source import refusal
from screens.viewer import Visit, sees_embargoed

MOST = 50  # comparisons at a time; one of 26 forces by 21 themes takes some 400 KB
_GONE = InspectionError(
    "This comparison is no longer here",
    "Nothing of a comparison is kept when its page is closed or another is made. Compare again.",
)
_OUT_OF_DATE = InspectionError(
    "This comparison is out of date",
    "A document that it was made from was removed, or is not public any more. Compare again.",
)


@dataclass(frozen=True, slots=True)
class Held:
    """A comparison on an open page (`session`), under the `token` it can be downloaded by.

    `comparison`: with the rows so far; `forces`: the ids of all that it will have a row of.
    `state`: making, done, stopped or fault, which `fault` then tells.
    """

    session: str
    token: str
    comparison: Comparison
    forces: tuple[str, ...]
    state: str = "making"
    fault: str = ""

    def with_row(self, row: Row) -> "Held":
        """With another row."""
        return replace(self, comparison=replace(self.comparison, rows=(*self.comparison.rows, row)))


class HeldComparisons:
    """The comparisons of all open pages, the last of each only. Nothing is on disk."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._lock = Lock()

    def begin(self, session: str, comparison: Comparison, forces: tuple[str, ...]) -> Held:
        """Hold a new one, in place of what the page showed before."""
        begun = Held(session, secrets.token_urlsafe(24), comparison, forces)
        with self._lock:
            self._held.pop(session, None)
            self._held[session] = begun
            for oldest in list(self._held)[:-MOST]:
                del self._held[oldest]
        return begun

    def put(self, held: Held) -> None:
        """Hold it as it is by now, unless it is held no longer."""
        with self._lock:
            before = self._held.get(held.session)
            if before and before.token == held.token:
                self._held[held.session] = held

    def of(self, session: str) -> Held | None:
        """What a page shows."""
        return self._held.get(session)

    def get(self, token: str) -> Held | None:
        """The comparison of that token, if it is still held."""
        with self._lock:
            return next((held for held in self._held.values() if held.token == token), None)

    def forget(self, session: str) -> None:
        """Forget what a page showed."""
        with self._lock:
            self._held.pop(session, None)


def add_compare_downloads(app: FastAPI, corpus: Corpus, comparisons: HeldComparisons) -> None:
    """Serve `/comparison/TOKEN.xlsx`, `.docx` and `.csv`: made when asked for, of what its page shows then."""
    router = APIRouter()

    @router.get("/comparison/{token}.{suffix}")
    def download(request: Request, token: str, suffix: str) -> Response:
        held, kind = comparisons.get(token), _KINDS.get(suffix)
        if held is None or kind is None:
            return refusal(request, _GONE, 404)
        if not all(may_see(each, corpus, request) for row in held.comparison.rows for each in row.documents):
            return refusal(request, _OUT_OF_DATE, 404)
        body = as_file(held.comparison, f".{suffix}", site_of(request))
        return attachment(body, kind, f"{_file_name(title(held.comparison))}.{suffix}")

    app.include_router(router)


def may_see(document: Document, corpus: Corpus, visit: Visit) -> bool:
    """Whether a visitor may see a document that was read some time ago, as it is by now.

    Who may see what is under embargo does not get it as if it were not: it has to be read again, with its warning.
    """
    now = corpus.document(document.id)
    if now is None:
        return False
    return now.is_public(datetime.now(UTC)) or (now.embargo == document.embargo and sees_embargoed(visit))


def _file_name(title: str) -> str:
    """A title as the name of a file: without the characters that some system does not take."""
    return " ".join(re.sub(r"[^\w,.()’'-]+", " ", title).strip(" .").split())[:100]


_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": WORD,
    "csv": "text/csv; charset=utf-8",
}
