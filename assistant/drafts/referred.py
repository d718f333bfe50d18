"""A statement with its references: what it says is checked, and whether that stands where the draft says."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.check import Checked, Checker, Verdict
from assistant.drafts.references import Reference, References, fits, standing
from index import Scope

_LISTED = re.compile(r"^(\[\d+\]) .*", re.DOTALL)  # a number of the draft's list, and its entry
_RIGHT = ("The reference is right.", "The references are right.")
_FOUND = (Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.MISQUOTED)


def check_referring(
    checker: Checker,
    references: References,
    text: str,
    found: Sequence[Reference],
    embargoed: bool,
    about: Scope | None = None,
) -> Checked:
    """The verdict on a statement without its references `found`, and in `reference` whether these are right.

    All documents are searched, so that the right place can be told; then those referred to, where the first verdict
    rests on another. What stands in these counts before the same elsewhere. `about` as in `Checker.check`.
    """
    checked = checker.check(text, embargoed=embargoed, about=about)
    if checked.verdict is Verdict.NOTHING_TO_CHECK:
        return replace(checked, reference=_problems(found), is_misplaced=bool(_problems(found)))
    named = dict.fromkeys(each.document for each in found if each.document)
    cited = {each.document.id for each in checked.citations}
    there = [checker.check(text, id, embargoed) for id in named if id not in cited]
    if not cited & set(named):
        checked = _before(checked, there, references.names_force(text))
    told = _told(checked, there, found)
    return replace(checked, reference=told, is_misplaced=bool(told) and told not in _RIGHT)


def _before(first: Checked, there: Sequence[Checked], names_force: bool) -> Checked:
    """Which verdict counts: that of all documents, or one of those referred to.

    A statement that names no force leaves it to its reference whose finding it is: then what is said of another force
    neither contradicts it nor makes up for the contradiction.
    """
    if standing_there := next((each for each in there if each.verdict is Verdict.SUPPORTED), None):
        return standing_there
    if names_force or not there:
        return first
    if first.verdict is not Verdict.SUPPORTED:
        return there[0]
    contradicted = (each for each in there if each.verdict is Verdict.CONTRADICTED and not _is_same_force(each, first))
    return next(contradicted, first)


def _is_same_force(one: Checked, other: Checked) -> bool:
    forces, others = ({force for each in of.citations for force in each.document.forces} for of in (one, other))
    return bool(forces & others)


def _told(checked: Checked, there: Sequence[Checked], found: Sequence[Reference]) -> str:
    """Whether the references are right, in a sentence or more."""
    if checked.verdict not in _FOUND:
        return _problems(found)
    cited = [*checked.citations, *(each for of in there if of.verdict is checked.verdict for each in of.citations)]
    right = [each for each in found if not each.problem and any(fits(each, citation) for citation in cited)]
    if len(right) == len(found):
        return _RIGHT[len(found) > 1]
    said = [f"\u201c{_short(each.written)}\u201d is right." for each in right]
    wrong = (standing(each, cited) for each in found if each not in right)
    return " ".join(dict.fromkeys([*said, *wrong])).strip()


def _problems(found: Sequence[Reference]) -> str:
    return " ".join(dict.fromkeys(each.problem for each in found if each.problem))


def _short(written: str) -> str:
    """The number alone of an entry of the draft's list."""
    return _LISTED.sub(r"\1", written)
