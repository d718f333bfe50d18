"""The Compare screen: forces down, themes across, each cell one finding with its source."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from assistant import Assistant
from assistant.briefing.brief import Line
from assistant.compare_command import comparison_row
from assistant.comparing.compare import compare, rows
from assistant.comparing.comparison import Comparison, Row
from corpus import InspectionError
from screens.check_runs import Runs
from screens.compare_held import Held, HeldComparisons, is_as_read
from screens.compare_order import Order, forces_offered, order_of
from screens.compare_view import head_view, lines_by_cell, progress_view, row_view, source_view
from screens.filters import ANY, Choices, offered, year_choices
from screens.library_view import said
from screens.pages import Pages
from screens.view import view
from screens.viewer import page_of, sees_embargoed

_GONE = "This comparison is no longer held: too many were made meanwhile. Compare again."
_CHANGED = "This document was changed or removed meanwhile. Compare again."

Shown = tuple[object, object, object, object, object]  # message, progress, the table, source panel, the stop button


class CompareScreen:
    """What the screen does, apart from how it is laid out."""

    def __init__(self, assistant: Assistant, pages: Pages, comparisons: HeldComparisons) -> None:
        self._corpus = assistant.corpus
        self._index = assistant.index
        self._pages = pages
        self._comparisons = comparisons
        self._runs = Runs()

    def choices(self, embargoed: bool = False) -> tuple[Choices, Choices]:
        """The forces and the years that can be chosen; only of documents that may be shown."""
        held = self._corpus.public(None, embargoed)
        return forces_offered(held), year_choices(held)

    def refresh(self, forces: list[str] | None, first: str, last: str, visit: gr.Request) -> list[dict[str, Any]]:
        """The choices as the corpus is now; what is no longer there is chosen no more."""
        those, years = self.choices(sees_embargoed(visit))
        known, held = dict(those).values(), dict(years).values()
        return [
            offered(those, forces, [each for each in forces or () if each in known]),
            *(offered(years, each, each if each in held else ANY) for each in (first, last)),
        ]

    def make(
        self,
        forces: Sequence[str] | None,
        themes: Sequence[str] | None,
        own: str | None,
        first: str | None,
        last: str | None,
        visit: gr.Request,
    ) -> Iterator[Shown]:
        """Compare, shown row by row; what is there stays when it cannot be ordered."""
        embargoed = sees_embargoed(visit)
        try:
            order = order_of(self._corpus, forces or (), themes or (), own or "", first or ANY, last or ANY, embargoed)
            found = rows(order.forces, order.themes, self._corpus, self._index, embargoed, order.first, order.last)
        except InspectionError as fault:
            yield (said(str(fault), "alert"), *[gr.skip()] * 4)
            return
        yield from self._made(order, found, page_of(visit), len(self._corpus.public(None, embargoed)))

    def stop(self, visit: gr.Request) -> None:
        """End the comparison that is under way; the rows there are stay."""
        self._runs.stop(page_of(visit))

    def leave(self, visit: gr.Request) -> None:
        """Forget the comparison of a page that was closed."""
        self._runs.leave(page_of(visit))
        self._comparisons.forget(page_of(visit))

    def open_source(self, chosen: gr.EventData, visit: gr.Request) -> str:
        """Show the source of a cell, if it is still there and may be seen."""
        asked = chosen._data or {}
        cell, line = str(asked.get("cell", "")), self._line(asked, visit)
        if line is None:
            return source_view(problem=_GONE)
        citation = line.citation
        document = self._corpus.document(citation.document.id)
        if document is None or not is_as_read(citation.document, self._corpus, visit):
            return source_view(problem=_CHANGED)
        return source_view(cell, line, view(self._corpus, self._pages, document, citation.paragraph, [citation.quote]))

    def compare(
        self, forces: list[str], themes: list[str], first: str, last: str, visit: gr.Request
    ) -> list[dict[str, Any]]:
        """Compare forces theme by theme: a row a force, a cell a theme, in the order given.

        `forces`: ids, such as "staffordshire", or "all" for all that are held. `themes`: ids or your own words, or "all";
        none for the commonest. `first`, `last`: years, or nothing. A row has the fields that `python -m assistant compare
        --json` prints of one: `force`, `name`, `cells`, `documents` and `held_back`. A cell has its `theme` and `text`,
        `type` and `citations`, or else `blank`: "not in the collection", "inspected, nothing said" or "not yet public".
        """
        embargoed = sees_embargoed(visit)
        try:
            order = order_of(self._corpus, forces or (), themes or (), first=first, last=last, embargoed=embargoed)
            made = compare(order.forces, order.themes, self._corpus, self._index, embargoed, order.first, order.last)
        except InspectionError as fault:
            raise gr.Error(str(fault), print_exception=False) from fault
        return list(comparison_row(made, None)["rows"])

    def _made(self, order: Order, found: Iterator[Row], session: str, documents: int) -> Iterator[Shown]:
        """Each row as it is made; then the ways to take the table away."""
        run = self._runs.begin(session)
        empty = Comparison(order.themes, (), order.first, order.last, datetime.now(UTC), documents)
        held = self._comparisons.begin(session, empty, order.forces)
        table = head_view(held)
        yield said(""), progress_view(held), "", source_view(), gr.update(visible=True)
        try:
            for row in found:
                if run.is_superseded:
                    return
                held = held.with_row(row)
                self._comparisons.put(held)
                table += row_view(held.comparison)
                yield gr.skip(), progress_view(held), table, gr.skip(), gr.skip()
                if run.stopped.is_set():
                    break
            state, fault = "done" if len(held.comparison.rows) == len(order.forces) else "stopped", ""
        except InspectionError as problem:
            state, fault = "fault", str(problem)
        except Exception as problem:  # else the page would wait for ever
            yield self._ended(held, "fault", f"Something unexpected happened ({problem}).")
            raise
        if not run.is_superseded:
            yield self._ended(held, state, fault)

    def _ended(self, held: Held, state: str, fault: str) -> Shown:
        """The comparison with all the rows it will have."""
        ended = replace(held, state=state, fault=fault)
        self._comparisons.put(ended)
        return gr.skip(), progress_view(ended), gr.skip(), gr.skip(), gr.update(visible=False)

    def _line(self, asked: dict[str, Any], visit: gr.Request) -> Line | None:
        """The line of the cell that a click is about, if it is still held."""
        held = self._comparisons.of(page_of(visit))
        if held is None or held.token != asked.get("comparison"):
            return None
        return lines_by_cell(held.comparison).get(str(asked.get("cell")))
