"""The Brief screen in a real browser: make a briefing, open a source, edit, move, strike, and take it away."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.screens.conftest import opened

HOSTILE = "<img src=x onerror=\"document.title='owned'\"> Nine llamas."


def make(page: Page) -> None:
    page.get_by_role("tab", name="Brief").click()
    page.locator("#brief-force input").click()
    page.get_by_role("option", name="Staffordshire Police").click()
    page.get_by_role("button", name="Make the briefing").click()
    expect(page.locator(".briefed")).to_have_attribute("data-state", "done", timeout=60_000)


def lines(page: Page) -> Locator:
    return page.locator("#brief-sheet .line")


def test_a_briefing_is_made_edited_and_taken_away(page: Page) -> None:
    page.get_by_role("tab", name="Brief").click()
    page.get_by_role("button", name="Make the briefing").click()
    expect(page.locator("#brief-said [role=alert]")).to_contain_text("Choose the force")
    make(page)
    expect(page.locator("#brief-said [role=alert]")).to_have_count(0)
    expect(page.locator(".sheet .title")).to_have_text("Staffordshire Police: what inspections found")

    first = lines(page).first
    words = first.locator(".words").inner_text()
    first.locator("[data-do=source]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#brief-panel mark").first).to_be_visible()
    expect(page.locator("#brief-panel .source")).to_be_focused()
    page.get_by_role("button", name="Back to the line").click()
    expect(first.locator("[data-do=source]")).to_be_focused()

    first.get_by_role("button", name="Edit line 1").click()
    page.get_by_role("textbox", name="The words of line 1").fill(HOSTILE)
    lines(page).nth(1).get_by_role("button", name="Edit line 2").click()  # which leaves the first
    page.keyboard.type(" More")
    expect(first).to_contain_text("Edited, does not stand")
    expect(first.locator(".words")).to_have_text(HOSTILE)
    expect(page.get_by_role("textbox", name="The words of line 2")).to_have_value(re.compile(r"\. More$"))
    page.keyboard.press("Escape")
    assert page.title() == "Inspection assistant"
    expect(page.locator(".briefed .caution-note").first).to_contain_text("1 edited line does not stand")

    link = page.get_by_role("link", name="Markdown").get_attribute("href")
    assert "Nine llamas" in page.request.get(f"{page.url}{link}").text()
    first.get_by_role("button", name="Undo the edit of line 1").click()
    expect(first.locator(".words")).to_have_text(words)
    assert "Nine llamas" not in page.request.get(f"{page.url}{link}").text()
    word = page.get_by_role("link", name="Word").get_attribute("href")
    assert page.request.get(f"{page.url}{word}").body().startswith(b"PK")


def test_lines_are_moved_and_struck_from_the_keyboard_on_a_phone(chromium: Browser, address: str) -> None:
    with opened(chromium, address) as page:
        page.set_viewport_size({"width": 390, "height": 800})
        make(page)
        first, second = (lines(page).nth(at).get_attribute("id") for at in (0, 1))
        page.locator(f"#{second} [data-do=up]").focus()
        page.keyboard.press("Enter")
        expect(lines(page).first).to_have_id(str(second))
        expect(page.locator(f"#{second} [data-do=up]")).to_be_focused()
        expect(page.locator("#brief-said [role=status]")).to_have_text("It is line 1 now.")

        page.locator(f"#{first} [data-do=strike]").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{first} .words s")).to_be_visible()
        expect(page.locator(f"#{first} [data-do=restore]")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{first} .words s")).to_have_count(0)

        page.locator(f"#{first} [data-do=edit]").click()
        page.locator(".rewording").fill("Something else")
        page.keyboard.press("Escape")
        expect(page.locator(f"#{first} [data-do=edit]")).to_be_focused()
        expect(page.locator(f"#{first}")).not_to_contain_text("Something else")
        page.locator(f"#{first} [data-do=source]").click()
        expect(page.locator("#brief-panel .source")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
