"""The real app in a real browser: ask, see citations, click, see the highlight, be refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from corpus import Corpus, add
from index import Encoder
from tests.assistant.letters import (
    EASTMOOR_2016,
    NORTHSHIRE_2014,
    NORTHSHIRE_2016,
    assemble,
    letter,
)
from tests.screens.conftest import running_app
from tests.screens.letters import NATIONAL

QUESTION = "How does Staffordshire handle wanted suspects?"
ASKING = "**/gradio_api/run/predict*"  # where the page sends a question, as no language model answers
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


def test_a_question_stands_in_the_conversation_before_anything_is_done_for_it(page: Page) -> None:
    held: list[Route] = []
    page.route(ASKING, lambda route: held.append(route))
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".turn.pending .question")).to_have_text(f"Question: {QUESTION}")
    expect(page.locator(".welcome")).to_be_hidden()
    held[0].continue_()
    expect(page.locator(".turn:not(.pending) .claims")).to_be_visible()
    expect(page.locator(".pending")).to_have_count(0)


def test_a_question_that_is_not_taken_stays_in_its_box_and_why_is_told_until_the_next(page: Page) -> None:
    page.route(ASKING, lambda route: route.fulfill(status=429, json={"error": "Please wait <b>a second</b>."}))
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="Please wait <b>a second</b>.")).to_be_visible()
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    page.unroute(ASKING)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".claims")).to_be_visible()
    expect(page.get_by_text("Please wait")).to_have_count(0)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('{"detail": "You are not signed in."}', "You are not signed in."),
        ("<html>", "not taken. Try again in a minute."),
    ],
)
def test_a_refusal_is_told_whoever_refuses(page: Page, body: str, told: str) -> None:
    page.route(ASKING, lambda route: route.fulfill(status=502, body=body))
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=told)).to_be_visible()


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


def test_a_new_conversation_waits_for_the_answer_that_is_on_its_way(page: Page) -> None:
    held: list[Route] = []
    page.route(ASKING, lambda route: route.continue_() if held else held.append(route))
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".turn.pending")).to_be_visible()
    page.get_by_role("button", name="New conversation").click()
    held[0].continue_()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, "Who signed the letter?")
    expect(page.locator(".claims")).to_have_count(1)
    expect(page.locator(".turn")).to_have_count(1)  # the answer of before came into the conversation of before


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
    page.get_by_role("button", name="More filters").click()
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
  for (const element of document.querySelectorAll("#talk *, #panel *, .masthead *, #question *, .narrowing *, #again")) {
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


# Over documents of several forces, years and kinds


@pytest.fixture(scope="module")
def many(data: Path, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Corpus]]:
    """A running app over letters to two forces and a report on forces in general; and what it holds."""
    files = {
        "northshire-2014": letter("Northshire Police", 2014, *NORTHSHIRE_2014),
        "northshire-2016": letter("Northshire Police", 2016, *NORTHSHIRE_2016),
        "eastmoor-2016": letter("Eastmoor Constabulary", 2016, *EASTMOOR_2016),
        "national-2017": NATIONAL,
    }
    corpus = assemble(tmp_path_factory.mktemp("many"), encoder, files).corpus
    shutil.copytree(data / "models", corpus.folder / "models")
    with running_app(corpus.folder) as address:
        yield address, corpus


@pytest.fixture
def asking(chromium: Browser, many: tuple[str, Corpus]) -> Iterator[Page]:
    """The Ask screen over them, with the filters open."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(many[0])
    page.wait_for_selector(".welcome")
    page.get_by_role("button", name="More filters").click()
    yield page
    context.close()


def options(page: Page, label: str) -> list[str]:
    """What a filter offers."""
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option").first.wait_for()
    offered = [text.removeprefix("✓").strip() for text in page.get_by_role("option").all_inner_texts()]
    page.locator(".masthead").click()
    expect(page.get_by_role("option")).to_have_count(0)
    return offered


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
    expect(box).to_have_value(option)
    expect(page.get_by_role("option")).to_have_count(0)  # else two lists may be open for a moment


def test_the_filters_offer_the_years_and_kinds_that_are_held(asking: Page) -> None:
    assert options(asking, "From") == ["Any", "2017", "2016", "2014"]
    assert options(asking, "To") == ["Any", "2017", "2016", "2014"]
    assert options(asking, "Kind") == ["All kinds", "Letters", "Reports"]


