"""The page of a kept answer: what was said, what became of its sources, and who may see it."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect

from assistant import Answer, Citation, Claim, Status
from assistant.answers import Answers
from assistant.frozen import Frozen, MadeWith, freeze
from corpus import Corpus, Document
from index import Filters, Scope
from screens.compared import MOST, compared
from screens.frozen import add_answer_pages
from screens.pages import Pages
from screens.render import answer_link
from screens.source import add_source_pages
from tests.assistant.letters import evidence
from tests.screens.letters import NORTHSHIRE, QUOTE, paragraphs, put_letter, put_text, tomorrow

MADE_WITH = MadeWith("a model", "a stamp", "1.2.3")
SUMMER = datetime(datetime.now(UTC).year - 1, 7, 2, 9, 30, tzinfo=UTC)
QUESTION = "Who checks the records of <b>wanted</b> suspects?"
CHECKED = "the checks were not always written down"


@pytest.fixture
def letter(corpus: Corpus) -> Document:
    """A letter to Northshire with its file."""
    return put_letter(corpus)


@pytest.fixture
def kept(corpus: Corpus) -> Answers:
    return Answers(corpus.folder, days=3650)


@pytest.fixture
def app(corpus: Corpus, kept: Answers) -> Iterator[FastAPI]:
    app, pages = FastAPI(), Pages(corpus)
    add_source_pages(app, corpus, pages)
    add_answer_pages(app, corpus, kept)
    yield app
    pages.close()


@pytest.fixture
def site(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 50000)) as site:
        yield site


def answer(corpus: Corpus, letter: Document, *quotes: str, text: str = QUOTE) -> Answer:
    """An answer of one claim that quotes the letter's fourth paragraph."""
    paragraph = corpus.paragraphs(letter.id)[3]
    citations = tuple(Citation(paragraph, letter, each) for each in quotes or (QUOTE,))
    return Answer(QUESTION, Status.ANSWERED, "From a letter.", claims=(Claim(text, citations),))


def keep(kept: Answers, answer: Answer, made_with: MadeWith = MADE_WITH) -> Frozen:
    frozen = freeze(answer, made_with, SUMMER)
    kept.put(frozen)
    return frozen


def change(corpus: Corpus, letter: Document, old: str, new: str) -> None:
    """Store a version of the letter with other words in its fourth paragraph."""
    made = [replace(each, text=each.text.replace(old, new)) for each in paragraphs(letter.id)]
    corpus.put(replace(letter, sha256="another"), made)


def page_of(site: TestClient, frozen: Frozen) -> str:
    shown = site.get(f"/{answer_link(frozen.id)}")
    assert shown.status_code == 200
    return shown.text


def test_an_answer_is_shown_as_it_was_given(site: TestClient, corpus: Corpus, letter: Document, kept: Answers) -> None:
    shown = page_of(site, keep(kept, answer(corpus, letter)))
    assert "<h1>Who checks the records of &lt;b&gt;wanted&lt;/b&gt; suspects?</h1>" in shown
    assert f"Answered on 2 July {SUMMER.year} at 10:30 by quoting alone" in shown  # in London
    assert f'<span class="claim">{QUOTE}</span>' in shown
    assert f'href="source?paragraph={quote(NORTHSHIRE)}%234&amp;quote=record+information' in shown
    assert "This paragraph is unchanged." in shown
    assert f"<mark>{QUOTE}</mark>" in shown
    assert "no longer" not in shown
    assert "version 1.2.3" in shown


def test_the_link_of_a_citation_opens_its_paragraph(
    site: TestClient, corpus: Corpus, letter: Document, kept: Answers
) -> None:
    shown = page_of(site, keep(kept, answer(corpus, letter)))
    link = shown.partition('<a href="source?')[2].partition('"')[0].replace("&amp;", "&")
    assert f"<mark>{QUOTE}</mark>" in site.get(f"/source?{link}").text


