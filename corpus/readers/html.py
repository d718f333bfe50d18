"""Web pages (.html): the publication itself as blocks, and what the site puts around it as furniture."""

import codecs
import re
from pathlib import Path

from lxml import etree

from corpus.block import Block, Reading
from corpus.document import ParagraphKind
from corpus.errors import UnreadableFile
from corpus.readers.html_about import publication_day, title_of
from corpus.readers.html_blocks import Page
from corpus.readers.html_main import main_of, sift, without
from corpus.readers.html_notes import find_notes
from corpus.readers.lines import titled
from corpus.readers.looks import WEB_PAGE, looks_like
from corpus.readers.node import Builder, Node, TooDeep
from corpus.readers.text import MAX_NOISE, bytes_of, noise

MAX_PROLOGUE = 4096  # bytes; browsers look for the encoding in the first 1024, pages put it a little later, too
_CHARSET = re.compile(rb"""(?:<meta[^>]+?charset|<\?xml[^>]+?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_OF_TEXT = re.compile(r"utf|ascii|cp|iso8859|koi8|mac|big5|gb|euc|shift")  # Python has others, such as "zip"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# A page that calls itself Latin-1 is in Windows-1252, and one whose UTF-16 label can be read is not in UTF-16.
_ALIASES = {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8"}


def read_html(path: Path) -> Reading:
    """A web page that was saved. Raises `UnreadableFile`."""
    raw = bytes_of(path)
    text = decode(raw)
    if "\0" in text or noise(text) > MAX_NOISE:
        looks = looks_like(raw)
        problem = f"looks like {looks}" if looks and looks != WEB_PAGE else "is damaged, or not a web page"
        raise UnreadableFile(
            f"{path.name} {problem}.", "Save the page again, or give the file the ending of its format."
        )
    return page_of(path.name, text)


def page_of(file: str, text: str) -> Reading:
    """What a page's source holds. Raises `UnreadableFile`."""
    tree = _tree(file, text)
    page, around = sift(tree)
    notes = find_notes(page)
    main = main_of(page)
    blocks = list(Page(notes).blocks(main))
    outside = [block for part in (without(page, main), *around) for block in Page(notes).blocks(part)]
    blocks += [block for block in outside if block.kind is ParagraphKind.FOOTNOTE]
    furniture = [block for block in outside if block.kind is not ParagraphKind.FOOTNOTE]
    furniture += map(Block, notes.ways_back)
    if not any(character.isalnum() for block in (*blocks, *furniture) for character in block.text):
        raise UnreadableFile(f"{file} holds no words.", "Save the page again, when the browser has shown all of it.")
    headed = any(block.kind is ParagraphKind.HEADING for block in blocks)
    return Reading(titled(blocks), tuple(furniture), headed, title_of(tree, main), publication_day(tree, main))


def decode(raw: bytes) -> str:
    """A page's source: by its byte order mark, else by what it says of itself, else UTF-8 or Windows-1252."""
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)
    said = _CHARSET.search(raw[:MAX_PROLOGUE])
    encoding = marked or (_known(said[1].decode("ascii", "replace")) if said else None)
    for attempt in filter(None, (encoding, "utf-8")):
        try:
            return raw.decode(attempt)
        except UnicodeDecodeError:
            continue
    return raw.decode(encoding if marked and encoding else "cp1252", errors="replace")


def _known(name: str) -> str | None:
    """An encoding under the name Python gives it; None for one it does not know, or that is not one of text."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return _ALIASES.get(found, found) if _OF_TEXT.match(found) else None


def _tree(file: str, text: str) -> Node:
    builder = Builder()
    # huge_tree: the parser's own limits would end the page without a word; ours, on depth, is told.
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True)
    # A stray "</p>" is an empty paragraph to browsers and nothing to this parser, which would glue what it parts.
    parted = re.sub(r"(?i)</p\s*>", "</p> ", text)
    try:
        etree.fromstring(parted.encode(errors="replace") or b" ", parser)
    except TooDeep as fault:
        raise UnreadableFile(f"{file} is nested too deep.", "Print the page to a PDF and add that.") from fault
    except etree.LxmlError as fault:
        raise UnreadableFile(
            f"{file} cannot be read as a web page.", "Print the page to a PDF and add that."
        ) from fault
    return builder.close()
