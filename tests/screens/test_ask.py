"""The real app in a real browser: ask, see citations, click, see the highlight, be refused."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

QUESTION = "How does Staffordshire handle wanted suspects?"
CRITICISM = "There was limited evidence that activity had been documented or properly supervised"


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".turn:not(.pending) .question").last).to_contain_text(question[:40])


def test_an_answer_shows_findings_with_citations_and_when_they_are_from(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator(".claims li").first).to_contain_text("unable to provide HMIC with the number of named suspects")
    expect(page.locator(".claims")).to_contain_text(CRITICISM)
    expect(page.locator(".claims")).to_contain_text("a new policy to improve quality assurance and supervision")
    expect(page.locator(".message")).to_contain_text("fieldwork January to April 2014")
    assert page.locator(".claims li").count() == page.locator(".claims .cite").count()


def test_a_click_on_a_citation_highlights_the_quoted_words_in_their_paragraph(page: Page) -> None:
    ask(page, QUESTION)
    claim = page.locator(".claims li", has_text=CRITICISM)
    claim.locator(".cite").click()
    expect(page.locator("#panel mark")).to_contain_text(CRITICISM)
    expect(page.locator("#panel mark")).not_to_contain_text("failed to answer police bail")
    expect(page.locator("#panel .cited")).to_contain_text("failed to answer police bail")
    expect(page.locator("#panel .reference")).to_have_text(
        "HMIC letter to Staffordshire Police, Core business, 4 September 2014"
    )
    expect(page.locator("#panel .location")).to_have_text("Crime recording and attendance · paragraph 7")
    expect(page.locator("#panel .neighbour")).to_contain_text("yet to be arrested or interviewed")


def test_the_source_tabs_lead_from_one_source_to_the_next(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("#panel .tab").nth(1).click()
    expect(page.locator("#panel .location")).to_have_text("Crime recording and attendance · paragraph 7")
    page.locator("#panel .tab").nth(0).click()
    expect(page.locator("#panel .location")).to_have_text("Crime recording and attendance · paragraph 6")


def test_a_force_without_documents_is_refused_and_what_we_hold_is_named(page: Page) -> None:
    ask(page, "How does Dyfed-Powys handle wanted suspects?")
    expect(page.locator(".status-no_document")).to_contain_text("We hold no document on Dyfed-Powys Police")
    expect(page.locator(".status-no_document")).to_contain_text("Staffordshire Police")
    expect(page.locator("#panel")).to_contain_text("no source")


def test_what_no_paragraph_answers_is_shown_as_the_nearest_passages_only(page: Page) -> None:
    ask(page, "What is the force's budget?")
    expect(page.locator(".status-closest")).to_contain_text("No paragraph clearly answers this")
    expect(page.locator(".passages li")).to_have_count(3)
    expect(page.locator(".claims")).to_have_count(0)


def test_a_recipe_is_out_of_scope(page: Page) -> None:
    ask(page, "Give me a recipe for lasagne")
    expect(page.locator(".status-out_of_scope")).to_contain_text("police inspection letters and reports only")


def test_an_example_question_is_one_click(page: Page) -> None:
    page.get_by_role("button", name="Who signed the letter?").click()
    expect(page.locator(".claims")).to_contain_text("Drusilla Sharpling")


def test_a_blank_question_is_told_what_to_do_and_the_conversation_stays(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_label("Your question").fill("   ")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".status-error")).to_contain_text("Type a question")
    expect(page.locator(".turn")).to_have_count(2)


def test_mark_up_in_a_question_stays_text(page: Page) -> None:
    question = "<img src=x onerror=\"document.title='owned'\"> {{7*7}} ${7*7} mobile devices"
    ask(page, question)
    expect(page.locator(".question")).to_contain_text(question)
    assert page.title() == "Inspection assistant"


def test_a_new_conversation_starts_from_the_examples(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def test_a_follow_up_keeps_the_force_and_shows_how_it_was_understood(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "And what about mobile devices?")
    expect(page.locator(".understood")).to_contain_text("Staffordshire")


def test_the_force_filter_offers_the_forces_we_hold(page: Page) -> None:
    page.get_by_label("Force").click()
    expect(page.get_by_role("option", name="Staffordshire Police")).to_be_visible()


def test_an_answer_is_copied_with_its_citations(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.get_by_role("button", name="Copy with citations").click()
    expect(page.locator(".copied")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert CRITICISM in copied
    assert "Crime recording and attendance · paragraph 7" in copied


def test_the_keyboard_alone_reaches_a_source(page: Page) -> None:
    page.get_by_label("Your question").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".claims")).to_be_visible()
    page.locator(".claims .cite").nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_contain_text(CRITICISM)


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".welcome")
    yield page
    context.close()


def test_on_a_phone_the_sources_stand_below_and_nothing_runs_over_the_edge(phone: Page) -> None:
    ask(phone, QUESTION)
    talk, panel = phone.locator("#talk").bounding_box(), phone.locator("#panel").bounding_box()
    assert talk is not None
    assert panel is not None
    assert panel["y"] > talk["y"] + talk["height"] - 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_as_wcag_aa_asks(chromium: Browser, address: str, scheme: str) -> None:
    context = chromium.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".welcome")
    ask(page, QUESTION)
    ask(page, "What is the force's budget?")
    page.locator(".claims .cite").nth(0).click()
    expect(page.locator("#panel mark")).to_be_visible()
    ratios = page.evaluate(CONTRASTS)
    assert ratios
    assert {text: ratio for text, ratio in ratios.items() if ratio < 4.5} == {}
    context.close()


# WCAG 2.2, 1.4.3: relative luminance and contrast ratio, of every element that has text of its own.
CONTRASTS = """() => {
  const channels = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = channels(getComputedStyle(each).backgroundColor);
      if (colour.length && (colour.length < 4 || colour[3] > 0.9)) return colour;
    }
    return [255, 255, 255];
  };
  const found = {};
  for (const element of document.querySelectorAll("#talk *, #panel *, .masthead *, #question *, #force *, #again")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest(".visually-hidden")) continue;
    const [a, b] = [light(channels(getComputedStyle(element).color)), light(ground(element))];
    found[element.className + ": " + element.textContent.trim().slice(0, 40)] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  return found;
}"""


def test_the_page_asks_nothing_of_any_other_machine(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_selector(".welcome")
    ask(page, QUESTION)
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    page.close()
