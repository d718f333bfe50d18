"""The charts of the Compare screen: what is drawn and offered, what is taken away, and who sees what is under embargo."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect

from assistant import Assistant
from corpus import Corpus, Document, DocumentKind, Paragraph, ParagraphKind, at_this_terminal
from index import Index
from screens.charts import ChartsScreen, add_chart_downloads, build_charts, order_of
from tests.screens.letters import tomorrow
from tests.screens.visits import visit

CLEAR = "Leaders of the force have a clear vision, which officers understand well."
DELAYS = "There are long delays in the force control room, and too many victims wait too long for an officer."
STYLE = Path(__file__).parents[2] / "screens" / "style.css"


def put(corpus: Corpus, force: str, year: int, *texts: str, embargoed: bool = False) -> None:
    """Store a letter to a force with these paragraphs."""
    id = f"{force}-{year}"
    made = Document(id, "Core business", DocumentKind.LETTER, f"{id}.txt", id, forces=(force,), date=date(year, 5, 5))
    paragraphs = [Paragraph(id, at, ParagraphKind.BODY, text, (), at) for at, text in enumerate(texts, 1)]
    corpus.put(replace(made, embargo=tomorrow() if embargoed else None), paragraphs)


@pytest.fixture
def assistant(corpus: Corpus, letter_index: Index) -> Assistant:
    """Over letters to Northshire of 2014 and 2016, and one to Eastmoor under embargo."""
    put(corpus, "northshire", 2014, CLEAR, DELAYS)
    put(corpus, "northshire", 2016, CLEAR.replace("officers", "detectives"))
    put(corpus, "eastmoor", 2018, DELAYS.replace("officer", "answer"), embargoed=True)
    return Assistant(corpus, letter_index)


@pytest.fixture
def screen(assistant: Assistant) -> ChartsScreen:
    return ChartsScreen(assistant)


@pytest.fixture
def site(assistant: Assistant) -> Iterator[TestClient]:
    """The downloads without Gradio, asked by whoever sits at this machine."""
    app = FastAPI()
    add_chart_downloads(app, assistant)
    with TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 1234)) as site:
        yield site


@pytest.fixture
def as_viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sits at this machine may see what is under embargo."""
    monkeypatch.setenv("EMBARGO_VIEWERS", at_this_terminal() or "")


def coverage(screen: ChartsScreen, first: str = "", last: str = "", uncovered: bool = False) -> tuple[str, str]:
    """What is said, and what is shown."""
    said, shown = screen.draw("coverage", None, [], first, last, uncovered, visit())
    return str(said), str(shown)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_the_section_offers_forces_and_years_that_are_public(assistant: Assistant) -> None:
    with gr.Blocks() as page, gr.Tabs(), gr.Tab("Compare"):
        build_charts(assistant)
    offered = {block.elem_id: getattr(block, "choices", None) for block in page.blocks.values()}
    assert offered["charts-force"] == [("Northshire Police", "northshire")]
    assert offered["charts-first"] == [("Any", ""), ("2016", "2016"), ("2014", "2014")]
    gc.collect()  # Gradio leaves event loops open, which is told when they are collected


def test_coverage_is_drawn_with_its_table_and_ways_to_take_it_away(screen: ChartsScreen) -> None:
    said, shown = coverage(screen, "2014", "2016", uncovered=True)
    assert "Inspection documents held: 44 forces, 2014 to 2016." in said
    assert "<svg" in shown
    assert 'href="chart/coverage.png?first=2014&amp;last=2016&amp;uncovered=true"' in shown
    assert '<th scope="row">Northshire Police</th><td>2016</td><td>Letter</td><td>no</td><td>1</td>' in shown
    assert "Eastmoor" not in shown


def test_a_timeline_of_a_force_is_drawn(screen: ChartsScreen) -> None:
    said, shown = screen.draw("timeline", "northshire", ["leadership"], "", "2015", True, visit())
    assert "Northshire Police: findings of inspections on “Leadership and governance”, 2014." in str(said)
    assert 'href="chart/timeline.pdf?force=northshire&amp;theme=leadership&amp;last=2015"' in str(shown)


