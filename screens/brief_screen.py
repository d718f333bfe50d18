"""What the Brief screen does: a briefing is made, stopped, changed, and its sources are shown."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import gradio as gr

from assistant import Assistant
from assistant.brief_command import line_row
from assistant.briefing.brief import Line, Order, Section
from assistant.briefing.edited import edited
from assistant.briefing.make import sections, title_of
from assistant.briefing.selected import documents_for
from assistant.briefing.written import worded
from assistant.write import Writer
from corpus import InspectionError, force_names
from screens.ask import QUOTING
from screens.brief_deeds import as_it_is, deed, outcome
from screens.brief_held import Held, HeldBriefings, is_held_back
from screens.brief_order import forces_held, order_of
from screens.brief_sheet import Row, Sheet
from screens.brief_view import progress_view, sheet_view, source_view, waiting_view
from screens.check_runs import Runs
from screens.filters import ANY, Choices, offered, year_choices
from screens.library_view import said
from screens.pages import Pages
from screens.view import view
from screens.viewer import page_of, sees_embargoed

_GONE = "This briefing is no longer held: too many were made meanwhile. Make it again."
_HELD_BACK = "A document of this briefing is under embargo by now. Make the briefing again: it is left out until then."

Shown = tuple[object, object, object, object]  # message, progress, the briefing, source panel
Making = tuple[object, object, object, object, object]  # these, and the stop button


class BriefScreen:
    """What the screen does, apart from how it is laid out."""

    def __init__(self, assistant: Assistant, pages: Pages, briefings: HeldBriefings) -> None:
        self._corpus = assistant.corpus
        self._index = assistant.index
        self._writer = None if assistant.writer is assistant.extractive else assistant.writer
        self._notice = assistant.notice
        self._pages = pages
        self._briefings = briefings
        self._runs = Runs()

    def choices(self, embargoed: bool = False) -> tuple[Choices, Choices]:
        """The forces and the years that can be chosen; only of documents that may be shown."""
        held = self._corpus.public(None, embargoed)
        return forces_held(held), year_choices(held)

    def refresh(self, force: str | None, first: str, last: str, visit: gr.Request) -> tuple[dict[str, Any], ...]:
        """The choices as the corpus is now; what is no longer there is chosen no more."""
        forces, years = self.choices(sees_embargoed(visit))
        held = dict(years).values()
        kept = force if force in dict(forces).values() else None
        return (
            offered(forces, force, kept),
            *(offered(years, each, each if each in held else ANY) for each in (first, last)),
        )

    def make(
        self,
        force: str | None,
        themes: Sequence[str] | None,
        own: str | None,
        first: str | None,
        last: str | None,
        length: str,
        title: str | None,
        writer: str,
        visit: gr.Request,
    ) -> Iterator[Making]:
        """Make a briefing, shown section by section; what is there stays when it cannot be ordered."""
        try:
            order = order_of(force, themes or (), own or "", first or ANY, last or ANY, length, title or "")
        except InspectionError as fault:
            yield (said(str(fault), "alert"), *[gr.skip()] * 4)
            return
        yield from self._made(order, None if writer == QUOTING else self._writer, visit)

    def stop(self, visit: gr.Request) -> None:
        """End the briefing that is being made; the sections that are there stay."""
        self._runs.stop(page_of(visit))

    def change(self, done: gr.EventData, visit: gr.Request) -> Shown:
        """Edit, move, strike or put back a line."""
        asked = done._data or {}
        held, row = self._asked(asked, visit)
        if held is None or row is None:
            return (said(_GONE, "alert"), *[gr.skip()] * 3)
        if is_held_back(held, self._corpus, visit):
            return self._withdrawn(visit)
        problem = ""
        try:
            how = deed(str(asked.get("do", "")), row, str(asked.get("text", "")), self._checked)
        except InspectionError as fault:
            problem, how = str(fault), as_it_is
        now = self._briefings.change(held, how)
        if now is None:
            return (said(_GONE, "alert"), *[gr.skip()] * 3)
        told = said(problem, "alert") if problem else said(outcome(now.sheet, row))
        return told, progress_view(now), sheet_view(now), gr.skip()

    def open_source(self, chosen: gr.EventData, visit: gr.Request) -> Shown:
        """Show a source of a line, if it is still there and may be seen."""
        asked = chosen._data or {}
        held, row = self._asked(asked, visit)
        if held is not None and is_held_back(held, self._corpus, visit):
            return self._withdrawn(visit)
        return gr.skip(), gr.skip(), gr.skip(), self._source(row, int(asked.get("source", 0)))

    def leave(self, visit: gr.Request) -> None:
        """Forget the briefing of a page that was closed."""
        self._runs.leave(page_of(visit))
        self._briefings.forget(page_of(visit))

    def brief(
        self,
        force: str,
        themes: list[str],
        first: str,
        last: str,
        length: str,
        visit: gr.Request,
    ) -> list[dict[str, Any]]:
        """Make a briefing on a force: a row a line, in the briefing's order.

        `force`: its id, such as "staffordshire". `themes`: ids or your own words; none for all. `first`, `last`: years, or
        nothing. `length`: "one page", "two pages" or "full". Lines are exact sentences. A row has the fields that `python -m assistant brief --json`
        prints of a line: `section`, `text`, `type` and `citations`.
        """
        try:
            order = order_of(force, themes or (), first=first, last=last, length=length)
            made = sections(order, self._corpus, self._index, sees_embargoed(visit))
            return [line_row(section.heading, line) for section in made for line in section.lines]
        except InspectionError as fault:
            raise gr.Error(str(fault), print_exception=False) from fault

    def _made(self, order: Order, writer: Writer | None, visit: gr.Request) -> Iterator[Making]:
        """Each section as it is made; what the page shows stays until the first."""
        session, embargoed = page_of(visit), sees_embargoed(visit)
        run, held, state, fault = self._runs.begin(session), None, "done", ""
        waiting = waiting_view(force_names([order.force]), writer.name if writer else "")
        yield said(""), waiting, gr.skip(), gr.skip(), gr.update(visible=True)
        try:
            made = sections(order, self._corpus, self._index, embargoed)
            for section in worded(made, order.force, self._index, writer, run.stopped.is_set):
                if run.is_superseded:
                    return
                if held is None:
                    held = self._begun(order, section, session, embargoed)
                    yield gr.skip(), progress_view(held), sheet_view(held), source_view(), gr.skip()
                elif run.stopped.is_set():
                    state = "stopped"
                    break
                elif now := self._briefings.change(held, partial(Sheet.with_section, section=section)):
                    yield gr.skip(), progress_view(now), sheet_view(now), gr.skip(), gr.skip()
        except InspectionError as problem:
            state, fault = "fault", str(problem)
        except Exception as problem:  # else the page would wait for ever
            yield self._ended(held, session, "fault", f"Something unexpected happened ({problem}).")
            raise
        if not run.is_superseded:
            yield self._ended(held, session, state, fault)

    def _begun(self, order: Order, section: Section, session: str, embargoed: bool) -> Held:
        """A new briefing with its first section, held from now on."""
        documents, held = documents_for(order, self._corpus, embargoed), len(self._corpus.public(None, embargoed))
        sheet = Sheet(order, title_of(order), notices=tuple(filter(None, [self._notice]))).with_section(section)
        return self._briefings.begin(session, sheet, documents, held, embargoed)

    def _ended(self, held: Held | None, session: str, state: str, fault: str) -> Making:
        """The briefing with the sections that are there; or what kept it from them, beside what the page has."""
        gone = gr.update(visible=False)
        if held is None:
            before = self._briefings.of(session)
            return said(fault, "alert"), progress_view(before) if before else "", gr.skip(), gr.skip(), gone
        now = self._briefings.end(held, state, fault)
        if now is None:
            return (*[gr.skip()] * 4, gone)
        return gr.skip(), progress_view(now), sheet_view(now), gr.skip(), gone

    def _withdrawn(self, visit: gr.Request) -> Shown:
        """The page without a briefing that may not be shown any more."""
        self._briefings.forget(page_of(visit))
        return said(_HELD_BACK, "alert"), "", "", source_view()

    def _source(self, row: Row | None, at: int) -> str:
        """The source panel with one of the sources of a line, the first of which is 0."""
        if row is None:
            return source_view(problem=_GONE)
        citation = row.line.citations[at if at < len(row.line.citations) else 0]
        document = self._corpus.document(citation.document.id)
        if document is None:
            return source_view(problem="This document was removed meanwhile. Make the briefing again.")
        return source_view(row, view(self._corpus, self._pages, document, citation.paragraph, [citation.quote]))

    def _checked(self, line: Line, text: str) -> Line:
        return edited(line, text, self._corpus, self._index)

    def _asked(self, asked: dict[str, Any], visit: gr.Request) -> tuple[Held | None, Row | None]:
        """The briefing and the row that a click is about, if they are still held."""
        held = self._briefings.of(page_of(visit))
        if held is None or held.token != asked.get("briefing"):
            return None, None
        return held, held.sheet.row(int(asked.get("line", 0)))
