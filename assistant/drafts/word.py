"""A Word file as a draft, in which each block knows the elements that its characters stand in."""

from dataclasses import dataclass
from pathlib import Path

from assistant.drafts.draft import Draft
from assistant.drafts.markup import Element, local
from assistant.drafts.package import Package, damaged, open_package
from assistant.drafts.word_styles import Styles, styles_of
from assistant.drafts.word_walk import Place, Walk
from corpus import UnusableInput

_OTHERS = {"workbook": "an Excel workbook", "presentation": "a PowerPoint presentation"}
_MAIN = ("officeDocument", "document")  # what the main part is to the file, and its root


@dataclass(frozen=True, slots=True)
class WordDraft:
    """A Word file read as a draft: `places[n]` is where `draft.blocks[n]` stands.

    `name`: of the part that holds the document; `document`: its root. Notes are in other parts, and anchored in it.
    """

    draft: Draft
    places: tuple[Place, ...]
    package: Package
    name: str
    document: Element
    styles: Styles


def read_word(path: Path, name: str = "") -> WordDraft:
    """A .docx file. Raises `UnusableInput`; the file stays as it is."""
    return word_of(open_package(path, name))


def word_of(package: Package) -> WordDraft:
    """The draft in a package. Raises `UnusableInput`."""
    name = package.targets("").get(_MAIN[0], "")
    document = package.part(name)
    if (root := local(document)) != _MAIN[1]:
        what = f"is {_OTHERS[root]}" if root in _OTHERS else "is not a Word document"
        raise UnusableInput(f"{package.file} {what}.", "Save it as .docx or PDF and check that file.")
    if next(document.iter("{*}altChunk", "{*}subDoc"), None) is not None:
        raise UnusableInput(f"{package.file} holds other files.", "Open it in Word and save it under a new name.")
    body = next(document.iterchildren("{*}body"), None)
    if body is None:
        raise damaged(package.file)
    targets = package.targets(name)
    styles = styles_of(package.part(targets["styles"])) if "styles" in targets else Styles()
    notes = {sort: _notes(package, targets.get(f"{sort}s")) for sort in ("footnote", "endnote")}
    found = Walk(styles, notes).blocks(body)
    draft = Draft(tuple(block for block, _ in found), package.file)
    return WordDraft(draft, tuple(place for _, place in found), package, name, document, styles)


def _notes(package: Package, name: str | None) -> dict[str, Element]:
    """The notes of a part by their ids."""
    if not name:
        return {}
    root = package.part(name)
    return {str(each.get(key)): each for each in root for key in each.attrib if key.endswith("}id")}
