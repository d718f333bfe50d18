"""The Check screen as HTML: how far a check is, each statement with its verdict, and the source of one."""

from collections import Counter
from dataclasses import dataclass

from assistant.check import Checked, Verdict
from assistant.drafts.checked import Row
from assistant.drafts.draft import Draft, Part
from assistant.drafts.read import FORMATS
from assistant.drafts.telling import CAUTION, MARKS, changes_of, warnings_about
from screens.render import template
from screens.view import View

DOWNLOADS = (("docx", "Word with comments"), ("csv", "Table (.csv)"), ("md", "Table (.md)"))
_PARTS = {Part.CELL: "in a table", Part.NOTE: "in a footnote", Part.BOX: "in a text box"}
_QUARTER = 25  # percent; a screen reader is told how far it is that often


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the check of a draft is. `state`: checking, done, stopped or fault.

    `counts`: the verdicts so far, of `total` statements, found in so many `documents`. `token`: under which the checked
    draft can be downloaded, if it can. `fault`: what went wrong. `failing`: how many need a look.
    """

    state: str
    counts: Counter[Verdict]
    total: int
    documents: int
    token: str = ""
    fault: str = ""
    failing: int = 0

    @property
    def done(self) -> int:
        """How many statements have a verdict."""
        return self.counts.total()

    @property
    def percent(self) -> int:
        """How far it is."""
        return 100 * self.done // max(1, self.total)

    @property
    def told(self) -> str:
        """How far it is, in a sentence; at the end what came out."""
        if self.state == "checking":
            return f"Checking statement {min(self.done + 1, self.total)} of {self.total}…"
        against = f"checked against {_many(self.documents, 'document')}"
        if self.state == "done":
            return f"{_many(self.total, 'statement')} {against}: {self.summary}."
        begun = "Stopped. " if self.state == "stopped" else f"{self.fault} "
        summary = f": {self.summary}" if self.done else ""
        return f"{begun}{self.done} of {_many(self.total, 'statement')} {against}{summary}."

    @property
    def summary(self) -> str:
        """The verdicts: "3 supported, 1 not found"."""
        told = [f"{self.counts[each]} {_said(each)}" for each in Verdict if self.counts[each]]
        return ", ".join(told)

    @property
    def milestone(self) -> str:
        """What a screen reader is told: the beginning, each quarter, the end."""
        if self.state != "checking":
            return self.told
        quarter = self.percent // _QUARTER * _QUARTER
        return f"{quarter} percent checked." if quarter else f"Checking {_many(self.total, 'statement')}."


def form() -> str:
    """Where a file is given."""
    return template("check_form.html").render(suffixes=FORMATS)


def progress_view(progress: Progress) -> str:
    """How far a check is, what came out so far, and at the end the ways to take it away."""
    verdicts = [(each, MARKS[each], progress.counts[each]) for each in Verdict]
    return template("check_progress.html").render(
        progress=progress,
        verdicts=verdicts,
        downloads=DOWNLOADS,
        caution=CAUTION if progress.counts[Verdict.NOT_FOUND] else "",
    )


def row_view(number: int, row: Row, draft: Draft) -> str:
    """A statement of a draft with its verdict; they are numbered from 1."""
    statement, checked = row
    return template("check_row.html").render(
        number=number,
        statement=statement.text,
        place=_PARTS.get(draft.blocks[statement.block].part, ""),
        checked=checked,
        mark=MARKS[checked.verdict],
        tag="p" if checked.verdict is Verdict.NOTHING_TO_CHECK else "h3",  # a screen reader jumps past what is quiet
        says=_says(checked),
        changes=changes_of(checked),
        warnings=warnings_about(checked),
        effect=_effect(checked),
    )


def source_view(statement: int = 0, shown: View | None = None, problem: str = "") -> str:
    """The source of a statement (its number); without one, what will appear here, or why it cannot."""
    return template("check_source.html").render(statement=statement, view=shown, problem=problem)


def _says(checked: Checked) -> str:
    """What stands above the words of the documents, so that nobody takes what is merely near for a source."""
    return "The nearest, which does not say it:" if checked.verdict is Verdict.NOT_FOUND else "The source says:"


def _effect(checked: Checked) -> str:
    """What a difference changes."""
    if checked.quoted is None or checked.verdict is not Verdict.MISQUOTED:
        return ""
    changed = [("a number", checked.quoted.changes_number), ("the meaning", checked.quoted.changes_meaning)]
    told = " and ".join(what for what, is_so in changed if is_so)
    return f"Changes {told}" if told else ""


def _said(verdict: Verdict) -> str:
    return {Verdict.NOTHING_TO_CHECK: "with nothing to check"}.get(verdict, verdict.label.lower())


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
