"""The Library in a real browser, over an app and a data folder of its own: add, see, correct, remove."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, expect

from corpus.readers.ocr import can_recognise
from tests.assistant.letters import letter
from tests.conftest import Command
from tests.screens.conftest import running_app
from tests.screens.test_ask import CONTRASTS, ask

BICYCLES = "The force has no plan to reduce its backlog of 312 stolen bicycle investigations."


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of this file's own, with the included letter; the tests add each their own documents to it."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(data / "models", folder / "models")
    return folder


@pytest.fixture(scope="module")
def library_address(folder: Path) -> Iterator[str]:
    with running_app(folder) as address:
        yield address


@contextmanager
def visiting(chromium: Browser, address: str, width: int = 1280, **options: object) -> Iterator[Page]:
    """The Library as a visitor sees it."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("tab", name="Library").click()
    page.wait_for_selector(".library")
    yield page
    context.close()


@pytest.fixture
def library(chromium: Browser, library_address: str) -> Iterator[Page]:
    with visiting(chromium, library_address) as page:
        yield page


def written(path: Path, force: str, *findings: str, year: int = 2021) -> Path:
    """A letter to that force, as a text file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(letter(force, year, *findings), encoding="utf-8")
    return path


def give(page: Page, *files: Path, kind: str = "files") -> None:
    """Choose files (or a folder) and wait until they are added."""
    before = page.locator(".adding").get_attribute("data-run") if page.locator(".adding").count() else ""
    page.set_input_files(f"[data-input={kind}]", list(files))
    expect(page.locator(f".adding[data-state=done]:not([data-run='{before}'])")).to_be_visible(timeout=60_000)


def row(page: Page, document: str) -> Locator:
    return page.locator(f"tr[data-document='{document}']")


def open_document(page: Page, document: str) -> None:
    row(page, document).locator(".link").click()
    expect(page.locator(".details")).to_have_attribute("data-document", document)


def open_form(page: Page, document: str) -> None:
    open_document(page, document)
    page.get_by_role("button", name="Correct these details").click()
    expect(page.get_by_role("button", name="Save corrections")).to_be_visible()


def test_an_uploaded_letter_is_listed_and_answers_a_question(library: Page, tmp_path: Path) -> None:
    give(library, written(tmp_path / "bicycles.txt", "Northshire Police", BICYCLES))
    expect(library.locator(".adding")).to_contain_text("1 added. You can ask about them now.")
    expect(row(library, "bicycles")).to_contain_text("Northshire Police")
    library.get_by_role("tab", name="Ask").click()
    ask(library, "What plan does Northshire have for stolen bicycles?")
    expect(library.locator(".claims")).to_contain_text("312 stolen bicycle investigations")
    expect(library.locator(".claims .cite").first).to_be_visible()
    library.locator("#force input").click()
    expect(library.get_by_role("option", name="Northshire Police")).to_be_visible()


def test_the_same_file_again_is_unchanged_and_a_newer_version_replaces_it(library: Page, tmp_path: Path) -> None:
    file = written(tmp_path / "again.txt", "Westmere Police", "The force checks its cameras daily.")
    give(library, file)
    give(library, file)
    expect(library.locator(".adding")).to_contain_text("1 unchanged")
    give(library, written(file, "Westmere Police", "The force checks its cameras weekly now."))
    expect(library.locator(".adding")).to_contain_text("1 replaced")
    expect(row(library, "again")).to_have_count(1)


def test_a_file_that_cannot_be_read_is_told_with_its_remedy_and_stays_listed(library: Page, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad & <b>.pdf", written(tmp_path / "good.txt", "Southvale Police", "Dogs are trained.")
    bad.write_bytes(b"%PDF-1.4 no more than this")
    give(library, bad, good)
    expect(library.locator(".adding")).to_contain_text("1 added, 1 failed")
    expect(library.locator(".adding .is-failed")).to_contain_text("print or export it as PDF again")
    library.get_by_role("tab", name="Failed files").click()
    failure = library.locator(".failures li", has_text="bad & <b>.pdf")
    expect(failure).to_contain_text("print or export it as PDF again")
    failure.get_by_role("button", name="Try again").click()
    expect(library.locator(".adding[data-state=done] .told")).to_have_text("1 failed.")
    expect(library.locator(".adding .is-failed")).to_contain_text("print or export it as PDF again")
    failure.get_by_role("button", name="Dismiss").click()
    expect(library.locator("#said")).to_contain_text("was taken off the list")
    expect(failure).to_have_count(0)


def test_a_folder_keeps_its_paths_and_what_cannot_be_read_is_left_out(library: Page, tmp_path: Path) -> None:
    for year in range(2011, 2021):
        written(tmp_path / "letters" / str(year) / "letter.txt", f"{'ABCDEFGHIJ'[year - 2011]}bury Police", year=year)
    (tmp_path / "letters" / "thumbs.db").write_bytes(b"\0")
    give(library, tmp_path / "letters", kind="folder")
    expect(library.locator(".adding .told")).to_contain_text("10 added")
    expect(row(library, "letters-2011-letter")).to_be_visible()
    expect(row(library, "letters-2020-letter")).to_be_visible()
    expect(library.locator(".adding .file").first).not_to_be_visible()
    library.get_by_text("Show all 10").click()
    expect(library.locator(".adding .file")).to_have_count(10)


def test_files_and_addresses_are_dropped(library: Page) -> None:
    text = letter("Eastmoor Constabulary", 2019, "Lamps are bright.")
    library.evaluate(
        """text => {
          const given = new DataTransfer();
          given.items.add(new File([text], "dropped.txt"));
          const zone = document.querySelector("#drop .zone");
          for (const name of ["dragenter", "dragover", "drop"]) {
            zone.dispatchEvent(new DragEvent(name, { dataTransfer: given, bubbles: true, cancelable: true }));
          }
          const link = new DataTransfer();
          link.setData("text/uri-list", "http://127.0.0.1:9/dropped.pdf");
          zone.dispatchEvent(new DragEvent("drop", { dataTransfer: link, bubbles: true, cancelable: true }));
        }""",
        text,
    )
    expect(row(library, "dropped")).to_be_visible(timeout=60_000)
    expect(library.locator(".adding .is-failed")).to_contain_text("http://127.0.0.1:9/dropped.pdf", timeout=60_000)


def test_an_address_of_this_network_is_refused_with_the_reason(library: Page) -> None:
    library.get_by_label("Web addresses").fill("http://127.0.0.1:9/letter.pdf")
    library.get_by_role("button", name="Add", exact=True).click()
    expect(library.locator(".adding .is-failed")).to_contain_text("127.0.0.1", timeout=60_000)
    expect(library.get_by_label("Web addresses")).to_have_value("")
    library.locator("[data-view=failures]").click()
    expect(library.locator(".failures")).to_contain_text("http://127.0.0.1:9/letter.pdf")


def test_a_corrected_title_is_shown_and_can_be_taken_back(library: Page, tmp_path: Path) -> None:
    give(library, written(tmp_path / "title.txt", "Eastmoor Constabulary", "Cells are clean."))
    open_form(library, "title")
    before = library.locator("#details-title").inner_text()
    library.locator("#correct-title textarea").fill("Custody <i>in</i> Eastmoor")
    library.get_by_role("button", name="Save corrections").click()
    expect(library.locator("#told")).to_contain_text("Saved: Title.")
    expect(library.locator("#details-title")).to_have_text("Custody <i>in</i> Eastmoor")
    expect(row(library, "title")).to_contain_text("Custody <i>in</i> Eastmoor")
    expect(row(library, "title")).to_contain_text("Corrected")
    library.get_by_role("button", name="Title: use what the file says").click()
    expect(library.locator("#details-title")).to_have_text(before)
    expect(library.locator("#correct-title textarea")).to_have_value(before)
    expect(row(library, "title")).not_to_contain_text("Corrected")


def test_a_force_is_corrected_and_counts_in_the_coverage(library: Page, tmp_path: Path) -> None:
    give(library, written(tmp_path / "force.txt", "Midland Vale Police", "Radios work."))
    open_form(library, "force")
    library.locator("#correct-forces input").click()
    library.keyboard.type("Cumbria")
    library.get_by_role("option", name="Cumbria").click()
    library.get_by_role("button", name="Save corrections").click()
    expect(row(library, "force")).to_contain_text("Cumbria Constabulary")
    library.keyboard.press("Escape")
    library.locator("[data-view=coverage]").click()
    library.get_by_role("button", name="Cumbria Constabulary").click()
    expect(library.locator(".found")).to_have_text(f"1 of {library.locator('tr[data-document]').count()} documents")


def test_what_cannot_be_saved_is_told_and_nothing_typed_is_lost(library: Page, tmp_path: Path) -> None:
    give(library, written(tmp_path / "faults.txt", "Eastmoor Constabulary", "Vans are old."))
    open_form(library, "faults")
    library.get_by_label("Date", exact=True).fill("31 June 2021")
    library.get_by_label("Fieldwork").fill("some time ago")
    library.get_by_label("From").fill("Ann Other")
    library.get_by_role("button", name="Save corrections").click()
    expect(library.locator("#told [role=alert]")).to_contain_text(
        "Date: '31 June 2021' is no day. Write it as 2024-05-16"
    )
    expect(library.locator("#told [role=alert]")).to_contain_text("Fieldwork: 'some time ago' is no period.")
    expect(library.get_by_label("Date", exact=True)).to_have_value("31 June 2021")
    library.get_by_label("Date", exact=True).fill("30 June 2021")
    library.get_by_label("Fieldwork").fill("1 May 2021 to 31 May 2021")
    library.get_by_role("button", name="Save corrections").click()
    expect(library.locator("#told")).to_contain_text("Saved: Date, Fieldwork, From.")
    expect(library.locator(".details")).to_contain_text("30 June 2021")


def test_a_document_is_removed_after_a_second_thought(library: Page, tmp_path: Path) -> None:
    give(library, written(tmp_path / "unwanted.txt", "Eastmoor Constabulary", "Boots are worn."))
    open_document(library, "unwanted")
    library.get_by_role("button", name="Remove this document").click()
    library.get_by_role("button", name="Keep it").click()
    expect(library.get_by_role("button", name="Yes, remove it")).not_to_be_visible()
    library.get_by_role("button", name="Remove this document").click()
    library.get_by_role("button", name="Yes, remove it").click()
    expect(library.locator("#said")).to_contain_text("was removed")
    expect(library.locator(".details")).to_have_count(0)
    expect(row(library, "unwanted")).to_have_count(0)


def test_one_page_tells_what_another_removed(library: Page, tmp_path: Path, command: Command, folder: Path) -> None:
    give(library, written(tmp_path / "fleeting.txt", "Eastmoor Constabulary", "Hats are blue."))
    open_form(library, "fleeting")
    assert command("corpus", "remove", "fleeting", folder=folder).returncode == 0
    expect(row(library, "fleeting")).to_have_count(0)
    library.locator("#correct-title textarea").fill("Too late")
    library.get_by_role("button", name="Save corrections").click()
    expect(library.locator("#told")).to_contain_text("has been removed meanwhile")


def test_what_another_process_adds_is_seen_and_answers_without_a_restart(
    library: Page, tmp_path: Path, command: Command, folder: Path
) -> None:
    file = written(tmp_path / "elsewhere.txt", "Highmoor Police", "The force owns 77 drones that nobody can fly.")
    assert command("corpus", "add", str(file), folder=folder).returncode == 0
    expect(row(library, "elsewhere")).to_be_visible()
    library.wait_for_timeout(3000)  # "within seconds": the sync comes a second after
    library.get_by_role("tab", name="Ask").click()
    ask(library, "Does Highmoor Police own drones?")
    expect(library.locator(".claims")).to_contain_text("77 drones")


def test_columns_sort_by_click_and_by_keyboard(library: Page, tmp_path: Path) -> None:
    give(
        library,
        written(tmp_path / "sorted-a.txt", "Alphaford Police", "One.", year=1999),
        written(tmp_path / "sorted-z.txt", "Zetaford Police", "Two.", year=2030),
    )
    shown = library.locator("tr[data-document]")
    expect(library.get_by_role("columnheader", name="Date")).to_have_attribute("aria-sort", "descending")
    expect(shown.first).to_have_attribute("data-document", "sorted-z")
    library.get_by_role("button", name="Date").focus()
    library.keyboard.press("Enter")
    expect(library.get_by_role("columnheader", name="Date")).to_have_attribute("aria-sort", "ascending")
    expect(shown.first).to_have_attribute("data-document", "sorted-a")
    library.get_by_role("button", name="Forces", exact=True).click()
    expect(shown.last).to_contain_text("Zetaford")
    expect(library.get_by_role("columnheader", name="Date")).not_to_have_attribute("aria-sort", "ascending")


def test_filters_narrow_the_table_and_survive_a_change(
    library: Page, tmp_path: Path, command: Command, folder: Path
) -> None:
    give(library, written(tmp_path / "needle.txt", "Needleham Police", "One.", year=2007))
    library.get_by_label("Find").fill("needleham 2007")
    shown = library.locator("tr[data-document]:visible")
    expect(shown).to_have_count(1)
    more = written(tmp_path / "needle2.txt", "Needleham Police", "Two.", year=2008)
    assert command("corpus", "add", str(more), folder=folder).returncode == 0
    expect(library.locator("tr[data-document='needle2']")).to_have_count(1)
    expect(shown).to_have_count(1)
    library.get_by_label("Find").fill("")
    library.locator("[data-filter=force]").select_option(label="Needleham Police")
    expect(shown).to_have_count(2)
    library.locator("[data-filter=kind]").select_option(label="Letter")
    library.get_by_label("Find").fill("nothing has these words")
    expect(library.locator(".unmatched")).to_be_visible()
    library.get_by_role("button", name="Show all").click()
    expect(library.get_by_label("Find")).to_have_value("")
    assert shown.count() > 2


def test_a_document_under_embargo_is_listed_and_nothing_of_it_shown(library: Page, tmp_path: Path) -> None:
    file = written(tmp_path / "embargoed.txt", "Secretshire Police", "The chief fears an inquiry.", year=2098)
    text = file.read_text(encoding="utf-8")
    file.write_text(f"Embargoed until 00:01 on 5 June 2098\n\n{text}", encoding="utf-8")
    give(library, file)
    expect(row(library, "embargoed")).to_contain_text("Under embargo until 00:01 on 5 June 2098")
    expect(row(library, "embargoed")).not_to_contain_text("Secretshire")
    open_document(library, "embargoed")
    expect(library.locator(".details .read")).to_have_count(0)
    expect(library.locator(".details")).not_to_contain_text("Mr B. Sample")
    library.keyboard.press("Escape")
    library.locator("[data-view=coverage]").click()
    expect(library.locator(".coverage")).not_to_contain_text("Secretshire")


def test_details_link_to_the_first_paragraph_and_the_keyboard_leads_in_and_out(library: Page) -> None:
    name = "staffordshire-core-business-2014"
    link = row(library, name).locator(".link")
    link.focus()
    library.keyboard.press("Enter")
    expect(library.locator("#details-title")).to_be_focused()
    expect(library.locator(".details .read")).to_have_attribute("href", f"source?paragraph={name}%231")
    expect(library.locator(".details")).to_contain_text("Drusilla Sharpling")
    library.keyboard.press("Escape")
    expect(library.locator("#drawer")).not_to_be_visible()
    expect(link).to_be_focused()


@pytest.mark.skipif(not can_recognise(), reason="tesseract is not installed")
def test_a_scan_is_read_when_that_is_asked_for_and_marked(library: Page, tmp_path: Path) -> None:
    picture = Image.new("L", (1240, 600), "white")
    ImageDraw.Draw(picture).text(
        (100, 100), "Scanned report on Northshire Police\n\nThe cells were clean.", font_size=40
    )
    picture.save(tmp_path / "scan.pdf", resolution=150)
    give(library, tmp_path / "scan.pdf")
    expect(library.locator(".adding")).to_contain_text("1 failed")
    library.get_by_role("tab", name="Failed files").click()
    library.get_by_role("button", name="Read with OCR scan.pdf").click()
    expect(library.locator(".adding[data-state=done]")).to_contain_text("1 added", timeout=60_000)
    library.get_by_role("tab", name="Documents").click()
    expect(row(library, "scan")).to_contain_text("Text from OCR")


def test_on_a_phone_documents_are_cards_and_nothing_runs_over_the_edge(chromium: Browser, library_address: str) -> None:
    with visiting(chromium, library_address, 390, has_touch=True) as page:
        expect(page.locator(".documents thead")).not_to_be_visible()
        page.get_by_label("Sort by").select_option(label="Title")
        for view in ("coverage", "failures", "documents"):
            page.locator(f"[data-view={view}]").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        open_form(page, "staffordshire-core-business-2014")
        assert page.evaluate("document.getElementById('drawer').scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_as_wcag_aa_asks(
    chromium: Browser, library_address: str, scheme: str, tmp_path: Path
) -> None:
    with visiting(chromium, library_address, color_scheme=scheme) as page:
        (tmp_path / "empty.txt").touch()
        give(page, tmp_path / "empty.txt")
        open_form(page, "staffordshire-core-business-2014")
        page.get_by_role("button", name="Remove this document").click()
        selector = "#drop *, #adding *, #documents *, #drawer *, [role=tablist] *"
        start = CONTRASTS.index('querySelectorAll("') + len('querySelectorAll("')
        script = CONTRASTS[:start] + selector + CONTRASTS[CONTRASTS.index('")', start) :]
        ratios = page.evaluate(script)
    assert len(ratios) > 20
    assert {text: ratio for text, ratio in ratios.items() if ratio < 4.5} == {}
