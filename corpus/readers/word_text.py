"""What a paragraph of Word shows: its text, without what is deleted, hidden or the code of a field."""

from collections.abc import Iterator

from corpus.readers.lines import seen
from corpus.readers.node import Node
from corpus.readers.word_styles import Styles

# Not shown: deleted and moved text (w:del, w:moveFrom), codes of fields, properties, readings above ruby text,
# and the mark at the beginning of a footnote, which we put there ourselves.
_UNSHOWN = frozenset(
    "del moveFrom instrText delText delInstrText pPr rPr sdtPr sdtEndPr smartTagPr customXmlPr rt footnoteRef"
    " endnoteRef annotationRef".split()
)
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Symbols of the fonts Wingdings and Symbol, by their code. Others stay in the private area (U+F000), where bullets are known.
_SYMBOLS = {
    "wingdings": {0xFC: "\u2713", 0xFB: "\u2717", 0xE0: "\u2192", 0xA8: "\u2610", 0x6F: "\u2610", 0xFE: "\u2611", 0xFD: "\u2612"},
    "symbol": {0xB0: "\u00b0", 0xB1: "\u00b1", 0xA3: "\u2264", 0xB3: "\u2265", 0xB4: "\u00d7", 0xB9: "\u2260", 0xAE: "\u2192"},
}  # fmt: skip


def shown(paragraph: Node, styles: Styles) -> list[str | Node]:
    """The texts of a paragraph, and between them the references to notes and the contents of text boxes."""
    return _without_codes(_parts(paragraph, paragraph, styles))


def plain(paragraph: Node, styles: Styles) -> str:
    """The text of a paragraph alone."""
    return "".join(part for part in shown(paragraph, styles) if isinstance(part, str))


def _parts(node: Node, paragraph: Node, styles: Styles) -> Iterator[str | Node]:
    for child in node.children:
        match child.tag:
            case "t":
                yield seen(child.text).replace("\n", " ")
            case "sym":
                yield _symbol(child)
            case "fldChar" | "footnoteReference" | "endnoteReference" | "txbxContent":
                yield child
            case "AlternateContent":
                yield from _parts(chosen(child), paragraph, styles)
            case "r" if styles.is_hidden(child, paragraph):
                # A hidden run may hold the begin or end of a field, which counts all the same.
                yield from (part for part in child.children if part.tag == "fldChar")
            case "r":
                yield from _run(child, paragraph, styles)
            case tag if tag in _SIGNS:
                yield _SIGNS[tag]
            case tag if tag not in _UNSHOWN:
                yield from _parts(child, paragraph, styles)


def _run(run: Node, paragraph: Node, styles: Styles) -> Iterator[str | Node]:
    """A run; the text behind a reference with a mark of its own is that mark."""
    parts = list(_parts(run, paragraph, styles))
    for at, part in enumerate(parts):
        yield part
        if isinstance(part, Node) and part.get("customMarkFollows") in ("1", "true", "on"):
            yield from (each for each in parts[at + 1 :] if isinstance(each, Node))
            return


def own_mark(reference: Node, paragraph: Node) -> str:
    """The mark typed for a reference to a note, "" when it is numbered automatically."""
    if reference.get("customMarkFollows") not in ("1", "true", "on"):
        return ""
    run = next(run for run in paragraph.all("r") if any(child is reference for child in run.all(reference.tag)))
    return "".join(_symbol(each) if each.tag == "sym" else each.text for each in run.all("t", "sym")).strip()


def chosen(alternatives: Node) -> Node:
    """Of several versions of the same content for older and newer programs, the newest that has text."""
    versions = [each for each in alternatives.children if each.tag in ("Choice", "Fallback")]
    with_text = (each for each in versions if any(node.words for node in each.all("t")))
    return next(with_text, versions[0] if versions else alternatives)


def _without_codes(parts: Iterator[str | Node]) -> list[str | Node]:
    """Fields as their results. A field is: begin, code, separate, result, end; one within another's code is code."""
    open_fields: list[list[str | Node]] = [[]]
    for part in parts:
        kind = part.get("fldCharType") if isinstance(part, Node) else ""
        if kind == "begin":
            open_fields.append([])
        elif kind == "separate" and len(open_fields) > 1:
            open_fields[-1].clear()
        elif kind == "end" and len(open_fields) > 1:
            result = open_fields.pop()
            open_fields[-1] += result
        elif not kind:
            open_fields[-1].append(part)
    return [part for field in open_fields for part in field]  # a field may go on in the next paragraph


def _symbol(symbol: Node) -> str:
    try:
        code = int(symbol.get("char"), 16)
    except ValueError:
        return ""
    is_surrogate = 0xD800 <= code < 0xE000
    known = _SYMBOLS.get(symbol.get("font").lower(), {}).get(code & 0xFF) if code < 0x100 or code >> 8 == 0xF0 else None
    return known or (chr(code) if code < 0x110000 and not is_surrogate else "")
