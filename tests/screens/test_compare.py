"""The Compare screen in a real browser: compare, open a source, take the table away; the same on a phone."""

from playwright.sync_api import Browser, Page, expect

from tests.screens.conftest import opened

HOSTILE = "<img src=x onerror=\"document.title='owned'\"> stables; wanted suspects"


def choose(page: Page, id: str, *names: str) -> None:
    for name in names:
        page.locator(f"#compare-{id} input").fill(name)
        expect(page.get_by_role("option")).to_have_count(1)
        page.keyboard.press("Enter")
        page.locator(f"#compare-{id} input").blur()


def compare(page: Page) -> None:
    page.get_by_role("button", name="Compare", exact=True).click()


def is_over(page: Page) -> None:
    expect(page.locator(".comparing")).to_have_attribute("data-state", "done", timeout=60_000)


def test_forces_are_compared_and_each_source_is_one_click_away(page: Page) -> None:
    page.get_by_role("tab", name="Compare").click()
    compare(page)
    expect(page.locator("#compare-said [role=alert]")).to_contain_text("No force is chosen")
    choose(page, "forces", "All we hold", "Kent Police")
    choose(page, "themes", "Prevention of crime")
    page.get_by_label("Themes of your own").fill(HOSTILE)
    compare(page)
    is_over(page)
    expect(page.locator("#compare-said [role=alert]")).to_have_count(0)
    table = page.get_by_role("table", name="Forces down, themes across")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Force", "Prevention of crime", HOSTILE.split("; ")[0], "Wanted suspects"]
    )
    expect(table.get_by_role("row", name="Kent Police").get_by_role("cell")).to_have_text(["Not in the collection"] * 3)
    assert page.title() == "Inspection assistant"

    staffordshire = table.get_by_role("row", name="Staffordshire Police")
    first = staffordshire.get_by_role("button", name="Show the source, Staffordshire Police, Prevention of crime")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#compare-panel mark").first).to_be_visible()
    expect(page.locator("#compare-panel .source")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#compare-panel")).to_be_hidden()
    expect(first).to_be_focused()
    staffordshire.get_by_role("cell").last.locator(".words").click()  # anywhere in a cell
    expect(page.locator("#compare-panel .source")).to_be_visible()

    link = page.get_by_role("link", name="Excel").get_attribute("href")
    assert page.request.get(f"{page.url}{link}").body().startswith(b"PK")
    link = page.get_by_role("link", name="CSV").get_attribute("href")
    assert "not in the collection" in page.request.get(f"{page.url}{link}").text()


def test_on_a_phone_each_force_is_a_card(chromium: Browser, address: str) -> None:
    with opened(chromium, address) as page:
        page.set_viewport_size({"width": 390, "height": 800})
        page.get_by_role("tab", name="Compare").click()
        choose(page, "forces", "Kent Police", "Staffordshire Police")
        compare(page)
        is_over(page)
        cells = page.locator("#compare-table tbody tr").last.locator("td")
        boxes = [cells.nth(at).bounding_box() for at in (0, 1)]
        assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator("#compare-table .finding .link").first.click()
        expect(page.locator("#compare-panel .source")).to_be_in_viewport()
        page.get_by_role("button", name="Back to the table").click()
        expect(page.locator("#compare-table .finding .link").first).to_be_focused()
