"""Lines in a language model's words: drafted from the chosen sentences, and checked as the claims of an answer are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Claim, Evidence
from assistant.briefing.brief import FindingType, Line, Section
from assistant.briefing.findings import CONCERNS, as_evidence
from assistant.briefing.types import type_of
from assistant.messages import withheld
from assistant.quotes import stands
from assistant.verify import Verifier, Withheld
from assistant.write import Writer
from corpus import force as force_of
from index import Index, Scope

OVERALL = "What is the overall picture? Tell each of these findings in a short, plain sentence, and none twice."
TOGETHER = "Which of these findings tell of one matter? Tell those that do in one plain sentence, citing all of them."
PAIR = 2  # findings that one sentence must tell to be of help outside the overall picture
_CRITICAL = (*CONCERNS, FindingType.RECOMMENDATION)
_TURNED = "It does not tell praise as praise, or criticism as criticism."


def instead(problem: str) -> str:
    """Why lines are not in a language model's words."""
    return f"{problem} Meanwhile the lines are exact sentences of the documents."


def worded(
    sections: Iterable[Section],
    force: str,
    index: Index,
    writer: Writer | None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Section]:
    """The sections, with lines in the writer's words where these stand; as they are without one.

    Of the first, the overall picture, each line is worded; of others what several lines tell of one matter. A line that the
    writer does not tell, or tells otherwise than its source, stays the exact sentence. `force`: its id. A writer that
    breaks off is asked no more, and neither once `is_stopped` says so.
    """
    fails = writer is None
    for at, section in enumerate(sections):
        if writer is None or fails or is_stopped() or not (at == 0 or _may_join(section.lines)):
            yield section
            continue
        told = _told(section, Scope(TOGETHER if at else OVERALL, (force_of(force),)), index, writer, is_stopped)
        fails = bool(told.problem)
        yield _as_worded(section, told, writer.name, PAIR if at else 1)


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands of a writer's draft, what does not, and why it broke off."""

    claims: tuple[Claim, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    problem: str = ""


def _may_join(lines: Sequence[Line]) -> bool:
    """Whether some of these lines may tell of one matter: several, all praise or all criticism."""
    return len(lines) >= PAIR and len({line.type in _CRITICAL for line in lines}) == 1


def _told(section: Section, scope: Scope, index: Index, writer: Writer, is_stopped: Callable[[], bool]) -> _Told:
    """The writer's claims from the section's sentences, checked against their whole paragraphs."""
    labelled = [(f"P{number}", line.citation) for number, line in enumerate(section.lines, 1)]
    shown = tuple(_evidence(label, each, each.quote) for label, each in labelled)
    whole = tuple(_evidence(label, each, each.paragraph.text) for label, each in labelled)

    def nearness(claim: str, sentences: Sequence[str]) -> float:
        return max(each.cosine for each in index.judge(claim, sentences))

    verifier, told = Verifier(whole, nearness), _Told()
    for draft in writer.drafts(scope, shown):
        verified = verifier.verify(draft)
        told = _Told(verified.claims, verified.withheld, draft.problem)
        if is_stopped():
            break
    return told


def _evidence(label: str, citation: Citation, text: str) -> Evidence:
    return as_evidence(label, replace(citation.paragraph, text=text), citation.document)


def _as_worded(section: Section, told: _Told, name: str, least: int) -> Section:
    """The section with those claims that tell at least so many of its lines as these do."""
    resting = [(claim, _rests_on(claim, section.lines)) for claim in told.claims if not claim.is_quoted]
    resting = [(claim, lines) for claim, lines in resting if len(lines) >= least]
    turned = tuple(Withheld(claim.text, _TURNED, replaced=True) for claim, lines in resting if not _keeps(claim, lines))
    kept = [(claim, lines) for claim, lines in resting if _keeps(claim, lines)]
    problem = instead(told.problem) if told.problem else ""
    lost = withheld((*told.withheld, *turned))
    notice = " ".join(filter(None, [f"Of what {name} wrote, {lost}" if lost else "", problem]))
    if not kept:
        return replace(section, notice=notice)
    about = f"Some lines are in the words of {name}, a language model, each checked against its sources; the notes say which."
    return replace(
        section,
        lines=tuple(_placed(section.lines, kept, name)),
        note=f"{section.note} {about}".strip(),
        notice=notice,
    )


def _rests_on(claim: Claim, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines whose sentences a claim quotes."""
    return tuple(
        line
        for line in lines
        if any(
            each.paragraph.id == line.citation.paragraph.id and stands(each.quote, line.citation.quote)
            for each in claim.citations
        )
    )


def _keeps(claim: Claim, lines: Sequence[Line]) -> bool:
    """Whether a claim is criticism where all its lines are, and is none where none is; `verify` cannot tell what is left out."""
    is_critical = {line.type in _CRITICAL for line in lines}
    return is_critical == {type_of(claim.text, lines[0].citation.paragraph)[0] in _CRITICAL}


def _placed(lines: Sequence[Line], kept: Sequence[tuple[Claim, tuple[Line, ...]]], name: str) -> Iterator[Line]:
    """Each claim in the place of the first of its lines; lines of no claim as they are."""
    for line in lines:
        own = [(claim, rests) for claim, rests in kept if line in rests]
        if not own:
            yield line
        for claim, rests in own:
            if rests[0] is line:
                first, *more = claim.citations
                yield Line(claim.text, first, line.type, line.why, writer=name, more=tuple(more))
