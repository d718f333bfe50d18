"""What the Compare screen does, without a browser: rows, blanks, sources, what is taken away, and what is refused."""

import csv
import gc
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.briefing.themes import THEMES
from assistant.comparing.compare import rows
from corpus import Corpus, UnusableFolder, at_this_terminal
from index import Encoder
from screens import compare_screen as module
from screens.compare import build_compare
from screens.compare_held import MOST, Held, HeldComparisons, add_compare_downloads
from screens.compare_order import COMMON, order_of
from screens.compare_screen import CompareScreen
from screens.pages import Pages
from tests.assistant.letters import assemble, letter
from tests.screens.visits import visit

CUSTODY = "Detainees are treated well in custody, and the force reviews their detention promptly."
DETECTIVES = (
    "Investigations of <planned> & other burglary are weak, and the force fails to check its detectives' files."
)
BOTH = "Detectives in custody investigate thefts well, and their investigations of theft are effective."
CALLS = "Call handlers answer the public promptly, and their leaders have a clear vision of the service."
SECRET = "The force has too few cells in custody, and detainees wait far too long."
LATER = datetime(2999, 1, 1, tzinfo=UTC).isoformat()
HIDDEN = "not public any more"
ORDER: dict[str, Any] = {
    "forces": ["northshire", "eastmoor", "westmere", "kent"],
    "themes": ["custody", "investigation"],
    "own": "",
    "first": "",
    "last": "",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Assistant:
    """Over letters to Northshire and Eastmoor, and one to Westmere that is under embargo; none to Kent."""
    files = {
        "northshire-2019": letter("Northshire Police", 2019, CUSTODY, DETECTIVES),
        "eastmoor-2016": letter("Eastmoor Constabulary", 2016, BOTH, CALLS),
        "westmere-2019": letter("Westmere Police", 2019, SECRET),
    }
    made = assemble(tmp_path_factory.mktemp("compare"), encoder, files)
    made.corpus.correct(on(made.corpus, "westmere"), {"embargo": LATER})
    made.index.sync()
    return made


@pytest.fixture
def comparisons() -> HeldComparisons:
    return HeldComparisons()


@pytest.fixture
def screen(assistant: Assistant, comparisons: HeldComparisons) -> Iterator[CompareScreen]:
    pages = Pages(assistant.corpus)
    yield CompareScreen(assistant, pages, comparisons)
    pages.close()


@pytest.fixture
def held(screen: CompareScreen, comparisons: HeldComparisons) -> Held:
    """A comparison that a page shows to somebody who may not see what is under embargo."""
    list(screen.make(**ORDER, visit=here()))
    return now(comparisons)


@pytest.fixture
def site(assistant: Assistant, comparisons: HeldComparisons) -> Iterator[TestClient]:
    """The downloads without Gradio, as somebody at this machine gets them."""
    app = FastAPI()
    add_compare_downloads(app, assistant.corpus, comparisons)
    with TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 1234)) as site:
        yield site


