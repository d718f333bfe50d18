"""What the Library does, without a browser: above all where something is amiss."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import gradio as gr
import pytest

from assistant import Assistant
from corpus import Corpus, DocumentKind, UnusableFolder, add
from corpus.correcting import FIELDS, correct
from index import Encoder, Index
from screens.library import GONE, HELD_BACK, LibraryScreen, build_library
from screens.library_form import LABELS, Opened, values_of
from screens.library_view import coverage, drop_zone, kind_name, library, long_moment, row
from tests.assistant.letters import letter
from tests.screens.visits import visit

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def screen(corpus: Corpus, encoder: Encoder, tmp_path: Path) -> LibraryScreen:
    """The screen over a corpus with one letter, `northshire`."""
    path = tmp_path / "northshire.txt"
    path.write_text(letter("Northshire Police", 2021, "Cells are clean."), encoding="utf-8")
    add(corpus, path)
    (tmp_path / "incoming").mkdir()
    return LibraryScreen(Assistant(corpus, Index(corpus, encoder)), tmp_path / "incoming")


def event(**data: object) -> gr.EventData:
    return gr.EventData(None, data)


def here() -> gr.Request:
    """A visit from this machine."""
    return visit()


def opened(screen: LibraryScreen, id: str = "northshire") -> Opened:
    return cast(Opened, screen.open(Opened(), event(document=id), here())[3])


def typed(state: Opened, **changes: object) -> list[object]:
    """The values of the form, with these changed."""
    return list((dict(state.before) | changes).values())


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_the_screen_is_laid_out_with_a_field_for_all_that_can_be_corrected(assistant: Assistant) -> None:
    with gr.Blocks() as page:
        build_library(assistant)
    ids = {block.elem_id for block in page.blocks.values()}
    assert {f"correct-{name}" for name in FIELDS} <= ids
    gc.collect()  # Gradio leaves event loops open, which is told when they are collected


def test_a_document_is_closed_and_removed(screen: LibraryScreen, corpus: Corpus) -> None:
    state = opened(screen)
    assert screen.close(state) == ["", "", Opened(count=state.count)]
    assert "was removed" in str(screen.remove(state, here()))
    assert corpus.documents() == ()


def test_the_page_is_sent_again_only_when_something_changed(screen: LibraryScreen, corpus: Corpus) -> None:
    first = str(screen.look(event(seen=""), here()))
    seen = first.split('data-seen="')[1].split('"')[0]
    assert screen.look(event(seen=seen), here()) == gr.skip()
    corpus.remove("northshire")
    assert "There are no documents yet" in str(screen.look(event(seen=seen), here()))


def test_saving_without_a_change_does_nothing(screen: LibraryScreen, corpus: Corpus) -> None:
    state = opened(screen)
    assert "Nothing was changed" in str(screen.save(state, here(), *typed(state)))  # type: ignore[arg-type]
    assert corpus.document("northshire").corrected == ()  # type: ignore[union-attr]


def test_what_one_person_corrects_is_not_undone_by_another(screen: LibraryScreen, corpus: Corpus) -> None:
    state = opened(screen)
    correct(corpus, "northshire", {"author": "Ann Other"})
    screen.save(state, here(), *typed(state, title="Custody"))  # type: ignore[arg-type]
    document = corpus.document("northshire")
    assert document
    assert (document.title, document.author) == ("Custody", "Ann Other")


def test_a_document_that_is_gone_is_told_wherever_it_is_asked_for(screen: LibraryScreen, corpus: Corpus) -> None:
    state = opened(screen)
    corpus.remove("northshire")
    assert GONE in str(screen.open(state, event(document="northshire"), here()))
    assert GONE in str(screen.save(state, here(), *typed(state)))  # type: ignore[arg-type]
    assert GONE in str(screen.uncorrect(state, event(field="title"), here()))
    assert GONE in str(screen.remove(state, here()))


def test_all_corrections_are_taken_back_at_once(screen: LibraryScreen, corpus: Corpus) -> None:
    correct(corpus, "northshire", {"author": "Ann Other", "title": "Custody"})
    told = str(screen.uncorrect(opened(screen), event(), here()))
    assert "What the file says counts again: Title, From." in told
    assert corpus.document("northshire").corrected == ()  # type: ignore[union-attr]


def test_a_folder_that_cannot_be_written_is_told(
    screen: LibraryScreen, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UnusableFolder("The data folder cannot be written to.", "Give it write permission.")

    state = opened(screen)
    for name in ("correct", "remove", "forget_failure"):
        monkeypatch.setattr(corpus, name, refuse)
    tries: list[Callable[[], object]] = [
        lambda: screen.save(state, here(), *typed(state, title="Custody")),  # type: ignore[arg-type]
        lambda: screen.uncorrect(state, event(field="title"), here()),
        lambda: screen.remove(state, here()),
        lambda: screen.dismiss(event(file="a.pdf"), here()),
    ]
    for attempt in tries:
        assert "Give it write permission." in str(attempt())


def last(steps: Iterator[tuple[object, object]]) -> str:
    return str(list(steps)[-1])


def test_what_is_given_is_added_and_a_file_that_is_not_ours_is_refused(screen: LibraryScreen, tmp_path: Path) -> None:
    (tmp_path / "incoming" / "new.txt").write_text(letter("Eastmoor Constabulary", 2020, "Vans are old."))
    files = [
        {"path": str(tmp_path / "incoming" / "new.txt"), "place": "letters/new.txt"},
        {"path": "/etc/hostname", "place": "hostname"},
    ]
    told = last(screen.add(event(files=files, addresses=["example.invalid/letter"]), here()))
    assert "1 added, 2 failed" in told
    assert "hostname was not uploaded" in told
    assert "https://example.invalid/letter" in told


def test_a_failed_file_is_tried_again_and_dismissed(screen: LibraryScreen, corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "incoming" / "empty.txt").touch()
    given = {"path": str(tmp_path / "incoming" / "empty.txt"), "place": "empty.txt"}
    assert "1 failed" in last(screen.add(event(files=[given]), here()))
    (failure,) = corpus.failures()
    assert "1 failed" in last(screen.recognise(event(file="empty.txt"), here()))
    Path(failure.path_or_address).write_text(letter("Eastmoor Constabulary", 2020, "Vans are old."))
    assert "1 added" in last(screen.again(event(file="empty.txt"), here()))
    assert corpus.failures() == ()
    assert not Path(failure.path_or_address).exists()


def test_dismissing_forgets_the_file(screen: LibraryScreen, corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "incoming" / "empty.txt").touch()
    given = {"path": str(tmp_path / "incoming" / "empty.txt"), "place": "empty.txt"}
    last(screen.add(event(files=[given]), here()))
    (failure,) = corpus.failures()
    said, page = screen.dismiss(event(file="empty.txt"), here())
    assert "empty.txt was taken off the list" in str(said)
    assert "No file has failed" in str(page)
    assert not Path(failure.path_or_address).exists()


def test_coverage_counts_documents_a_force_and_leaves_out_the_embargoed(screen: LibraryScreen, corpus: Corpus) -> None:
    document = corpus.document("northshire")
    assert document
    later = replace(document, id="later", date=date(2023, 1, 1), forces=("northshire", "kent"))
    undated = replace(document, id="undated", date=None, published=None, forces=("essex",))
    found = [(each.name, each.documents, each.latest) for each in coverage([document, later, undated])]
    assert found == [
        ("Essex Police", 1, None),
        ("Kent Police", 1, date(2023, 1, 1)),
        ("Northshire Police", 2, date(2023, 1, 1)),
    ]
    held = replace(document, embargo=datetime.max.replace(tzinfo=UTC))
    assert row(held, 1, NOW).state == "Under embargo; until when could not be read"


def test_many_forces_are_counted_and_an_unknown_embargo_is_told(screen: LibraryScreen, corpus: Corpus) -> None:
    correct(corpus, "northshire", {"forces": ["kent", "essex", "surrey", "sussex"]})
    assert "and 2 more" in library(corpus, "")
    assert long_moment(datetime.max.replace(tzinfo=UTC)) == "could not be read"
    assert long_moment(datetime(2025, 7, 1, 8, 30, tzinfo=UTC)) == "09:30 on 1 July 2025"


def test_the_form_says_what_the_document_says_in_words_that_can_be_saved_again(
    corpus: Corpus, screen: LibraryScreen
) -> None:
    given = {
        "title": "T", "kind": "force_report", "forces": ["kent"], "inspectorates": ["HMICFRS", "Ofsted"],
        "date": "1 May 2021", "published": "2 June 2021", "fieldwork": "1 January 2021 to 3 February 2021",
        "embargo": "00:01 on 3 May 2022", "author": "A", "office": "O", "addressee": "C", "programme": "P",
    }  # fmt: skip
    document = correct(corpus, "northshire", given)
    assert values_of(document) == given
    assert list(LABELS) == list(values_of(document))
    assert correct(corpus, "northshire", values_of(document)) == document


def test_the_zone_names_the_formats_and_kinds_read_well() -> None:
    assert "PDF, Word, web pages, Markdown and text." in drop_zone()
    assert [kind_name(kind) for kind in DocumentKind][:2] == ["Letter", "Force report"]


def test_an_embargo_is_lifted_only_by_who_may(
    screen: LibraryScreen, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(corpus, "northshire", {"embargo": "00:01 on 3 May 2999"})
    state = opened(screen)
    assert HELD_BACK in str(screen.save(state, visit(host="10.1.2.3"), *typed(state, embargo="")))  # type: ignore[arg-type]
    assert HELD_BACK in str(screen.uncorrect(state, event(field="embargo"), visit(host="10.1.2.3")))
    assert not corpus.public()
    monkeypatch.setenv("USER_HEADER", "X-Forwarded-User")
    monkeypatch.setenv("TRUSTED_PROXIES", "10.1.2.3")
    monkeypatch.setenv("LIBRARIANS", "anne")
    monkeypatch.setenv("EMBARGO_VIEWERS", "anne")
    anne = visit(host="10.1.2.3", **{"X-Forwarded-User": "Anne"})
    assert "Saved" in str(screen.save(state, anne, *typed(state, embargo="")))  # type: ignore[arg-type]
    assert corpus.public()
