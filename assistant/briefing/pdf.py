"""A briefing as a PDF. Links, bookmarks, title and language are set; it is not tagged, which reportlab cannot do."""

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Paragraph, Spacer, Table
from reportlab.platypus.tableofcontents import TableOfContents

from assistant.answer import Citation
from assistant.briefing import noted
from assistant.briefing.brief import Briefing, Length, Line, Section
from assistant.briefing.cited import Cited, Source, notes, sources
from assistant.briefing.pdf_page import INK, LINK, RED, RULE, SHADE, WIDTH, PageCount, Pages, is_whole, shown, styles
from assistant.drafts.telling import link_of
from corpus import reference

_NOTES = "Notes"
_LACKING = "A box (\u2610) stands for a character that the type of this file lacks; the Word file has it."
_INSET = 10
_LEAST = 60  # points: a label with two lines of its paragraph


def as_pdf(briefing: Briefing, site: str = "") -> bytes:
    """The file, on A4. `site`: where the app is, for links to the paragraphs; no such links without it.

    The notes stand behind the text, as reportlab has no footnotes.
    """
    made, count = BytesIO(), PageCount()
    Pages(made, briefing, count).multiBuild([count, *_Story(briefing, site).flowables()])
    return made.getvalue()


class _Story:
    """What stands on the pages, in order."""

    def __init__(self, briefing: Briefing, site: str) -> None:
        self._briefing = briefing
        self._site = site
        self._styles = styles()
        self._notes = notes(briefing, site)
        self._numbers = iter(self._notes)
        self._headings = 0
        self._lacks = False

    def flowables(self) -> list[Flowable]:
        briefing = self._briefing
        body = [part for at, section in enumerate(briefing.sections) for part in self._section(section, at == 0)]
        body += [*self._noted(), *self._annex()]
        told = [*filter(None, (*noted.warnings(briefing), noted.faults(briefing)))]
        top = [
            self._paragraph(self._text(noted.title(briefing)), "title"),
            HRFlowable("100%", 1.2, color=HexColor(INK), spaceBefore=0, spaceAfter=4),
            self._paragraph(self._text(noted.drawn_on(briefing)), "subtitle"),
            *(self._paragraph(self._text(each), "warning") for each in told),
        ]
        if briefing.order.length is Length.FULL:
            top += self._contents()
        return [*top, *body, *([self._paragraph(escape(_LACKING), "note end")] if self._lacks else [])]

    def _contents(self) -> list[Flowable]:
        contents = TableOfContents(dotsMinLevel=0)
        contents.levelStyles = [self._styles["contents 1"], self._styles["contents 2"]]
        return [self._paragraph("Contents", "heading 2"), contents, Spacer(0, 6)]

    def _section(self, section: Section, is_headline: bool) -> list[Flowable]:
        """A section; the first, which holds the headlines, in a box."""
        note = noted.clean(section.note).strip() or ("" if section.lines else noted.EMPTY)
        parts = [self._paragraph(self._text(note), "text")] if note else []
        if parts and not is_headline:
            parts[0].keepWithNext = bool(section.lines)
        parts += [self._line(line, section) for line in section.lines]
        return [self._heading(section.heading, 1), *([_box(parts)] if is_headline else parts)]

    def _line(self, line: Line, section: Section) -> Flowable:
        number = next(self._numbers).number
        type = f"<b>{self._text(noted.label(line, section))}.</b> " if noted.label(line, section) else ""
        mark = f'<super size="7" rise="4"><a href="#note-{number}" color="{LINK}">{number}</a></super>'
        problem = f'<br/><font color="{RED}"><b>{self._text(noted.fault(line))}</b></font>' if noted.fault(line) else ""
        return self._paragraph(f"{type}{self._text(noted.said(line))}{mark}{problem}", "line", "•")

    def _noted(self) -> Iterator[Flowable]:
        if self._notes:
            yield CondPageBreak(2 * _LEAST)
            yield self._heading(_NOTES, 1)
        for note in self._notes:
            told = "; ".join(map(self._cited, note.cited))
            remarks = self._text(" ".join([".", *note.remarks]))
            yield self._paragraph(f'<a name="note-{note.number}"/>{told}{remarks}', "note", str(note.number))

    def _cited(self, cited: Cited) -> str:
        annex = f'<a href="#source-{cited.source.number}" color="{LINK}">Source\u00a0{cited.source.number}</a>'
        if cited.again:
            note = f'<a href="#note-{cited.again}" color="{LINK}">note\u00a0{cited.again}</a>'
            return f"{annex}, as in {note}"
        place = self._linked(self._text(noted.together(cited.place)), cited.link)
        return f"{annex}: {self._text(cited.document)} · {place}"

    def _annex(self) -> Iterator[Flowable]:
        yield CondPageBreak(3 * _LEAST)
        yield self._heading(noted.ANNEX, 1)
        if self._briefing.lines:
            yield self._paragraph(noted.ANNEX_NOTE, "text")
        for document, group in groupby(sources(self._briefing), lambda each: each.document):
            yield self._heading(reference(document), 2)
            for at, source in enumerate(group):
                if at:  # what stands under the heading stays with it
                    yield CondPageBreak(_LEAST)
                yield from self._source(source, not at)
        if others := noted.unused(self._briefing):
            yield self._heading(noted.UNUSED, 2)
            yield from (self._paragraph(self._text(each), "line", "•") for each in others)

    def _source(self, source: Source, stays: bool) -> Iterator[Flowable]:
        address = link_of(Citation(source.paragraph, source.document, ""), self._site)
        anchor = f'<a name="source-{source.number}"/>'
        place = self._linked(self._text(source.place), address)
        label = self._paragraph(f"{anchor}Source {source.number} · {place} ({source.told_notes})", "label")
        label.keepWithNext = stays
        yield label
        parts = (f"<b>{self._text(text)}</b>" if bold else self._text(text) for text, bold in source.runs)
        yield _Ruled("".join(parts), self._styles["source"])

    def _heading(self, text: str, level: int) -> Flowable:
        self._headings += 1
        text = noted.clean(text).strip()
        made = self._paragraph(self._text(text), f"heading {level}")
        made.heading = level - 1, text, f"heading-{self._headings}"
        return made

    def _paragraph(self, markup: str, style: str, bullet: str | None = None) -> Paragraph:
        return Paragraph(markup, self._styles[style], bulletText=bullet)

    def _text(self, text: str) -> str:
        """A text as reportlab's mark-up."""
        self._lacks |= not is_whole(text)
        return escape(shown(text))

    @staticmethod
    def _linked(markup: str, address: str) -> str:
        return f'<a href={quoteattr(address)} color="{LINK}"><u>{markup}</u></a>' if address else markup


class _Ruled(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph with a rule at its left, on each page that it is on."""

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.setStrokeColor(HexColor(RULE))
        self.canv.setLineWidth(1.5)
        self.canv.line(3, 0, 3, self.height)
        self.canv.restoreState()
        super().draw()


def _box(parts: list[Flowable]) -> Flowable:
    """Paragraphs on a shade, ruled at their left; they go on to the next page where they must."""
    look = [
        ("BACKGROUND", (0, 0), (-1, -1), HexColor(SHADE)),
        ("LINEBEFORE", (0, 0), (0, -1), 4, HexColor(INK), 0),  # 0: square ends
        ("LEFTPADDING", (0, 0), (-1, -1), _INSET),
        ("RIGHTPADDING", (0, 0), (-1, -1), _INSET),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),  # cells know no space after
        ("TOPPADDING", (0, 0), (-1, 0), 7),
    ]
    return Table([[each] for each in parts], [WIDTH], style=look, splitInRow=1)
