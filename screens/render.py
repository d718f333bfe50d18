"""Answers and sources as HTML, through templates that escape every text put into them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from assistant import Answer, Citation, Progress, find_quote
from assistant.answer import EXTRACTIVE
from assistant.people.feedback import Opinion
from corpus import Document, InspectionError, Paragraph, force_names, location, long_date, reference
from screens.filters import kinds_told, years_told
from screens.groups import groups_of
from screens.view import View

EXAMPLES = (
    "How does Staffordshire handle wanted suspects?",
    "Does the force have a crime prevention strategy?",
    "How are house break-ins looked into?",
    "Who signed the letter?",
)
_TURNS = 256  # turns of conversations under way, of some 10 kB each
SCALES = (1, 2, 3, 4)  # pixels a point, of the pictures the browser may choose from


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered source of an answer: a cited paragraph with its quotes, a near passage, or one of the context."""

    number: int
    paragraph: Paragraph
    document: Document
    quotes: tuple[str, ...] = ()
    heading: str = ""  # what a reader must know of it first


@lru_cache(maxsize=_TURNS)
def sources_of(answer: Answer) -> tuple[Source, ...]:
    """The sources of an answer, a number each, in the order in which it shows them."""
    found = {each.paragraph.id: Source(0, each.paragraph, each.document) for each in answer.passages}
    for id, citations in _cited(answer).items():
        quotes = tuple(dict.fromkeys(citation.quote for citation in citations))
        found.setdefault(id, Source(0, citations[0].paragraph, citations[0].document, quotes))
    for each in answer.context:
        found.setdefault(each.paragraph.id, Source(0, each.paragraph, each.document, heading=answer.context_heading))
    return tuple(replace(source, number=number) for number, source in enumerate(found.values(), 1))


def narrowed(answer: Answer) -> str:
    """What of the chosen filters narrowed the answer: "Norfolk Constabulary · 2019 to 2022 · letters"; else nothing.

    A force that was chosen gives way to those the question names.
    """
    chosen, scope = answer.filters, answer.scope
    if chosen is None or scope is None:
        return ""
    forces = chosen.forces if chosen.forces == tuple(force.id for force in scope.forces) else ()
    first, last = (day.year if day else None for day in (chosen.first, chosen.last))
    return " · ".join(filter(None, [force_names(forces), years_told(first, last), kinds_told(chosen.kinds)]))


def conversation(answers: Sequence[Answer], pending: str = "", progress: Progress | None = None) -> str:
    """The whole conversation; `pending` is a question still being answered, `progress` what is being done for it."""
    turns = [_turn(answer, number) for number, answer in enumerate(answers)]
    return template("conversation.html").render(turns=turns, pending=pending, progress=progress, examples=EXAMPLES)


@lru_cache(maxsize=_TURNS)  # with each question a page is given its whole conversation again
def _turn(answer: Answer, number: int) -> Markup:
    """A question and its answer, the `number`th of their conversation, from 0 on."""
    shown = template("turn.html").render(
        answer=answer,
        number=number,
        sources=_numbers(answer),
        groups=groups_of(answer),
        only=narrowed(answer),
        as_text=as_copied(answer),
        link=answer_link(answer.id) if answer.id else "",
        by_model=answer.writer != EXTRACTIVE and bool(answer.claims),
    )
    return Markup(shown)


def source_panel(turn: int, answer: Answer | None, source: Source | None, shown: View | None = None) -> str:
    """The sources of an answer as tabs, and the chosen one as a `View` with its page, or the text around it."""
    sources = sources_of(answer) if answer else ()
    return template("source.html").render(turn=turn, answer=answer, sources=sources, source=source, view=shown)


def source_page(shown: View) -> str:
    """A source as a page of its own."""
    return template("source_page.html").render(view=shown)


def fault_page(fault: InspectionError, root: str) -> str:
    """A page that says what is wrong and what to do; `root` leads from its address to the app's."""
    return template("fault.html").render(problem=fault.problem, remedy=fault.remedy, root=root)


def source_link(shown: View, page: int | None = None) -> str:
    """The address of a source's own page, from the app's root; `page` opens it at another page of its document."""
    place = [("page", str(page))] if page else []
    quotes = [("quote", words) for words in shown.quotes]
    return "source?" + urlencode([("paragraph", shown.paragraph.id), *quotes, *place])


def paragraph_link(paragraph: Paragraph) -> str:
    """The address of a paragraph's own page, from the app's root."""
    return "source?" + urlencode({"paragraph": paragraph.id})


def answer_link(id: str) -> str:
    """The address of a kept answer's own page, from the app's root."""
    return "answer?" + urlencode({"id": id})


def picture_link(shown: View, scale: float) -> str:
    """The address of the picture of the page that is shown, from the app's root."""
    page = shown.sheet.page if shown.sheet else 1
    return f"page/{quote(shown.document.id, safe='')}/{page}.png?scale={scale:g}"


def as_copied(answer: Answer) -> str:
    """An answer as plain text with its sources, for pasting into a paper."""
    only = narrowed(answer)
    told = [answer.message, *answer.warnings, *([answer.notice] if answer.notice else [])]
    lines = [answer.question, *([f"Only: {only}"] if only else []), "", *told]
    lines += [*_claims_copied(answer), *_context_copied(answer), ""]
    lines += [f"[{each.number}] {reference(each.document)} · {location(each.paragraph)}" for each in sources_of(answer)]
    return "\n".join(lines).strip()


def _claims_copied(answer: Answer) -> Iterator[str]:
    numbers = _numbers(answer)
    for group in groups_of(answer):
        yield from ["", group.heading] if group.heading else []
        for inspection in group.inspections:
            yield from ["", *([inspection.label] if inspection.label else [])]
            for _, claim in inspection.claims:
                marks = "".join(f"[{numbers[citation.paragraph.id]}]" for citation in claim.citations)
                yield f"“{claim.text}” {marks}" if claim.is_quoted else f"{claim.text} {marks}"


def _context_copied(answer: Answer) -> Iterator[str]:
    numbers = _numbers(answer)
    if answer.context:
        yield from ["", f"{answer.context_heading}:"]
    for each in answer.context:
        yield f"“{each.paragraph.text}” [{numbers[each.paragraph.id]}]"


def highlighted(text: str, quotes: Sequence[str]) -> Markup:
    """The text with the quoted words marked; both escaped."""
    spans = sorted(span for quote in quotes for span in find_quote(quote, text))
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
            at = end
    return Markup("").join([*parts, escape(text[at:])])


def _cited(answer: Answer) -> dict[str, list[Citation]]:
    """The citations of each paragraph, by its id, in the order in which the claims are read."""
    cited: dict[str, list[Citation]] = {}
    for group in groups_of(answer):
        for inspection in group.inspections:
            for _, claim in inspection.claims:
                for citation in claim.citations:
                    cited.setdefault(citation.paragraph.id, []).append(citation)
    return cited


def _numbers(answer: Answer) -> dict[str, int]:
    return {source.paragraph.id: source.number for source in sources_of(answer)}


@cache
def _environment() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {
        "highlighted": highlighted,
        "location": location,
        "reference": reference,
        "long_date": long_date,
        "source_link": source_link,
        "paragraph_link": paragraph_link,
        "picture_link": picture_link,
    }
    templates.globals["scales"] = SCALES
    templates.globals["opinions"] = [(each.value, each.label) for each in Opinion]
    return templates


def template(name: str) -> Template:
    """One of the templates; they escape every text put into them."""
    return _environment().get_template(name)
