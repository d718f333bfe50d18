"""A draft from a file: Word, Markdown, text or PDF."""

from collections.abc import Iterator
from pathlib import Path

from assistant.drafts.draft import Block, Draft, Part
from assistant.drafts.statements import nothing_to_check
from assistant.drafts.word import read_word
from corpus import Paragraph, ParagraphKind, UnreadableFile, UnusableInput
from corpus.block import Reading
from corpus.paragraphs import cut
from corpus.preparing import LIGHT, MAX_LIGHT_BYTES
from corpus.readers import read
from corpus.workers import Limits, Workers

WORD = ".docx"
FORMATS = (WORD, ".md", ".markdown", ".txt", ".pdf")
_LIMITS = Limits(seconds=60)
_CELLS = " | "  # between the cells of a row, as the corpus reads tables
_PARTS = {
    ParagraphKind.HEADING: Part.HEADING,
    ParagraphKind.ROW: Part.CELL,
    ParagraphKind.FOOTNOTE: Part.NOTE,
}


def read_draft(path: Path, name: str = "") -> Draft:
    """The draft in a file, called `name` where that is not its own name. Raises `UnusableInput`; the file is only read."""
    name = name or path.name
    suffix = path.suffix.lower()
    if suffix == ".doc":
        raise UnusableInput(f"{name} is an old Word file (.doc).", "Open it in Word and save it as .docx.")
    if suffix not in FORMATS:
        raise UnusableInput(
            f"{name} is not a format we can check.", f"Give one of {', '.join(FORMATS)}, or paste its text."
        )
    draft = read_word(path, name).draft if suffix == WORD else Draft(tuple(_blocks(_reading(path, name))), name)
    return with_statements(draft)


def with_statements(draft: Draft) -> Draft:
    """The draft, if it says anything that can be checked. Raises `UnusableInput`."""
    texts = (each for each in draft.statements if draft.blocks[each.block].part is not Part.HEADING)
    if not any(not nothing_to_check(each.text) for each in texts):
        raise UnusableInput(
            " ".join(filter(None, ["There is no statement in the draft", draft.name])) + ".",
            "Headings, questions and views are not checked: give sentences that say what was found.",
        )
    return draft


def _reading(path: Path, name: str) -> Reading:
    """What the file holds, read as a file of the corpus is: all but small texts in a process of their own, with limits."""
    try:
        if path.suffix.lower() in LIGHT and path.stat().st_size <= MAX_LIGHT_BYTES:
            return read(path)
        with Workers(1, _LIMITS) as workers:
            return workers.call(read, path)
    except UnreadableFile as fault:
        problem = fault.problem.replace(path.name, name)
        raise UnusableInput(problem, "Save it as .docx or .txt, or paste its text.") from fault
    except (OSError, ValueError) as fault:  # ValueError: a name that no file can have
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise UnusableInput(f"{name} cannot be opened ({why}).", "Check that it exists and may be read.") from fault


def _blocks(reading: Reading) -> Iterator[Block]:
    labels: tuple[str, ...] = ()  # the cells of a table's first row, which stand before those below them
    for paragraph in cut("", reading):
        part = _part(paragraph, reading)
        if part is Part.CELL:
            cells = paragraph.text.split(_CELLS)
            yield from (Block(_unlabelled(cell, labels), part) for cell in cells)
            labels = labels or tuple(f"{cell}: " for cell in cells)
        else:
            yield Block(paragraph.text, part)
            labels = labels if part is Part.NOTE else ()


def _unlabelled(cell: str, labels: tuple[str, ...]) -> str:
    return cell.removeprefix(next((label for label in labels if cell.startswith(label)), ""))


def _part(paragraph: Paragraph, reading: Reading) -> Part:
    """Its part; a heading that the format does not tell may be a sentence without a full stop."""
    is_guessed = paragraph.kind is ParagraphKind.HEADING and not reading.headed
    return Part.TEXT if is_guessed else _PARTS.get(paragraph.kind, Part.TEXT)