@pytest.fixture
def viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sits at this machine may see what is under embargo."""
    monkeypatch.setenv("EMBARGO_VIEWERS", str(at_this_terminal()))


@pytest.fixture
def withheld(assistant: Assistant, held: Held) -> Iterator[str]:
    """The Northshire letter, put under embargo after the page was made."""
    id = on(assistant.corpus, "northshire")
    assistant.corpus.correct(id, {"embargo": LATER})
    yield id
    assistant.corpus.correct(id, {}, ["embargo"])


def on(corpus: Corpus, force: str) -> str:
    return next(each.id for each in corpus.documents() if force in each.forces)


def here(session: str = "page", host: str = "127.0.0.1") -> gr.Request:
    """A visit from an open page."""
    request = visit(host)
    request.session_hash = session
    return request


def now(comparisons: HeldComparisons) -> Held:
    held = comparisons.of("page")
    assert held
    return held


def clicked(held: Held, cell: str) -> gr.EventData:
    return gr.EventData(None, {"comparison": held.token, "cell": cell})


def steps(screen: CompareScreen, **changed: Any) -> list[list[str]]:
    return [[str(each) for each in step] for step in screen.make(**ORDER | changed, visit=here())]


# The table


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_the_screen_offers_forces_themes_and_an_endpoint(assistant: Assistant, comparisons: HeldComparisons) -> None:
    pages = Pages(assistant.corpus)
    with gr.Blocks() as page, gr.Tab("Compare"):
        build_compare(assistant, pages, comparisons)
    pages.close()
    forces, themes = (
        {each.elem_id: each for each in page.blocks.values()}[f"compare-{id}"] for id in ("forces", "themes")
    )
    held = [("All we hold (2)", "all"), ("Eastmoor Police", "eastmoor"), ("Northshire Police", "northshire")]
    assert forces.choices[:3] == held
    assert ("Kent Police (no public document)", "kent") in forces.choices
    assert ("Custody", "custody") in themes.choices
    assert "compare" in {function.api_name for function in page.fns.values()}
    gc.collect()  # Gradio leaves event loops open, which is told when they are collected


def test_rows_appear_one_by_one_and_then_the_ways_to_take_them_away(screen: CompareScreen) -> None:
    shown = steps(screen)
    assert "Northshire Police: force 1 of 4…" in shown[0][1]
    assert [step[2].count('<th scope="row">') for step in shown[1:-1]] == [1, 2, 3, 4]
    assert all(later[2].startswith(earlier[2]) for earlier, later in pairwise(shown[:-1]))
    assert all('data-state="making"' in step[1] for step in shown[:-1])
    assert "comparison/" not in shown[-2][1]
    assert "4 forces compared: custody and investigation" in shown[-1][1]
    assert "4 findings from 2 documents; 2 cells not in the collection; 2 cells not yet public." in shown[-1][1]
    assert shown[-1][1].count('href="comparison/') == 3


def test_a_cell_has_its_type_its_words_and_its_source_and_is_escaped(screen: CompareScreen) -> None:
    table = steps(screen)[-2][2]
    assert f"“{CUSTODY}”" in table
    assert '<span class="word">Strength</span>' in table
    assert "Investigations of &lt;planned&gt; &amp; other burglary" in table
    assert "Core business, May 2019" in table
    assert "Show the source, Northshire Police, Custody: " in table


def test_three_kinds_of_blanks_are_told_apart_and_explained(screen: CompareScreen) -> None:
    shown = steps(screen, themes=["custody", "leadership"])
    for name, words in (
        ("not_held", "Not in the collection"),
        ("nothing_said", "Inspected, nothing said"),
        ("not_public", "Not yet public"),
    ):
        assert f'class="blank is-{name}"' in shown[-2][2]
        assert f"<span>{words}</span>" in shown[-2][2]
        assert f"<strong>{words}:</strong>" in shown[-1][1]
    assert "1 document under embargo left out" in shown[-2][2]
    assert SECRET not in shown[-2][2]


def test_all_we_hold_is_what_may_be_seen_and_comes_after_what_was_chosen(assistant: Assistant) -> None:
    assert order_of(assistant.corpus, ["northshire", "all"]).forces == ("northshire", "eastmoor")
    assert order_of(assistant.corpus, ["all"], embargoed=True).forces == ("eastmoor", "northshire", "westmere")


def test_themes_are_those_chosen_and_ones_own_or_else_the_commonest(assistant: Assistant) -> None:
    def themes(*chosen: str, own: str = "") -> tuple[str, ...]:
        return order_of(assistant.corpus, ["kent"], chosen, own).themes

    assert themes() == COMMON
    assert themes("custody", own=" school  liaison; ;Custody;<b>dogs</b>") == (
        "custody",
        "school liaison",
        "<b>dogs</b>",
    )
    assert themes("all") == tuple(THEMES)


def test_a_theme_of_ones_own_is_shown_as_it_was_typed(screen: CompareScreen) -> None:
    shown = steps(screen, forces=["northshire"], themes=[], own="<img src=x> burglary")
    assert "<img" not in shown[-2][2] + shown[-1][1]
    assert '<th scope="col">&lt;img src=x&gt; burglary</th>' in shown[-2][2]


# What cannot be made


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"forces": None}, "No force is chosen. Choose the forces to compare, or “All we hold”."),
        ({"forces": ["atlantis"]}, "There is no force"),
        ({"forces": [f"force-{number}" for number in range(61)]}, "61 forces are too many for one table."),
        ({"themes": [], "own": "?!; …"}, "has no words to look for"),
        ({"themes": [], "own": ";;"}, "has no words to look for"),
        ({"own": "<b>dog</b> " * 1000}, "is too long. Say it in 150 characters."),
        ({"own": "; ".join(f"dogs {number}" for number in range(40))}, "42 themes are too many for one table."),
        ({"first": "2021", "last": "2019"}, "No year is both from 2021 on and up to 2019."),
        ({"first": "2022"}, "is from that time. Leave the years out, or choose some with an inspection: 2016, 2019."),
        ({"first": "soon"}, "“soon” is no year."),
    ],
)
def test_what_cannot_be_made_is_told_and_what_is_there_stays(
    screen: CompareScreen, comparisons: HeldComparisons, held: Held, changed: dict[str, Any], told: str
) -> None:
    (step,) = screen.make(**ORDER | changed, visit=here())
    assert told in str(step[0])
    assert 'role="alert"' in str(step[0])
    assert "<b>" not in str(step[0])
    assert all(each == gr.skip() for each in step[1:])
    assert now(comparisons) == held


def test_an_empty_collection_is_told(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="We hold no documents yet"):
        order_of(Corpus(tmp_path), ["all"])


def test_something_unexpected_is_told_and_raised(screen: CompareScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "rows", lambda *_: (1 / 0 for _ in "1"))
    made = screen.make(**ORDER, visit=here())
    next(made)
    assert "Something unexpected happened (division by zero)." in str(next(made)[1])
    with pytest.raises(ZeroDivisionError):
        next(made)


def test_a_fault_amid_the_rows_keeps_those_there_are(
    screen: CompareScreen, comparisons: HeldComparisons, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*given: Any) -> Iterator[Any]:
        yield next(rows(*given))
        raise UnusableFolder("The data folder cannot be read.", "Give it read permission.")

    monkeypatch.setattr(module, "rows", failing)
    last = steps(screen)[-1]
    assert "The data folder cannot be read. Give it read permission. 1 of 4 forces compared." in last[1]
    assert len(now(comparisons).comparison.rows) == 1


def test_stopping_keeps_the_rows_there_are(screen: CompareScreen, comparisons: HeldComparisons) -> None:
    made = screen.make(**ORDER, visit=here())
    next(made)
    screen.stop(here())
    shown = [[str(each) for each in step] for step in made]
    assert "Stopped. 1 of 4 forces compared." in shown[-1][1]
    assert shown[-1][1].count('href="comparison/') == 3
    assert len(now(comparisons).comparison.rows) == 1


def test_a_page_shows_the_comparison_that_was_begun_last(screen: CompareScreen, comparisons: HeldComparisons) -> None:
    first = screen.make(**ORDER, visit=here())
    next(first)
    steps(screen, forces=["eastmoor"])
    assert list(first) == []
    assert [row.force for row in now(comparisons).comparison.rows] == ["eastmoor"]


# The source of a cell


def test_a_cell_s_source_is_shown_with_its_words_highlighted(screen: CompareScreen, held: Held) -> None:
    panel = screen.open_source(clicked(held, "cell-1-1"), here())
    assert f"<mark>{CUSTODY}</mark>" in panel
    assert "<strong>Strength:</strong>" in panel
    assert 'data-back="cell-1-1"' in panel


def test_a_source_is_not_shown_of_a_blank_cell_or_another_page_s(screen: CompareScreen, held: Held) -> None:
    assert "no longer held" in screen.open_source(clicked(held, "cell-4-1"), here())
    assert "no longer held" in screen.open_source(clicked(held, "cell-1-1"), here("another page"))
    assert "no longer held" in screen.open_source(gr.EventData(None, None), here())


def test_a_source_is_not_shown_once_it_is_under_embargo(screen: CompareScreen, held: Held, withheld: str) -> None:
    panel = screen.open_source(clicked(held, "cell-1-1"), here())
    assert "changed or removed meanwhile" in panel
    assert CUSTODY not in panel
    assert "<mark>" in screen.open_source(clicked(held, "cell-2-1"), here())


# What is taken away


def test_each_format_holds_what_the_page_shows(site: TestClient, held: Held) -> None:
    answers = {suffix: site.get(f"/comparison/{held.token}.{suffix}") for suffix in ("csv", "docx", "xlsx")}
    table = list(csv.reader(io.StringIO(answers["csv"].content.decode("utf-8-sig"))))
    word = "".join(docx.Document(io.BytesIO(answers["docx"].content)).element.body.itertext())
    with ZipFile(io.BytesIO(answers["xlsx"].content)) as workbook:
        texts = workbook.read("xl/sharedStrings.xml").decode()
    assert [row[0] for row in table[1:]] == [
        "Northshire Police",
        "Eastmoor Police",
        "Westmere Police",
        "Kent Police",
    ]
    assert table[1][1] == CUSTODY
    assert CUSTODY in word
    assert CUSTODY in texts
    for answer in answers.values():
        assert answer.headers["Cache-Control"] == "no-store"
        assert "4%20forces%20compared" in answer.headers["Content-Disposition"]
        assert SECRET.encode() not in answer.content


def test_a_closed_page_leaves_nothing_and_many_pages_push_out_the_oldest(
    screen: CompareScreen, site: TestClient, comparisons: HeldComparisons, held: Held
) -> None:
    assert site.get(f"/comparison/{held.token}.exe").status_code == 404
    screen.leave(here())
    answer = site.get(f"/comparison/{held.token}.csv")
    assert answer.status_code == 404
    assert "This comparison is no longer here" in answer.text
    begun = [comparisons.begin(str(number), held.comparison, held.forces) for number in range(MOST + 1)]
    assert comparisons.get(begun[0].token) is None
    assert comparisons.get(begun[1].token)
    comparisons.put(begun[0])
    assert comparisons.get(begun[0].token) is None


@pytest.mark.usefixtures("withheld")
@pytest.mark.parametrize("suffix", ["csv", "docx", "xlsx"])
def test_a_download_is_refused_once_a_document_is_under_embargo(site: TestClient, held: Held, suffix: str) -> None:
    answer = site.get(f"/comparison/{held.token}.{suffix}")
    assert answer.status_code == 404
    assert HIDDEN in answer.text


@pytest.mark.usefixtures("viewer", "withheld")
def test_it_is_made_again_for_who_may_see_it_so_that_it_has_its_warning(site: TestClient, held: Held) -> None:
    assert HIDDEN in site.get(f"/comparison/{held.token}.csv").text


def test_a_download_is_refused_once_a_document_is_gone(
    site: TestClient, held: Held, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.corpus, "document", lambda _: None)
    answer = site.get(f"/comparison/{held.token}.csv")
    assert answer.status_code == 404
    assert 'href="../source.css"' in answer.text


@pytest.mark.usefixtures("viewer")
def test_what_was_made_from_a_document_under_embargo_is_for_who_may_see_it(
    screen: CompareScreen, site: TestClient, comparisons: HeldComparisons, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = steps(screen)
    assert SECRET in shown[-2][2]
    assert "Do not share it." in shown[-1][1]
    held = now(comparisons)
    assert "<mark>" in screen.open_source(clicked(held, "cell-3-1"), here())
    assert SECRET in site.get(f"/comparison/{held.token}.csv").text
    monkeypatch.delenv("EMBARGO_VIEWERS")
    assert site.get(f"/comparison/{held.token}.csv").status_code == 404
    assert "changed or removed" in screen.open_source(clicked(held, "cell-3-1"), here())


# Programs, and what can be chosen


def test_a_program_gets_the_rows_that_the_command_prints(screen: CompareScreen) -> None:
    rows = screen.compare(["northshire", "westmere", "kent"], ["custody"], "", "", here())
    assert [row["force"] for row in rows] == ["northshire", "westmere", "kent"]
    found, hidden, missing = (row["cells"][0] for row in rows)
    assert (found["text"], found["type"], found["blank"]) == (CUSTODY, "strength", None)
    assert found["citations"][0]["document"].startswith("northshire")
    assert (hidden["blank"], missing["blank"]) == ("not yet public", "not in the collection")
    assert (rows[1]["documents"], rows[1]["held_back"]) == ([], 1)
    with pytest.raises(gr.Error, match="No force is chosen"):
        screen.compare([], [], "", "", here())


@pytest.mark.usefixtures("viewer")
def test_a_program_gets_what_is_under_embargo_only_for_who_may_see_it(screen: CompareScreen) -> None:
    def said(host: str) -> str:
        return str(screen.compare(["westmere"], ["custody"], "", "", here(host=host)))

    assert SECRET in said("127.0.0.1")
    assert SECRET not in said("192.0.2.7")


def test_the_choices_follow_the_corpus(screen: CompareScreen) -> None:
    forces, first, last = screen.refresh(["all", "atlantis", "westmere", "kent"], "2019", "1999", here())
    assert (forces["value"], last["value"]) == (["all", "kent"], "")
    assert "value" not in first
    assert ("2016", "2016") in first["choices"]
