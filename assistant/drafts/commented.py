"""A checked draft as a Word file: the user's own, or a new one, with a comment on each statement and a summary."""

from pathlib import Path

from assistant.check import Verdict
from assistant.drafts.checked import CheckedDraft
from assistant.drafts.comments import Comments
from assistant.drafts.markup import written
from assistant.drafts.new_word import new_word
from assistant.drafts.ranges import Ranges
from assistant.drafts.summary import append_summary
from assistant.drafts.word import WordDraft, read_word
from corpus import UnusableInput

WORD = ".docx"


def commented(checked: CheckedDraft, source: Path | None = None, site: str = "") -> bytes:
    """The bytes of a .docx file.

    Where `source` is one, it is that file, in which nothing is changed but for the comments and a last page; else a
    new one. `site`: the address of the app, for links to paragraphs. Raises `UnusableInput` where the source is not
    what was checked.
    """
    if source is None or source.suffix.lower() != WORD:
        return _with_comments(new_word(checked.draft), checked, site)
    word = read_word(source, checked.draft.name)
    if word.draft.blocks != checked.draft.blocks:
        raise UnusableInput(f"{word.package.file} has changed since it was checked.", "Check it again.")
    return _with_comments(word, checked, site)


def _with_comments(word: WordDraft, checked: CheckedDraft, site: str) -> bytes:
    comments = Comments(word, checked.when, site)
    ranges = Ranges(word.document, comments.ids, comments.mark)
    spans: dict[int, list[tuple[int, int, int]]] = {}
    for number, (statement, found) in enumerate(checked.rows, 1):
        if found.needs_a_look or found.verdict is Verdict.SUPPORTED:
            id = comments.add(number, found, is_apart=word.places[statement.block].anchor is not None)
            spans.setdefault(statement.block, []).append((statement.start, statement.end, id))
    for block, each in spans.items():
        ranges.put(word.places[block], each)
    append_summary(checked, word.document, word.styles)
    return word.package.with_parts({word.name: written(word.document)} | comments.parts())
