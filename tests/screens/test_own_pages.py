"""Whose an open page is, and with it what that page holds."""

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.people.person import Person
from screens.own_pages import OwnPages, is_own
from screens.viewer import PERSON


class Named:
    """A gate that believes what a request says of itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})[PERSON] = Person(dict(scope["headers"]).get(b"x-name", b"").decode())
        await self._app(scope, receive, send)


@pytest.fixture
def app() -> FastAPI:
    app = FastAPI()

    @app.post("/gradio_api/queue/join")
    def join() -> str:
        return "joined"

    @app.get("/briefing/{page}")
    def download(request: Request, page: str) -> bool:
        return is_own(request, page)

    return app


def test_what_a_page_holds_is_given_to_whoever_opened_it_alone(app: FastAPI) -> None:
    app.add_middleware(OwnPages)
    app.add_middleware(Named)
    anne, ben = (TestClient(app, headers={"X-Name": name}) for name in ("Anne", "Ben"))
    assert not anne.get("/briefing/hers").json()  # nobody opened it
    assert anne.post("/gradio_api/queue/join", json={"session_hash": "hers"}).status_code == 200
    assert anne.get("/briefing/hers").json()
    assert not ben.get("/briefing/hers").json()
    assert ben.post("/gradio_api/queue/join", json={"session_hash": "hers"}).status_code == 403


def test_where_nobody_signs_in_all_pages_are_one_s_own(app: FastAPI) -> None:
    assert TestClient(app).get("/briefing/any").json()
