"""An empty Word file of a briefing: its page, styles, properties, header and footer."""

from datetime import UTC

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from assistant.briefing.brief import Briefing
from assistant.briefing.noted import AUTHOR, clean, drawn_on, held_back, made, title
from assistant.briefing.word_markup import FAULT, NAMESPACES, field, paragraph, run, tab
from assistant.drafts.markup import legal
from assistant.drafts.new_word import drop_leftovers

WIDTH = 9865  # of the text, twentieths of a point: A4 without its margins
INK, GREY, RED, LINK = "1F3864", "595959", "9C1C1C", "1A4F91"  # each at least 7 : 1 on white (WCAG 2.2, 1.4.6)
_MARGIN = Mm(18)
_FONT = "Calibri"
_LONGEST_PROPERTY = 255  # characters; python-docx takes no more
_TABS = (
    f'<w:tabs><w:tab w:val="clear" w:pos="4680"/><w:tab w:val="clear" w:pos="9360"/>'
    f'<w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
)


def _look(size: float, color: str = "", is_bold: bool = False) -> str:
    """Properties of characters; sizes in points."""
    bold = "<w:b/><w:bCs/>" if is_bold else ""
    ink = f'<w:color w:val="{color}"/>' if color else ""
    return f'{bold}{ink}<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'


def _space(before: float, after: float, line: float = 1.0) -> str:
    """Space around and between lines; points, and multiples of a line."""
    return (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" '
        f'w:line="{round(line * 240)}" w:lineRule="auto"/>'
    )


def _rule(side: str, size: int, space: int, color: str) -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/></w:pBdr>'


_KEEP = "<w:keepNext/><w:keepLines/>"
# By id: how paragraphs of the template's own styles look here, and their characters.
_STYLES = {
    "Normal": (_space(0, 4), _look(10)),
    "Title": (f"<w:keepNext/>{_rule('bottom', 12, 6, INK)}{_space(0, 6)}", _look(22, INK, True)),
    "Subtitle": (_space(0, 6), _look(10, GREY)),
    "Heading1": (f'{_KEEP}{_space(8, 3)}<w:outlineLvl w:val="0"/>', _look(13.5, INK, True)),
    "Heading2": (f'{_KEEP}{_space(10, 3)}<w:outlineLvl w:val="1"/>', _look(11.5, INK, True)),
    "ListBullet": (
        f'<w:keepLines/><w:numPr><w:numId w:val="{{bullet}}"/></w:numPr>{_space(0, 2)}'
        '<w:ind w:left="340" w:hanging="340"/>',
        _look(10),
    ),
    "Quote": (f'{_rule("left", 12, 8, "B4C3D9")}{_space(0, 6, 1.05)}<w:ind w:left="227"/>', _look(9.5)),
    "Header": (f"{_TABS}{_space(0, 0)}", _look(9, GREY)),
    "Footer": (f"{_TABS}{_space(0, 0)}", _look(8.5, GREY)),
    "TOCHeading": (f"{_KEEP}{_space(8, 4)}", _look(13, INK, True)),
}
# Id, name, what is before its paragraph's properties, these, its characters' properties.
_MORE = (
    ("paragraph", "FootnoteText", "footnote text", f'{_space(0, 1)}<w:ind w:left="170" w:hanging="170"/>', _look(8)),
    ("character", "FootnoteReference", "footnote reference", "", '<w:vertAlign w:val="superscript"/>'),
    ("character", "Hyperlink", "Hyperlink", "", f'<w:color w:val="{LINK}"/><w:u w:val="single"/>'),
    ("character", "Fault", "Fault", "", f'<w:b/><w:bCs/><w:color w:val="{RED}"/>'),
    ("paragraph", "SourceLabel", "Source Label", f"{_KEEP}{_space(8, 3)}", _look(9.5, GREY, True)),
    ("paragraph", "Warning", "Warning", f"{_rule('left', 24, 8, RED)}{_space(0, 6)}", _look(11, RED, True)),
    ("paragraph", "TOC1", "toc 1", _space(0, 2), _look(10)),
    ("paragraph", "TOC2", "toc 2", f'{_space(0, 2)}<w:ind w:left="340"/>', _look(9.5, GREY)),
)


def empty_page(briefing: Briefing) -> Document:
    """A4 in a plain face, British English, with all that stands around a text."""
    document = docx.Document()
    drop_leftovers(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Mm(17)
    section.header_distance = section.footer_distance = Mm(9)
    _style(document)
    _set(document)
    about = document.core_properties
    moment = briefing.made.astimezone(UTC).replace(tzinfo=None)
    about.author = about.last_modified_by = AUTHOR
    about.title, about.subject = (legal(each)[:_LONGEST_PROPERTY] for each in (title(briefing), drawn_on(briefing)))
    about.created = about.modified = moment
    about.comments, about.keywords, about.language = legal(made(briefing.made, briefing.held)), "", "en-GB"
    held = f"{tab()}{run(held_back(briefing), FAULT)}" if held_back(briefing) else ""
    header = paragraph(f"{run(clean(briefing.force).strip())}{held}", "Header")
    pages = f"{run('Page ')}{field('PAGE', '1')}{run(' of ')}{field('NUMPAGES', '1')}"
    footer = paragraph(f"{run(made(briefing.made, briefing.held))}{tab()}{pages}", "Footer")
    for part, words in ((section.header, header), (section.footer, footer)):
        part.is_linked_to_previous = False
        part._element.replace(part.paragraphs[0]._element, element(words))
    return document


def element(markup: str) -> BaseOxmlElement:
    """One element from its mark-up."""
    made: BaseOxmlElement = parse_xml(f"<w:body {NAMESPACES}>{markup}</w:body>")[0]
    return made


def _style(document: Document) -> None:
    """Set the styles of python-docx's template, which is of 2013, and add those it lacks."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.replace(
        defaults.find(qn("w:rFonts")),
        element(f'<w:rFonts w:ascii="{_FONT}" w:eastAsia="{_FONT}" w:hAnsi="{_FONT}" w:cs="{_FONT}"/>'),
    )
    defaults.find(qn("w:lang")).set(qn("w:val"), "en-GB")
    bullet = document.styles["List Bullet"].element.pPr.numPr.numId.val
    by_id = {each.styleId: each for each in styles.style_lst}
    for id, (around, characters) in _STYLES.items():
        style = by_id[id]
        for old in style.xpath("./w:pPr | ./w:rPr"):
            style.remove(old)
        style.append(element(f"<w:pPr>{around.format(bullet=bullet)}</w:pPr>"))
        style.append(element(f"<w:rPr>{characters}</w:rPr>"))
    for kind, id, name, around, characters in _MORE:
        before = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" else ""
        is_own = name in ("Source Label", "Warning", "Fault")
        custom = ' w:customStyle="1"' if is_own else ""
        of_paragraph = f"<w:pPr>{around}</w:pPr>" if around else ""
        styles.append(
            element(
                f'<w:style w:type="{kind}"{custom} w:styleId="{id}"><w:name w:val="{name}"/>{before}'
                f'<w:uiPriority w:val="99"/><w:qFormat/>{of_paragraph}<w:rPr>{characters}</w:rPr></w:style>'
            )
        )


def _set(document: Document) -> None:
    """Word opens the file in its own mode, not that of 2010."""
    settings = document.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    compatibility = settings.find(qn("w:compat"))
    mode = next(each for each in compatibility if each.get(qn("w:name")) == "compatibilityMode")
    mode.set(qn("w:val"), "15")
