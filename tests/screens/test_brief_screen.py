"""What the Brief screen does, without a browser: what becomes of lines, what is taken away, and what is refused."""

import gc
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import gradio as gr
import pypdfium2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.briefing.make import sections
from corpus import UnusableFolder
from index import Encoder
from screens import brief as module
from screens.brief import BriefScreen, build_brief
from screens.brief_held import MOST, Held, HeldBriefings, add_brief_downloads
from screens.brief_view import progress_view, sheet_view
from screens.pages import Pages
from tests.assistant.letters import assemble, letter
from tests.screens.letters import tomorrow
from tests.screens.visits import visit

CLEAR = "Leaders of the force have a clear vision, which officers understand well."
DELAYS = "There are long delays in the force control room, and too many victims wait too long for an officer."
MARKED = "Supervision of <planned> & other burglary investigations is weak, and the force fails to check its records."
SHOULD = "The force should review all files of wanted suspects within three months."
NORTHSHIRE = letter("Northshire Police", 2019, CLEAR, DELAYS, MARKED, SHOULD)
ORDER: dict[str, Any] = {
    "force": "northshire",
    "themes": [],
    "own": "",
    "first": "",
    "last": "",
    "length": "two pages",
    "title": "",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Assistant:
    """Over a letter of an invented force. Tests read it."""
    return assemble(tmp_path_factory.mktemp("brief"), encoder, {"northshire-2019": NORTHSHIRE})


@pytest.fixture
def briefings() -> HeldBriefings:
    return HeldBriefings()


@pytest.fixture
def screen(assistant: Assistant, briefings: HeldBriefings) -> Iterator[BriefScreen]:
    pages = Pages(assistant.corpus)
    yield BriefScreen(assistant, pages, briefings)
    pages.close()


@pytest.fixture
def held(screen: BriefScreen, briefings: HeldBriefings) -> Held:
    """A briefing that a page shows."""
    list(screen.make(**ORDER, visit=here()))
    return now(briefings)


@pytest.fixture
def site(briefings: HeldBriefings) -> Iterator[TestClient]:
    """The downloads without Gradio."""
    app = FastAPI()
    add_brief_downloads(app, briefings)
    with TestClient(app) as site:
        yield site


def here(session: str = "page") -> gr.Request:
    """A visit from an open page."""
    request = visit()
    request.session_hash = session
    return request


def now(briefings: HeldBriefings) -> Held:
    held = briefings.of("page")
    assert held
    return held


def clicked(held: Held, words: str, do: str = "", text: str = "") -> gr.EventData:
    """A click on the line that begins with these words."""
    id = next(row.id for row in held.sheet.rows if row.made.text.startswith(words))
    return gr.EventData(None, {"briefing": held.token, "line": str(id), "do": do, "text": text})


def shown(held: Held) -> list[str]:
    return [line.text for section in held.sheet.sections for line in section.lines]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_the_screen_offers_the_forces_held_and_an_endpoint(assistant: Assistant, briefings: HeldBriefings) -> None:
    pages = Pages(assistant.corpus)
    with gr.Blocks() as page:
        build_brief(assistant, pages, briefings)
    pages.close()
    force = next(block for block in page.blocks.values() if block.elem_id == "brief-force")
    assert force.choices == [("Northshire Police", "northshire")]
    assert "brief" in {function.api_name for function in page.fns.values()}
    gc.collect()  # Gradio leaves event loops open, which is told when they are collected


def test_sections_appear_one_by_one_and_then_the_ways_to_take_it_away(screen: BriefScreen) -> None:
    steps = [[str(each) for each in step] for step in screen.make(**ORDER, visit=here())]
    assert "Looking through the documents on Northshire Police" in steps[0][1]
    counts = [step[2].count('<section class="part"') for step in steps[1:]]
    assert counts[:3] == [1, 2, 3]
    assert all('data-state="making"' in step[1] for step in steps[:-1])
    assert 'data-state="done"' in steps[-1][1]
    assert "4 lines from 1 document." in steps[-1][1]


def test_a_line_has_its_type_its_number_its_source_and_is_escaped(held: Held) -> None:
    page = sheet_view(held)
    assert CLEAR in page
    assert ">Strength<" in page
    assert "5 May 2019" in page
    assert "Supervision of &lt;planned&gt; &amp; other" in page
    assert sorted(held.sheet.numbers.values()) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"force": None}, "No force is chosen. Choose the force"),
        ({"force": "atlantis"}, "no force"),
        ({"themes": ["submarines"]}, "submarines"),
        ({"first": "2021", "last": "2019"}, "No year is both from 2021 on and up to 2019."),
        ({"first": "2022"}, "No inspection of Northshire Police that we hold is from that time."),
        ({"first": "soon"}, "“soon” is no year."),
        ({"length": "three pages"}, "There is no length “three pages”. Choose one of: one page, two pages, full."),
        ({"title": "x" * 201}, "The title is too long."),
    ],
)
def test_what_cannot_be_made_is_told_and_what_is_there_stays(
    screen: BriefScreen, briefings: HeldBriefings, held: Held, changed: dict[str, Any], told: str
) -> None:
    step = list(screen.make(**ORDER | changed, visit=here()))[-1]
    assert told in str(step[0])
    assert 'role="alert"' in str(step[0])
    assert step[2] == step[3] == gr.skip()
    assert now(briefings) == held


