"""What a part of a Word file names: other parts, and addresses (ECMA-376 part 2, clause 9)."""

from assistant.drafts.markup import Element, legal, namespace, parsed, written
from assistant.drafts.package import Package, relations_of

_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROLES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_ROLES = "http://purl.oclc.org/ooxml/officeDocument/relationships"


class Relations:
    """Those of a part, its own and ours. `like`: its root, which tells in which of Word's two forms they are."""

    def __init__(self, package: Package, name: str, like: Element) -> None:
        self.name = relations_of(name)
        self.namespace = _STRICT_ROLES if "purl.oclc.org" in namespace(like) else _ROLES
        is_there = self.name in package.entries
        new = f'<Relationships xmlns="{_NAMESPACE}"/>'.encode()
        self._root = package.part(self.name) if is_there else parsed(package.file, new)
        self._added: dict[tuple[str, str], str] = {}

    def add(self, role: str, target: str, is_address: bool = False) -> str:
        """The id of a part that is this to ours ("comments"), or of an address; the same for the same."""
        if (role, target) not in self._added:
            taken = {each.get("Id") for each in self._root}
            id = next(id for id in (f"rId{number}" for number in range(1, len(taken) + 2)) if id not in taken)
            mode = {"TargetMode": "External"} if is_address else {}
            add(self._root, "Relationship", Id=id, Type=f"{self.namespace}/{role}", Target=target, **mode)
            self._added[role, target] = id
        return self._added[role, target]

    def parts(self) -> dict[str, bytes]:
        """The part that holds them, where any was added."""
        return {self.name: written(self._root)} if self._added else {}


def add(parent: Element, tag: str, **attributes: str) -> None:
    """Put an element of a package's own parts, in their namespace, behind all others."""
    made = parent.makeelement(f"{{{namespace(parent)}}}{tag}")
    for name, value in attributes.items():
        made.set(name, legal(value))
    parent.append(made)
