"""Footnotes and endnotes of Word: which mark each has, and where its text stands."""

from dataclasses import dataclass, field

from corpus.readers.node import NOTHING, Node
from corpus.readers.numerals import printed
from corpus.readers.package import Package, Part, damaged

_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}  # what Word takes when the file says nothing


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one sort ("footnote", "endnote"); counts those that are referred to, in their order."""

    sort: str
    file: str
    texts: dict[str, Node]
    format: str
    start: int
    counted: list[str] = field(default_factory=list)

    def next_mark(self) -> str:
        """The mark of the next note that has none of its own."""
        self.counted.append("")
        return printed(self.start + len(self.counted) - 1, self.format)

    def text(self, reference: Node) -> Node:
        """The note that a reference is to. Raises `UnreadableFile` when the file has lost it."""
        if reference.get("id") not in self.texts:
            raise damaged(self.file)
        return self.texts[reference.get("id")]


def read_notes(package: Package, document: Part, settings: Node, sort: str) -> Notes:
    """The notes of a document. How they count is said for a section, else for the whole file."""
    part = package.of_role(document, f"{sort}s")
    texts = {each.get("id"): each for each in part.root.children if each.tag == sort} if part else {}
    sections = [each.child(f"{sort}Pr") for each in document.root.all("sectPr")]
    said = [each for each in [*sections, settings.child(f"{sort}Pr")] if each is not NOTHING]
    format = next((each.child("numFmt").get("val") for each in said if each.has("numFmt")), _FORMATS[sort])
    start = next((each.child("numStart").number("val", 1) for each in said if each.has("numStart")), 1)
    return Notes(sort, package.file, texts, format, start)
