"""Comparisons, held in memory for as long as their page is open, and how they are taken away."""

import secrets
from dataclasses import dataclass, replace
from threading import Lock

from fastapi import APIRouter, FastAPI, Request, Response

from assistant.comparing.comparison import Comparison, Row
from assistant.comparing.saving import as_file
from assistant.comparing.told import title
from corpus import Corpus, Document, InspectionError
from screens.downloads import WORD, attachment, file_name, refused, site_of
from screens.own_pages import is_own
from screens.viewer import Visit, may_see

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
        if held is None or kind is None or not is_own(request, held.session):
            return refused(_GONE, 404)
        if not all(is_as_read(each, corpus, request) for row in held.comparison.rows for each in row.documents):
            return refused(_OUT_OF_DATE, 404)
        body = as_file(held.comparison, f".{suffix}", site_of(request))
        return attachment(body, kind, file_name(title(held.comparison), suffix))

    app.include_router(router)


def is_as_read(document: Document, corpus: Corpus, visit: Visit) -> bool:
    """Whether a document that was read some time ago is still there, and the visitor may see it as it is by now."""
    now = corpus.document(document.id)
    return now is not None and may_see(now, visit, document)


_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": WORD,
    "csv": "text/csv; charset=utf-8",
}
