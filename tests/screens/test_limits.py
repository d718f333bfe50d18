"""What one client may ask of the app: how much at once, how often, and nothing new while it stops."""

import json

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from corpus import UnusableInput
from screens import buckets, limits
from screens.buckets import Buckets
from screens.clients import Forwarded, client_of, trusted_proxies
from screens.limits import Limits
from screens.work import Work

JOIN, DIRECTLY = "/gradio_api/queue/join", "/gradio_api/run/predict"
ASKING = json.dumps({"fn_index": 8, "data": ["How clean are the cells?"]})
CLICKING = json.dumps({"fn_index": 3, "data": []})


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def app(work: Work) -> FastAPI:
    app = FastAPI()

    @app.post(JOIN)
    @app.post(DIRECTLY)
    @app.post("/gradio_api/call/check")
    @app.post("/gradio_api/upload")
    @app.post("/api/ask")
    @app.get("/chart/coverage.svg")
    @app.get("/briefing/x.docx")
    async def takes(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body()), "under_way": work.under_way}

    app.add_middleware(Limits, work=work, works={8: "ask"})
    return app


def site(work: Work | None = None, client: str = "10.0.0.1") -> TestClient:
    return TestClient(app(work or Work()), client=(client, 1234))


@pytest.fixture
def three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT", "3")


