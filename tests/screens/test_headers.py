"""What browsers are told of our pages; that the app works under it, and asks nobody else for anything."""

import base64
import hashlib
import re
import urllib.request

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from corpus import UnusableInput
from screens.headers import SafeHeaders
from tests.screens.test_ask import QUESTION, ask

CSP = "Content-Security-Policy"
TABS = ("Check", "Brief", "Compare", "Library", "Ask")


def site() -> TestClient:
    app = FastAPI()

    @app.get("/")
    def page() -> Response:
        return HTMLResponse('<script>one()</script><script src="x.js"></script>\n<SCRIPT type="module">two()</SCRIPT>')

    @app.get("/own")
    def own() -> Response:
        return HTMLResponse("<p>", headers={CSP: "default-src 'self'", "Referrer-Policy": "no-referrer"})

    @app.get("/data")
    def data() -> Response:
        return JSONResponse({})

    app.add_middleware(SafeHeaders)
    return TestClient(app)


def test_only_the_scripts_of_the_page_itself_may_run() -> None:
    policy = site().get("/", headers={"Accept": "text/html"}).headers[CSP]
    scripts = next(each for each in policy.split("; ") if each.startswith("script-src "))
    hashes = [base64.b64encode(hashlib.sha256(text).digest()).decode() for text in (b"one()", b"two()")]
    assert scripts.split()[3:] == [f"'sha256-{each}'" for each in hashes]
    assert "'unsafe-inline'" not in scripts
    assert "frame-ancestors 'none'" in policy


def test_a_pages_own_policy_stays_and_is_held_to_the_same_frames() -> None:
    told = site().get("/own").headers
    assert told[CSP] == "default-src 'self'; frame-ancestors 'none'"
    assert told["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/own", "/data", "/missing"])
def test_every_response_has_the_other_headers(path: str) -> None:
    told = site().get(path).headers
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in told["Permissions-Policy"]
    assert told.get("Referrer-Policy") in ("same-origin", "no-referrer")


def test_an_intranet_may_be_let_to_frame_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRAME_ANCESTORS", "https://intranet.northshire.example 'self'")
    told = site().get("/own").headers[CSP]
    assert told.endswith("frame-ancestors https://intranet.northshire.example 'self'")


@pytest.mark.parametrize("named", ["intranet", "https://a.example; script-src *", "https://a.example\nX: y"])
def test_what_is_no_origin_is_told(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRAME_ANCESTORS", named)
    with pytest.raises(UnusableInput, match="FRAME_ANCESTORS"):
        SafeHeaders(FastAPI())


def test_the_app_works_under_its_policy_and_asks_nobody_else(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page, complaints, asked = context.new_page(), list[str](), set[str]()
    context.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    context.on("request", lambda request: asked.add(request.url))
    page.goto(address)
    page.wait_for_selector(".welcome")
    _use(page)
    with context.expect_page() as opened:
        page.locator("a.own-page").first.click()
    expect(opened.value.locator("blockquote.cited")).to_be_visible()
    context.close()
    assert complaints == []
    assert len(asked) > 20
    assert {url for url in asked if not url.startswith((address, "data:", "blob:"))} == set()


def _use(page: Page) -> None:
    """Look at every screen; ask, and open a source."""
    for name in TABS:
        page.get_by_role("tab", name=name, exact=True).first.click()
        expect(page.get_by_role("tab", name=name, exact=True).first).to_have_attribute("aria-selected", "true")
    ask(page, QUESTION)
    expect(page.locator("#panel .source")).to_be_visible()


def test_a_script_that_slipped_into_the_page_would_not_run(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address)
    page.wait_for_selector(".welcome")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.head.append(script);
          document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.ran = true">');
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.ran") is None
    page.close()


def test_the_page_is_served_by_the_app_with_its_policy(address: str) -> None:
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/html"})) as page:
        assert re.search(r"script-src 'self' 'unsafe-eval' 'sha256-", page.headers[CSP])
        assert page.headers["Server"] is None
