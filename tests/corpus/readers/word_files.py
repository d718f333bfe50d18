"""Word files for the tests: made by python-docx, with parts exchanged for what it cannot write."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{RELATIONS}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def p(text: str, properties: str = "") -> str:
    """A paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cells(*texts: str, properties: str = "") -> str:
    """A row of a table."""
    held = "".join(text if text.startswith("<w:tc>") else f"<w:tc>{p(text)}</w:tc>" for text in texts)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{held}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def part(root: str, content: str) -> str:
    """A whole part ("footnotes") with that content."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMES}>{content}</w:{root}>'


def word(path: Path, body: str, parts: Mapping[str, str] | None = None) -> Path:
    """A Word file with that body; `parts` come in addition or in place of those of python-docx ("footnotes")."""
    held = {
        f"word/{name}.xml": (name, part(name.rstrip("0123456789"), content)) for name, content in (parts or {}).items()
    }
    new = {"word/document.xml": ("document", part("document", f"<w:body>{body}</w:body>"))} | held
    with ZipFile(BytesIO(_blank())) as old, ZipFile(path, "w", ZIP_DEFLATED) as written:
        for name in old.namelist():
            raw = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "word/_rels/document.xml.rels":
                raw = _with_relations(str(raw), [each for each, _ in held.values()])
            written.writestr(name, new[name][1] if name in new else raw)
        for name, (_, content) in new.items():
            if name not in old.namelist():
                written.writestr(name, content)
    return path


@cache
def _blank() -> bytes:
    blank = BytesIO()
    docx.Document().save(blank)
    return blank.getvalue()


def _with_relations(raw: str, names: list[str]) -> str:
    links = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in names
        if f'Target="{name}.xml"' not in raw
    )
    return raw.replace("</Relationships>", f"{links}</Relationships>")