def test_what_a_language_model_said_is_told_as_its_work_beside_the_words_it_quotes(
    site: TestClient, corpus: Corpus, letter: Document, kept: Answers
) -> None:
    given = answer(corpus, letter, QUOTE, CHECKED, text="Supervisors check, but seldom write it down.")
    given = replace(given, writer="x:<i>", withheld=1, notice="It was slow.", understood="And who checks?")
    shown = page_of(site, keep(kept, given))
    assert "by the language model x:&lt;i&gt;, each statement checked" in shown
    assert "1 statement was withheld" in shown
    assert "It was slow." in shown
    assert "Understood as: And who checks?" in shown
    assert f"“{QUOTE}”" in shown
    assert f"“{CHECKED}”" in shown
    assert shown.count("This paragraph is unchanged.") == 1  # both quotes are from it


def test_a_replaced_paragraph_is_told_with_the_words_then_and_now(
    site: TestClient, corpus: Corpus, letter: Document, kept: Answers
) -> None:
    frozen = keep(kept, answer(corpus, letter))
    change(corpus, letter, "Supervisors check", "Supervisors <i>never</i> check")
    shown = page_of(site, frozen)
    assert "This paragraph has since been replaced." in shown
    assert "The source of this answer no longer says what is quoted here." in shown
    assert "Supervisors <ins>&lt;i&gt;never&lt;/i&gt;</ins> check these records" in shown
    assert f'<span class="claim">{QUOTE}</span>' in shown


def test_how_many_sources_fell_is_told(site: TestClient, corpus: Corpus, letter: Document, kept: Answers) -> None:
    given = answer(corpus, letter)
    other = Citation(corpus.paragraphs(letter.id)[2], letter, "keeps a list of suspects")
    frozen = keep(kept, replace(given, claims=(*given.claims, Claim("It keeps a list.", (other,)))))
    change(corpus, letter, "Supervisors", "Sergeants")
    assert "1 of the 2 sources of this answer no longer says what is quoted here." in page_of(site, frozen)


def test_words_that_still_stand_are_no_alarm(site: TestClient, corpus: Corpus, letter: Document, kept: Answers) -> None:
    frozen = keep(kept, answer(corpus, letter))
    change(corpus, letter, "not always written", "seldom written")
    shown = page_of(site, frozen)
    assert "This paragraph has since been changed; the quoted words still stand." in shown
    assert "notice" not in shown
    assert shown.count(f"<mark>{QUOTE}</mark>") == 2


def test_what_is_gone_is_still_shown_and_leads_nowhere(
    site: TestClient, corpus: Corpus, letter: Document, kept: Answers
) -> None:
    frozen = keep(kept, answer(corpus, letter))
    corpus.remove(letter.id)
    shown = page_of(site, frozen)
    assert "The document has since been removed." in shown
    assert f"<mark>{QUOTE}</mark>" in shown
    assert "source?" not in shown


def test_the_passages_of_an_unclear_answer_and_the_context_are_shown(
    site: TestClient, corpus: Corpus, kept: Answers
) -> None:
    text = put_text(corpus)
    near = replace(evidence("x"), paragraph=corpus.paragraphs(text.id)[1], document=text)
    shown = page_of(site, keep(kept, Answer("Horses?", Status.CLOSEST, "Nearest:", evidence=(near,))))
    assert "Not clearly answered" in shown
    assert "finding 1 &amp; more &lt;b&gt;than&lt;/b&gt; that." in shown
    beside = page_of(site, keep(kept, Answer("Horses?", Status.ANSWERED, "So:", context=(near,))))
    assert "National context, not about this force" in beside


def test_the_filters_that_narrowed_it_are_told(
    site: TestClient, corpus: Corpus, letter: Document, kept: Answers
) -> None:
    filters = Filters(first=date(2014, 1, 1), last=date(2016, 12, 31))
    given = replace(answer(corpus, letter), filters=filters, scope=Scope.of("Who?", corpus, filters=filters))
    assert "Only: 2014 to 2016" in page_of(site, keep(kept, given))


