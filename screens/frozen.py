"""The page that a link to a kept answer opens: the answer as it was given, and what became of its sources since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from assistant.answer import EXTRACTIVE
from assistant.answers import Answers
from assistant.frozen import Frozen
from assistant.recheck import Checked, Standing, recheck, warnings
from corpus import Corpus, InspectionError, Paragraph, force_names, location, long_date
from corpus.dates import LONDON
from index import Filters
from screens.compared import compared
from screens.filters import kinds_told, years_told
from screens.render import answer_link, highlighted, template
from screens.source import HEADERS, LONGEST_QUOTE, MOST_QUOTES, refusal
from screens.viewer import sees_embargoed

LONGEST_ID = 100
_UNKNOWN = InspectionError(
    "We keep no such answer",
    "The link may be incomplete, or the answer is older than answers are kept. Ask your question again.",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A cited paragraph with its quotes, as the page shows it: as it was and, where it has changed, as it is now.

    `link` is empty where there is nothing left to open; `place` is where the paragraph stands that `now` shows.
    """

    reference: str
    standing: Standing
    quotes: tuple[str, ...]
    link: str
    then: Markup
    now: Markup
    place: str


def add_answer_pages(app: FastAPI, corpus: Corpus, answers: Answers) -> None:
    """Serve `/answer`; its pages need what `add_source_pages` serves."""
    router = APIRouter()

    @router.get("/answer")
    def answer(request: Request, id: Annotated[str, Query(max_length=LONGEST_ID)]) -> Response:
        embargoed = sees_embargoed(request)
        frozen = answers.get(id.encode(errors="replace").decode())
        if frozen is None or not (embargoed or frozen.is_public(corpus, datetime.now(UTC))):
            return refusal(request, _UNKNOWN, 404)
        return HTMLResponse(answer_page(frozen, recheck(frozen, corpus, embargoed)), headers=HEADERS)

    app.include_router(router)


def answer_page(frozen: Frozen, checked: tuple[Checked, ...]) -> str:
    """A kept answer as a page of its own."""
    each = iter(checked)
    return template("answer.html").render(
        answer=frozen,
        when=_when(frozen.time),
        by_itself=frozen.writer == EXTRACTIVE,
        only=_only(frozen.filters),
        warnings=warnings(checked),
        changes=_changes(checked),
        withheld=_withheld(frozen.withheld),
        claims=[(claim.text, _sources(islice(each, len(claim.citations)))) for claim in frozen.claims],
        passages=_sources(islice(each, len(frozen.passages))),
        context=_sources(each),
        link=answer_link(frozen.id),
    )


def _sources(checked: Iterable[Checked]) -> list[Source]:
    """The sources of one claim: the quotes from one paragraph of which the same became stand together."""
    groups: dict[tuple[str, Standing], list[Checked]] = {}
    for each in checked:
        groups.setdefault((each.citation.paragraph, each.standing), []).append(each)
    return [_source(group) for group in groups.values()]


def _source(group: Sequence[Checked]) -> Source:
    cited, now, standing = group[0].citation, group[0].now, group[0].standing
    quotes = tuple(dict.fromkeys(each.citation.quote for each in group if each.citation.quote))
    then, words = highlighted(cited.text, quotes), Markup()
    if now and standing is Standing.REPLACED:
        then, words = compared(cited.text, now.text)
    elif now and group[0].is_changed:
        words = highlighted(now.text, quotes)
    link = _link(now, quotes if standing.stands else ()) if now else ""
    return Source(cited.reference, standing, quotes, link, then, words, location(now) if now else "")


def _link(paragraph: Paragraph, quotes: Iterable[str]) -> str:
    """The address of the paragraph as it is now, with the quoted words in it."""
    short = [("quote", quote) for quote in quotes if len(quote) <= LONGEST_QUOTE]
    return "source?" + urlencode([("paragraph", paragraph.id), *short[:MOST_QUOTES]])


def _changes(checked: tuple[Checked, ...]) -> str:
    """How many of the sources no longer hold what was quoted, as a sentence; each paragraph counts once."""
    total = len({each.citation.paragraph for each in checked})
    lost = len({each.citation.paragraph for each in checked if not each.standing.stands})
    if total == 1 and lost:
        return "The source of this answer no longer says what is quoted here."
    say = "says" if lost == 1 else "say"
    return f"{lost} of the {total} sources of this answer no longer {say} what is quoted here." if lost else ""


def _withheld(count: int) -> str:
    """How many statements of a language model were held back, as a sentence."""
    were = "1 statement was" if count == 1 else f"{count} statements were"
    return f"{were} withheld: no source was found to bear out what was said." if count else ""


def _only(filters: Filters | None) -> str:
    """What narrowed the answer: "Norfolk Constabulary · 2019 to 2022 · letters"."""
    if filters is None:
        return ""
    first, last = (day.year if day else None for day in (filters.first, filters.last))
    told = [force_names(filters.forces), years_told(first, last), kinds_told(filters.kinds)]
    return " · ".join(filter(None, told))


def _when(time: datetime) -> str:
    local = time.astimezone(LONDON)
    return f"{long_date(local.date())} at {local:%H:%M}"