def test_a_title_with_markup_is_shown_as_it_was_typed(screen: BriefScreen, briefings: HeldBriefings) -> None:
    steps = list(screen.make(**ORDER | {"title": "For <i>you</i>\nand me"}, visit=here()))
    assert "For &lt;i&gt;you&lt;/i&gt; and me" in str(steps[-1][2])
    assert now(briefings).sheet.title == "For <i>you</i> and me"


def test_something_unexpected_is_told_and_raised(screen: BriefScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any) -> Iterator[Any]:
        yield from ()
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(module, "sections", failing)
    steps = screen.make(**ORDER, visit=here())
    next(steps)
    assert "Something unexpected happened (by zero)." in str(next(steps)[0])
    with pytest.raises(ZeroDivisionError):
        next(steps)


def test_a_fault_amid_the_making_keeps_the_sections_there_are(
    screen: BriefScreen, briefings: HeldBriefings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*given: Any) -> Iterator[Any]:
        yield next(sections(*given))
        raise UnusableFolder("The data folder cannot be read.", "Give it read permission.")

    monkeypatch.setattr(module, "sections", failing)
    step = list(screen.make(**ORDER, visit=here()))[-1]
    assert "The data folder cannot be read. Give it read permission." in str(step[1])
    assert "briefing/" not in str(step[1])
    assert len(now(briefings).sheet.parts) == 1


def test_a_struck_line_is_left_out_until_it_is_put_back(
    screen: BriefScreen, briefings: HeldBriefings, held: Held
) -> None:
    said, progress, sheet = map(str, screen.change(clicked(held, DELAYS, "strike"), here()))
    assert "struck" in said
    assert "3 lines from 1 document; 1 struck." in progress
    assert f"<s>{DELAYS}</s>" in sheet
    assert DELAYS not in shown(now(briefings))
    assert sorted(now(briefings).sheet.numbers.values()) == [1, 2, 3]
    screen.change(clicked(held, DELAYS, "restore"), here())
    assert shown(now(briefings)) == shown(held)


def test_a_line_moves_within_its_section_only(screen: BriefScreen, briefings: HeldBriefings, held: Held) -> None:
    part = next(part for part in held.sheet.parts if len(part.rows) > 1)
    first, second = part.rows[:2]
    said = str(screen.change(clicked(held, second.made.text, "up"), here())[0])
    moved = next(each for each in now(briefings).sheet.parts if each.heading == part.heading)
    assert moved.rows[:2] == (second, first)
    assert f"It is line {now(briefings).sheet.numbers[second.id]} now." in said
    screen.change(clicked(held, second.made.text, "up"), here())
    assert next(each for each in now(briefings).sheet.parts if each.heading == part.heading) == moved


def test_an_edit_that_does_not_stand_is_marked_and_can_be_undone(
    screen: BriefScreen, briefings: HeldBriefings, held: Held
) -> None:
    wrong = CLEAR.replace("have a clear", "have no clear")
    said, progress, sheet = map(str, screen.change(clicked(held, CLEAR, "edit", f" {wrong}\n"), here()))
    row = next(row for row in now(briefings).sheet.rows if row.made.text == CLEAR)
    assert row.line.text == wrong
    assert row.line.problem
    assert "does not stand" in said
    assert "1 edited line does not stand, and is marked in the file, too." in progress
    assert "Edited, does not stand" in sheet
    screen.change(clicked(held, CLEAR, "undo"), here())
    assert shown(now(briefings)) == shown(held)


def test_an_edit_that_says_the_same_stands(screen: BriefScreen, briefings: HeldBriefings, held: Held) -> None:
    sheet = str(screen.change(clicked(held, SHOULD, "edit", SHOULD.replace(" all ", " all the ")), here())[2])
    row = next(row for row in now(briefings).sheet.rows if row.made.text == SHOULD)
    assert row.is_edited
    assert not row.line.problem
    assert "Edited, stands" in sheet


