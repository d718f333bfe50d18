"""Signing in, and attacks on the running app by those who have not, and by those who have."""

import re
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect
from starlette.websockets import WebSocketDisconnect

from assistant.answers import Answers
from assistant.people.accounts import Accounts
from assistant.people.conversations import Conversations
from assistant.people.database import Database
from assistant.people.sessions import LONGEST, Sessions, Tokens
from corpus import Corpus, UnusableInput
from screens.credentials import COOKIE, FREE_BY_ADDRESS, FREE_BY_NAME, Credentials, Waiting, host_of
from screens.pages import Pages
from screens.sign_in import FIRST_ACCOUNT, WRONG, add_gate, add_sign_in, require_sign_in
from screens.source import add_source_pages
from screens.throttle import Throttle
from screens.viewer import SignIn, person_of, sign_in
from tests.screens.conftest import running_app
from tests.screens.letters import NORTHSHIRE, put_letter, put_text, tomorrow
from tests.screens.visits import visit

PASSWORD = "purple tractor lamp"
WORDS = "Officers look for wanted suspects every single day"
QUESTION = "How does Northshire Police look for wanted suspects?"
HTML = {"Accept": "text/html"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a public letter and one under embargo, a librarian, two readers, and one who sees embargoes."""
    folder = tmp_path_factory.mktemp("people")
    corpus = Corpus(folder)
    corpus.mark_started()  # without the included letter
    put_letter(corpus, embargo=tomorrow())
    put_text(corpus)
    shutil.copytree(data / "models", folder / "models")
    accounts = Accounts(Database(folder))
    accounts.add("Lena", PASSWORD, librarian=True)
    accounts.add("Ruth", PASSWORD)
    accounts.add("Rob", PASSWORD)
    accounts.add("Eve", PASSWORD, embargo=True)
    return folder


@pytest.fixture(scope="module")
def app(folder: Path) -> Iterator[str]:
    """The address of an app in which people have accounts."""
    with running_app(folder, SIGN_IN="accounts", EMBARGO_VIEWERS="", LOG_LEVEL="") as address:
        yield address


@pytest.fixture
def anyone(app: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=app, timeout=60) as client:
        yield client


def signed_in(app: str, folder: Path, name: str) -> httpx.Client:
    """Somebody's browser, in a session that began without the sign-in page."""
    database = Database(folder)
    account = Accounts(database).get(name)
    assert account
    return httpx.Client(base_url=app, timeout=60, cookies={COOKIE: Sessions(database).begin(account)})


@pytest.fixture
def ruth(app: str, folder: Path) -> Iterator[httpx.Client]:
    with signed_in(app, folder, "Ruth") as client:
        yield client


def handler(client: httpx.Client, after: str) -> dict[str, Any]:
    """What the page knows of the handler for an event of the component with that id: "drop.give"."""
    id, _, event = after.partition(".")
    config = client.get("/config").json()
    component = next(each["id"] for each in config["components"] if each["props"].get("elem_id") == id)
    found: dict[str, Any] = next(each for each in config["dependencies"] if [component, event] in each["targets"])
    return found


def click(client: httpx.Client, after: str, data: list[Any], event: Any = None, page: str = "apage") -> str:
    """Do what the page does at an event: all that comes back."""
    found = handler(client, after)
    sent = {
        "data": data,
        "fn_index": found["id"],
        "session_hash": page,
        "event_data": event,
        "trigger_id": found["targets"][0][0],
    }
    joined = client.post(f"/gradio_api/{'queue/join' if found['queue'] else 'run/predict'}", json=sent)
    if joined.status_code != 200 or not found["queue"]:
        return f"{joined.status_code} {joined.text}"
    told = ""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": page}) as stream:
        for line in stream.iter_lines():
            told += line
            if '"process_completed"' in line or '"close_stream"' in line:
                break
    return told


def test_who_has_not_signed_in_gets_the_sign_in_page_and_nothing_else(anyone: httpx.Client) -> None:
    asked = anyone.get(f"/source?paragraph={NORTHSHIRE}%234", headers=HTML)
    assert asked.status_code == 303
    assert asked.headers["location"] == f"/sign-in?next=%2Fsource%3Fparagraph%3D{NORTHSHIRE}%25234"
    page = anyone.get(asked.headers["location"])
    assert (page.status_code, "form-action 'self'" in page.headers["content-security-policy"]) == (200, True)
    assert WORDS not in page.text


@pytest.mark.parametrize(
    "path",
    """/ /config /gradio_api/info /gradio_api/heartbeat/x /gradio_api/queue/data?session_hash=x /gradio_api/file=x
    /gradio_api/startup-events /theme.css /source?paragraph=x /page/x/1.png /answer?id=x /checked/x.md /briefing/x.docx
    /compared/x.csv /conversation/x.md /api /api/openapi.json /api/forces /mcp /source.css/ //source.css
    /sign-in/ /SIGN-IN /health/../config /monitoring""".split(),
)
def test_no_page_file_or_endpoint_is_open(anyone: httpx.Client, path: str) -> None:
    asked = anyone.get(path)
    assert asked.status_code == 401
    assert asked.headers["www-authenticate"] == "Bearer"  # a browser would ask for a password by itself at "Basic"
    assert "not signed in" in asked.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/queue/join",
        "/gradio_api/run/predict",
        "/gradio_api/upload",
        "/gradio_api/call/check",
        "/api/ask",
        "/feedback",
        "/mcp",
        "/login",
    ],
)
def test_nothing_can_be_sent_either(anyone: httpx.Client, path: str) -> None:
    assert anyone.post(path, json={}).status_code == 401


