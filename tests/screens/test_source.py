"""The page that a link to a paragraph opens: what is on it, what is refused, and the box where the words are."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from corpus import Area, Corpus
from screens.pages import Pages
from screens.source import add_source_pages
from tests.corpus.northshire import A4
from tests.screens.letters import (
    CITED,
    NORTHSHIRE,
    ON_THREE,
    ON_TWO,
    QUOTE,
    TWO_PAGES,
    put_letter,
    put_text,
    tomorrow,
)

PADDING = 3.0  # points between a paragraph and the frame around it


@pytest.fixture
def pages(corpus: Corpus) -> Iterator[Pages]:
    pages = Pages(corpus)
    yield pages
    pages.close()


@pytest.fixture
def site(corpus: Corpus, pages: Pages) -> Iterator[TestClient]:
    """The pages of sources without Gradio, over the letter to Northshire and a text."""
    put_letter(corpus)
    put_text(corpus)
    app = FastAPI()
    add_source_pages(app, corpus, pages)
    with TestClient(app) as site:
        yield site


def link(position: int, *quotes: str, document: str = NORTHSHIRE, **more: object) -> str:
    parameters = [("paragraph", f"{document}#{position}"), *(("quote", each) for each in quotes), *more.items()]
    return f"/source?{urlencode(parameters)}"


def test_the_page_shows_the_paragraph_its_picture_and_what_stands_around_it(site: TestClient) -> None:
    shown = site.get(link(4, QUOTE)).text
    assert f"<mark>{QUOTE}</mark>" in shown
    assert 'alt="Page 2 of HMIC letter, Core business"' in shown
    assert shown.count("<rect x=") == 2
    assert "Page 2 of 3" in shown
    assert "keeps a list of suspects" in shown
    assert "a new policy will be in place" in shown
    assert "Note 3:</strong> As at 31 March 2014." in shown
    assert "recognised from pictures" not in shown


def test_words_over_two_pages_are_shown_where_they_begin_and_lead_to_the_other(site: TestClient) -> None:
    shown = site.get(link(6, TWO_PAGES)).text
    assert "Page 2 of 3" in shown
    assert "also stands on" in shown
    assert "page=3" in shown
    assert "Page 3 of 3" in site.get(link(6, TWO_PAGES, page=3)).text
    assert "Page 3 of 3" in site.get(link(6, "by the end of the year.")).text


def test_another_page_has_no_box(site: TestClient) -> None:
    shown = site.get(link(4, QUOTE, page=1)).text
    assert "Page 1 of 3" in shown
    assert "<rect" not in shown


def test_a_footnote_names_the_paragraph_it_belongs_to(site: TestClient) -> None:
    shown = site.get(link(5)).text
    assert "Note 3 to:" in shown
    assert f'href="source?paragraph={NORTHSHIRE}%234"' in shown


def test_a_document_without_pages_shows_the_whole_section_and_no_other(site: TestClient) -> None:
    shown = site.get(link(4, "finding 3 & more <b>than</b>", document="eastmoor-2015")).text
    assert "<mark>finding 3 &amp; more &lt;b&gt;than&lt;/b&gt;</mark>" in shown
    assert "finding 1" in shown
    assert "finding 5" in shown
    assert "<b>" not in shown
    assert "custody" not in shown
    assert "<img" not in shown
    assert "cannot be shown" not in shown


def test_a_letter_whose_file_is_not_kept_shows_its_text_and_says_so(site: TestClient, corpus: Corpus) -> None:
    put_letter(corpus, "lost", original=False)
    shown = site.get(link(4, QUOTE, document="lost")).text
    assert "file is not kept here" in shown
    assert f"<mark>{QUOTE}</mark>" in shown
    assert "<img" not in shown


def test_a_file_that_cannot_be_drawn_costs_its_picture_only(site: TestClient, corpus: Corpus) -> None:
    file = corpus.original(NORTHSHIRE)
    assert file is not None
    file.write_bytes(b"%PDF-1.4 broken")
    shown = site.get(link(4, QUOTE))
    assert shown.status_code == 200
    assert "The page cannot be shown." in shown.text
    assert f"<mark>{QUOTE}</mark>" in shown.text
    refused = site.get(f"/page/{NORTHSHIRE}/2.png")
    assert refused.status_code == 404
    assert "Add the document again" in refused.text


def test_text_from_ocr_is_marked_as_such(site: TestClient, corpus: Corpus) -> None:
    put_letter(corpus, "scan", ocr=True)
    assert "recognised from pictures" in site.get(link(4, document="scan")).text


def test_words_that_are_not_in_the_paragraph_are_told_and_stay_text(site: TestClient) -> None:
    shown = site.get(link(4, "<script>alert(1)</script> is not in it")).text
    assert "not in the paragraph as it is now" in shown
    assert "<script>alert" not in shown
    assert "<mark>" not in shown


@pytest.mark.parametrize(
    "address", ["/source?paragraph=x%231", "/source?paragraph=x", f"/source?paragraph={NORTHSHIRE}%2399"]
)
def test_an_unknown_paragraph_is_told_with_what_to_do(site: TestClient, address: str) -> None:
    refused = site.get(address)
    assert refused.status_code == 404
    assert "We hold no such paragraph" in refused.text
    assert "Ask your question again" in refused.text


def test_a_document_under_embargo_is_as_if_it_were_not_there(site: TestClient, corpus: Corpus) -> None:
    put_letter(corpus, "secret", embargo=tomorrow())
    assert site.get(link(4, document="secret")).text == site.get(link(4, document="unknown")).text
    hidden, unknown = site.get("/page/secret/1.png"), site.get("/page/unknown/1.png")
    assert (hidden.status_code, hidden.text) == (unknown.status_code, unknown.text) == (404, hidden.text)


@pytest.mark.parametrize(
    "address",
    [
        "/source",
        link(4, page=0),
        link(4, page="x"),
        link(4, page=99),
        link(4, *["some words"] * 21),
        link(4, "x" * 5000),
        f"/page/{NORTHSHIRE}/two.png",
        f"/page/{NORTHSHIRE}/2.png?scale=99",
        f"/page/{NORTHSHIRE}/2.png?scale=nan",
        f"/page/{NORTHSHIRE}/2.png?scale=0",
    ],
)
def test_an_address_that_cannot_be_used_is_told_on_a_plain_page(site: TestClient, address: str) -> None:
    refused = site.get(address)
    assert refused.status_code == 400
    assert refused.headers["content-type"].startswith("text/html")
    assert "<h1>" in refused.text


def test_pictures_are_kept_by_the_browser_until_the_document_changes(site: TestClient, corpus: Corpus) -> None:
    address = f"/page/{NORTHSHIRE}/2.png?scale=1"
    first = site.get(address)
    assert first.headers["content-type"] == "image/png"
    assert first.headers["cache-control"] == "private, no-cache"
    assert site.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    put_letter(corpus, version="2")
    assert site.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_a_page_that_is_not_there_has_no_picture(site: TestClient) -> None:
    refused = site.get(f"/page/{NORTHSHIRE}/9.png")
    assert refused.status_code == 404
    assert "There is no page 9." in refused.text
    assert 'href="../../source.css"' in refused.text


def test_nothing_foreign_may_run_on_the_page(site: TestClient) -> None:
    for address in (link(4), f"/page/{NORTHSHIRE}/1.png", "/source", "/source.css", "/source.js"):
        headers = site.get(address).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_links_are_relative_so_that_they_work_behind_a_proxy(site: TestClient) -> None:
    shown = site.get(link(4, QUOTE)).text
    assert 'src="/' not in shown
    assert 'href="/' not in shown
    assert f'href="source?paragraph={quote(NORTHSHIRE)}%234&amp;quote=' in shown


def test_a_picture_is_drawn_once_for_many_readers(corpus: Corpus, pages: Pages) -> None:
    document = put_letter(corpus)
    assert pages.picture(document, 1, 1.0) is pages.picture(document, 1, 1.0)
    assert pages.picture(document, 1, 1.0) is not pages.picture(document, 2, 1.0)


# In the browser


def open_page(chromium: Browser, address: str, **options: object) -> Page:
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(address)
    return page


def expected(page: Page, area: Area, padding: float = 0.0) -> tuple[float, float, float, float]:
    """Where an area of the page is on the screen now: left, top, right, bottom."""
    picture = page.locator(".page-sheet img").bounding_box()
    assert picture is not None
    scale = picture["width"] / A4[0]
    return (
        picture["x"] + (area.left - padding) * scale,
        picture["y"] + (A4[1] - area.top - padding) * scale,
        picture["x"] + (area.right + padding) * scale,
        picture["y"] + (A4[1] - area.bottom + padding) * scale,
    )


def on_screen(page: Page, selector: str, number: int = 0) -> tuple[float, ...]:
    box = page.evaluate(
        "([selector, number]) => { const box = document.querySelectorAll(selector)[number].getBoundingClientRect();"
        " return [box.left, box.top, box.right, box.bottom]; }",
        [selector, number],
    )
    return tuple(box)


def assert_boxed(page: Page) -> None:
    assert on_screen(page, ".boxed") == pytest.approx(expected(page, CITED.area, PADDING), abs=3)
    lines = [
        CITED.line(0, "record infor-"),
        CITED.line(1, "mation about each of them. Supervisors check these records"),
    ]
    for number, line in enumerate(lines):
        assert on_screen(page, ".quoted rect", number) == pytest.approx(expected(page, line), abs=3)


def test_the_box_and_the_marked_lines_are_where_the_words_are_at_any_zoom(chromium: Browser, northshire: str) -> None:
    page = open_page(chromium, northshire + link(4, QUOTE))
    assert_boxed(page)
    before = on_screen(page, ".page-sheet")
    for button in ("Zoom in", "Zoom in", "Zoom in", "Zoom out"):
        page.get_by_role("button", name=button).click()
        assert_boxed(page)
    after = on_screen(page, ".page-sheet")
    assert after[2] - after[0] == pytest.approx(1.5 * (before[2] - before[0]), abs=3)
    page.get_by_role("button", name="Fit width").click()
    assert on_screen(page, ".page-sheet")[2] == pytest.approx(before[2], abs=1)
    page.context.close()


def test_the_keyboard_zooms_and_a_larger_picture_is_fetched(chromium: Browser, northshire: str) -> None:
    page = open_page(chromium, northshire + link(4, QUOTE))
    page.locator(".page-window").focus()
    with page.expect_response(lambda answer: "scale=4" in answer.url):
        for _ in range(5):
            page.keyboard.press("+")
    assert_boxed(page)
    page.keyboard.press("0")
    assert_boxed(page)
    page.context.close()


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
@pytest.mark.parametrize(("position", "words"), [(4, QUOTE), (5, "As at 31 March")])
def test_the_box_is_in_view_at_once(
    chromium: Browser, northshire: str, size: tuple[int, int], position: int, words: str
) -> None:
    page = open_page(chromium, northshire + link(position, words), viewport={"width": size[0], "height": size[1]})
    left, top, right, bottom = on_screen(page, ".boxed")
    window = on_screen(page, ".page-window")
    assert window[0] <= left < right <= window[2]
    assert window[1] <= top < bottom <= min(window[3], size[1])
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.context.close()


def test_the_pages_before_and_after_keep_the_paragraph(chromium: Browser, northshire: str) -> None:
    page = open_page(chromium, northshire + link(6, TWO_PAGES))
    assert on_screen(page, ".quoted rect") == pytest.approx(expected(page, ON_TWO.line(0, "a new policy will")), abs=3)
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".page-number")).to_have_text("Page 3 of 3")
    assert on_screen(page, ".boxed") == pytest.approx(expected(page, ON_THREE.area, PADDING), abs=3)
    page.get_by_role("link", name="Previous page").click()
    expect(page.locator(".page-number")).to_have_text("Page 2 of 3")
    expect(page.locator("mark")).to_have_text(TWO_PAGES)
    page.context.close()


def test_the_link_that_is_copied_opens_the_same_view(chromium: Browser, northshire: str) -> None:
    page = open_page(chromium, northshire + link(4, QUOTE), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Copy link").click()
    expect(page.locator(".copied")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "#" not in copied
    page.goto(copied)
    expect(page.locator("mark")).to_have_text(QUOTE)
    page.context.close()


def test_the_page_breaks_no_rule_of_its_own_and_asks_nothing_of_others(chromium: Browser, northshire: str) -> None:
    page = chromium.new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(northshire + link(4, QUOTE))
    expect(page.locator(".page-zoom")).to_be_visible()
    assert told == []
    assert [url for url in asked if not url.startswith(northshire)] == []
    page.close()


def test_a_cited_paragraph_of_a_pdf_is_shown_on_its_page_beside_the_answer(chromium: Browser, northshire: str) -> None:
    page = open_page(chromium, northshire)
    page.get_by_label("Your question").fill("How often do officers look for wanted suspects?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".claims .cite").first.click()
    expect(page.locator("#panel .page-view")).to_be_visible()
    expect(page.locator("#panel .page-zoom")).to_be_visible()
    assert on_screen(page, "#panel .boxed") == pytest.approx(expected(page, CITED.area, PADDING), abs=3)
    assert page.evaluate("document.querySelector('#panel img').naturalWidth") > 0
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open as its own page").click()
    expect(opened.value.locator("mark").first).to_contain_text("Officers look for wanted suspects")
    page.context.close()
