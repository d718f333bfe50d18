"""What the Check screen does, without a browser: above all that nothing of a draft is left behind."""

import gc
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import Assistant
from assistant.drafts import pasted
from corpus import Corpus, UnusableFolder
from screens import check as module
from screens.check import CheckScreen, build_check
from screens.check_held import MOST, Held, HeldDrafts, add_check_downloads
from screens.pages import Pages
from screens.source import add_source_pages
from tests.screens.letters import NORTHSHIRE, QUOTE, put_letter, tomorrow
from tests.screens.visits import visit

STANDS = "Staffordshire Police has a dedicated crime prevention and reduction team."
DRAFT = f"{STANDS}\nWhat should happen next?\nKent Police keeps llamas in its stables."


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    (tmp_path / "incoming" / "a1b2").mkdir(parents=True)
    return tmp_path / "incoming"


@pytest.fixture
def drafts() -> HeldDrafts:
    return HeldDrafts()


@pytest.fixture
def screen(assistant: Assistant, drafts: HeldDrafts, incoming: Path) -> Iterator[CheckScreen]:
    pages = Pages(assistant.corpus)
    yield CheckScreen(assistant, pages, drafts, incoming)
    pages.close()


@pytest.fixture
def site(drafts: HeldDrafts, letter_corpus: Corpus) -> Iterator[TestClient]:
    """The downloads without Gradio."""
    app = FastAPI()
    pages = Pages(letter_corpus)
    add_source_pages(app, letter_corpus, pages)
    add_check_downloads(app, drafts)
    with TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 50000)) as site:
        yield site
    pages.close()


def here(session: str = "page") -> gr.Request:
    """A visit from an open page."""
    request = visit()
    request.session_hash = session
    return request


def event(**data: object) -> gr.EventData:
    return gr.EventData(None, data)


def last(steps: Iterator[module.Shown]) -> tuple[str, ...]:
    return tuple(map(str, list(steps)[-1]))


def token(progress: str) -> str:
    return progress.split('href="checked/')[1].split(".docx")[0]


def given(incoming: Path, name: str, content: bytes) -> gr.EventData:
    """A file as Gradio has put it."""
    (incoming / "a1b2" / name).write_bytes(content)
    return event(path=str(incoming / "a1b2" / name), name=name)


def word(text: str, path: Path) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path.read_bytes()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_the_screen_is_laid_out_and_says_that_nothing_is_kept(assistant: Assistant, drafts: HeldDrafts) -> None:
    pages = Pages(assistant.corpus)
    with gr.Blocks() as page:
        build_check(assistant, pages, drafts)
    pages.close()
    box = next(block for block in page.blocks.values() if block.elem_id == "draft")
    assert "Nothing of your draft is kept." in str(box.info)
    assert "check" in {function.api_name for function in page.fns.values()}
    gc.collect()  # Gradio leaves event loops open, which is told when they are collected


def test_the_statements_are_shown_in_the_drafts_order_and_counted(screen: CheckScreen) -> None:
    _, progress, rows, _, _ = last(screen.check_text(DRAFT, here()))
    assert rows.index("crime prevention and reduction team") < rows.index("happen next") < rows.index("llamas")
    assert "3 statements checked against 1 document: 1 supported, 1 not found, 1 with nothing to check." in progress


def test_statements_appear_while_the_others_are_still_checked(
    screen: CheckScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE", -1)
    steps = [[str(each) for each in step] for step in screen.check_text(DRAFT, here())]
    assert [step[2].count("<li ") for step in steps] == [0, 1, 2, 3, 3]
    assert "Checking statement 2 of 3…" in steps[1][1]
    assert all(after[2].startswith(before[2]) for before, after in pairwise(steps))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  ", "There is nothing to check. Paste the text"),
        ("What next?", "There is no statement in the draft."),
        ("x" * (pasted.MOST_CHARACTERS + 1), "too long to be checked in one go. Check it in parts."),
        ("The force was late. " * (pasted.MOST_STATEMENTS + 1), "statements; at most 3000 can be checked in one go."),
    ],
)
def test_what_cannot_be_checked_is_told_and_all_else_stays(screen: CheckScreen, text: str, told: str) -> None:
    (step,) = screen.check_text(text, here())
    assert told in str(step[0])
    assert 'role="alert"' in str(step[0])
    assert list(step[1:]) == [gr.skip()] * 4


