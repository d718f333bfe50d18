"""XML of Word files: read so that nothing in it can do harm, changed in place, and written as it was."""

import re
from xml.sax.saxutils import escape

from lxml import etree
from lxml.etree import _Element as Element

from corpus import UnusableInput

__all__ = ["Element", "element", "legal", "local", "namespace", "parsed", "said", "text_of", "told", "written"]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANK = " \t\r\n"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def parsed(file: str, raw: bytes) -> Element:
    """The root of a part. Raises `UnusableInput` for what is no XML, nested too deep, or declares entities of its own.

    libxml2 itself refuses more than 256 levels and texts of 10 MB.
    """
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=False))
    except etree.XMLSyntaxError as fault:
        raise UnusableInput(f"{file} is damaged.", "Open it in Word and save it again, or paste its text.") from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnusableInput(f"{file} declares entities, as no Word file does.", "Paste its text instead.")
    return root


def written(root: Element) -> bytes:
    """A part as bytes, with what stands before and behind its root."""
    raw: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return raw


def element(like: Element, markup: str) -> Element:
    """An element from its mark-up, in which `w:` is the namespace of another one."""
    return etree.fromstring(f'<w:x xmlns:w="{namespace(like)}">{markup}</w:x>')[0]


def local(node: Element) -> str:
    """A tag without its namespace; nothing for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def namespace(node: Element) -> str:
    """The namespace of an element: Word's own has two forms, transitional and strict."""
    return str(node.tag[1:].partition("}")[0])


def said(node: Element | None, *way: str) -> str:
    """An attribute: the names of elements down to it, then its own; "" where there is none."""
    for tag in way[:-1]:
        node = next(node.iterchildren(f"{{*}}{tag}"), None) if node is not None else None
    if node is None:
        return ""
    return str(node.get(f"{{{namespace(node)}}}{way[-1]}") or node.get(way[-1]) or "")


def text_of(node: Element) -> str:
    """The characters of a text element that are shown: without `xml:space`, blanks at its ends are not."""
    text = str(node.text or "")
    return text if node.get(_SPACE) == "preserve" else text.strip(_BLANK)


def legal(text: str) -> str:
    """The text with a sign in place of each character that XML does not know; as long as before."""
    return _ILLEGAL.sub("\ufffd", text)


def told(text: str) -> str:
    """A text as mark-up."""
    return escape(legal(text), {'"': "&quot;"})


def halved(node: Element, at: int) -> Element:
    """Part a text element after so many of its shown characters; the element with the rest, right behind it."""
    text = text_of(node)
    rest = etree.Element(node.tag, dict(node.attrib), nsmap=node.nsmap)
    node.text, rest.text = text[:at], text[at:]
    for each in (node, rest):
        each.set(_SPACE, "preserve")
    node.addnext(rest)
    return rest