@pytest.mark.usefixtures("three_a_minute")
def test_too_many_questions_are_refused_with_when_to_ask_again() -> None:
    asked = site()
    assert [asked.post(JOIN, content=ASKING).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = asked.post("/api/ask", content="{}")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 20
    assert refused.json()["detail"].startswith("That was a lot in a short time. Please wait ")


@pytest.mark.usefixtures("three_a_minute")
def test_clicks_are_counted_apart_and_more_generously() -> None:
    asked = site()
    statuses = [asked.post(JOIN, content=CLICKING).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert asked.post(JOIN, content=ASKING).status_code == 200
    assert asked.get("/health").status_code == 404  # reading is never refused


@pytest.mark.usefixtures("three_a_minute")
@pytest.mark.parametrize("body", ["{", "[]", '{"fn_index": "8"}', "[" * 100_000])
def test_what_names_no_handler_counts_as_a_click(body: str) -> None:
    assert site().post(JOIN, content=body).json()["bytes"] == len(body)


@pytest.mark.usefixtures("three_a_minute")
@pytest.mark.parametrize(
    ("path", "sent"), [(JOIN, ASKING), (DIRECTLY, ASKING), ("/gradio_api/call/check", "{}"), ("/api/ask", "{}")]
)
def test_work_is_counted_wherever_it_is_asked_for(path: str, sent: str) -> None:
    asked = site()
    assert [asked.post(path, content=sent).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_what_gradio_does_is_under_way_when_its_turn_comes_and_all_else_from_its_beginning() -> None:
    asked = site()
    assert asked.post("/api/ask", content="{}").json()["under_way"] == 1
    for path, sent in ((JOIN, ASKING), (DIRECTLY, ASKING), ("/gradio_api/call/check", "{}")):
        assert asked.post(path, content=sent).json()["under_way"] == 0


@pytest.mark.usefixtures("three_a_minute")
@pytest.mark.parametrize("path", ["/chart/coverage.svg", "/briefing/x.docx"])
def test_what_is_made_when_it_is_fetched_is_work_too(path: str) -> None:
    asked = site()
    assert asked.get(path).json()["under_way"] == 1
    assert [asked.get(path).status_code for _ in range(3)] == [200, 200, 429]


def test_nobody_is_refused_where_there_is_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT", "0")
    asked = site()
    assert {asked.post(JOIN, content=ASKING).status_code for _ in range(80)} == {200}


def test_new_work_is_refused_while_the_app_stops_and_what_is_shown_goes_on() -> None:
    work = Work()
    asked = site(work)
    work.is_stopping = True
    refused = asked.post("/api/ask", content="{}")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert (
        asked.post(DIRECTLY, content=ASKING).json()["error"] == refused.json()["problem"]
    )  # as Gradio's page reads it
    assert asked.post(JOIN, content=CLICKING).status_code == 200
    assert asked.get("/chart/coverage.svg").status_code == 503
    assert asked.get("/briefing/x.docx").status_code == 200  # else it would be lost


def test_what_is_too_large_is_refused_before_it_is_read_and_while_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_SENT", 1000)
    asked = site()
    assert asked.post("/api/ask", content=b"x" * 1000).json()["bytes"] == 1000
    assert asked.post("/api/ask", content=b"x" * 1001).status_code == 413
    in_pieces = asked.post("/api/ask", content=iter([b"x" * 600, b"x" * 600]))
    assert in_pieces.status_code == 413
    assert "at most" in in_pieces.json()["detail"]
    assert asked.post(JOIN, content=iter([b"x" * 600, b"x" * 600])).status_code == 413


def test_uploads_have_a_limit_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_SENT", 1000)
    monkeypatch.setenv("UPLOAD_LIMIT_MB", "1")
    asked = site()
    assert asked.post("/gradio_api/upload", content=b"x" * 1_500_000).status_code == 200
    assert asked.post("/gradio_api/upload", content=b"x" * 2_000_001).status_code == 413


def test_limits_that_are_no_numbers_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT", "many")
    with pytest.raises(UnusableInput, match="RATE_LIMIT is 'many'"):
        Limits(FastAPI(), Work(), {})


def test_a_bucket_fills_again_as_time_goes_by() -> None:
    clock = Clock()
    held = Buckets(2, 10, clock)
    assert [held.wait("a") for _ in range(3)] == [0, 0, 5]
    assert held.wait("b") == 0
    clock.now = 4
    assert held.wait("a") == pytest.approx(1)
    clock.now = 5
    assert held.wait("a") == 0
    clock.now = 1000
    assert [held.wait("a") for _ in range(3)] == [0, 0, 5]  # never more than it holds


def test_many_clients_take_no_more_than_so_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "MOST", 3)
    held = Buckets(1, 10, Clock())
    for client in "abcda":  # b, c and d came after the first a, who was forgotten
        assert held.wait(client) == 0
    assert held.wait("d") > 0


@pytest.mark.parametrize(
    ("peer", "told", "client"),
    [
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.9.9.9", "10.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.9.9.9", "10.9.9.9"),
        ("127.0.0.1", "10.1.1.1, 10.9.9.9:4321", "10.9.9.9"),
        ("127.0.0.1", "10.9.9.9, 127.0.0.1", "10.9.9.9"),
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "nobody", "None"),
        ("::1", "[2001:db8:1:2::7]:4321", "2001:db8:1:2::/64"),
        ("::ffff:127.0.0.1", "10.9.9.9", "10.9.9.9"),
    ],
)
def test_a_client_is_an_address_also_behind_a_proxy(peer: str, told: str, client: str) -> None:
    headers = [(b"x-forwarded-for", told.encode())] if told else []
    assert client_of({"type": "http", "client": (peer, 1), "headers": headers}, trusted_proxies()) == client


def test_a_signed_in_person_is_one_client_wherever_from() -> None:
    scope = {"type": "http", "client": ("10.0.0.1", 1), "headers": [], "state": {"person": "anne"}}
    assert client_of(scope, trusted_proxies()) == "name anne"


def test_links_use_https_where_a_trusted_proxy_says_that_visitors_do() -> None:
    app = FastAPI()

    @app.get("/where")
    def where(request: Request) -> str:
        return request.url.scheme

    app.add_middleware(Forwarded)
    told = {"X-Forwarded-Proto": "https"}
    assert TestClient(app, client=("127.0.0.1", 1)).get("/where", headers=told).json() == "https"
    assert TestClient(app, client=("10.0.0.1", 1)).get("/where", headers=told).json() == "http"
