"""A briefing as a Word file: its own styles, footnotes, contents, and an annex that the notes lead to."""

from io import BytesIO
from itertools import groupby

from docx.opc.constants import RELATIONSHIP_TYPE

from assistant.answer import Citation
from assistant.briefing import noted
from assistant.briefing.brief import Briefing, Length, Line, Section
from assistant.briefing.cited import Cited, Note, Source, notes, sources
from assistant.briefing.word_markup import (
    BOLD,
    FAULT,
    Footnotes,
    bookmarked,
    field_end,
    field_start,
    line_break,
    link,
    link_within,
    note_mark,
    paragraph,
    run,
)
from assistant.briefing.word_page import INK, WIDTH, element, empty_page
from assistant.drafts.telling import link_of
from corpus import reference

_SHADE = "EDF2F8"


def as_word(briefing: Briefing, site: str = "") -> bytes:
    """The file. `site`: where the app is, for links to the paragraphs; no such links without it.

    The contents of a full briefing lead to its sections; Word puts the page numbers in when the field is updated (F9).
    """
    return _Page(briefing, site).file()


class _Page:
    """A file in the making; what is put goes before the properties of its only section."""

    def __init__(self, briefing: Briefing, site: str) -> None:
        self._briefing = briefing
        self._site = site
        self._document = empty_page(briefing)
        self._footnotes = Footnotes(self._document.part)
        self._notes = iter(notes(briefing, site))
        self._headings: list[tuple[int, str, str]] = []
        self._bookmarks = 0

    def file(self) -> bytes:
        briefing = self._briefing
        body = [paragraph(run(noted.title(briefing)), "Title"), paragraph(run(noted.drawn_on(briefing)), "Subtitle")]
        told = filter(None, (*noted.warnings(briefing), noted.faults(briefing)))
        body += [paragraph(run(each), "Warning") for each in told]
        text = [part for at, section in enumerate(briefing.sections) for part in self._section(section, at == 0)]
        text += self._annex()
        if briefing.order.length is Length.FULL:
            body += self._contents()
        last = self._document.element.body[-1]
        for each in (*body, *text):
            last.addprevious(element(each))
        made = BytesIO()
        self._document.save(made)
        return made.getvalue()

    def _contents(self) -> list[str]:
        """The field, and what it shows: all headings as links."""
        entries = [
            paragraph(link_within(text, bookmark, is_shown=False), f"TOC{level}")
            for level, text, bookmark in self._headings
        ]
        start = r'TOC \o "1-2" \h \z \u'
        entries[0] = entries[0].replace("</w:pPr>", f"</w:pPr>{field_start(start)}", 1)
        entries[-1] = entries[-1].replace("</w:p>", f"{field_end()}</w:p>")
        return [paragraph(run("Contents"), "TOCHeading"), *entries]

    def _heading(self, text: str, level: int, properties: str = "") -> str:
        text = noted.clean(text).strip()
        bookmark = f"_Toc{len(self._headings) + 1:09}"
        self._headings.append((level, text, bookmark))
        return paragraph(self._marked(run(text), bookmark), f"Heading{level}", properties)

    def _marked(self, content: str, name: str) -> str:
        self._bookmarks += 1
        return bookmarked(content, name, self._bookmarks)

    def _section(self, section: Section, is_headline: bool) -> list[str]:
        """A section; the first, which holds the headlines, in a box."""
        note = noted.clean(section.note).strip() or ("" if section.lines else noted.EMPTY)
        parts = [paragraph(run(note), "", "<w:keepNext/>" if section.lines else "")] if note else []
        parts += [self._line(line, section) for line in section.lines]
        return [self._heading(section.heading, 1), *([_box(parts)] if is_headline else parts)]

    def _line(self, line: Line, section: Section) -> str:
        note = next(self._notes)
        self._footnotes.add(note.number, self._told(note))
        type = run(f"{noted.label(line, section)}. ", BOLD) if noted.label(line, section) else ""
        problem = line_break() + run(noted.fault(line), FAULT) if noted.fault(line) else ""
        return paragraph(f"{type}{run(noted.said(line))}{note_mark(note.number)}{problem}", "ListBullet")

    def _told(self, note: Note) -> str:
        told = run("; ").join(map(self._cited, note.cited))
        return f"{told}{run(' '.join(['.', *note.remarks]))}"

    def _cited(self, cited: Cited) -> str:
        annex = link_within(f"Source\u00a0{cited.source.number}", _bookmark(cited.source))
        if cited.again:
            return annex + run(f", as in note\u00a0{cited.again}")
        place = noted.together(cited.place)
        where = link(place, self._footnotes.relation(cited.link)) if cited.link else run(place)
        return f"{annex}{run(f': {cited.document} · ')}{where}"

    def _annex(self) -> list[str]:
        parts = [self._heading(noted.ANNEX, 1, "<w:pageBreakBefore/>")]
        parts += [paragraph(run(noted.ANNEX_NOTE))] if self._briefing.lines else []
        for document, group in groupby(sources(self._briefing), lambda each: each.document):
            parts.append(self._heading(reference(document), 2))
            for source in group:
                parts += [self._source_label(source), paragraph(_quoted(source), "Quote")]
        if others := noted.unused(self._briefing):
            parts += [self._heading(noted.UNUSED, 2), *(paragraph(run(each), "ListBullet") for each in others)]
        return parts

    def _source_label(self, source: Source) -> str:
        place = run(source.place)
        if self._site:
            relations = self._document.part
            address = link_of(Citation(source.paragraph, source.document, ""), self._site)
            place = link(source.place, relations.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        name = self._marked(run(f"Source {source.number}"), _bookmark(source))
        return paragraph(f"{name}{run(' · ')}{place}{run(f' ({source.told_notes})')}", "SourceLabel")


def _bookmark(source: Source) -> str:
    return f"source_{source.number}"


def _quoted(source: Source) -> str:
    return "".join(run(text, BOLD if is_quoted else "") for text, is_quoted in source.runs)


def _box(parts: list[str]) -> str:
    """Paragraphs in a shaded table of one cell, ruled at its left."""
    rule = f'<w:left w:val="single" w:sz="36" w:space="0" w:color="{INK}"/>'
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _MARGINS)
    properties = f'<w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{rule}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    cell = (
        f'<w:tcPr><w:tcW w:w="{WIDTH}" w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/></w:tcPr>'
    )
    return (
        f"<w:tbl><w:tblPr>{properties}<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f'<w:tblGrid><w:gridCol w:w="{WIDTH}"/></w:tblGrid><w:tr><w:tc>{cell}{"".join(parts)}</w:tc></w:tr></w:tbl>'
    )


_MARGINS = (("top", 140), ("left", 200), ("bottom", 60), ("right", 200))
