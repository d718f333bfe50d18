"""For other programs: plain HTTP under `/api`, endpoints of Gradio's clients, and the Model Context Protocol at `/mcp`.

All three return the contract's objects, those that the command line prints with `--json`.
"""

import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Annotated, Any

import gradio as gr
from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import APIRoute
from mcp.server.transport_security import TransportSecuritySettings

from assistant.mcp_server import mcp_server
from assistant.programs import MOST_HITS, Programs
from corpus import InspectionError, UnusableInput
from corpus.command import Json
from screens.api_page import api_page
from screens.asked_for import Ask, Brief, Check
from screens.source import HEADERS
from screens.viewer import sees_embargoed

MCP_PATH = "/mcp"
SCHEMA = "/api/openapi.json"
# Pages of other sites, made to look like this one by their name, must not reach an app on someone's own machine.
_HERE = ["127.0.0.1", "127.0.0.1:*", "localhost", "localhost:*", "[::1]", "[::1]:*"]


def add_api(app: FastAPI, programs: Programs) -> None:
    """Serve `/api`: a page for people, its OpenAPI schema, and an address for each thing that can be asked."""
    router = APIRouter(prefix="/api", route_class=_Told, tags=["programs"])

    @router.post("/ask")
    def ask(asked: Ask, request: Request) -> Json:
        """Answer a question: claims with their citations, or why there is none."""
        return programs.ask(asked.model_dump(by_alias=True), sees_embargoed(request))

    @router.post("/check")
    def check(draft: Check, request: Request) -> Json:
        """Check each statement of a draft: supported, contradicted, misquoted, not_found or nothing_to_check."""
        return {"statements": programs.check(draft.text, sees_embargoed(request))}

    @router.post("/brief")
    def brief(ordered: Brief, request: Request) -> Json:
        """Make a briefing on a force: its lines, each with its citation."""
        return programs.brief(ordered.model_dump(by_alias=True), sees_embargoed(request))

    @router.get("/search")
    def search(
        request: Request,
        question: Annotated[str, Query(max_length=2000)],
        limit: Annotated[int, Query(ge=1, le=MOST_HITS)] = 10,
    ) -> Json:
        """The best paragraphs for a question, best first."""
        return programs.search(question, limit, sees_embargoed(request))

    @router.get("/paragraph")
    def paragraph(request: Request, id: Annotated[str, Query(max_length=300)]) -> Json:
        """A paragraph with its document and place."""
        return programs.paragraph(id, sees_embargoed(request))

    @router.get("/forces")
    def forces(request: Request) -> Json:
        """The forces that documents are held on."""
        return {"forces": programs.forces(sees_embargoed(request))}

    app.include_router(router)

    @app.get(SCHEMA, include_in_schema=False)
    def schema() -> Json:
        return app.openapi()

    @app.get("/api", include_in_schema=False)
    def page() -> Response:
        return HTMLResponse(api_page(app.openapi()), headers=HEADERS)


def build_endpoints(programs: Programs) -> None:
    """Endpoints of Gradio's clients, inside the current `gr.Blocks`; `check`, `brief` and `compare` are their screens'."""

    def ask(question: str, forces: list[str], first: str, last: str, visit: gr.Request) -> dict[str, Any]:
        """Answer a question about what inspections found: the object that `python -m assistant ask --json` prints.

        `forces`: ids such as "staffordshire"; none for all. `first`, `last`: days such as "2019-01-01", or nothing.
        """
        sent = {"question": question, "forces": forces, "from": first, "to": last}
        return _raised(lambda: programs.ask(sent, sees_embargoed(visit)))

    def search(question: str, limit: int, visit: gr.Request) -> dict[str, Any]:
        """The best paragraphs for a question, best first: the object that `python -m index search --json` prints."""
        return _raised(lambda: programs.search(question, limit, sees_embargoed(visit)))

    def paragraph(id: str, visit: gr.Request) -> dict[str, Any]:
        """A paragraph by its id, with its document and place."""
        return _raised(lambda: programs.paragraph(id, sees_embargoed(visit)))

    for each in (ask, search, paragraph):
        gr.api(each, api_name=each.__name__, concurrency_limit=None)  # type: ignore[attr-defined]  # it lacks in their __all__


def add_mcp(app: FastAPI, programs: Programs) -> Callable[[], Any]:
    """Serve the Model Context Protocol (streamable HTTP); returns what must run as long as the app does."""
    hosts = [name.strip() for name in os.environ.get("MCP_HOSTS", "").split(",") if name.strip()]
    server = mcp_server(programs, lambda request: request is not None and sees_embargoed(request))
    allowed = [*_HERE, *hosts]
    security = TransportSecuritySettings(
        allowed_hosts=allowed,
        allowed_origins=[f"{scheme}://{host}" for host in allowed for scheme in ("http", "https")],
    )
    # Each call stands by itself: any of several processes can take it, and none waits for a client that has gone.
    served = server.streamable_http_app(
        streamable_http_path=MCP_PATH, stateless_http=True, json_response=True, transport_security=security
    )
    app.router.routes.extend(served.routes)

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    return running


class _Told(APIRoute):
    """A route whose faults are told as JSON: what is wrong, and what to do."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as fault:
                first = fault.errors()[0]
                where = ".".join(map(str, first["loc"][1:])) or "the request"
                return _fault(f"{where}: {first['msg']}.", "See /api for what can be sent.", 422)
            except UnusableInput as fault:
                return _fault(fault.problem, fault.remedy, 400)
            except InspectionError as fault:
                return _fault(fault.problem, fault.remedy, 503)

        return told


def _fault(problem: str, remedy: str, status: int) -> Response:
    return JSONResponse({"problem": problem, "remedy": remedy}, status)


def _raised(work: Callable[[], Json]) -> Json:
    try:
        return work()
    except InspectionError as fault:
        raise gr.Error(str(fault), print_exception=False) from fault
