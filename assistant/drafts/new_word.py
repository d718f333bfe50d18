"""A new Word file with the text of a draft that came as something else."""

from dataclasses import replace
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from assistant.drafts.draft import Draft, Part
from assistant.drafts.markup import legal
from assistant.drafts.package import package_of
from assistant.drafts.word import WordDraft, word_of
from assistant.drafts.word_walk import Place

_STYLES = {Part.HEADING: "Heading 2"}
_FONT = "Calibri"
_MARGIN = Mm(25)
_NOWHERE = Place([], {})  # of an empty line


def new_word(draft: Draft) -> WordDraft:
    """The draft as a Word file, each of its blocks a paragraph in which its characters keep their places."""
    document = _blank(draft.name)
    held = [number for number, block in enumerate(draft.blocks) if block.text.strip()]
    for number in held:
        block = draft.blocks[number]
        document.add_paragraph(legal(block.text), _STYLES.get(block.part))
    made = BytesIO()
    document.save(made)
    word = word_of(package_of(draft.name, made.getvalue()))
    places = dict(zip(held, word.places, strict=True))
    return replace(word, draft=draft, places=tuple(places.get(at, _NOWHERE) for at in range(len(draft.blocks))))


def _blank(title: str) -> Document:
    """An A4 page in a plain face, in place of python-docx's own template of 2013."""
    document = docx.Document()
    drop_leftovers(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    for name in ("Normal", "Heading 1", "Heading 2"):
        properties = document.styles[name].element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        fonts.attrib.clear()  # the faces of its theme would go before ours
        fonts.set(qn("w:ascii"), _FONT)
        fonts.set(qn("w:hAnsi"), _FONT)
    about = document.core_properties
    about.author, about.comments, about.title = "", "", legal(title)[:255]
    return document


def drop_leftovers(document: Document) -> None:
    """Leave out what python-docx's template has of Word 2010: styles written twice, which must not differ, and its picture."""
    package = document.part.package
    for relations, name in ((document.part.rels, "stylesWithEffects"), (package.rels, "thumbnail")):
        for id in [id for id, each in relations.items() if each.reltype.endswith(f"/{name}")]:
            del relations[id]