@pytest.mark.parametrize("id", ["unknown", "%FF", "x" * 100])
def test_an_unknown_answer_is_told_with_what_to_do(site: TestClient, id: str) -> None:
    refused = site.get(f"/answer?id={id}")
    assert refused.status_code == 404
    assert "We keep no such answer" in refused.text


@pytest.mark.parametrize("address", ["/answer", "/answer?id=" + "x" * 101])
def test_an_address_that_cannot_be_used_is_told(site: TestClient, address: str) -> None:
    assert site.get(address).status_code == 400


def test_an_answer_over_a_document_under_embargo_is_for_those_named_only(
    site: TestClient, corpus: Corpus, kept: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = keep(kept, answer(corpus, put_letter(corpus, embargo=tomorrow())))
    hidden, unknown = site.get(f"/{answer_link(frozen.id)}"), site.get("/answer?id=unknown")
    assert (hidden.status_code, hidden.text) == (404, unknown.text)
    monkeypatch.setenv("EMBARGO_VIEWERS", "anne")
    monkeypatch.setenv("USER_HEADER", "X-User")
    shown = site.get(f"/{answer_link(frozen.id)}", headers={"X-User": "Anne"})
    assert "Do not share it." in shown.text
    corpus.remove(NORTHSHIRE)
    assert site.get(f"/{answer_link(frozen.id)}").status_code == 404
    assert (
        "was under embargo when it was removed"
        in site.get(f"/{answer_link(frozen.id)}", headers={"X-User": "Anne"}).text
    )


def test_nothing_foreign_may_run_and_nothing_is_left_with_a_proxy(
    site: TestClient, corpus: Corpus, letter: Document, kept: Answers
) -> None:
    for address in (answer_link(keep(kept, answer(corpus, letter)).id), "answer?id=unknown"):
        headers = site.get(f"/{address}").headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "private, no-cache"


def test_texts_are_compared_word_by_word_and_none_is_lost() -> None:
    then, now = compared("few victims\nwere told", "nearly all victims\nwere <told>")
    assert then == "<del>few</del> victims\nwere <del>told</del>"
    assert now == "<ins>nearly all</ins> victims\nwere <ins>&lt;told&gt;</ins>"
    assert compared("same  words", "same words") == ("same  words", "same words")
    long = "word " * (MOST + 1)
    assert compared(long, "other") == (long, "other")


# In the browser


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """The app on a port of this machine."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.mark.parametrize(("width", "mode"), [(1280, "light"), (390, "dark")])
def test_the_page_fits_the_screen_breaks_no_rule_and_follows_the_mode(
    chromium: Browser, address: str, corpus: Corpus, letter: Document, kept: Answers, width: int, mode: str
) -> None:
    frozen = keep(kept, answer(corpus, letter))
    change(corpus, letter, "Supervisors", "S" * 200)
    page = chromium.new_page(viewport={"width": width, "height": 844}, color_scheme=mode)  # type: ignore[arg-type]
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # the app's, which is not here
    page.goto(f"{address}/{answer_link(frozen.id)}")
    expect(page.locator(".notice").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(17, 22, 29)" if mode == "dark" else "rgb(246, 247, 249)")
    assert told == []
    page.close()


def test_the_paragraph_opens_in_place_and_the_link_can_be_copied(
    chromium: Browser, address: str, corpus: Corpus, letter: Document, kept: Answers
) -> None:
    frozen = keep(kept, answer(corpus, letter))
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/{answer_link(frozen.id)}")
    expect(page.locator("mark")).to_be_hidden()
    page.get_by_text("This paragraph is unchanged.").click()
    expect(page.locator("mark")).to_have_text(QUOTE)
    page.get_by_role("link", name="Copy link").click()
    expect(page.locator(".copied")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/{answer_link(frozen.id)}"
    context.close()
