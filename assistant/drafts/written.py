"""Where in a statement something is referred to: links, ids, numbers of the draft's list, brackets, "according to …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from assistant.drafts.attributed import VERB
from assistant.drafts.described import Descriptions, Reference
from assistant.drafts.listed import RAISED

FURTHEST = 14  # words before a bracket among which its document may be named
_DOCUMENT = re.compile(r"\b(?:letter|report|inspection|jtai)\b", re.IGNORECASE)
_QUOTED = re.compile(r"\u201c[^\u201c\u201d]*\u201d|(?<!\w)\"[^\"]*\"")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\(<?([^\s()<>]+)>?(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(
    r"<?((?:https?://|(?<![\w.])/?(?=(?:source|paragraph)\?))[^\s<>\"\u201c\u201d]+?)>?(?=[.,;:!?)\]]*(?:\s|$|>))"
)
_ID = re.compile(
    r"(?<![\w/#-])([a-z0-9]+(?:-[a-z0-9]+)*)#(\d+)(?!\w)|(?<![\w/#-])([a-z0-9]+(?:-[a-z0-9]+)+)(?![\w/#-])"
)
_LIST = r"\[\^?\d{1,3}(?:\s*[,;\u2010-\u2015-]\s*\^?\d{1,3})*(?P<%s>,?\s+(?:p|para|page|paragraph)[^\[\]]*|)\]"
_NUMBERS = re.compile(rf"{_LIST % 'place'}(?:\s*(?:[,;\u2010-\u2015-]|and|to)?\s*\[\^?\d{{1,3}}\])*")
_DIGITS = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
_RAISED = re.compile(
    rf"(?<!\bm)(?<!\b[kcmdf][mt])(?<!\bin)[{_DIGITS}]+(?:\s?[,\u02d2\u207b\u2010-\u2015-]\s?[{_DIGITS}]+)*"
)
_BRACKETS = re.compile(r"\(((?:[^()]|\([^()]*\))+)\)|\[([^\[\]]+)\]")
_SAYS = re.compile(rf",?\s+(?:also\s+)?{VERB}\s*$", re.IGNORECASE)
_AND = re.compile(r",?\s+and\s+(?:in\s+|the\s+|see\s+|also\s+)*")
_LINK_TEXT = re.compile(
    r"^\W*(?:\d{1,3}|sources?|links?|here|ref|reference|letter|report|paragraph \d+|p(?:ara|age)?\.? ?\d+)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A reference in a statement, `statement[start:end]`; `instead` stays in its place."""

    start: int
    end: int
    references: tuple[Reference, ...]
    instead: str = ""


def quoted_spans(statement: str) -> list[tuple[int, int]]:
    """Where words stand in quotation marks: what is in them is the source's, and no reference of the draft."""
    return [match.span() for match in _QUOTED.finditer(statement)]


def links_in(statement: str, described: Descriptions) -> Iterator[Found]:
    """Links to a paragraph, by any address that has its id in the query; other links stay."""
    for match in _MARKDOWN_LINK.finditer(statement):
        if linked := _linked(match[2], match[2], described):
            is_name = _LINK_TEXT.match(match[1]) or described.read(match[1])
            yield Found(*match.span(), (linked,), "" if is_name else match[1])
    for match in _LINK.finditer(_MARKDOWN_LINK.sub(lambda each: "\0" * len(each[0]), statement)):
        if linked := _linked(match[1], match[1], described):
            yield Found(*match.span(), (linked,))


def _linked(written: str, address: str, described: Descriptions) -> Reference | None:
    """What a link to one of our pages opens."""
    parts = urlsplit(address.replace("&amp;", "&"))
    fields = dict(parse_qsl(parts.query))
    if not (id := fields.get("paragraph")):
        return None
    if parts.fragment and "#" not in id:  # the id's own mark, not encoded
        id = f"{id}#{unquote(parts.fragment)}"
    document, _, serial = id.rpartition("#")
    return described.of_ids(written, document or serial, serial if document else "")


def ids_in(statement: str, described: Descriptions) -> Iterator[Found]:
    """Ids of paragraphs, and those of documents that are no plain words."""
    for match in _ID.finditer(statement):
        document, serial, alone = match.groups()
        if alone and described.is_document(alone):
            yield Found(*match.span(), (described.of_ids(match[0], alone),))
        elif document and (described.document(document) or "-" in document):
            yield Found(*match.span(), (described.of_ids(match[0], document, serial),))


def numbers_in(statement: str) -> Iterator[tuple[re.Match[str], tuple[int, ...], str]]:
    """Each "[3]", "[3, 5]", "[3]\u2013[5]", "[3, page 2]" or raised number: its match, the numbers, the place within."""
    for match in _NUMBERS.finditer(statement):
        place = match["place"] or ""
        yield match, _all_numbers(match[0].replace(place, "") if place else match[0]), place
    for match in _RAISED.finditer(statement):
        yield match, _all_numbers(match[0].translate(RAISED)), ""


def _all_numbers(written: str) -> tuple[int, ...]:
    """The numbers of "3, 5-7", ranges as each of theirs."""
    plain = re.sub(
        r"[\[\]^\s]",
        "",
        re.sub(
            r"\]\s*(?:and|,|;)?\s*\[",
            ",",
            re.sub(r"\]\s*to\s*\[", "-", re.sub(r"\]\s*([\u2010-\u2015-])\s*\[", r"\1", written)),
        ),
    )
    numbers: list[int] = []
    for part in re.split(r"[,;\u02d2]", plain):
        ends = [int(each) for each in re.split(r"[\u207b\u2010-\u2015-]", part) if each]
        numbers += range(ends[0], ends[-1] + 1) if len(ends) == 2 and ends[0] <= ends[1] else ends
    return tuple(dict.fromkeys(numbers))


def brackets_in(statement: str, described: Descriptions, context: str | None) -> Iterator[Found]:
    """Brackets that hold references and nothing else; "paragraph 7" alone is of the document named before them."""
    for match in _BRACKETS.finditer(statement):
        about = statement[: match.start()] + statement[match.end() :]
        before = named_before(statement[: match.start()], described) or context
        references = _read_all(match[1] or match[2], described, before, about)
        if references:
            yield Found(*match.span(), references)


def _read_all(written: str, described: Descriptions, context: str | None, about: str) -> tuple[Reference, ...]:
    """The references that words are, parted at semicolons, or at "and" where each side is one; none where any is not."""
    references: list[Reference] = []
    for part in (each for whole in written.split(";") for each in _parts(whole, described)):
        if not (read := described.read(part, context, about=about)):
            return ()
        references.append(read)
        context = read.document or context
    return tuple(references)


def _parts(written: str, described: Descriptions) -> list[str]:
    parts = _AND.split(written)
    are_references = len(parts) > 1 and all(_DOCUMENT.search(each) and described.read(each) for each in parts)
    return parts if are_references else [written][: bool(written.strip())]


def named_before(text: str, described: Descriptions) -> str | None:
    """The document that the last words of a text name: "The Northshire letter of 2014", "… notes"."""
    text = _SAYS.sub("", text)
    starts = [match.start() for match in re.finditer(r"\S+", text)][-FURTHEST:]
    if not starts or not _DOCUMENT.search(text, starts[0]):
        return None
    for start in starts:
        read = described.read(text[start:], strict=True)
        if read and read.document and not read.problem:
            return read.document
    return None
