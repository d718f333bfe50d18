"""The comments of a Word file: the part that holds them, and what one on a statement says."""

import posixpath
from collections.abc import Iterator
from datetime import datetime

from assistant.answer import Citation
from assistant.check import Checked, Verdict
from assistant.difference import Change, Changed
from assistant.drafts.markup import Element, element, local, namespace, parsed, said, told, written
from assistant.drafts.relations import Relations, add
from assistant.drafts.telling import changes_of, labelled, link_of, reason_of, shortened, source_of, warnings_about
from assistant.drafts.word import WordDraft

AUTHOR, INITIALS = "Inspection assistant", "IA"
_TYPES = "[Content_Types].xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_BOLD, _STRUCK = "<w:b/>", "<w:strike/>"
_KEY = "Struck through: words of the draft. Bold: words of the source."


class Comments:
    """Those of a file, its own and ours. `ids`: such as none in the file has."""

    def __init__(self, word: WordDraft, when: datetime, site: str) -> None:
        self._word, self._when, self._site = word, when, site
        name = word.package.targets(word.name).get("comments", "")
        self._is_new = not name
        self._name = name or self._free_name()
        self._root = word.package.part(name) if name else _empty(word.document, word.package.file)
        self._links = Relations(word.package, self._name, word.document)
        self.ids = _free_ids(word.document, self._root)
        style = word.styles.named("annotation text")
        self._paragraph = f'<w:pPr><w:pStyle w:val="{told(style)}"/></w:pPr>' if style else ""
        self._size = "" if style else '<w:sz w:val="20"/>'
        mark = word.styles.named("annotation reference")
        self.mark = f'<w:rStyle w:val="{told(mark)}"/>' if mark else '<w:sz w:val="16"/>'

    def add(self, number: int, checked: Checked, is_apart: bool) -> int:
        """Add the comment on a statement, the file's `number`-th; its id. `is_apart`: it cannot stand on the words."""
        id = next(self.ids)
        lines = [self._run(labelled(checked.verdict), _BOLD) + self._run(f" · statement {number}")]
        if is_apart:
            lines.append(self._run(f"On: “{shortened(checked.statement)}”"))
        lines.append(self._run(reason_of(checked)))
        if changes := changes_of(checked):
            lines += ["".join(self._changed(each) for each in changes), self._run(_KEY)]
        for citation in checked.citations:
            lines += self._source(citation, checked)
        lines += [self._run(each) for each in warnings_about(checked)]
        lines[0] = f"<w:r><w:rPr>{self.mark}</w:rPr><w:annotationRef/></w:r>{lines[0]}"
        content = "".join(f"<w:p>{self._paragraph}{line}</w:p>" for line in lines)
        about = f'w:id="{id}" w:author="{AUTHOR}" w:date="{self._when:%Y-%m-%dT%H:%M:%SZ}" w:initials="{INITIALS}"'
        self._root.append(element(self._root, f"<w:comment {about}>{content}</w:comment>"))
        return id

    def parts(self) -> dict[str, bytes]:
        """The parts of the file that hold and name the comments."""
        held = {self._name: written(self._root)} | self._links.parts()
        if not self._is_new:
            return held
        relations = Relations(self._word.package, self._word.name, self._word.document)
        relations.add("comments", posixpath.basename(self._name))
        types = self._word.package.part(_TYPES)
        add(types, "Override", PartName=f"/{self._name}", ContentType=_TYPE)
        return held | relations.parts() | {_TYPES: written(types)}

    def _free_name(self) -> str:
        folder, taken = posixpath.dirname(self._word.name), self._word.package.entries
        names = (posixpath.join(folder, f"comments{number}.xml") for number in ("", *range(1, len(taken) + 1)))
        return next(name for name in names if name not in taken)

    def _run(self, text: str, properties: str = "") -> str:
        style = f"<w:rPr>{properties}{self._size}</w:rPr>" if properties or self._size else ""
        return f'<w:r>{style}<w:t xml:space="preserve">{told(text)}</w:t></w:r>'

    def _changed(self, change: Change) -> str:
        if change.kind is Changed.SAME:
            return self._run(f"{change.quoted} ")
        struck = self._run(change.quoted, _STRUCK) + self._run(" ") if change.quoted else ""
        return struck + (self._run(change.source, _BOLD) + self._run(" ") if change.source else "")

    def _source(self, citation: Citation, checked: Checked) -> list[str]:
        what = "The nearest, which is no source" if checked.verdict is Verdict.NOT_FOUND else "Source"
        lines = [
            self._run(f"{what}: ", _BOLD) + self._run(f"“{shortened(citation.quote)}”"),
            self._run(source_of(citation)),
        ]
        link = link_of(citation, self._site)
        return [*lines, self._linked(link)] if link else lines

    def _linked(self, address: str) -> str:
        id = self._links.add("hyperlink", address, is_address=True)
        run = f'<w:r><w:rPr>{self._size}<w:u w:val="single"/></w:rPr><w:t>{told(address)}</w:t></w:r>'
        return f'<w:hyperlink xmlns:r="{self._links.namespace}" r:id="{id}">{run}</w:hyperlink>'


def _empty(like: Element, file: str) -> Element:
    return parsed(file, f'<w:comments xmlns:w="{namespace(like)}"/>'.encode())


def _free_ids(*roots: Element) -> Iterator[int]:
    """Numbers that no comment, tracked change or bookmark has."""
    used = {said(each, "id") for root in roots for each in root.iter("{*}*") if local(each) != "footnoteReference"}
    return (number for number in range(1, 2**31) if str(number) not in used)
