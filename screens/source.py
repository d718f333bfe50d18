"""The pages that a link to a paragraph opens, and the pictures on them: plain HTML, apart from Gradio."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse

from corpus import Corpus, InspectionError, UnusableInput
from screens.pages import Pages
from screens.panes import scripts
from screens.render import fault_page, source_page
from screens.view import view
from screens.viewer import may_see

MOST_QUOTES = 20
LONGEST_QUOTE = 4000  # characters; a whole paragraph
_HERE = Path(__file__).parent
_SAFE = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
# Asked for again each time, and answered "unchanged" by the ETag: what may be seen can change at any moment.
HEADERS = {**_SAFE, "Cache-Control": "private, no-cache"}
_UNKNOWN = InspectionError(
    "We hold no such paragraph",
    "The link may be incomplete, or its document was removed. Ask your question again to find the paragraph.",
)
_NO_PICTURE = InspectionError("We hold no picture of this page", "Open the paragraph's link to read its text.")
_UNUSABLE = InspectionError(
    "This address cannot be used", "Copy the link again, from the page or the message you have it from."
)

Quotes = Annotated[list[Annotated[str, Query(max_length=LONGEST_QUOTE)]], Query(max_length=MOST_QUOTES)]


def add_source_pages(app: FastAPI, corpus: Corpus, pages: Pages) -> None:
    """Serve `/source` and all that its pages need."""
    app.include_router(_routes(corpus, pages))

    @app.exception_handler(RequestValidationError)
    async def unusable(request: Request, _: RequestValidationError) -> Response:
        return refusal(request, _UNUSABLE, 400)


def _routes(corpus: Corpus, pages: Pages) -> APIRouter:
    router = APIRouter()

    @router.get("/source")
    def source(
        request: Request,
        paragraph: str,
        quote: Quotes = [],  # noqa: B006  # FastAPI's way to say that there may be none
        page: Annotated[int | None, Query(ge=1)] = None,
    ) -> Response:
        found = corpus.get([paragraph]).get(paragraph)
        document = corpus.document(found.document) if found else None
        if found is None or document is None or not may_see(document, request):
            return refusal(request, _UNKNOWN, 404)
        try:
            shown = view(corpus, pages, document, found, quote, page, whole_section=True)
        except UnusableInput as fault:
            return refusal(request, fault, 400)
        return HTMLResponse(source_page(shown), headers=HEADERS)

    @router.get("/page/{document}/{number}.png")
    def picture(
        request: Request, document: str, number: int, scale: Annotated[float, Query(ge=0.25, le=4)] = 2
    ) -> Response:
        held = corpus.document(document)
        path = pages.original(held) if held and may_see(held, request) else None
        if held is None or path is None:
            return refusal(request, _NO_PICTURE, 404)
        kept = HEADERS | {"ETag": f'"{held.sha256}-{number}-{scale:g}"'}
        if request.headers.get("If-None-Match") == kept["ETag"]:
            return Response(status_code=304, headers=kept)
        try:
            drawn = pages.picture(held, number, scale)
        except InspectionError as fault:
            return refusal(request, fault, 404)
        return Response(drawn.png if drawn else b"", media_type="image/png", headers=kept)

    @router.get("/source.css")
    def style() -> Response:
        return _text(("style.css",), "text/css")

    @router.get("/source.js")
    def script() -> Response:
        return _text(("zoom.js", "page.js"), "text/javascript")

    return router


def _text(names: tuple[str, ...], kind: str) -> Response:
    """Files of ours as one."""
    return Response(scripts(*names), media_type=kind, headers=HEADERS)


def refusal(request: Request, fault: InspectionError, status: int) -> Response:
    """The page that says what is wrong. It may stand deeper than the app's root, as pictures do."""
    root = "../../" if request.url.path.endswith(".png") else ""
    return HTMLResponse(fault_page(fault, root), status, headers=HEADERS)