def test_a_stopped_check_keeps_what_has_a_verdict(screen: CheckScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", -1)
    steps = screen.check_text(DRAFT, here())
    next(steps), next(steps)
    screen.stop(here("another page"))
    next(steps)
    screen.stop(here())
    _, progress, rows, _, _ = last(steps)
    assert "Stopped. 2 of 3 statements checked" in progress
    assert rows.count("<li ") == 2
    assert token(progress)


def test_a_second_check_of_a_page_takes_the_place_of_the_first(
    screen: CheckScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE", -1)
    first = screen.check_text(DRAFT, here())
    next(first), next(first)
    assert "1 statement checked" in last(screen.check_text(STANDS, here()))[1]
    assert list(first) == []


def test_a_fault_amid_a_check_keeps_what_has_a_verdict(screen: CheckScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    check = screen._checker.check

    def failing(statement: str, **how: Any) -> object:
        if "llamas" in statement:
            raise UnusableFolder("The data folder cannot be read.", "Give it read permission.")
        return check(statement, **how)

    monkeypatch.setattr(screen._checker, "check", failing)
    _, progress, rows, _, _ = last(screen.check_text(DRAFT, here()))
    assert "The data folder cannot be read. Give it read permission. 2 of 3 statements checked" in progress
    assert rows.count("<li ") == 2


def test_something_unexpected_is_told_and_raised(screen: CheckScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any, **__: Any) -> object:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(screen._checker, "check", failing)
    steps = screen.check_text(STANDS, here())
    next(steps)
    assert "Something unexpected happened (by zero)." in str(next(steps)[1])
    with pytest.raises(ZeroDivisionError):
        next(steps)


def test_a_file_is_checked_and_nothing_of_it_is_left_on_disk(
    screen: CheckScreen, incoming: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    steps = list(screen.check_file(given(incoming, "draft.docx", word(STANDS, tmp_path / "made.docx")), here()))
    assert "Reading draft.docx…" in str(steps[0][0])
    assert "1 statement checked" in str(steps[-1][1])
    assert list(incoming.iterdir()) == list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("name", ["broken.docx", "sheet.xlsx", "empty.txt"])
def test_a_file_that_cannot_be_read_is_told_and_deleted(screen: CheckScreen, incoming: Path, name: str) -> None:
    step = last(screen.check_file(given(incoming, name, b"PK\x03\x04" if name != "empty.txt" else b""), here()))
    assert 'role="alert"' in step[0]
    assert name in step[0]
    assert list(incoming.iterdir()) == []


def test_a_file_that_was_not_uploaded_is_refused_and_left_alone(screen: CheckScreen, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(STANDS)
    step = last(screen.check_file(event(path=str(tmp_path / "secret.txt"), name="secret.txt"), here()))
    assert "secret.txt was not uploaded." in step[0]
    assert (tmp_path / "secret.txt").exists()
    assert "was not uploaded" in last(screen.check_file(event(), here()))[0]


def test_a_file_that_cannot_be_taken_over_is_told_and_deleted(
    screen: CheckScreen, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.move", full)
    step = last(screen.check_file(given(incoming, "draft.txt", STANDS.encode()), here()))
    assert "draft.txt could not be read (No space left on device)." in step[0]
    assert not (incoming / "a1b2" / "draft.txt").exists()


def test_a_checked_draft_is_taken_away_as_word_and_as_tables(
    screen: CheckScreen, site: TestClient, incoming: Path, tmp_path: Path
) -> None:
    content = word(STANDS, tmp_path / "made.docx")
    progress = last(screen.check_file(given(incoming, "Büro 1.docx", content), here()))[1]
    answers = {suffix: site.get(f"/checked/{token(progress)}.{suffix}") for suffix in ("docx", "csv", "md")}
    assert [each.status_code for each in answers.values()] == [200] * 3
    assert answers["docx"].content.startswith(b"PK")
    assert answers["csv"].content.startswith(b"\xef\xbb\xbfnumber,statement,verdict")
    assert STANDS in answers["csv"].text
    assert "http://127.0.0.1/source?paragraph=staffordshire" in answers["md"].text
    told = answers["md"].headers
    assert told["content-disposition"] == "attachment; filename*=UTF-8''B%C3%BCro%201%20checked.md"
    assert told["cache-control"] == "no-store"


def test_pasted_text_comes_back_as_a_new_word_file(screen: CheckScreen, site: TestClient) -> None:
    progress = last(screen.check_text(DRAFT, here()))[1]
    answer = site.get(f"/checked/{token(progress)}.docx")
    assert answer.content.startswith(b"PK")
    assert answer.headers["content-disposition"].endswith("''draft%20checked.docx")


def test_a_draft_is_forgotten_when_its_page_is_closed_or_another_is_checked(
    screen: CheckScreen, site: TestClient
) -> None:
    first = token(last(screen.check_text(DRAFT, here()))[1])
    other = token(last(screen.check_text(DRAFT, here("another page")))[1])
    second = token(last(screen.check_text(STANDS, here()))[1])
    assert "no longer here" in site.get(f"/checked/{first}.docx").text
    screen.leave(here())
    assert site.get(f"/checked/{second}.docx").status_code == 404
    assert site.get(f"/checked/{other}.md").status_code == 200
    assert site.get(f"/checked/{other}.exe").status_code == 404


def test_no_more_drafts_are_held_than_memory_has_room_for(screen: CheckScreen, drafts: HeldDrafts) -> None:
    first = token(last(screen.check_text(STANDS, here()))[1])
    held = drafts.get(first)
    assert held
    tokens = [drafts.hold(f"page {number}", held) for number in range(MOST)]
    assert drafts.get(first) is None
    assert all(map(drafts.get, tokens))


def test_what_was_checked_against_documents_under_embargo_is_for_those_who_may_see_them(
    screen: CheckScreen, drafts: HeldDrafts, site: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = drafts.get(token(last(screen.check_text(STANDS, here()))[1]))
    assert held
    address = f"/checked/{drafts.hold('page', replace(held, embargoed=True))}.md"
    monkeypatch.setenv("USER_HEADER", "X-Forwarded-User")
    monkeypatch.setenv("EMBARGO_VIEWERS", "anne")
    assert site.get(address).status_code == 404
    assert site.get(address, headers={"X-Forwarded-User": "anne"}).status_code == 200


def test_a_word_file_that_cannot_be_written_is_told(drafts: HeldDrafts, site: TestClient, screen: CheckScreen) -> None:
    held = drafts.get(token(last(screen.check_text(STANDS, here()))[1]))
    assert held
    address = f"/checked/{drafts.hold('page', Held(held.checked, b'nothing of the kind'))}.docx"
    assert site.get(address).status_code == 400


def test_links_lead_to_where_a_proxy_serves_the_app(
    screen: CheckScreen, site: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/checked/{token(last(screen.check_text(STANDS, here()))[1])}.md"
    monkeypatch.setenv("GRADIO_ROOT_PATH", "/inspections")
    assert "http://127.0.0.1/inspections/source?" in site.get(address).text
    monkeypatch.setenv("GRADIO_ROOT_PATH", "https://www.example.org/inspections")
    assert "https://www.example.org/inspections/source?" in site.get(address).text


def test_a_program_gets_the_rows_that_the_command_prints(screen: CheckScreen) -> None:
    rows = screen.check(DRAFT, here())
    assert [(row["statement"], row["verdict"]) for row in rows][:1] == [(STANDS, "supported")]
    assert [row["verdict"] for row in rows[1:]] == ["nothing_to_check", "not_found"]
    assert rows[0]["citations"][0]["document"] == "staffordshire-core-business-2014"
    with pytest.raises(gr.Error, match="There is nothing to check"):
        screen.check("", here())


@pytest.fixture
def northshire(corpus: Corpus) -> Iterator[CheckScreen]:
    """The screen over a letter with pages."""
    put_letter(corpus)
    pages = Pages(corpus)
    index = SimpleNamespace(encoder=None)
    yield CheckScreen(SimpleNamespace(corpus=corpus, index=index), pages, HeldDrafts(), corpus.folder)  # type: ignore[arg-type]  # nothing is searched
    pages.close()


def test_a_source_is_shown_with_its_page_and_the_words_highlighted(northshire: CheckScreen) -> None:
    panel = northshire.open_source(event(paragraph=f"{NORTHSHIRE}#4", statement="12", quote=QUOTE), here())
    assert f"<mark>{QUOTE}</mark>" in panel
    assert "Source for statement 12" in panel
    assert 'class="page-view"' in panel
    assert "Back to statement 12" in panel


def test_a_source_that_is_gone_or_under_embargo_by_now_is_not_shown(northshire: CheckScreen, corpus: Corpus) -> None:
    asked = event(paragraph=f"{NORTHSHIRE}#4", statement="12", quote=QUOTE)
    document = corpus.document(NORTHSHIRE)
    assert document
    put_letter(corpus, embargo=tomorrow())
    assert "changed or removed meanwhile" in northshire.open_source(asked, here())
    put_letter(corpus, embargo=datetime(2014, 9, 5, tzinfo=UTC))
    assert "<mark>" in northshire.open_source(asked, here())
    corpus.remove(NORTHSHIRE)
    assert "changed or removed meanwhile" in northshire.open_source(asked, here())
    assert "changed or removed meanwhile" in northshire.open_source(event(), here())
