"""What is shown of a source: the paragraph, what stands around it, and its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant import find_quote
from corpus import Corpus, Document, InspectionError, Paragraph, ParagraphKind, UnusableInput, warnings_of
from corpus.places import Sheet
from screens.pages import Pages

MOST_OF_A_SECTION = 20  # paragraphs shown before and after the one in question; sections of reports run on for pages
_NO_FILE = "The page cannot be shown: the document's file is not kept here. Add the document again to see it."
_CHANGED = "The document was changed or removed after this answer. This is the paragraph as it was; ask again."


@dataclass(frozen=True, slots=True)
class View:
    """A paragraph as a source, with the words quoted from it.

    `around` are the paragraphs shown, itself among them, in their order; `called_by` the paragraph whose note it is;
    `total` how many its document has. `sheet` is its page; `problem` says why there is none where one was expected.
    """

    document: Document
    paragraph: Paragraph
    quotes: tuple[str, ...]
    around: tuple[Paragraph, ...]
    called_by: Paragraph | None
    total: int
    sheet: Sheet | None = None
    problem: str = ""

    @property
    def strange_quotes(self) -> tuple[str, ...]:
        """The quotes that do not stand in the paragraph (any more)."""
        return tuple(quote for quote in self.quotes if not find_quote(quote, self.paragraph.text))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be told beside the text."""
        return tuple(filter(None, (*warnings_of(self.document), self.problem)))

    @property
    def other_pages(self) -> tuple[int, ...]:
        """The pages it stands on besides the one shown."""
        return tuple(area.page for area in self.paragraph.areas if self.sheet and area.page != self.sheet.page)


def view(
    corpus: Corpus,
    pages: Pages,
    document: Document,
    paragraph: Paragraph,
    quotes: Sequence[str] = (),
    page: int | None = None,
    whole_section: bool = False,
) -> View:
    """The paragraph as a source; without a page to show, `whole_section` shows more around it.

    Raises `UnusableInput` when the document has no such page.
    """
    whole = corpus.paragraphs(document.id)
    held = next((each for each in whole if each.id == paragraph.id), None)
    if held is None or held.text != paragraph.text:
        return View(document, paragraph, tuple(quotes), (paragraph,), None, paragraph.position, None, _CHANGED)
    paragraph = held  # it may stand elsewhere by now
    sheet, problem = _sheet(pages, document, paragraph, quotes, page)
    around = _section(whole, paragraph) if whole_section and sheet is None else _near(whole, paragraph)
    called_by = next((each for each in whole if paragraph.called_at and each.position == paragraph.called_at[0]), None)
    return View(document, paragraph, tuple(quotes), tuple(around), called_by, len(whole), sheet, problem)


def _sheet(
    pages: Pages, document: Document, paragraph: Paragraph, quotes: Sequence[str], page: int | None
) -> tuple[Sheet | None, str]:
    """The page, or why it cannot be shown."""
    try:
        sheet = pages.sheet(document, paragraph, quotes, page)
    except InspectionError as fault:
        if page and isinstance(fault, UnusableInput):
            raise
        return None, f"The page cannot be shown. {fault}"
    if sheet is None and paragraph.areas:
        return None, _NO_FILE
    return sheet, ""


def _near(whole: Sequence[Paragraph], paragraph: Paragraph) -> list[Paragraph]:
    """The paragraph with its notes, and the one before and after it; a heading only where it stands above."""
    if paragraph.kind is ParagraphKind.FOOTNOTE:
        return [paragraph]
    text = [each for each in whole if each.kind is not ParagraphKind.FOOTNOTE]
    at = next(number for number, each in enumerate(text) if each.id == paragraph.id)
    notes = [each for each in whole if each.called_at and each.called_at[0] == paragraph.position]
    after = [each for each in text[at + 1 : at + 2] if each.kind is not ParagraphKind.HEADING]
    return [*text[max(at - 1, 0) : at], paragraph, *notes, *after]


def _section(whole: Sequence[Paragraph], paragraph: Paragraph) -> Sequence[Paragraph]:
    """The paragraphs from the heading above to the heading below."""
    at = next(number for number, each in enumerate(whole) if each.id == paragraph.id)
    headings = [number for number, each in enumerate(whole) if each.kind is ParagraphKind.HEADING]
    start = max((number for number in headings if number <= at), default=0)
    end = min((number for number in headings if number > at), default=len(whole))
    return whole[max(start, at - MOST_OF_A_SECTION) : min(end, at + MOST_OF_A_SECTION + 1)]
