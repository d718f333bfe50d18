"""A draft with its verdicts, as the screen, the command and the exports show it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant.check import Checked, Checker, Verdict
from assistant.drafts.draft import Draft, Part
from assistant.drafts.references import Reference, References
from assistant.drafts.referred import check_referring
from assistant.drafts.statements import Statement
from assistant.drafts.subject import subjects

Row = tuple[Statement, Checked]


@dataclass(frozen=True)
class CheckedDraft:
    """A draft, each of its statements with what was found, in reading order, and when, against how many documents."""

    draft: Draft
    rows: tuple[Row, ...]
    when: datetime
    documents: int

    @property
    def counts(self) -> Counter[Verdict]:
        """How many statements came out as what."""
        return Counter(checked.verdict for _, checked in self.rows)


@dataclass(frozen=True, slots=True)
class _Read:
    """A statement, what of it is to be checked, what it refers to, and why there is nothing to check, if so."""

    statement: Statement
    text: str
    references: tuple[Reference, ...] = ()
    nothing: str = ""


def check_rows(checker: Checker, draft: Draft, embargoed: bool = False) -> Iterator[Row]:
    """Each statement of a draft with its verdict, as soon as it is known."""
    references = References(draft, checker.corpus, embargoed)
    read = list(_read(draft, references))
    texts = ((each.text, draft.blocks[each.statement.block].part) for each in read)
    for each, about in zip(read, subjects(texts, checker, embargoed), strict=True):
        if each.nothing:
            told = next((found.problem for found in each.references if found.problem), "")
            yield (
                each.statement,
                Checked(each.statement.text, Verdict.NOTHING_TO_CHECK, each.nothing, (), None, told, bool(told)),
            )
        elif each.references:
            checked = check_referring(checker, references, each.text, each.references, embargoed, about)
            yield each.statement, replace(checked, statement=each.statement.text)
        else:
            yield each.statement, checker.check(each.text, embargoed=embargoed, about=about)


def _read(draft: Draft, references: References) -> Iterator[_Read]:
    """The statements; those that are nothing but a reference lend it to the one before them in their block."""
    group: list[_Read] = []
    for each in (_parted(statement, draft, references) for statement in draft.statements):
        if group and each.nothing == _REFERENCE and each.statement.block == group[0].statement.block:
            group[0] = replace(group[0], references=(*group[0].references, *each.references))
            group.append(replace(each, references=()))
        else:
            yield from group
            group = [each]
    yield from group


_REFERENCE = "It is a reference."


def _parted(statement: Statement, draft: Draft, references: References) -> _Read:
    if draft.blocks[statement.block].part is Part.HEADING:
        return _Read(statement, statement.text, nothing="It is a heading.")
    if references.is_entry(statement.block):
        return _Read(statement, "", nothing="It is an entry of the list of references.")
    text, found = references.of(statement.text)
    if not found:
        return _Read(statement, statement.text)
    return _Read(statement, text, found, "" if any(map(str.isalnum, text)) else _REFERENCE)


def check_draft(checker: Checker, draft: Draft, embargoed: bool = False) -> CheckedDraft:
    """A whole draft."""
    rows = tuple(check_rows(checker, draft, embargoed))
    return CheckedDraft(draft, rows, datetime.now(UTC), checker.documents(embargoed))
