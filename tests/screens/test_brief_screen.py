"""What the Brief screen does, without a browser: what becomes of lines, what is taken away, and what is refused."""

import gc
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import gradio as gr
import pypdfium2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.answer import Evidence
from assistant.briefing.make import sections
from assistant.write import Completeness, Draft, DraftCitation, DraftClaim
from corpus import UnusableFolder, at_this_terminal
from index import Encoder, Scope
from screens import brief_screen as module
from screens.brief import build_brief
from screens.brief_held import MOST, Held, HeldBriefings, add_brief_downloads
from screens.brief_order import order_of
from screens.brief_screen import BriefScreen
from screens.brief_view import progress_view, sheet_view
from screens.pages import Pages
from tests.assistant.letters import assemble, letter
from tests.screens.letters import tomorrow
from tests.screens.visits import visit

CLEAR = "Leaders of the force have a clear vision, which officers understand well."
DELAYS = "There are long delays in the force control room, and too many victims wait too long for an officer."
REWORDED = "Officers understand the clear vision of the leaders of the force well."
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
    "writer": "",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Assistant:
    """Over a letter of an invented force, and one of another that is under embargo. Tests read it."""
    westmere = letter("Westmere Police", 2019, CLEAR)
    files = {"northshire-2019": NORTHSHIRE, "westmere-2019": westmere}
    made = assemble(tmp_path_factory.mktemp("brief"), encoder, files)
    (hidden,) = [each.id for each in made.corpus.documents() if "westmere" in each.forces]
    made.corpus.correct(hidden, {"embargo": "2999-01-01T00:00:00+00:00"})
    made.index.sync()
    return made


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
def site(assistant: Assistant, briefings: HeldBriefings) -> Iterator[TestClient]:
    """The downloads without Gradio, as somebody at this machine gets them."""
    app = FastAPI()
    add_brief_downloads(app, assistant.corpus, briefings)
    with TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 1234)) as site:
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
        ({"force": "kent"}, "We hold no document on Kent Police. Add one, or choose a force we hold: northshire."),
        ({"force": "westmere"}, "What we hold on Westmere Police is under embargo and not public yet."),
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
    assert step[4] in (gr.skip(), gr.update(visible=False))
    assert now(briefings) == held


def test_a_theme_that_is_chosen_and_typed_is_one() -> None:
    order = order_of("northshire", ["custody", "missing"], " Custody ", "2019", "2021")
    assert order.themes == ("custody", "missing")
    assert (order.first, order.last) == (date(2019, 1, 1), date(2021, 12, 31))


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
    said, progress, sheet, _ = map(str, screen.change(clicked(held, DELAYS, "strike"), here()))
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
    said, progress, sheet, _ = map(str, screen.change(clicked(held, CLEAR, "edit", f" {wrong}\n"), here()))
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
    assert "no longer held" in panel(screen, held)


