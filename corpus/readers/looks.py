"""What a file is, whatever its name says."""

WEB_PAGE = "a web page"
PDF = "a PDF"
RTF = "a rich text file (.rtf)"
_BEGINNINGS = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"<!doctype html", WEB_PAGE),
    (b"<html", WEB_PAGE),
    (b"PK", "a zip file or a Word, Excel or PowerPoint file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file, or one with a password"),
    (b"\x1f\x8b", "a compressed file"),
)


def looks_like(raw: bytes) -> str | None:
    """What its first bytes tell of a file ("a PDF"), or None."""
    start = raw[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((name for beginning, name in _BEGINNINGS if start.startswith(beginning.lower())), None)
