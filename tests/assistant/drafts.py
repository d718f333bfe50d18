"""Drafts that were checked, with verdicts made up in turn, and Word files that come back."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from assistant.answer import Citation
from assistant.check import Checked, Verdict
from assistant.difference import Change, Changed
from assistant.drafts.checked import CheckedDraft
from assistant.drafts.draft import Draft
from assistant.quoted import Quoted, QuoteStatus
from corpus import Paragraph, ParagraphKind
from tests.assistant.letters import document
from tests.corpus.readers.word_files import W

SAID = "The force reviews few of its files."
CITED = Citation(Paragraph("northshire-2014", 7, ParagraphKind.BODY, SAID), document("northshire-2014", "kent"), SAID)
CHANGED = Quoted(
    QuoteStatus.ALTERED,
    difference=(
        Change(Changed.SAME, "The force reviews", "The force reviews"),
        Change(Changed.REPLACED, "all", "few"),
        Change(Changed.SAME, "of its files.", "of its files."),
    ),
)


def checked(
    draft: Draft, verdicts: Sequence[Verdict] = (Verdict.SUPPORTED,), reason: str = "So it is."
) -> CheckedDraft:
    """A draft whose statements came out as these verdicts, in turn."""
    rows = []
    for number, statement in enumerate(draft.statements):
        verdict = verdicts[number % len(verdicts)]
        quoted = CHANGED if verdict is Verdict.MISQUOTED else None
        rows.append((statement, Checked(statement.text, verdict, reason, (CITED,), quoted)))
    return CheckedDraft(draft, tuple(rows), datetime(2026, 5, 4, 10, 30, tzinfo=UTC), 12)


def parts(file: bytes | Path) -> dict[str, bytes]:
    """What is in a Word file."""
    with ZipFile(BytesIO(file) if isinstance(file, bytes) else file) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))
        return {name: archive.read(name) for name in archive.namelist()}


def commented_words(file: bytes) -> list[tuple[str, str]]:
    """Of each comment in its order: the words of the document it is on, and what it says."""
    held = parts(file)
    told = {w(each, "id"): words(each) for each in ElementTree.fromstring(held["word/comments.xml"])}
    found: dict[str, list[str]] = {}
    is_open: list[str] = []
    for each in _read(ElementTree.fromstring(held["word/document.xml"])):
        tag = each.tag.rpartition("}")[2]
        if tag == "commentRangeStart":
            is_open.append(w(each, "id"))
            found[w(each, "id")] = []
        elif tag == "commentRangeEnd":
            is_open.remove(w(each, "id"))
        for id in is_open:
            found[id].append(_shown(each))
    assert not is_open
    references = re.findall(rb'commentReference w:id="(\d+)"', held["word/document.xml"])
    assert sorted(each.decode() for each in references) == sorted(found)
    return [("".join(texts), told[id]) for id, texts in found.items()]


def words(root: ElementTree.Element) -> str:
    """All text that stands in an element, a paragraph a line."""
    return "\n".join("".join(map(_shown, _read(each))) for each in root.iter(f"{{{W}}}p"))


def w(element: ElementTree.Element, name: str) -> str:
    """An attribute of Word's."""
    return element.get(f"{{{W}}}{name}", "")


def _read(element: ElementTree.Element) -> list[ElementTree.Element]:
    """An element and all below it but what is deleted, and texts of their own in boxes."""
    if element.tag in (f"{{{W}}}del", f"{{{W}}}moveFrom", f"{{{W}}}txbxContent"):
        return []
    return [element, *(each for child in element for each in _read(child))]


def _shown(element: ElementTree.Element) -> str:
    return {f"{{{W}}}t": element.text or "", f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n"}.get(element.tag, "")