def test_whether_the_app_is_well_can_be_asked_by_anyone(anyone: httpx.Client) -> None:
    assert anyone.get("/health").status_code == 200
    assert anyone.get("/source.css").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": f"{COOKIE}=forged"},
        {"Cookie": f"{COOKIE}="},
        {"Authorization": "Bearer forged"},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic bm9ib2R5Om5vdGhpbmcgYXQgYWxs"},
        {"Authorization": "Basic ???"},
        {"Authorization": "Digest username=Ruth"},
        {"X-Forwarded-User": "Lena", "X-Forwarded-For": "127.0.0.1"},
    ],
)
def test_what_is_forged_opens_nothing(anyone: httpx.Client, headers: dict[str, str]) -> None:
    assert anyone.get("/config", headers=headers).status_code == 401


def enter(client: httpx.Client, name: str, password: str, **more: str) -> httpx.Response:
    return client.post("/sign-in", data={"name": name, "password": password, **more})


def test_signing_in_gives_a_new_session_that_scripts_and_other_sites_cannot_use(
    anyone: httpx.Client, folder: Path
) -> None:
    anyone.cookies.set(COOKIE, "fixed-by-an-attacker")
    entered = enter(anyone, "ruth", PASSWORD, next="/answer?id=x")
    assert (entered.status_code, entered.headers["location"]) == (303, "/answer?id=x")
    cookie = entered.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # plain HTTP on this machine
    token = cookie.partition("=")[2].partition(";")[0]
    assert len(token) == 43  # 256 bits
    assert "fixed-by-an-attacker" not in cookie
    with httpx.Client(base_url=str(anyone.base_url), cookies={COOKIE: token}) as browser:
        assert browser.get("/config").status_code == 200
        left = browser.post("/sign-out")
        assert (left.status_code, left.headers["location"]) == (303, "/sign-in")
        browser.cookies.set(COOKIE, token)
        assert browser.get("/config").status_code == 401
    assert Sessions(Database(folder)).account("fixed-by-an-attacker") is None


def test_a_session_of_before_ends_when_somebody_signs_in_again(ruth: httpx.Client, app: str) -> None:
    before = ruth.cookies[COOKIE]
    assert enter(ruth, "Ruth", PASSWORD).status_code == 303
    with httpx.Client(base_url=app, cookies={COOKIE: before}) as other:
        assert other.get("/config").status_code == 401


