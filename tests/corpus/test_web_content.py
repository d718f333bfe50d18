from contextlib import suppress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.download import Reply
from corpus.errors import UnreadableFile
from corpus.web_content import content_of

SITE = httpx.URL("https://northshire.example/a")
HTML = b"<!DOCTYPE html><html><body><p>The force has a plan.</p></body></html>"
PDF = b"%PDF-1.7\n1 0 obj\n"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = b"PK\3\4word/document.xml"


@pytest.mark.parametrize(
    ("path", "content_type", "body", "suffix"),
    [
        ("/a", "application/xhtml+xml", b'<?xml version="1.0"?>\n<!-- a --> <!-- b --><html>', ".html"),
        ("/a", "text/html", b"<p>Part of a page</p>", ".html"),
        ("/a.pdf", "application/pdf", PDF, ".pdf"),
        ("/a", "application/pdf", b"\r\n" + PDF, ".pdf"),
        ("/a", "application/octet-stream", PDF, ".pdf"),
        ("/a", "", PDF, ".pdf"),
        ("/a", WORD, ZIP, ".docx"),
        ("/a.DOCX", "binary/octet-stream", ZIP, ".docx"),
        ("/a", "Text/Plain", b"The force has a plan.", ".txt"),
        ("/a.md", "text/plain; charset=utf-8", b"# Plan", ".md"),
        ("/a", "text/markdown", b"# Plan", ".md"),
    ],
)
def test_formats(path: str, content_type: str, body: bytes, suffix: str) -> None:
    assert content_of(Reply(content_type, body), SITE.join(path)) == (suffix, body)


@pytest.mark.parametrize(
    ("content_type", "body", "told"),
    [
        ("image/png", b"\x89PNG", r"of a sort that is not read \(image/png\).* Web pages, PDF, Word"),
        ("", b"something", "it does not say which"),
        ("application/octet-stream", ZIP, r"not read \(application/octet-stream\)"),
        ("application/pdf", b"\n<html><form>Sign in</form>", "is a web page, not a PDF; it may ask for a sign-in"),
        (WORD, b"\xd0\xcf\x11\xe0\0", "calls this a Word document, but it is something else"),
        ("text/plain", HTML, "is a web page, not a text"),
        ("text/html", PDF, "calls this a web page, but it is a PDF"),
        ("text/plain", b"\0\1\2", "calls this a text, but it is something else"),
        ("text/html", b" \n", "empty document"),
    ],
)
def test_other_formats_are_refused(content_type: str, body: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        content_of(Reply(content_type, body), SITE)


@pytest.mark.parametrize(
    ("charset", "body", "kept"),
    [
        ("ISO-8859-1", "Heddlu’r £5 – Dŵr".encode("cp1252", "ignore"), "Heddlu’r £5 – Dr".encode("utf-8-sig")),
        ("'utf-16le'", "£5".encode("utf-16-le"), "£5".encode("utf-8-sig")),
        ('"iso-8859-14"', "Dŵr".encode("iso-8859-14"), "Dŵr".encode("utf-8-sig")),
        ("latin1", "£5 in truth UTF-8".encode(), "£5 in truth UTF-8".encode("utf-8-sig")),
        ("latin1", "£5".encode("utf-8-sig"), "£5".encode("utf-8-sig")),
        ("utf-8", "£5".encode(), "£5".encode()),
        ("windows-1252", b"no such byte: \x81", b"no such byte: \x81"),
        ("klingon", "£5".encode(), "£5".encode()),
        ("punycode", b"abc-", b"abc-"),
    ],
)
def test_the_encoding_a_site_names_is_kept(charset: str, body: bytes, kept: bytes) -> None:
    assert content_of(Reply(f"text/plain; charset={charset}", body), SITE) == (".txt", kept)


@given(st.text(min_size=1), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-16-be"]))
def test_no_character_is_lost(text: str, encoding: str) -> None:
    text = "Findings: " + text.replace("\0", "")
    _, body = content_of(Reply(f"text/html; charset={encoding}", text.encode(encoding)), SITE)
    assert body.decode("utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig") == text


@given(st.binary(max_size=60), st.sampled_from(["text/html", "text/plain; charset=latin1", "application/pdf", "", "x"]))
def test_no_bytes_bring_it_down(body: bytes, content_type: str) -> None:
    with suppress(UnreadableFile):
        suffix, _ = content_of(Reply(content_type, body), SITE)
        assert suffix in (".html", ".txt", ".pdf")


def test_many_comments_do_not_slow_it_down() -> None:
    body = b"<!---->" * 1000 + b"The force has a plan."
    assert content_of(Reply("text/html", body), SITE) == (".html", body)
