"""Which finding a cell shows: on the force, weighty, of the latest inspection; in no two cells of a row the same."""

from collections.abc import Callable, Sequence

from assistant.briefing.brief import FindingType
from assistant.briefing.choosing import repeats
from assistant.briefing.findings import Finding
from assistant.briefing.make import LEAST_WEIGHT
from assistant.comparing.comparison import Blank, Cell
from corpus import Paragraph

LOOKED_AT = 12  # findings of a cell that are tried; those before them are told elsewhere or not to be quoted


def cells(
    themes: Sequence[str], on_themes: Sequence[Sequence[Finding]], may_be_quoted: Callable[[Paragraph], bool]
) -> tuple[Cell, ...]:
    """A cell for each theme. `on_themes`: the findings on each, those of the latest document first.

    A finding that another cell of the row shows comes again only where the theme has no other.
    """
    told: list[Finding] = []
    made: list[Cell] = []
    for theme, findings in zip(themes, on_themes, strict=True):
        best = _best(_in_order(theme, findings), told, may_be_quoted)
        told += [best] if best else []
        made.append(best.line() if best else Blank.NOTHING_SAID)
    return tuple(made)


def _best(
    findings: Sequence[Finding], told: Sequence[Finding], may_be_quoted: Callable[[Paragraph], bool]
) -> Finding | None:
    """The first that may be quoted (slow to tell) and is not told yet, else the first that may be quoted."""
    fresh = [not any(repeats(each, other) for other in told) for each in findings]
    ordered = sorted(zip(fresh, findings, strict=True), key=lambda each: not each[0])
    return next((each for _, each in ordered if may_be_quoted(each.paragraph)), None)


def _in_order(theme: str, findings: Sequence[Finding]) -> list[Finding]:
    """The best first: what is said of the police and weighs enough, then what else does, then what is of the police.

    Among equals that of the latest document, of one document a judgement before a fact, then the weightiest; it weighs
    less by each theme that it tells more of. What weighs little and is not of the police is of other bodies: left out.
    """
    age = {id: at for at, id in enumerate(dict.fromkeys(each.document.id for each in findings))}

    def place(finding: Finding) -> tuple[int, int]:
        tier = 2 if finding.weight < LEAST_WEIGHT else 0 if finding.is_on_police else 1
        return tier, age[finding.document.id]

    def weight(finding: Finding) -> float:
        told_of = finding.themes.index(theme) if theme in finding.themes else 0
        return finding.weight / (told_of + 1)

    on_force = [each for each in findings if each.weight >= LEAST_WEIGHT or each.is_on_police]
    likely = sorted(on_force, key=lambda each: (place(each), -weight(each)))[:LOOKED_AT]
    return sorted(likely, key=lambda each: (place(each), each.type is FindingType.FACT, -weight(each)))
