"""From a file to its blocks, one file a format."""

from collections.abc import Callable
from pathlib import Path

from corpus.block import Reading
from corpus.errors import UnreadableFile
from corpus.readers.html import read_html
from corpus.readers.markdown import read_markdown
from corpus.readers.pdf import read_pdf
from corpus.readers.text import read_text
from corpus.readers.word import read_word

READERS: dict[str, Callable[[Path], Reading]] = {
    ".txt": read_text,
    ".pdf": read_pdf,
    ".docx": read_word,
    ".html": read_html,
    ".htm": read_html,
    ".md": read_markdown,
    ".markdown": read_markdown,
}


def read(path: Path, report: Callable[[float], None] = lambda share: None, *, ocr: bool = False) -> Reading:
    """What a file holds. Raises `UnreadableFile` when there is no text to be had.

    `report` is told the share that is done, where that takes long. `ocr`: recognise the text of a PDF's pictures.
    """
    suffix = path.suffix.lower()
    reader = READERS.get(suffix)
    if reader is None and _is_there(path):
        known = ", ".join(sorted(READERS))
        raise UnreadableFile(
            f"{path.name} is not a format we can read.", f"Save it as one of {known} and add that file."
        )
    if reader is None:
        raise UnreadableFile(f"There is no file {path}.", "Check its name and folder.")
    return read_pdf(path, report, ocr=ocr) if suffix == ".pdf" else reader(path)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long, say
        return False
