"""The Check screen in a real browser: paste a draft, see what stands, open a source, give a file, stop."""

from pathlib import Path

import docx
from playwright.sync_api import Browser, Page, expect

from tests.screens.conftest import opened

TEAM = "Staffordshire Police has a dedicated crime prevention and reduction team."
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"> [Kent](javascript:alert(1)) Police keeps llamas in its stables."
)
DRAFT = f"""# Staffordshire

{TEAM}
The letter says "The force is moving to a model of nine dedicated crime prevention and design advisors".
The force in Staffordshire is moving to a model of twelve dedicated crime prevention and design advisors.
{HOSTILE}
What should happen next?
"""
MANY = "\n".join(f"Staffordshire Police keeps {number} llamas in its stables." for number in range(2, 400))


def open_check(page: Page) -> None:
    page.get_by_role("tab", name="Check").click()
    expect(page.get_by_label("Your draft")).to_be_visible()


def check(page: Page, text: str) -> None:
    page.get_by_label("Your draft").fill(text)
    page.get_by_role("button", name="Check", exact=True).click()


def is_over(page: Page) -> None:
    expect(page.locator(".checking")).to_have_attribute("data-state", "done", timeout=60_000)


def test_a_pasted_draft_is_checked_and_each_source_is_one_click_away(page: Page) -> None:
    open_check(page)
    check(page, DRAFT)
    is_over(page)
    rows = page.locator("#check-rows .checked")
    expect(rows.filter(has_text=TEAM).locator(".word").first).to_have_text("Supported")
    expect(rows.filter(has_text="model of nine").locator("del")).to_contain_text(["you wrote", "nine"])
    expect(rows.filter(has_text="model of twelve").locator(".word")).to_have_text("Contradicted")
    expect(rows.filter(has_text="llamas").locator(".word")).to_have_text("Not found")
    expect(rows.filter(has_text="llamas").locator(".statement")).to_have_text(HOSTILE)
    assert page.title() == "Inspection assistant"

    page.get_by_role("button", name="Only what does not stand").click()
    expect(rows.filter(has_text=TEAM).first).to_be_hidden()
    expect(rows.filter(has_text="What should happen next")).to_be_hidden()
    expect(rows.filter(has_text="llamas")).to_be_visible()

    misquoted = rows.filter(has_text="model of nine")
    misquoted.locator(".where button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#check-panel mark")).to_contain_text("a model of eight dedicated crime prevention")
    expect(page.locator("#check-panel .source")).to_be_focused()
    page.get_by_role("button", name="Back to statement").click()
    expect(misquoted.locator(".where button")).to_be_focused()

    link = page.get_by_role("link", name="Table (.md)").get_attribute("href")
    answer = page.request.get(f"{page.url}{link}")
    assert "model of nine" in answer.text()
    assert f"{page.url}source?paragraph=staffordshire" in answer.text()


def test_a_file_is_checked_and_one_that_cannot_be_read_costs_nothing(page: Page, tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 nothing of the kind")
    draft = docx.Document()
    draft.add_paragraph(TEAM)
    draft.save(str(tmp_path / "draft.docx"))
    open_check(page)
    page.get_by_label("Your draft").fill(DRAFT)
    chosen = page.locator("#check-file input[type=file]")
    chosen.set_input_files(tmp_path / "broken.docx")
    expect(page.locator("#check-said [role=alert]")).to_contain_text("broken.docx")
    expect(page.get_by_label("Your draft")).to_have_value(DRAFT)
    chosen.set_input_files(tmp_path / "draft.docx")
    is_over(page)
    expect(page.locator(".outcome")).to_contain_text("1 statement checked against 1 document: 1 supported.")
    link = page.get_by_role("link", name="Word with comments").get_attribute("href")
    assert page.request.get(f"{page.url}{link}").body().startswith(b"PK")


def test_a_long_check_is_stopped_from_the_keyboard_on_a_phone(chromium: Browser, address: str) -> None:
    with opened(chromium, address) as page:
        page.set_viewport_size({"width": 390, "height": 800})
        open_check(page)
        check(page, MANY)
        expect(page.locator(".outcome")).to_contain_text("of 398…")
        expect(page.locator("#check-rows .checked").first).to_be_visible()
        page.get_by_role("button", name="Stop").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".outcome")).to_contain_text("Stopped.")
        expect(page.locator(".outcome")).to_be_focused()
        expect(page.get_by_role("button", name="Stop")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator(".where button").first.click()
        expect(page.locator("#check-panel .source")).to_be_in_viewport()