@pytest.mark.parametrize(
    ("picture", "force", "first", "last", "told"),
    [
        ("timeline", None, "", "", "No force is chosen. Choose the force"),
        ("timeline", "eastmoor", "", "", "under embargo and not public yet"),
        ("coverage", None, "2016", "2014", "No year is both from 2016 on and up to 2014."),
        ("coverage", None, "next", "", "“next” is no year."),
        ("coverage", None, "1990", "1991", "There is no such document to show."),
    ],
)
def test_what_cannot_be_drawn_is_told_and_what_is_there_stays(
    screen: ChartsScreen, picture: str, force: str | None, first: str, last: str, told: str
) -> None:
    said, shown = screen.draw(picture, force, None, first, last, False, visit())
    assert told in str(said)
    assert 'role="alert"' in str(said)
    assert shown == gr.skip()


@pytest.mark.usefixtures("as_viewer")
def test_who_may_see_what_is_under_embargo_sees_it_marked(screen: ChartsScreen) -> None:
    _, shown = coverage(screen)
    assert "Eastmoor Police" in shown
    assert "Do not share it." in shown
    force, *_ = screen.refresh("eastmoor", "", "", visit())
    assert ("Eastmoor Police", "eastmoor") in force["choices"]
    assert "value" not in force


def test_the_choices_follow_the_corpus_and_the_picture(screen: ChartsScreen) -> None:
    force, first, last = screen.refresh("eastmoor", "2016", "1999", visit())
    assert (force["value"], last["value"]) == (None, "")
    assert "value" not in first  # somebody may be choosing another
    assert [each.visible for each in screen.offer("timeline")] == [True, True, False]
    assert [each.visible for each in screen.offer("coverage")] == [False, False, True]


@pytest.mark.parametrize(
    ("suffix", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf")]
)
def test_a_chart_is_taken_away(site: TestClient, suffix: str, begins: bytes) -> None:
    answer = site.get(f"/chart/timeline.{suffix}?force=northshire&first=2016")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Disposition"].endswith(f"findings%20of%20inspections%2C%202016.{suffix}")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_download_respects_the_embargo(
    site: TestClient, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Eastmoor" not in site.get("/chart/coverage.csv").text
    assert site.get("/chart/timeline.csv?force=eastmoor").status_code == 400
    request.getfixturevalue("as_viewer")
    assert "Eastmoor Police,2018,Letter,yes,1" in site.get("/chart/coverage.csv").text
    assert site.get("/chart/timeline.csv?force=eastmoor").status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/chart/pie.svg", 404, "There is no such chart"),
        ("/chart/coverage.exe", 404, "There is no such chart"),
        ("/chart/timeline.svg", 400, "No force is chosen"),
        ("/chart/timeline.svg?force=<b>", 400, "There is no force &#39;&lt;b&gt;&#39;"),
        ("/chart/coverage.svg?first=20x4", 400, "is no year"),
    ],
)
def test_what_is_no_chart_is_told(site: TestClient, address: str, status: int, told: str) -> None:
    answer = site.get(address)
    assert answer.status_code == status
    assert told in answer.text
    assert 'href="../source.css"' in answer.text


def test_an_order_has_only_what_its_chart_has_use_for() -> None:
    assert order_of("coverage", "kent", ["custody"], uncovered=True).forces == ()
    assert not order_of("timeline", "kent", ["custody"], uncovered=True).uncovered


def test_a_chart_scales_within_its_window_and_its_numbers_open(chromium: Browser, screen: ChartsScreen) -> None:
    page = chromium.new_page()
    _, shown = coverage(screen, uncovered=True)
    style = STYLE.read_text(encoding="utf-8")
    page.set_content(f'<style>{style}</style><body class="own gradio-container" style="margin: 0">{shown}</body>')
    expect(page.get_by_role("img", name="Inspection documents held: 44 forces, 2014 to 2016")).to_be_visible()
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("svg").evaluate("each => each.getBoundingClientRect().width") >= 500  # else it is not read
    expect(page.get_by_role("table")).to_be_hidden()
    page.get_by_text("Show as a table").click()
    expect(page.get_by_role("row", name="Kent Police")).to_be_visible()
    page.close()