def test_what_was_chosen_narrows_the_answer_and_is_told_under_the_question(asking: Page) -> None:
    for label, option in (("To", "2014"), ("Kind", "Letters"), ("Force", "Northshire Police")):
        choose(asking, label, option)
    expect(asking.get_by_role("button", name="More filters")).to_contain_text("More filters: up to 2014 · letters")
    ask(asking, "How are wanted suspects handled?")
    expect(asking.locator(".only")).to_have_text("Only: Northshire Police · up to 2014 · letters")
    expect(asking.locator(".claims li")).to_have_count(1)
    expect(asking.locator(".claims")).to_contain_text("dedicated team")


def test_years_that_end_before_they_begin_are_told_and_nothing_is_lost(asking: Page) -> None:
    ask(asking, "How does Northshire handle wanted suspects?")
    choose(asking, "From", "2016")
    choose(asking, "To", "2014")
    ask(asking, "And what about burglary dwellings?")
    expect(asking.locator(".status-error")).to_contain_text("No year is both from 2016 on and up to 2014.")
    expect(asking.get_by_label("Your question")).to_have_value("And what about burglary dwellings?")
    choose(asking, "To", "2016")
    asking.get_by_role("button", name="Ask", exact=True).click()
    expect(asking.locator(".turn").nth(2).locator(".claims")).to_contain_text(
        "Burglary dwellings were investigated well"
    )
    expect(asking.locator(".turn").nth(0).locator(".claims")).not_to_have_count(0)


def test_how_a_question_was_understood_can_be_changed(asking: Page) -> None:
    ask(asking, "How does Northshire handle wanted suspects?")
    ask(asking, "And Eastmoor?")
    understood = asking.locator(".understood span").first.inner_text().removeprefix("Understood as: ")
    asking.get_by_role("button", name="Change").click()
    box = asking.get_by_label("Your question")
    expect(box).to_be_focused()
    expect(box).to_have_value(understood)
    asking.keyboard.type(" Each week?")
    asking.keyboard.press("Enter")
    expect(asking.locator(".question").last).to_contain_text(f"{understood} Each week?")


def test_national_context_stands_apart_and_opens_as_a_source(asking: Page) -> None:
    ask(asking, "Are the files of wanted suspects reviewed in Northshire?")
    context = asking.get_by_role("complementary", name="National context, not about this force")
    expect(context).to_contain_text("Most forces review the files of wanted suspects too seldom.")
    context.locator(".cite").first.click()
    expect(asking.locator("#panel .cited")).to_contain_text("Most forces review the files")
    expect(asking.locator("#panel .aside")).to_have_text("National context, not about this force")


def test_claims_on_two_forces_stand_under_their_names_the_latest_inspection_first(asking: Page) -> None:
    ask(asking, "How do Eastmoor and Northshire handle wanted suspects?")
    expect(asking.locator(".force")).to_have_text(["Eastmoor Police", "Northshire Police"])
    expect(asking.locator(".inspection")).to_have_text(
        [f"HMIC letter, Core business · 5 May {year}" for year in (2016, 2016, 2014)]
    )
    last = asking.locator(".claims").last
    last.locator(".cite").click()
    expect(asking.locator("#panel mark")).to_have_text(
        "The force has a dedicated team that looks for wanted suspects each day."
    )


def test_the_filters_follow_the_library(asking: Page, many: tuple[str, Corpus], tmp_path: Path) -> None:
    path = tmp_path / "westmoor-2011.txt"
    path.write_text(letter("Westmoor Police", 2011, "The force has nine cameras."), encoding="utf-8")
    document = add(many[1], path).document
    assert document
    there_and_back(asking)
    choose(asking, "From", "2011")
    many[1].remove(document)
    there_and_back(asking)
    expect(asking.get_by_label("From", exact=True)).to_have_value("Any")


def there_and_back(page: Page) -> None:
    """To the Library and back to the Ask screen, which then asks for its filters again."""
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("tab", name="Ask").click()


def test_the_filters_fit_on_a_phone(phone: Page) -> None:
    phone.get_by_role("button", name="More filters").click()
    expect(phone.get_by_label("Kind", exact=True)).to_be_visible()
    tops = {phone.locator(f"#{id}").bounding_box()["y"] for id in ("first", "last", "kind")}  # type: ignore[index]
    assert len(tops) == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
