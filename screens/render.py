"""Answers and sources as HTML, through templates that escape every text put into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from assistant import Answer, Citation, find_quote
from corpus import Document, InspectionError, Paragraph, location, long_date, reference
from screens.view import View

EXAMPLES = (
    "How does Staffordshire handle wanted suspects?",
    "Does the force have a crime prevention strategy?",
    "How are house break-ins looked into?",
    "Who signed the letter?",
)
SCALES = (1, 2, 3, 4)  # pixels a point, of the pictures the browser may choose from


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered source of an answer: a cited paragraph with its quotes, or one of the nearest passages."""

    number: int
    paragraph: Paragraph
    document: Document
    quotes: tuple[str, ...] = ()


def sources_of(answer: Answer) -> tuple[Source, ...]:
    """The sources of an answer, a number each, in the order of their first mention."""
    if answer.passages:
        return tuple(Source(at, each.paragraph, each.document) for at, each in enumerate(answer.passages, 1))
    cited: dict[str, list[Citation]] = {}
    for claim in answer.claims:
        for citation in claim.citations:
            cited.setdefault(citation.paragraph.id, []).append(citation)
    return tuple(
        Source(at, citations[0].paragraph, citations[0].document, tuple(dict.fromkeys(c.quote for c in citations)))
        for at, citations in enumerate(cited.values(), 1)
    )


def conversation(answers: Sequence[Answer], pending: str = "", step: str = "") -> str:
    """The whole conversation; `pending` is a question still being answered, `step` what is being done for it."""
    turns = [{"answer": answer, "sources": _numbers(answer), "as_text": as_copied(answer)} for answer in answers]
    return template("conversation.html").render(turns=turns, pending=pending, step=step, examples=EXAMPLES)


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


def picture_link(shown: View, scale: float) -> str:
    """The address of the picture of the page that is shown, from the app's root."""
    page = shown.sheet.page if shown.sheet else 1
    return f"page/{quote(shown.document.id, safe='')}/{page}.png?scale={scale:g}"


def as_copied(answer: Answer) -> str:
    """An answer as plain text with its sources, for pasting into a paper."""
    numbers = _numbers(answer)
    lines = [answer.question, "", answer.message, *answer.warnings, ""]
    for claim in answer.claims:
        marks = "".join(f"[{numbers[c.paragraph.id]}]" for c in claim.citations)
        lines.append(f"“{claim.text}” {marks}")
    lines += ["", *(f"[{s.number}] {reference(s.document)} · {location(s.paragraph)}" for s in sources_of(answer))]
    return "\n".join(lines).strip()


def highlighted(text: str, quotes: Sequence[str]) -> Markup:
    """The text with the quoted words marked; both escaped."""
    spans = sorted(span for quote in quotes for span in find_quote(quote, text))
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
            at = end
    return Markup("").join([*parts, escape(text[at:])])


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
    return templates


def template(name: str) -> Template:
    """One of the templates; they escape every text put into them."""
    return _environment().get_template(name)
