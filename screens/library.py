"""The Library screen: add documents, see what there is and what it covers, open, correct and remove it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gradio as gr

from assistant import Assistant
from corpus import Corpus, Document, InspectionError
from corpus.adding import Item
from corpus.correcting import correct, faults, uncorrect
from screens import library_view as view
from screens.adding import Adder, Wanted
from screens.library_form import LABELS, Given, Opened, build_fields, updates, values_of
from screens.panes import pane, scripts
from screens.uploads import Uploads
from screens.viewer import SignIn, may_change_library, may_lift_embargo, sign_in

PAUSE = 0.2  # seconds between two pictures of how adding goes: smooth to the eye, little to send
_CLICKS = scripts("library.js")
_DROPS = scripts("drop.js")
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_LOADING = '<p class="empty" data-event="look">Loading the documents…</p>'
HELD_BACK = "Only people named in EMBARGO_VIEWERS may change the embargo of a document that is under one."
GONE = "This document has been removed meanwhile."
NOT_LIBRARIAN = "Only librarians may add, correct and remove documents."


def build_library(assistant: Assistant) -> None:
    """Lay out the screen inside the current `gr.Blocks` and wire it."""
    for_all = sign_in() is SignIn.NONE  # else a page shows what its visitor may do once it knows who that is
    drop = pane(view.drop_zone(), "drop", _DROPS, visible=for_all)
    screen = LibraryScreen(assistant, Path(drop.GRADIO_CACHE))
    progress = pane("", "adding", _CLICKS)
    said = pane(view.said(""), "said", None)
    documents = pane(_LOADING, "documents", _CLICKS)
    opened = gr.State(Opened())
    with gr.Column(elem_id="drawer"):
        details = pane("", "details", _CLICKS)
        with gr.Accordion("Correct these details", open=False, elem_id="correct", visible=for_all) as form:
            fields = build_fields()
            told = pane(view.said(""), "told", None)
            save = gr.Button("Save corrections", variant="primary", elem_id="save")
        removal = pane("", "removal", _CLICKS)

    added = [progress, documents]
    drop.give(screen.add, None, added, concurrency_limit=None, trigger_mode="multiple", **_QUIET)
    documents.again(screen.again, None, added, concurrency_limit=None, trigger_mode="multiple", **_QUIET)
    documents.recognise(screen.recognise, None, added, concurrency_limit=None, trigger_mode="multiple", **_QUIET)
    documents.look(screen.look, None, documents, **_QUIET)
    documents.dismiss(screen.dismiss, None, [said, documents], **_QUIET)
    shown = [details, removal, told, opened, *fields]
    for each in (documents, progress):
        each.open(screen.open, [opened], shown, **_QUIET)
    details.close(screen.close, [opened], [details, removal, opened], **_QUIET)
    details.uncorrect(screen.uncorrect, [opened], [*shown, documents], **_QUIET)
    save.click(screen.save, [opened, *fields], [*shown, documents], **_QUIET)
    removal.remove(screen.remove, [opened], [details, removal, opened, said, documents], **_QUIET)
    if not for_all and (context := gr.context.Context.root_block):
        context.load(screen.rights, None, [drop, form], **_QUIET)


class LibraryScreen:
    """What the screen does, apart from how it is laid out."""

    def __init__(self, assistant: Assistant, incoming: Path) -> None:
        self._corpus: Corpus = assistant.corpus
        self._uploads = Uploads(self._corpus.folder, incoming)
        self._adder = Adder(self._corpus, assistant.index, self._uploads)
        waiting = [each.source for each in self._corpus.journal.pending()]
        self._uploads.sweep([*waiting, *(each.path_or_address for each in self._corpus.failures())])

    def rights(self, visit: gr.Request) -> list[object]:
        """What adds and what corrects: shown to librarians only."""
        return [gr.update(visible=may_change_library(visit))] * 2

    def add(self, given: gr.EventData, visit: gr.Request) -> Iterator[tuple[object, object]]:
        """Add what was dropped, chosen or typed."""
        if not may_change_library(visit):
            yield view.said(NOT_LIBRARIAN, "alert"), gr.skip()
            return
        data = given._data or {}
        files = [self._uploaded(str(each["path"]), str(each["place"])) for each in data.get("files", ())]
        addresses = [_address(str(each)) for each in data.get("addresses", ())]
        yield from self._added([*files, *addresses])

    def again(self, chosen: gr.EventData, visit: gr.Request) -> Iterator[tuple[object, object]]:
        """Add a file that failed once more."""
        yield from self._again(str(chosen._data["file"]), visit)

    def recognise(self, chosen: gr.EventData, visit: gr.Request) -> Iterator[tuple[object, object]]:
        """Add a file that failed once more, recognising its text."""
        yield from self._again(str(chosen._data["file"]), visit, ocr=True)

    def _again(self, file: str, visit: gr.Request, *, ocr: bool = False) -> Iterator[tuple[object, object]]:
        if may_change_library(visit):
            yield from self._added(self._failed(file), ocr=ocr)
        else:
            yield view.said(NOT_LIBRARIAN, "alert"), gr.skip()

    def _added(self, wanted: Sequence[Wanted], *, ocr: bool = False) -> Iterator[tuple[object, object]]:
        run = self._adder.start(wanted, ocr=ocr)
        shown = ""
        while not run.finished.wait(PAUSE if shown else 0):
            if run.html != shown:
                shown = run.html
                yield shown, gr.skip()
        yield run.html, self.documents()

    def _uploaded(self, path: str, place: str) -> Wanted:
        try:
            return Wanted(place, self._uploads.take(Path(path), place))
        except InspectionError as fault:
            return Wanted(place, fault=str(fault))

    def _failed(self, file: str) -> list[Wanted]:
        failures = [each for each in self._corpus.failures() if each.file == file]
        return [
            Wanted(
                file, each.path_or_address if "://" in each.path_or_address else Item(Path(each.path_or_address), file)
            )
            for each in failures
        ]

    def dismiss(self, chosen: gr.EventData, visit: gr.Request) -> tuple[object, object]:
        """Take a file off the list of those that failed."""
        if not may_change_library(visit):
            return view.said(NOT_LIBRARIAN, "alert"), gr.skip()
        file = str(chosen._data["file"])
        for each in self._corpus.failures():
            if each.file == file:
                self._uploads.forget(each.path_or_address)
        try:
            self._corpus.forget_failure(file)
        except InspectionError as fault:
            return view.said(str(fault), "alert"), self.documents()
        return view.said(f"{file} was taken off the list."), self.documents()

    def documents(self, may_change: bool = True) -> str:
        """All there is, as it is now, with what whoever looks may do with it."""
        return view.library(self._corpus, self._seen(), may_change)

    def look(self, seen: gr.EventData, visit: gr.Request) -> object:
        """All there is, if that is not what the page already shows."""
        is_seen = (seen._data or {}).get("seen") == self._seen()
        return gr.skip() if is_seen else self.documents(may_change_library(visit))

    def _seen(self) -> str:
        """Another one after each change; the end of an embargo is one."""
        return f"{self._corpus.stamp()}-{len(self._corpus.public())}"

    def open(self, opened: Opened, chosen: gr.EventData, visit: gr.Request) -> list[object]:
        """Show a document; to a librarian with the ways to correct and remove it."""
        document = self._corpus.document(str(chosen._data["document"]))
        if document is None:
            return [view.gone(GONE, opened.count + 1), "", "", Opened(count=opened.count + 1), *self._untouched()]
        return self._shown(document, opened, list(LABELS), may_change=may_change_library(visit))

    def close(self, opened: Opened) -> list[object]:
        """Close it."""
        return ["", "", Opened(count=opened.count)]

    def save(self, opened: Opened, visit: gr.Request, *values: Given) -> list[object]:
        """Keep what was changed in the form; nothing, when any of it cannot be kept."""
        if not may_change_library(visit):
            return self._refused(NOT_LIBRARIAN)
        changed = opened.changed(values)
        document = self._corpus.document(opened.id or "")
        if document is None:
            return self._refused(GONE)
        if "embargo" in changed and not _may_lift(document, visit):
            return self._refused(HELD_BACK)
        if not changed:
            return self._refused("Nothing was changed.", "status")
        if wrong := faults(changed):
            return self._refused("\n".join(f"{LABELS[name]}: {fault}" for name, fault in wrong.items()))
        try:
            document = correct(self._corpus, document.id, changed)
        except InspectionError as fault:
            return self._refused(str(fault))
        saved = ", ".join(LABELS[name].split(",")[0] for name in changed)
        return [*self._shown(document, opened, list(changed), f"Saved: {saved}."), self.documents()]

    def uncorrect(self, opened: Opened, chosen: gr.EventData, visit: gr.Request) -> list[object]:
        """Let what the file says of a field, or of all, count again."""
        if not may_change_library(visit):
            return self._refused(NOT_LIBRARIAN)
        document = self._corpus.document(opened.id or "")
        if document is None:
            return self._refused(GONE)
        fields = (
            [str(field)]
            if (field := chosen._data.get("field"))
            else [name for name in LABELS if name in document.corrected]
        )
        if "embargo" in fields and not _may_lift(document, visit):
            return self._refused(HELD_BACK)
        try:
            for each in fields:
                document = uncorrect(self._corpus, document.id, each)
        except InspectionError as fault:
            return self._refused(str(fault))
        told = f"What the file says counts again: {', '.join(LABELS[each].split(',')[0] for each in fields)}."
        return [*self._shown(document, opened, fields, told), self.documents()]

    def remove(self, opened: Opened, visit: gr.Request) -> list[object]:
        """Remove the document that is open."""
        if not may_change_library(visit):
            return [gr.skip(), gr.skip(), gr.skip(), view.said(NOT_LIBRARIAN, "alert"), gr.skip()]
        document = self._corpus.document(opened.id or "")
        try:
            gone = document is not None and self._corpus.remove(document.id)
        except InspectionError as fault:
            return [gr.skip(), gr.skip(), gr.skip(), view.said(str(fault), "alert"), gr.skip()]
        told = view.said(f"“{document.title}” was removed." if gone and document else GONE)
        return ["", "", Opened(count=opened.count), told, self.documents()]

    def _shown(
        self, document: Document, opened: Opened, fields: Sequence[str], told: str = "", may_change: bool = True
    ) -> list[object]:
        """The document, with these fields of its form as they are now; what is typed in the others stays."""
        is_public = document.is_public(datetime.now(UTC))
        values = values_of(document)
        before = dict(opened.before) if opened.id == document.id else {}
        held = {name: values[name] if name in fields or name not in before else before[name] for name in LABELS}
        count = opened.count if opened.id == document.id and before and told else opened.count + 1
        paragraphs = self._corpus.paragraph_count(document.id)
        return [
            view.details(self._corpus, document, count, may_change),
            view.removal(document, paragraphs) if may_change else "",
            view.said(told),
            Opened(document.id, tuple(held.items()), count),
            *updates(self._corpus, is_public, {name: values[name] for name in fields}),
        ]

    def _refused(self, told: str, role: str = "alert") -> list[object]:
        """Nothing is done, and nothing typed is lost."""
        return [gr.skip(), gr.skip(), view.said(told, role), gr.skip(), *self._untouched(), gr.skip()]

    def _untouched(self) -> list[object]:
        return [gr.skip() for _ in LABELS]


def _may_lift(document: Document, visit: gr.Request) -> bool:
    return document.is_public(datetime.now(UTC)) or may_lift_embargo(visit)


def _address(text: str) -> Wanted:
    """An address as it is typed: "www.…" is one, too."""
    text = text.strip()
    return Wanted(text, text if "://" in text else f"https://{text}")