def test_a_line_left_without_words_is_struck_and_one_too_long_is_refused(
    screen: BriefScreen, briefings: HeldBriefings, held: Held
) -> None:
    said = str(screen.change(clicked(held, DELAYS, "edit", "x" * 2001), here())[0])
    assert "The line is too long." in said
    assert shown(now(briefings)) == shown(held)
    screen.change(clicked(held, DELAYS, "edit", "  "), here())
    assert DELAYS not in shown(now(briefings))


def test_a_line_of_a_briefing_that_is_no_longer_held_is_told(screen: BriefScreen, held: Held) -> None:
    assert "no longer held" in str(screen.change(clicked(held, DELAYS, "strike"), here("another page"))[0])
    list(screen.make(**ORDER, visit=here()))
    assert "no longer held" in str(screen.change(clicked(held, DELAYS, "strike"), here())[0])
    assert "no longer held" in screen.open_source(clicked(held, DELAYS), here())


def test_the_source_is_shown_with_the_words_highlighted_unless_it_is_gone(
    screen: BriefScreen, briefings: HeldBriefings, held: Held, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = screen.open_source(clicked(held, DELAYS), here())
    assert f"<mark>{DELAYS}</mark>" in panel
    assert "<strong>Concern:</strong>" in panel
    document = held.documents[0]
    monkeypatch.setattr(assistant.corpus, "document", lambda _: replace(document, embargo=tomorrow()))
    assert "changed or removed meanwhile" in screen.open_source(clicked(held, DELAYS), here())
    monkeypatch.setattr(assistant.corpus, "document", lambda _: None)
    assert "changed or removed meanwhile" in screen.open_source(clicked(held, DELAYS), here())


def test_each_format_is_made_of_what_the_page_shows_when_it_is_asked_for(
    screen: BriefScreen, site: TestClient, held: Held
) -> None:
    screen.change(clicked(held, DELAYS, "strike"), here())
    screen.change(clicked(held, CLEAR, "edit", "The force has 12 llamas."), here())
    answers = {suffix: site.get(f"/briefing/{held.token}.{suffix}") for suffix in ("md", "docx", "pdf")}
    text = answers["md"].text
    word = "".join(docx.Document(io.BytesIO(answers["docx"].content)).element.body.itertext())
    pages = pypdfium2.PdfDocument(answers["pdf"].content)
    assert "12 llamas" in text
    assert "12 llamas" in word
    assert "12 llamas" in "".join(page.get_textpage().get_text_range() for page in pages)
    assert "long delays in the force control room" not in text.split("## ")[1]
    assert "http://testserver/source?paragraph=northshire" in text
    for answer in answers.values():
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Northshire%20Police" in answer.headers["Content-Disposition"]


def test_a_briefing_all_of_whose_lines_are_struck_is_no_empty_file(
    screen: BriefScreen, site: TestClient, briefings: HeldBriefings, held: Held
) -> None:
    for row in held.sheet.rows:
        screen.change(clicked(held, row.made.text, "strike"), here())
    assert "briefing/" not in progress_view(now(briefings))
    answer = site.get(f"/briefing/{held.token}.docx")
    assert answer.status_code == 400
    assert "All lines of this briefing are struck" in answer.text


def test_a_closed_page_leaves_nothing_and_many_pages_push_out_the_oldest(
    screen: BriefScreen, site: TestClient, briefings: HeldBriefings, held: Held
) -> None:
    assert site.get(f"/briefing/{held.token}.md").status_code == 200
    assert site.get(f"/briefing/{held.token}.exe").status_code == 404
    screen.leave(here())
    answer = site.get(f"/briefing/{held.token}.md")
    assert answer.status_code == 404
    assert "This briefing is no longer here" in answer.text
    begun = [briefings.begin(str(number), held.sheet, held.documents, 1) for number in range(MOST + 1)]
    assert briefings.get(begun[0].token) is None
    assert briefings.get(begun[1].token)


def test_a_briefing_from_what_is_under_embargo_is_only_for_who_may_see_it(
    site: TestClient, briefings: HeldBriefings, held: Held
) -> None:
    secret = briefings.begin("page", held.sheet, held.documents, 1, embargoed=True)
    assert site.get(f"/briefing/{secret.token}.md").status_code == 404


def test_a_program_gets_the_lines_that_the_command_prints(screen: BriefScreen, held: Held) -> None:
    rows = screen.brief("northshire", [], "2019", "", "two pages", here())
    assert [row["text"] for row in rows] == shown(held)
    assert {row["type"] for row in rows} >= {"strength", "concern"}
    assert rows[0]["citations"][0]["document"].startswith("northshire")
    with pytest.raises(gr.Error, match="No force is chosen"):
        screen.brief("", [], "", "", "full", here())


def test_the_choices_follow_the_corpus(screen: BriefScreen) -> None:
    force, first, last = screen.refresh("atlantis", "2019", "1999", here())
    assert (force.value, first.value, last.value) == (None, "2019", "")