def test_the_source_is_shown_with_the_words_highlighted_unless_it_is_gone(
    screen: BriefScreen, held: Held, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"<mark>{DELAYS}</mark>" in panel(screen, held)
    assert "<strong>Concern:</strong>" in panel(screen, held)
    monkeypatch.setattr(assistant.corpus, "document", lambda _: None)
    assert "removed meanwhile" in panel(screen, held)


def panel(screen: BriefScreen, held: Held) -> str:
    return str(screen.open_source(clicked(held, DELAYS), here())[3])


@pytest.mark.parametrize("by", ["change", "open_source"])
def test_an_embargo_that_is_set_later_takes_the_briefing_from_the_page(
    by: str,
    screen: BriefScreen,
    briefings: HeldBriefings,
    site: TestClient,
    held: Held,
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert site.get(f"/briefing/{held.token}.md").status_code == 200
    monkeypatch.setattr(assistant.corpus, "document", lambda _: replace(held.documents[0], embargo=tomorrow()))
    answer = site.get(f"/briefing/{held.token}.md")
    assert answer.status_code == 404
    assert DELAYS not in answer.text
    said, progress, sheet, source = map(str, getattr(screen, by)(clicked(held, DELAYS, "up"), here()))
    assert "under embargo by now" in said
    assert (progress, sheet) == ("", "")
    assert DELAYS not in source
    assert briefings.of("page") is None


def test_who_may_see_what_is_under_embargo_makes_it_again_with_its_warning(
    site: TestClient, held: Held, briefings: HeldBriefings, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = replace(held.documents[0], embargo=tomorrow())
    monkeypatch.setenv("EMBARGO_VIEWERS", str(at_this_terminal()))
    monkeypatch.setattr(assistant.corpus, "document", lambda _: hidden)
    assert site.get(f"/briefing/{held.token}.md").status_code == 404
    again = briefings.begin("page", held.sheet, (hidden,), 1, embargoed=True)
    assert site.get(f"/briefing/{again.token}.md").status_code == 200


def test_a_stop_keeps_the_sections_that_are_there(screen: BriefScreen, briefings: HeldBriefings) -> None:
    steps = screen.make(**ORDER, visit=here())
    assert next(steps)[4] == gr.update(visible=True)
    next(steps)
    screen.stop(here())
    last = list(steps)[-1]
    assert 'data-state="stopped"' in str(last[1])
    assert "Stopped before its last section: " in str(last[1])
    assert "briefing/" in str(last[1])
    assert last[4] == gr.update(visible=False)
    assert len(now(briefings).sheet.parts) == 1


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
    assert "http://127.0.0.1/source?paragraph=northshire" in text
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
    assert 'href="../source.css"' in answer.text
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
    for force, told in (("", "No force is chosen"), (",".join(f"force-{at}" for at in range(40)), "There is no force")):
        with pytest.raises(gr.Error, match=told):
            screen.brief(force, [], "", "", "full", here())


def test_the_choices_follow_the_corpus(screen: BriefScreen) -> None:
    force, first, last = screen.refresh("atlantis", "2019", "1999", here())
    assert [each.get("value", "as it is") for each in (force, first, last)] == [None, "as it is", ""]


# In a language model's words


class Scripted:
    """A writer that tells the first two sentences it is given in one, or breaks off."""

    name = "openai:some"

    def __init__(self, problem: str = "") -> None:
        self._problem = problem

    def drafts(self, scope: Scope, evidence: tuple[Evidence, ...]) -> Iterator[Draft]:
        cited = tuple(
            DraftCitation(each.label, each.paragraph.text) for each in evidence if CLEAR in each.paragraph.text
        )
        claims = (DraftClaim(REWORDED, cited),) if cited and not self._problem else ()
        yield Draft(claims, Completeness.COMPLETE, self._problem)


def with_model(assistant: Assistant, briefings: HeldBriefings, writer: Scripted, notice: str = "") -> BriefScreen:
    made = Assistant(assistant.corpus, assistant.index, writer, notice=notice)
    return BriefScreen(made, Pages(assistant.corpus), briefings)


def test_a_line_in_a_models_words_is_told_as_that(assistant: Assistant, briefings: HeldBriefings) -> None:
    screen = with_model(assistant, briefings, Scripted())
    steps = list(screen.make(**ORDER, visit=here()))
    assert "openai:some words the overall picture" in str(steps[0][1])
    held = now(briefings)
    assert REWORDED in shown(held)
    assert "openai:some, checked" in sheet_view(held)
    click = clicked(held, REWORDED)
    source = str(screen.open_source(click, here())[3])
    assert f"<mark>{CLEAR}</mark>" in source
    assert "in the words of openai:some" in source
    sheet = str(screen.change(clicked(held, REWORDED, "edit", CLEAR), here())[2])
    assert "Edited, stands" in sheet
    assert "openai:some, checked" not in sheet


def test_exact_sentences_can_be_chosen(assistant: Assistant, briefings: HeldBriefings) -> None:
    screen = with_model(assistant, briefings, Scripted())
    list(screen.make(**ORDER | {"writer": "quoting"}, visit=here()))
    assert CLEAR in shown(now(briefings))
    assert REWORDED not in shown(now(briefings))


def test_a_model_that_fails_is_told_on_the_page_and_in_no_file(
    assistant: Assistant, briefings: HeldBriefings, site: TestClient
) -> None:
    screen = with_model(assistant, briefings, Scripted("The server is gone."), "MODEL is wrong.")
    progress = str(list(screen.make(**ORDER, visit=here()))[-1][1])
    assert "MODEL is wrong. The server is gone. Meanwhile the lines are exact sentences of the documents." in progress
    assert "server is gone" not in site.get(f"/briefing/{now(briefings).token}.md").text
