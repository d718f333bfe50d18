"""Word files (.docx): all that is printed, with the structure that Word's styles and lists tell."""

from dataclasses import replace
from pathlib import Path

from corpus.block import CALL, Block, Reading
from corpus.document import ParagraphKind
from corpus.errors import UnreadableFile
from corpus.readers.lines import tidy, titled
from corpus.readers.node import NOTHING, Node
from corpus.readers.package import Package, Part, open_package
from corpus.readers.word_body import Body
from corpus.readers.word_notes import read_notes
from corpus.readers.word_numbering import Numbering
from corpus.readers.word_styles import grounded, read_styles
from corpus.readers.word_text import plain

MAX_TITLE_BLOCKS = 30  # a title stands on the first pages


def read_word(path: Path) -> Reading:
    """A .docx file. Raises `UnreadableFile`; never reads a part of a document as if it were all."""
    package = open_package(path)
    document = package.main()
    content = document.root.child("body")
    if document.root.tag != "document" or content is NOTHING:
        raise UnreadableFile(f"{path.name} is not a Word document.", "Save it as .docx or PDF and add that file.")
    if next(content.all("altChunk", "subDoc"), None):
        raise UnreadableFile(f"{path.name} holds other files.", "Open it in Word and save it under a new name.")
    body = _body(package, document)
    blocks = titled(body.blocks(content))
    furniture = (*body.furniture, *_heads_and_feet(package, document, body))
    if not any(character.isalnum() for block in (*blocks, *furniture) for character in block.text):
        raise UnreadableFile(f"{path.name} holds no words.", "Check that it is the file you meant.")
    headed = any(block.kind is ParagraphKind.HEADING for block in blocks)
    return Reading(blocks, furniture, headed, _title(package, content, body, blocks))


def _body(package: Package, document: Part) -> Body:
    styles = read_styles(_related(package, document, "styles"))
    styles = replace(styles, grounded=grounded(document.root, styles))
    settings = _related(package, document, "settings")
    notes = {sort: read_notes(package, document, settings, sort) for sort in ("footnote", "endnote")}
    numbering = Numbering(_related(package, document, "numbering"), styles)
    return Body(styles, numbering, notes, document.root)


def _related(package: Package, part: Part, role: str) -> Node:
    related = package.of_role(part, role)
    return related.root if related else NOTHING


def _heads_and_feet(package: Package, document: Part, body: Body) -> list[Block]:
    """What is printed above and below the pages of each section, each once."""
    references = document.root.all("headerReference", "footerReference")
    parts = {part.name: part for part in (package.of_id(document, each.get("id")) for each in references)}
    return [block for part in parts.values() for block in body.blocks(part.root)]


def _title(package: Package, content: Node, body: Body, blocks: tuple[Block, ...]) -> str | None:
    """The paragraph in the style "Title"; else the title in the file's properties, where the document begins with it.

    Properties are often those of the file that this one was made from.
    """
    styled = [each for each in content.all("p") if body.styles.is_title(each)]
    titles = [tidy(plain(each, body.styles)) for each in styled]
    if len(found := [title for title in titles if title]) == 1:
        return found[0].replace("\n", " ")
    core = next((path for path in package.parts if path == "docProps/core.xml"), None)
    title = tidy(package.part(core).root.child("title").text) if core else ""
    beginning = (" ".join(CALL.sub("", block.text).split()).casefold() for block in blocks[:MAX_TITLE_BLOCKS])
    return title if title and title.casefold() in beginning else None