def test_behind_a_proxy_that_says_https_the_cookie_travels_by_that_alone(anyone: httpx.Client) -> None:
    sent = {"name": "Ruth", "password": PASSWORD}
    entered = anyone.post("/sign-in", data=sent, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in entered.headers["set-cookie"]


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/\nX: y", "/sign-in"]
)
def test_signing_in_leads_to_no_other_site(anyone: httpx.Client, next: str) -> None:
    assert enter(anyone, "Rob", PASSWORD, next=next).headers["location"] == "/"
    assert 'name="next" value="/"' in anyone.get("/sign-in", params={"next": next}).text


def test_a_wrong_name_and_a_wrong_password_are_told_alike_and_nothing_is_run(anyone: httpx.Client) -> None:
    name = '"><script>alert(1)</script>'
    unknown, wrong = enter(anyone, name, PASSWORD), enter(anyone, "Eve", "not the password")
    assert (unknown.status_code, wrong.status_code) == (401, 401)
    assert WRONG in unknown.text
    assert unknown.text.replace("&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "Eve") == wrong.text
    assert "set-cookie" not in wrong.headers
    assert enter(anyone, "Eve", "x" * 20_000).status_code == 401  # a form that long is not read
    assert enter(anyone, "Eve", PASSWORD).status_code == 303


def test_a_page_of_another_site_changes_nothing(ruth: httpx.Client, anyone: httpx.Client) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        for path in ("/sign-out", "/feedback", "/gradio_api/queue/join", "/gradio_api/run/predict"):
            assert ruth.post(path, json={}, headers=headers).status_code == 403
        assert anyone.post("/sign-in", data={"name": "Ruth", "password": PASSWORD}, headers=headers).status_code == 403
    assert ruth.get("/config", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200  # a link from elsewhere
    own = {"Origin": str(ruth.base_url).rstrip("/")}
    assert ruth.post("/feedback", json={"answer": "x", "opinion": "right"}, headers=own).status_code == 404


def test_a_session_that_is_over_opens_nothing(app: str, folder: Path) -> None:
    database = Database(folder)
    account = Accounts(database).get("Ruth")
    assert account
    token = Sessions(database, lambda: time.time() - LONGEST - 1).begin(account)
    with httpx.Client(base_url=app, cookies={COOKIE: token}) as client:
        assert client.get("/config").status_code == 401


def test_sessions_end_with_the_account_while_the_app_runs(app: str, folder: Path) -> None:
    accounts = Accounts(Database(folder))
    accounts.add("Leaver", PASSWORD)
    with signed_in(app, folder, "Leaver") as client:
        assert client.get("/config").status_code == 200
        accounts.remove("Leaver")
        assert client.get("/config").status_code == 401


def test_programs_ask_with_a_token_or_a_password_until_it_is_taken_away(anyone: httpx.Client, folder: Path) -> None:
    database = Database(folder)
    bearer = {"Authorization": f"Bearer {Tokens(database).make('Rob')}"}
    assert anyone.get("/api/forces", headers=bearer).status_code == 200
    Tokens(database).revoke("Rob")
    assert anyone.get("/api/forces", headers=bearer).status_code == 401
    Accounts(database).add("Robot", PASSWORD)
    for _ in range(2):
        assert anyone.get("/api/forces", auth=("Robot", PASSWORD)).status_code == 200
    Accounts(database).set_password("Robot", "seven quiet harbours")
    assert anyone.get("/api/forces", auth=("Robot", PASSWORD)).status_code == 401


# By those who have signed in


def test_a_reader_adds_corrects_and_removes_nothing_whatever_is_sent(ruth: httpx.Client, folder: Path) -> None:
    put = ruth.post("/gradio_api/upload", files={"files": ("new.txt", b"A new letter.")}).json()[0]
    before = [each.id for each in Corpus(folder).documents()]
    wanted = {"files": [{"path": put, "place": "new.txt"}], "addresses": []}
    assert "Only librarians" in click(ruth, "drop.give", [], wanted)
    assert "Only librarians" in click(ruth, "removal.remove", [None])
    assert "Only librarians" in click(ruth, "save.click", [None] * 13)
    for event in ("again", "recognise", "dismiss"):
        assert "Only librarians" in click(ruth, f"documents.{event}", [], {"file": "new.txt"})
    assert [each.id for each in Corpus(folder).documents()] == before


def test_a_librarian_adds_documents(app: str, folder: Path) -> None:
    with signed_in(app, folder, "Lena") as lena:
        put = lena.post(
            "/gradio_api/upload", files={"files": ("note.txt", b"Dear Chief Constable\n\nCells are clean.")}
        )
        wanted = {"files": [{"path": put.json()[0], "place": "note.txt"}], "addresses": []}
        assert "1 added" in click(lena, "drop.give", [], wanted, "lenaspage")
    assert any(each.file == "note.txt" for each in Corpus(folder).documents())


def test_what_is_under_embargo_is_for_those_whose_account_says_so(ruth: httpx.Client, app: str, folder: Path) -> None:
    link = f"/source?paragraph={NORTHSHIRE}%234"
    picture = f"/page/{NORTHSHIRE}/2.png"
    with signed_in(app, folder, "Eve") as eve:
        shown = eve.get(link)
        assert WORDS in re.sub("<.*?>", "", shown.text)
        assert eve.get(picture).status_code == 200
        asked = eve.post("/api/ask", json={"question": QUESTION})
        assert WORDS in asked.text
    assert ruth.get(link).status_code == ruth.get(picture).status_code == 404
    for headers in ({}, {"X-Forwarded-User": "Eve"}, {"Host": "127.0.0.1"}):
        assert WORDS not in ruth.post("/api/ask", json={"question": QUESTION}, headers=headers).text


def ask(client: httpx.Client, question: str, page: str) -> str:
    found = handler(client, "question.submit")
    data = [question, None, "", "", "", "", ""][: len(found["inputs"])]
    return click(client, "question.submit", data, None, page)


def test_another_s_conversation_is_reached_by_no_way(app: str, folder: Path, ruth: httpx.Client) -> None:
    with signed_in(app, folder, "Eve") as eve:
        assert WORDS in ask(eve, QUESTION, "evespage")
        hers = Conversations(Database(folder), Answers(folder)).list("eve", lambda _: True)[0]
        assert WORDS in eve.get(f"/conversation/{hers.id}.md").text
        assert WORDS in click(eve, "conversations.reopen", [], {"conversation": hers.id}, "evespage")
    for suffix in ("md", "json"):
        assert ruth.get(f"/conversation/{hers.id}.{suffix}").status_code == 404
    assert WORDS not in click(ruth, "conversations.reopen", [], {"conversation": hers.id})
    click(ruth, "conversations.remove", [""], {"conversation": hers.id})
    assert "0 conversations were deleted" in click(ruth, "conversations.remove_all", [])
    assert Answers(folder).get(hers.answers[0].id)
    assert ruth.get(f"/answer?id={hers.answers[0].id}").status_code == 404
    sent = {"answer": hers.answers[0].id, "opinion": "right"}
    assert ruth.post("/feedback", json=sent).status_code == 404
    # What Gradio holds of her open page, by the name that the page goes by
    assert "403" in click(ruth, "talk.select", [None], {"turn": 0, "number": 1}, "evespage")
    for path in ("queue/data?session_hash=evespage", "heartbeat/evespage"):
        assert ruth.get(f"/gradio_api/{path}").status_code == 403


def test_a_page_that_sends_no_json_or_no_object_is_no_fault(ruth: httpx.Client) -> None:
    for body in ("[]", "{", '{"session_hash": 3}'):
        assert ruth.post("/gradio_api/queue/join", content=body, headers=JSON).status_code in (400, 422)
    half_a_letter = '{"answer": "\\ud800", "opinion": "right"}'
    assert ruth.post("/feedback", content=half_a_letter, headers=JSON).status_code == 400


# The sign-in page in a browser, without scripts as well


@pytest.mark.parametrize(("width", "scripts"), [(390, False), (1280, True)])
def test_one_signs_in_and_out_in_a_browser(chromium: Browser, app: str, width: int, scripts: bool) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{app}/answer?id=unknown")
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_label("Name").fill("Ruth")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text(WRONG)
    assert page.get_by_label("Name").input_value() == "Ruth"
    assert page.locator("html").evaluate("page => page.scrollWidth") <= width
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading")).to_have_text("We keep no such answer")
    if scripts:
        page.goto(app)
        expect(page.locator(".who strong")).to_have_text("Ruth")
        page.get_by_role("tab", name="Library").click()
        expect(page.locator(".library")).to_be_visible()
        expect(page.locator("#drop")).to_have_count(0)
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    context.close()


# By a proxy, and not at all


@pytest.fixture
def behind_proxy(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """A small app behind a sign-in proxy of this machine; `/who` tells who asks."""
    monkeypatch.setenv("SIGN_IN", "proxy")
    monkeypatch.setenv("USER_HEADER", "X-User")
    monkeypatch.setenv("LIBRARIANS", "anne")
    app = FastAPI()
    add_gate(app, add_sign_in(app, corpus))

    @app.get("/who")
    def who(request: Request) -> dict[str, object]:
        person = person_of(request)
        return {"name": person.name, "librarian": person.is_librarian}

    return app


def test_a_name_is_believed_of_a_trusted_proxy_only(behind_proxy: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    here, elsewhere = (TestClient(behind_proxy, client=(host, 1)) for host in ("127.0.0.1", "10.0.0.9"))
    assert here.get("/who", headers={"X-User": "Anne"}).json() == {"name": "Anne", "librarian": True}
    assert here.get("/who", headers={b"X-User": "Zoë".encode()}).json() == {"name": "Zoë", "librarian": False}
    assert here.get("/who", headers={b"X-User": "Zoë".encode("latin-1")}).json()["name"] == "Zoë"
    for client, headers in [
        (here, {}),
        (here, {"X-User": " "}),
        (here, [("X-User", "Anne"), ("X-User", "Ben")]),
        (elsewhere, {"X-User": "Anne"}),
        (elsewhere, {"X-User": "Anne", "X-Forwarded-For": "127.0.0.1"}),
    ]:
        assert client.get("/who", headers=headers).status_code == 403  # type: ignore[arg-type]  # httpx takes pairs, too
    assert "You are not signed in" in elsewhere.get("/who", headers=HTML).text
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/24")
    assert elsewhere.get("/who", headers={"X-User": "Anne"}).status_code == 200
    assert here.get("/who", headers={"X-User": "Anne"}).status_code == 403


def test_a_proxy_may_serve_the_app_under_another_name(behind_proxy: FastAPI) -> None:
    client = TestClient(behind_proxy, client=("127.0.0.1", 1))
    headers = {"X-User": "Anne", "Origin": "https://inspections.example", "X-Forwarded-Host": "inspections.example"}
    assert client.post("/who", headers=headers).status_code == 405  # past the gate
    assert client.post("/who", headers=headers | {"X-Forwarded-Host": "other.example"}).status_code == 403


def test_a_websocket_of_nobody_is_closed(behind_proxy: FastAPI) -> None:
    with pytest.raises(WebSocketDisconnect) as closed, TestClient(behind_proxy).websocket_connect("/who"):
        pass
    assert closed.value.code == 1008


def test_under_a_path_of_a_proxy_all_addresses_and_the_cookie_are_of_that_path(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGN_IN", "accounts")
    monkeypatch.setenv("GRADIO_ROOT_PATH", "https://police.example/inspections/")
    app, pages = FastAPI(), Pages(corpus)
    credentials = add_sign_in(app, corpus)
    add_source_pages(app, corpus, pages)
    add_gate(app, credentials)
    Accounts(Database(corpus.folder)).add("Ruth", PASSWORD)
    client = TestClient(app, follow_redirects=False)
    assert client.get("/", headers=HTML).headers["location"] == "/inspections/sign-in"
    entered = client.post("/sign-in", data={"name": "Ruth", "password": PASSWORD, "next": "/source?paragraph=x"})
    assert entered.headers["location"] == "/inspections/source?paragraph=x"
    assert {"Path=/inspections", "Secure"} <= set(entered.headers["set-cookie"].split("; "))
    pages.close()


def test_without_an_account_what_to_run_is_told(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIGN_IN", "accounts")
    app = FastAPI()
    add_gate(app, add_sign_in(app, corpus))
    assert FIRST_ACCOUNT in capsys.readouterr().err
    assert FIRST_ACCOUNT in TestClient(app).get("/sign-in").text
    assert TestClient(app).get("/").status_code == 401


@pytest.fixture
def standing_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes between two attempts to sign in."""
    monkeypatch.setattr("screens.credentials.Throttle", partial(Throttle, now=lambda: 1000.0))


@pytest.mark.usefixtures("standing_still")
def test_guessing_is_slowed_down_for_names_that_there_are_and_are_not(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGN_IN", "accounts")
    Accounts(Database(corpus.folder)).add("Ruth", PASSWORD)
    app = FastAPI()
    add_gate(app, add_sign_in(app, corpus))
    client = TestClient(app, follow_redirects=False)
    for name in ("Ruth", "Nobody"):
        guesses = [client.post("/sign-in", data={"name": name, "password": str(n)}) for n in range(FREE_BY_NAME + 1)]
        assert [each.status_code for each in guesses] == [401] * FREE_BY_NAME + [429]
        assert "too many attempts. Try again in 1 second." in guesses[-1].text
        assert guesses[-1].headers["retry-after"] == "1"
    right = {"name": "Ruth", "password": PASSWORD}
    assert client.post("/sign-in", data=right).status_code == 429  # not even the right password is looked at
    assert client.get("/", auth=("Ruth", PASSWORD)).status_code == 401


@pytest.mark.usefixtures("standing_still")
def test_an_address_that_tries_one_name_after_the_other_is_slowed_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Accounts, "signing_in", lambda *_: None)
    credentials = Credentials(Database(tmp_path))
    for number in range(FREE_BY_ADDRESS):
        assert credentials.signing_in(f"name {number}", "guess", "10.0.0.9") is None
    with pytest.raises(Waiting):
        credentials.signing_in("another", "guess", "10.0.0.9")
    assert credentials.signing_in("another", "guess", "10.0.0.10") is None


def test_of_ipv6_a_household_counts_as_one_address() -> None:
    hosts = {host_of(visit(f"2001:db8::{number}").request) for number in (1, 2)}  # type: ignore[arg-type]
    assert hosts == {"2001:db8::/64"}
    assert host_of(visit("10.0.0.9").request) == "10.0.0.9"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "way"),
    [
        ({}, SignIn.NONE),
        ({"SIGN_IN": " Accounts "}, SignIn.ACCOUNTS),
        ({"USER_HEADER": "X-User"}, SignIn.PROXY),
        ({"USER_HEADER": "X-User", "SIGN_IN": "none"}, SignIn.NONE),
    ],
)
def test_how_people_sign_in_is_a_setting(
    settings: dict[str, str], way: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert sign_in() is way
    assert person_of(visit("10.0.0.9")).is_librarian == (way is SignIn.NONE)


@pytest.mark.parametrize(("named", "told"), [("ldap", "SIGN_IN is 'ldap'"), ("proxy", "USER_HEADER is not set")])
def test_a_setting_that_cannot_be_meant_is_told(named: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGN_IN", named)
    with pytest.raises(UnusableInput, match=told):
        sign_in()


def test_without_sign_in_only_this_machine_is_listened_to_unless_anyone_is_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for host in ("127.0.0.1", "localhost", "::1"):
        require_sign_in(host)
    for host in ("0.0.0.0", "192.0.2.1", "::", "inspections.example"):
        with pytest.raises(UnusableInput, match="ALLOW_ANYONE=1"):
            require_sign_in(host)
    monkeypatch.setenv("ALLOW_ANYONE", "1")
    require_sign_in("0.0.0.0")
    monkeypatch.delenv("ALLOW_ANYONE")
    monkeypatch.setenv("SIGN_IN", "accounts")
    require_sign_in("0.0.0.0")
