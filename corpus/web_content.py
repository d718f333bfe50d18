"""What a website sent: its format, by what the site says and by its first bytes, and its text in UTF-8."""

import codecs
import re

import httpx

from corpus.download import SAVE_IT, Reply
from corpus.errors import UnreadableFile

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    _WORD: ".docx",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
}
_UNSAID = ("", "application/octet-stream", "binary/octet-stream")  # "some bytes": the bytes themselves tell
_TEXT = (".html", ".txt", ".md")
_CALLED = {
    ".html": "a web page",
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".txt": "a text",
    ".md": "a text",
    "": "something else",
}
_MAY_LOOK_LIKE = {".html": (".html", ".txt"), ".md": (".txt",)}  # part of a page looks like any text
_WEB_PAGE = re.compile(
    rb"(?:\s|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*+<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
# What the web's western pages are in, by Python's names. Others of Python's are no text, or slow; readers guess those.
_ENCODING = re.compile(r"utf-16(-[lb]e)?|iso8859-\d+|cp125\d|mac-roman|ascii")
# Who says Latin-1 or ASCII means Windows-1252 (WHATWG Encoding Standard, "Names and labels").
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def content_of(reply: Reply, url: httpx.URL) -> tuple[str, bytes]:
    """The suffix for a file of this format, and what belongs into it. Raises `UnreadableFile`.

    Text whose encoding the site names, which a file cannot do, is turned into UTF-8 with a byte order mark.
    """
    media_type = reply.content_type.partition(";")[0].strip().lower()
    if not reply.body.strip():
        raise UnreadableFile(f"{url.host} sent an empty document.", SAVE_IT)
    suffix = _suffix(media_type, reply.body, url)
    body = _in_utf8(reply.body, reply.content_type) if suffix in _TEXT else reply.body
    found = _found(body)
    if found not in _MAY_LOOK_LIKE.get(suffix, (suffix,)):
        raise _contradiction(url.host, suffix, found)
    return suffix, body


def _suffix(media_type: str, body: bytes, url: httpx.URL) -> str:
    path = url.path.lower()
    if media_type in _UNSAID and body.startswith(b"%PDF-"):
        return ".pdf"
    if media_type in _UNSAID and body.startswith(b"PK\3\4") and path.endswith(".docx"):
        return ".docx"
    if media_type == "text/plain" and path.endswith((".md", ".markdown")):
        return ".md"
    if media_type not in _SUFFIXES:
        raise UnreadableFile(
            f"What {url.host} sends is of a sort that is not read ({media_type[:80] or 'it does not say which'}).",
            "Web pages, PDF, Word (.docx), text and Markdown are read: save it as one of these and add that file.",
        )
    return _SUFFIXES[media_type]


def _found(body: bytes) -> str:
    """The suffix of what the first bytes look like; of nothing we know ""."""
    if b"%PDF-" in body[:1024]:  # where readers of PDF look for it
        return ".pdf"
    if body.startswith(b"PK\3\4"):
        return ".docx"
    if _WEB_PAGE.match(body[:1024].removeprefix(codecs.BOM_UTF8)):
        return ".html"
    return "" if b"\0" in body[:1024] and not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ".txt"


def _contradiction(host: str, suffix: str, found: str) -> UnreadableFile:
    if found == ".html":
        return UnreadableFile(
            f"What {host} sent is a web page, not {_CALLED[suffix]}; it may ask for a sign-in.", SAVE_IT
        )
    return UnreadableFile(f"{host} calls this {_CALLED[suffix]}, but it is {_CALLED[found]}.", SAVE_IT)


def _in_utf8(body: bytes, content_type: str) -> bytes:
    """The text in UTF-8 with a byte order mark, if the site names another encoding and the bytes do not belie it."""
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    if named is None or body.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body
    try:
        encoding = codecs.lookup(named[1]).name
        if not _ENCODING.fullmatch(encoding):
            return body
        # Servers often name Latin-1 for all they hold. What reads as UTF-8 is UTF-8: chance does not bring that about.
        sure = encoding if encoding.startswith("utf") or not _is_utf8(body) else "utf-8"
        return body.decode(_MEANT.get(sure, sure)).encode("utf-8-sig")
    except (LookupError, UnicodeDecodeError):
        return body


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
