"""Mark-up of Word files (ISO 29500-1, clause 17) as text, in the order in which the schema wants it."""

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart

from assistant.drafts.markup import told

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
BOLD = "<w:b/><w:bCs/>"
FAULT = '<w:rStyle w:val="Fault"/>'
_LINK = '<w:rStyle w:val="Hyperlink"/>'
_NOTE = '<w:rStyle w:val="FootnoteReference"/>'


def run(text: str, look: str = "") -> str:
    """Characters, and the properties they have."""
    return f'<w:r>{_properties(look)}<w:t xml:space="preserve">{told(text)}</w:t></w:r>'


def line_break() -> str:
    """The start of another line in the same paragraph."""
    return "<w:r><w:br/></w:r>"


def tab() -> str:
    """A tab."""
    return "<w:r><w:tab/></w:r>"


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of a style, by its id; `properties` are those that come behind the style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


def link(content: str, relation: str) -> str:
    """Words that open the address of that relation."""
    return f'<w:hyperlink r:id="{relation}" w:history="1">{run(content, _LINK)}</w:hyperlink>'


def link_within(content: str, bookmark: str, is_shown: bool = True) -> str:
    """Words that lead to a bookmark, shown as a link or plain."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{run(content, _LINK if is_shown else "")}</w:hyperlink>'


def bookmarked(content: str, name: str, number: int) -> str:
    """Content that links may lead to; `number` is of no other bookmark in the file."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def field(instruction: str, shown: str, look: str = "") -> str:
    """A field, and what stands there until it is worked out."""
    return f"{field_start(instruction)}{run(shown, look)}{field_end()}"


def field_start(instruction: str) -> str:
    """A field up to what it shows."""
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{_field_mark('begin')}{code}{_field_mark('separate')}"


def field_end() -> str:
    """The end of a field."""
    return _field_mark("end")


def note_mark(number: int) -> str:
    """The mark of a footnote in the text."""
    return f'<w:r><w:rPr>{_NOTE}</w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def _field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _properties(look: str) -> str:
    return f"<w:rPr>{look}</w:rPr>" if look else ""


class Footnotes:
    """The footnotes of a file: a part of its own, with the two separators that Word wants (17.11.3, 17.11.23).

    The file's settings name the separators (17.11.9).
    """

    def __init__(self, document: DocumentPart) -> None:
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{id}">'
            f'<w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{mark}/></w:r></w:p>'
            "</w:footnote>"
            for kind, id, mark in (
                ("separator", -1, "separator"),
                ("continuationSeparator", 0, "continuationSeparator"),
            )
        )
        root = parse_xml(f"<w:footnotes {NAMESPACES}>{separators}</w:footnotes>")
        self.part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, document.package)
        document.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = '<w:footnote w:id="-1"/><w:footnote w:id="0"/>'
        compatibility = document.settings.element.find(qn("w:compat"))
        compatibility.addprevious(parse_xml(f"<w:footnotePr {NAMESPACES}>{named}</w:footnotePr>"))

    def add(self, number: int, content: str) -> None:
        """Put the note of that number, from 1 and in order."""
        mark = f"<w:r><w:rPr>{_NOTE}</w:rPr><w:footnoteRef/></w:r>{run(' ')}"
        words = paragraph(f"{mark}{content}", "FootnoteText")
        self.part.element.append(parse_xml(f'<w:footnote {NAMESPACES} w:id="{number}">{words}</w:footnote>'))

    def relation(self, address: str) -> str:
        """The id by which a note names an address."""
        return self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
